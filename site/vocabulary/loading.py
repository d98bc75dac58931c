"""Loads the vocabularies that belong to the project: regions, countries, goals and the termbase, from tables in `data/`."""

import csv
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal
from modelsearch.backends import get_search_backends

from core.i18n import LANGUAGES, SOURCE_CODE
from vocabulary import shipping
from vocabulary.models import Country, Goal, Region, Term, TermSubject, TermVariant

DATA = Path(__file__).resolve().parent / "data"

Row = dict[str, str]

entries_stored = Signal()
"""Sent after entries of a vocabulary, the sender, were written in bulk, which sends no signals of models.

`add_only`: none of those that existed was changed.
"""


def read_table(name: str) -> list[Row]:
    """Return the rows of a table of `data/`."""
    with (DATA / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def columns(name: str, text: Callable[[str], str | None]) -> dict[str, str | None]:
    """Return the columns of a translated field by its name for `text`, a function from language code to text.

    The base column is given as well: rows that are written in bulk must not depend on the language that is active.
    """
    filled = {f"{name}_{language.field_suffix}": text(language.code) or None for language in LANGUAGES}
    return {name: text(SOURCE_CODE) or "", **filled}


def store(model: type[models.Model], entries: Sequence[models.Model], *, keep: Collection[str] = ()) -> None:
    """Write entries in one statement, found again by their code: all fields of those that exist but for the ones to `keep`."""
    left = {"code", *keep}
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key and field.name not in left]
    model._default_manager.bulk_create(entries, update_conflicts=True, unique_fields=["code"], update_fields=names)
    entries_stored.send(sender=model, add_only=False)


def add(model: type[models.Model], entries: Sequence[models.Model]) -> None:
    """Write entries in one statement; one that the database has already, by its code or another number, is left as it is."""
    model._default_manager.bulk_create(entries, ignore_conflicts=True)
    entries_stored.send(sender=model, add_only=True)


def ids(model: type[models.Model]) -> dict[str, int]:
    """Return the primary keys of a vocabulary by code."""
    return dict(model._default_manager.values_list("code", "pk"))


@dataclass(slots=True)
class Loaded:
    """What became of the tables."""

    counts: dict[str, int] = field(default_factory=dict)
    """Entries in the database by name of the vocabulary."""
    added: int = 0
    filled: int = 0
    renewed: int = 0
    kept: int = 0

    def sentence(self) -> str:
        """Say it in one line."""
        done = f"{self.added} entries added, {self.filled} empty fields filled, {self.renewed} fields renewed"
        return f"Vocabularies: {done}, {self.kept} left as they stand here."


@transaction.atomic
def load_vocabularies(*, keep_edited: bool = False, index: bool = True) -> Loaded:
    """Load every table and tell what became of it.

    Entries are found by code and overwritten. With `keep_edited` only empty fields are filled and those renewed that still say
    what was shipped before. Rows written in bulk send no signals, so they are put into the search index here, unless `index` is
    off.
    """
    load = _Load(keep_edited=keep_edited)
    _regions(load)
    _countries(load)
    _goals(load)
    _subjects(load)
    _terms(load)
    shipping.remember(load.now, load.before)
    if index:
        for backend in get_search_backends(with_auto_update=True):
            for model, entries in load.written.items():
                backend.add_bulk(model, entries)
    return load.outcome


class _Load:
    """One run over all tables."""

    def __init__(self, *, keep_edited: bool) -> None:
        self.keep_edited = keep_edited
        self.before = shipping.shipped_before()
        self.now: dict[tuple[str, str], dict[str, Any]] = {}
        self.written: dict[type[models.Model], list[Any]] = {}
        self.outcome = Loaded()

    def take(self, model: Any, entries: Sequence[Any], *, keep: Collection[str] = ()) -> set[str]:
        """Write what is to be written of a vocabulary, and return the codes of new entries."""
        label = model._meta.label
        self.now |= {(label, entry.code): shipping.digests_of(entry, keep) for entry in entries}
        rows = {row.code: row for row in model._default_manager.filter(code__in=[entry.code for entry in entries])}
        merged = shipping.merge(entries, rows, self.before if self.keep_edited else None, keep=keep)
        if model is Term:
            for term in (*merged.new, *merged.changed):
                term.date_changes(rows.get(term.code))
        if merged.new:
            add(model, merged.new)
        if merged.changed:
            store(model, merged.changed, keep=keep)
        self._tell(model, merged)
        return {entry.code for entry in merged.new}

    def _tell(self, model: Any, merged: shipping.Merged) -> None:
        outcome, codes = self.outcome, [entry.code for entry in (*merged.new, *merged.changed)]
        outcome.counts[str(model._meta.verbose_name_plural)] = model._default_manager.count()
        outcome.filled += merged.filled
        outcome.renewed += len(merged.renewed)
        outcome.kept += merged.kept
        if codes:
            self.written[model] = list(model._default_manager.filter(code__in=codes))
            outcome.added += len(self.written[model]) - len(merged.changed)
        if merged.renewed and self.keep_edited:
            shipping.texts_renewed.send(sender=model, renewed=merged.renewed)


def _names(row: Row) -> dict[str, str | None]:
    return columns("name", lambda code: row[code.replace("-", "_")])


def _regions(load: _Load) -> None:
    rows = read_table("regions")
    new = load.take(Region, [Region(code=row["code"], m49=row["m49"], **_names(row)) for row in rows], keep=("parent",))
    # A region can name the one it is part of only when both have their row.
    keys = ids(Region)
    regions: Any = Region.objects
    for row in rows:
        if row["parent"] and (row["code"] in new or not load.keep_edited):
            regions.filter(code=row["code"]).update(parent_id=keys[row["parent"]])


def _countries(load: _Load) -> None:
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
    load.take(Country, countries)


def _goals(load: _Load) -> None:
    rows = read_table("sdgs")
    load.take(Goal, [Goal(code=f"goal-{row['number']}", number=int(row["number"]), **_names(row)) for row in rows])


def _subjects(load: _Load) -> None:
    load.take(TermSubject, [TermSubject(code=row["code"], **_names(row)) for row in read_table("term_subjects")])


def _terms(load: _Load) -> None:
    subjects = ids(TermSubject)
    terms = []
    for row in read_table("termbase"):
        texts: dict[str, str | None] = {}
        for name in ("term", "definition"):
            texts |= columns(name, partial(_text, row, name))
        facts = {name: row[name] for name in ("status", "part_of_speech")}
        terms.append(Term(code=row["code"], subject_id=subjects[row["subject"]], **facts, **texts))
    # Where staff look after the variants of a term already, one that they removed does not come back.
    kept = set(Term.objects.exclude(variants=None).values_list("code", flat=True)) if load.keep_edited else set()
    load.take(Term, terms, keep=("note", "source"))
    _variants({code: pk for code, pk in ids(Term).items() if code not in kept})


def _text(row: Mapping[str, str], name: str, code: str) -> str:
    """Return what a row of a table says in a language."""
    return row[f"{name}_{code.replace('-', '_')}"]


def _variants(terms: Mapping[str, int]) -> None:
    """Add the variants of terms, by code, that they have not; those that staff added stay."""
    rows = [row for row in read_table("term_variants") if row["term"] in terms]
    facts = ("language", "text", "status", "note")
    variants = [TermVariant(term_id=terms[row["term"]], **{name: row[name] for name in facts}) for row in rows]
    TermVariant.objects.bulk_create(variants, ignore_conflicts=True)
