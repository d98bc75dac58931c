"""Loads the vocabularies that belong to the project: regions, countries, goals and the termbase, from tables in `data/`."""

import csv
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal
from modelsearch.backends import get_search_backends

from core.i18n import LANGUAGES, SOURCE_CODE
from vocabulary.models import Country, Goal, Region, Term, TermSubject, TermVariant

DATA = Path(__file__).resolve().parent / "data"

Row = dict[str, str]

entries_stored = Signal()
"""Sent after entries of a vocabulary, the sender, were written in bulk, which sends no signals of models.

`add_only`: those that existed stayed as they were.
"""


def read_table(name: str) -> list[Row]:
    """Return the rows of a table of `data/`."""
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def columns(field: str, text: Callable[[str], str | None]) -> dict[str, str | None]:
    """Return the columns of a translated field for `text`, a function from language code to text.

    The base column is given as well: rows that are written in bulk must not depend on the language that is active.
    """
    filled = {f"{field}_{language.field_suffix}": text(language.code) or None for language in LANGUAGES}
    return {field: text(SOURCE_CODE) or "", **filled}


def store(
    model: type[models.Model], entries: Iterable[models.Model], *, add_only: bool = False, keep: Collection[str] = ()
) -> list[Any]:
    """Write entries in one statement, found again by their code, and return them as they are in the database.

    With `add_only` an entry whose code exists is left as it is, else all of it but for the fields to `keep`.
    """
    entries = list(entries)
    if add_only:
        model._default_manager.bulk_create(entries, ignore_conflicts=True)
    else:
        left = {"code", *keep}
        names = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in left]
        model._default_manager.bulk_create(entries, update_conflicts=True, unique_fields=["code"], update_fields=names)
    entries_stored.send(sender=model, add_only=add_only)
    return list(model._default_manager.filter(code__in=[entry.code for entry in entries]))  # type: ignore[attr-defined]


def ids(model: type[models.Model]) -> dict[str, int]:
    """Return the primary keys of a vocabulary by code."""
    return dict(model._default_manager.values_list("code", "pk"))


@transaction.atomic
def load_vocabularies(*, add_only: bool = False, index: bool = True) -> dict[str, int]:
    """Load every table and return the number of entries by name of the vocabulary.

    Entries are updated by code; with `add_only` those that exist keep the names that staff gave them. Rows written in bulk
    send no signals, so they are put into the search index here unless `index` is off.
    """
    stored: dict[type[models.Model], list[Any]] = {
        Region: _regions(add_only=add_only),
        Country: _countries(add_only=add_only),
        Goal: _goals(add_only=add_only),
        TermSubject: _subjects(add_only=add_only),
        Term: _terms(add_only=add_only),
    }
    if index:
        for backend in get_search_backends(with_auto_update=True):
            for model, entries in stored.items():
                backend.add_bulk(model, entries)
    return {str(model._meta.verbose_name_plural): len(entries) for model, entries in stored.items()}


def _names(row: Row) -> dict[str, str | None]:
    return columns("name", lambda code: row[code.replace("-", "_")])


def _regions(*, add_only: bool) -> list[Region]:
    rows = read_table("regions")
    known = set(ids(Region)) if add_only else set()
    store(Region, [Region(code=row["code"], m49=row["m49"], **_names(row)) for row in rows], add_only=add_only)
    # A region can name the one it is part of only when both have their row.
    keys = ids(Region)
    regions: Any = Region.objects
    for row in rows:
        if row["parent"] and row["code"] not in known:
            regions.filter(code=row["code"]).update(parent_id=keys[row["parent"]])
    return list(Region.objects.filter(code__in=[row["code"] for row in rows]))


def _countries(*, add_only: bool) -> list[Country]:
    regions = ids(Region)
    countries = [
        Country(
            code=row["iso3"],
            iso2=row["iso2"],
            m49=row["m49"],
            status=row["status"],
            region_id=regions[row["region"]],
            note=row["note"],
            **_names(row),
        )
        for row in read_table("countries")
    ]
    return store(Country, countries, add_only=add_only)


def _goals(*, add_only: bool) -> list[Goal]:
    rows = read_table("sdgs")
    goals = [Goal(code=f"goal-{row['number']}", number=int(row["number"]), **_names(row)) for row in rows]
    return store(Goal, goals, add_only=add_only)


def _subjects(*, add_only: bool) -> list[TermSubject]:
    subjects = [TermSubject(code=row["code"], **_names(row)) for row in read_table("term_subjects")]
    return store(TermSubject, subjects, add_only=add_only)


def _terms(*, add_only: bool) -> list[Term]:
    subjects = ids(TermSubject)
    known = {term.code: term for term in Term.objects.all()}
    terms = []
    for row in read_table("termbase"):
        texts: dict[str, str | None] = {}
        for field in ("term", "definition"):
            texts |= columns(field, lambda code, field=field, row=row: row[f"{field}_{code.replace('-', '_')}"])  # type: ignore[misc]
        facts = {name: row[name] for name in ("status", "part_of_speech")}
        terms.append(Term(code=row["code"], subject_id=subjects[row["subject"]], **facts, **texts))
        terms[-1].date_changes(known.get(row["code"]))
    # Where staff look after the variants of a term already, one that they removed does not come back.
    kept = set(Term.objects.exclude(variants=None).values_list("code", flat=True)) if add_only else set()
    stored = store(Term, terms, add_only=add_only, keep=("note", "source"))
    _variants({code: pk for code, pk in ids(Term).items() if code not in kept})
    return stored


def _variants(terms: Mapping[str, int]) -> None:
    """Add the variants of terms, by code, that they have not; those that staff added stay."""
    rows = [row for row in read_table("term_variants") if row["term"] in terms]
    facts = ("language", "text", "status", "note")
    variants = [TermVariant(term_id=terms[row["term"]], **{name: row[name] for name in facts}) for row in rows]
    TermVariant.objects.bulk_create(variants, ignore_conflicts=True)
