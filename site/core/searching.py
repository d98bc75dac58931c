"""How sections reach the search without knowing it: the search registers itself here, sections register names of their codes.

Without a search, lists have no search box and templates show no search form.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from core.searchable import FacetLabels, Labels


class Search(Protocol):
    """What the search offers."""

    def pages(self, query: str, language: str) -> Mapping[int, int]:
        """Return the pages that a query finds in any language, by id, with their place in the order of relevance (0 is best).

        `language` is the reader's. Empty where the query finds nothing.
        """

    def take_out(self, page_ids: Collection[int]) -> None:
        """Find pages no more, from now on, until they are published again and brought in as they are then."""

    def look_again(self, page_ids: Collection[int]) -> None:
        """Have pages brought up to date in the background, though nobody published them."""

    def title_keys(self, title: str, language: str) -> str:
        """Return the words under which a title is found in the administration: without accents, in every spelling we fold."""


_registered: list[Search] = []
labels: dict[str, FacetLabels] = {"section": FacetLabels(), "type": FacetLabels()}


def register(search: Search) -> None:
    """Register the search; called once when the application is ready."""
    _registered[:] = [search]


def search() -> Search | None:
    """Return the search of this site."""
    return _registered[0] if _registered else None


def name_codes(facet: str, giver: Labels) -> None:
    """Register names of the codes of `section` or `type`."""
    labels[facet].givers.append(giver)


GlossaryAddress = Callable[[str, str, str], str]
_glossaries: list[GlossaryAddress] = []


def provide_glossary(address: GlossaryAddress) -> None:
    """Register the function that gives the address of a term from language, code and text; the glossary calls this once."""
    _glossaries[:] = [address]


def glossary_address(language: str, code: str, term: str) -> str:
    """Return the address of a term in the glossary of a language; empty where there is no glossary."""
    return _glossaries[0](language, code, term) if _glossaries else ""
