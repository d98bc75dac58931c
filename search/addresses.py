"""What an address of the results page asks for, and the addresses of its neighbours: everything a visitor chose is in there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.urls import reverse

from search.finding import LANGUAGE, MOST_CODES, ORDERS

FACETS = ("section", "topic", "type", "country", "year", LANGUAGE)
"""In the order of the page."""
LONGEST_TEXT = 1000
"""Characters of a query that are looked at; fewer are searched for."""
LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class Question:
    """What an address asks for, as far as it can be understood."""

    text: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ORDERS[0]
    page: int = 1
    odd: bool = False
    """Part of the address was not understood."""

    def address(
        self,
        *,
        text: str | None = None,
        filters: Mapping[str, Sequence[str]] | None = None,
        page: int = 1,
        order: str | None = None,
    ) -> str:
        """Return the query string of a neighbour: the same but for what is given, from its first page."""
        query = QueryDict(mutable=True)
        query["q"] = self.text if text is None else text
        for facet, codes in (self.filters if filters is None else filters).items():
            if codes:
                query.setlist(facet, list(codes))
        order = order or self.order
        if order != ORDERS[0]:
            query["sort"] = order
        if page > 1:
            query["page"] = str(page)
        return f"?{query.urlencode()}"

    def without(self, facet: str, code: str) -> str:
        """Return the query string without one filter."""
        kept = {name: tuple(one for one in codes if (name, one) != (facet, code)) for name, codes in self.filters.items()}
        return self.address(filters=kept)


def read(query: QueryDict) -> Question:
    """Read an address. What is too long, too much or no number is left out."""
    odd = len(query.getlist("q")) > 1
    filters: dict[str, tuple[str, ...]] = {}
    for facet in FACETS:
        given = list(dict.fromkeys(code for code in query.getlist(facet) if code))
        kept = tuple(code for code in given if len(code) <= LONGEST_CODE and "\x00" not in code)[:MOST_CODES]
        odd = odd or len(kept) < len(given)
        if kept:
            filters[facet] = kept
    order = query.get("sort", "")
    if order not in ORDERS:
        odd = odd or bool(order)
        order = ORDERS[0]
    number = query.get("page", "")
    # The number of an address may have any length; no list has a page of more than nine digits.
    page = int(number[:9]) if number.isdecimal() else 1
    odd = odd or bool(number and (not number.isdecimal() or len(number) > 9))
    return Question(query.get("q", "")[:LONGEST_TEXT], filters, order, max(1, page), odd or (bool(number) and page < 1))


def search_address() -> str:
    """Return the address of the search in the active language."""
    return reverse("search")
