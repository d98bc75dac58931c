"""What a result says beside its title and passage: kind, years, topics, countries, files. It does not depend on the query.

It is made once for each document and language, and remembered until the content changes.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from core import formatting, searching
from core.i18n import Language, language_name, language_tag
from core.remembering import remembered_each
from search.facts import Facts, FileFacts
from search.models import SearchDocument
from vocabulary.facets import names_of
from vocabulary.models import Country, Topic

SHOWN_TOPICS = 4
"""Topics and countries of a result."""


def _language_names(codes: Iterable[str]) -> dict[str, str]:
    return {code: capfirst(language_name(code)) for code in codes}


def _years(codes: Iterable[str]) -> dict[str, str]:
    return {code: formatting.year(int(code)) if code.isdecimal() else code for code in codes}


NAMES: dict[str, Callable[[Iterable[str]], Mapping[str, Any]]] = {
    "section": searching.labels["section"],
    "topic": names_of(Topic),
    "type": searching.labels["type"],
    "country": names_of(Country),
    "year": _years,
    "language": _language_names,
}
"""What gives names by code, by facet."""


class Card(NamedTuple):
    """The parts of a result that do not depend on the query."""

    kind: SafeString
    """Section, type, years: above the title."""
    filed: SafeString
    """Topics, countries, files: below the passage."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file of a result."""

    url: str
    tag: str
    language: str
    format: str
    size: int | None


def cards(documents: Collection[SearchDocument], reader: Language) -> dict[int, Card]:
    """Return the card of each document by its id, for a reader whose language is active."""
    stored = {document.pk: document.facts for document in documents}
    return remembered_each(
        ("card of a result", reader.code, timezone.localdate()),
        stored.keys(),
        lambda missing: _made({pk: Facts.read(stored[pk]) for pk in missing}, reader),
    )


def _made(facts: Mapping[int, Facts], reader: Language) -> dict[int, Card]:
    every = facts.values()
    names = {
        "section": NAMES["section"]({one.section for one in every} - {""}),
        "type": NAMES["type"]({one.type for one in every} - {""}),
        "topic": NAMES["topic"]({code for one in every for code in one.topics}),
        "country": NAMES["country"]({code for one in every for code in one.countries}),
    }

    def named(facet: str, codes: Iterable[str]) -> list[str]:
        return [str(names[facet][code]) for code in codes if code in names[facet]]

    made = {}
    for pk, one in facts.items():
        kind = dict.fromkeys((*named("section", [one.section]), *named("type", [one.type])))
        filed = named("topic", one.topics)[:SHOWN_TOPICS] + named("country", one.countries)[:SHOWN_TOPICS]
        made[pk] = Card(
            render_to_string("search/result_kind.html", {"facts": [*kind, *filter(None, [_period(one)])]}),
            render_to_string("search/result_filed.html", {"filed": filed, "files": _files(one.files, reader)}),
        )
    return made


def _files(files: Iterable[FileFacts], reader: Language) -> list[_File]:
    """Return the files, those in the reader's language first."""
    return [
        _File(file.url, language_tag(file.language), capfirst(language_name(file.language)), file.format, file.size)
        for file in sorted(files, key=lambda file: file.language != reader.code)
    ]


def _period(facts: Facts) -> str:
    if facts.year and facts.goes_on:
        return formatting.year_range(facts.year, None)
    if facts.year and facts.last_year:
        return formatting.year_range(facts.year, facts.last_year)
    return formatting.year(facts.year) if facts.year else ""
