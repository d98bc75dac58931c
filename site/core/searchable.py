"""What a page tells the search about itself. Sections fill this in; the search itself is not known here."""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Labels = Callable[[Iterable[str]], Mapping[str, str | tuple[str, str]]]
"""Gives the names of codes in the reader's language; leaves out codes that it does not know.

A name in another language than the reader's comes with its BCP 47 tag.
"""


@dataclass(frozen=True, slots=True)
class SearchFile:
    """A file that a page offers to its readers."""

    document_id: int
    language: str
    titled: bool = False
    """Whether the page prints the file's title."""


@dataclass(frozen=True, slots=True)
class SearchFacts:
    """What results print and filters use beside title, summary, body and topics, which every page has."""

    section: str
    """Code of the section, for example `publications`; a name for it is registered in `core.searching`."""
    type: str = ""
    """Code of what kind of thing it is within the section: a document type, `event`; a name is registered likewise."""
    year: int | None = None
    last_year: int | None = None
    """Last year of a period."""
    goes_on: bool = False
    """Whether a period lasts until now, so that it counts with every year since its first."""
    date: datetime.date | None = None
    """Day that results are sorted by; the first of January of the year where it is empty."""
    countries: tuple[str, ...] = ()
    """Codes of countries."""
    topics: tuple[str, ...] = ()
    """Codes of topics."""
    files: tuple[SearchFile, ...] = ()
    words: tuple[str, ...] = ()
    """Further texts to be found, one line each: names of people and bodies, symbols, numbers, captions."""
    foreign_words: tuple[str, ...] = ()
    """Texts in other languages than the page's: they are found, and never shown as a passage of it."""


@dataclass(slots=True)
class FacetLabels:
    """Names of the values of one facet, from every section that has any."""

    givers: list[Labels] = field(default_factory=list)

    def __call__(self, codes: Iterable[str]) -> dict[str, Any]:
        """Return the names of codes."""
        wanted = list(codes)
        return {code: name for giver in self.givers for code, name in giver(wanted).items()}
