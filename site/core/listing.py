"""Lists with facets: which pages, how many per facet value, in what order, on how many pages.

The list shows one version of each page: the reader's language first; what exists only in another language follows in a group of
its own. A facet's counts respect the other facets, and a value that would give nothing is not offered. Everything is in the
address, so it works without JavaScript and can be shared.

Sections describe their list with `ListDefinition`. What does not depend on the request is remembered (`core.list_index`), so
a list costs one query for the page of results, and once after each change one for what there is, one per facet and one per order.
Words that the reader looks for (`q`) cost what the site's search needs.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page as PaginatorPage, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from wagtail.models import Page

from core.facets import Chip, Facet, Labels, chip_label, facet_of, quoted
from core.i18n import active_language
from core.list_index import Listed, ListIndex, named
from core.pagination import Pagination, asked_page
from core.pasted import clean_query
from core.pictures import PagePictures
from core.searching import search

PER_PAGE = 20
NOT_UNDERSTOOD = gettext_lazy("Part of the address was not understood and has been left out.")
SHORTENED = gettext_lazy("What you look for was too long and has been shortened.")
LONGEST_QUERY = 255


@dataclass(frozen=True, slots=True)
class FacetDefinition:
    """A property that readers filter by."""

    name: str
    """Parameter in the address."""
    label: Any
    path: str
    """Path of the stable code, from the page model: `topic_links__topic__code`."""
    labels: Labels
    """Gives the names of codes in the reader's language."""
    by_count: bool = True
    """Sort by falling count, else by label."""
    numeric: bool = False
    """The codes are numbers; the highest comes first."""


@dataclass(frozen=True, slots=True)
class SortOrder:
    """A way to sort the list."""

    name: str
    label: Any
    fields: tuple[Any, ...]


RELEVANCE = SortOrder("relevance", pgettext_lazy("sort order", "Best match first"), ())
"""Offered where the reader looks for words."""


@dataclass(frozen=True, slots=True)
class YearRange:
    """Two parameters, `from` and `to`, that limit a year."""

    path: str
    end_path: str = ""
    """Where the item is a period: path of its last year."""


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """What a section's list offers."""

    facets: Sequence[FacetDefinition]
    orders: Sequence[SortOrder]
    years: YearRange | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One result."""

    listing: "Listing"
    pk: int
    in_readers_language: bool

    @property
    def card(self) -> Any:
        """The page with what a card shows of it; None when it went in this moment."""
        return self.listing.cards.get(self.pk)


class Listing:
    """A list as one request asks for it.

    `pages` are all pages of a type, with what a card shows of each; listed are those that are live and for everybody, one version
    of each.
    """

    def __init__(self, pages: QuerySet, definition: ListDefinition, query: QueryDict) -> None:
        self.definition = definition
        self.query = query
        self.notes: list[Any] = []
        self.reader = active_language()
        self.pages = pages
        years = definition.years
        self.index = ListIndex(pages, self.reader.code, (years.path, years.end_path or years.path) if years else ())
        self.listed = self.index.entries
        self.matches: dict[int, int] = {}
        self.words = self._words()
        if self.words:
            self._look_for_words()
        self.chosen = {facet.name: list(dict.fromkeys(query.getlist(facet.name)))[:20] for facet in definition.facets}
        self.year_from = self._year("from")
        self.year_to = self._year("to")
        if self.year_from and self.year_to and self.year_from > self.year_to:
            self.year_from, self.year_to = self.year_to, self.year_from
        self._drop_unknown()

    @cached_property
    def order(self) -> SortOrder:
        """The order asked for, else the first."""
        asked = self.query.get("sort", "")
        by_name = {order.name: order for order in self.orders}
        if asked and asked not in by_name:
            self._note()
        return by_name.get(asked, self.orders[0])

    @property
    def orders(self) -> Sequence[SortOrder]:
        """The orders to choose from; the first is the one that nobody needs to choose."""
        return (RELEVANCE, *self.definition.orders) if self.words else self.definition.orders

    @property
    def has_search(self) -> bool:
        """Whether readers may look for words."""
        return search() is not None

    @cached_property
    def facets(self) -> list[Facet]:
        """Every facet that offers a choice."""
        return [self._facets[definition.name] for definition in self.definition.facets if self._facets[definition.name].values]

    @cached_property
    def year_bounds(self) -> tuple[int, int] | None:
        """First and last year of the whole list."""
        first = [entry.first for entry in self.listed.values() if entry.first]
        last = [entry.last for entry in self.listed.values() if entry.last]
        return (min(first), max(last)) if first and last else None

    @cached_property
    def found(self) -> Set[int]:
        """The ids of the pages that pass every filter."""
        return self._passing()

    @cached_property
    def ordered_ids(self) -> list[int]:
        """The same in the order asked for, the reader's language first."""
        if self.order is RELEVANCE:
            return sorted(self.found, key=lambda pk: (not self.listed[pk].own, self.matches[pk], pk))
        return [pk for pk in self.index.ordered(self.order.fields) if pk in self.found]

    @cached_property
    def page(self) -> PaginatorPage:
        """One page of results."""
        paginator = Paginator(self.ordered_ids, PER_PAGE)
        number = asked_page(self.query.get("page") or "1", paginator.num_pages)
        if number is None:
            self._note()
        page: PaginatorPage = paginator.page(number or 1)
        page.object_list = [Row(self, pk, self.listed[pk].own) for pk in page.object_list]
        return page

    @cached_property
    def cards(self) -> dict[int, Any]:
        """The pages of the page of results by their ids, read when the first is shown: most cards are remembered."""
        return {card.pk: card for card in self.pages.filter(named(row.pk for row in self.page.object_list))}

    @cached_property
    def pictures(self) -> PagePictures:
        """The lead images of the cards."""
        return PagePictures(card.lead_image_id for card in self.cards.values() if card.lead_image_id)

    def prepare(self) -> "Listing":
        """Read the page of results and the facets now, so that notes on odd parameters are known before anything is shown."""
        self.page, self.facets  # noqa: B018  # both are read once and kept
        return self

    @property
    def pagination(self) -> Pagination:
        """The links to the other pages of the list."""
        return Pagination(self.page, self.page_url)

    @property
    def count(self) -> int:
        """Number of results."""
        return len(self.found)

    @property
    def other_count(self) -> int:
        """Number of results in other languages only."""
        return len(self.found - self.index.own)

    @cached_property
    def chips(self) -> list[Chip]:
        """The chosen filters, each with the address that drops it."""
        chips = [Chip(quoted(self.words), self._without("q"))] if self.words else []
        chips += [
            Chip(chip_label(facet, value), self._without(facet.name, value.code))
            for facet in self._facets.values()
            for value in facet.selected
        ]
        for name, label in (("from", _("From year: %(year)s")), ("to", _("To year: %(year)s"))):
            value = self.year_from if name == "from" else self.year_to
            if value:
                chips.append(Chip(label % {"year": value}, self._without(name)))
        return chips

    @property
    def is_filtered(self) -> bool:
        """Whether the reader chose any filter."""
        return bool(self.chips)

    def page_url(self, number: int) -> str:
        """Return the query string of another page of the same list."""
        query = self._clean_query()
        if number > 1:
            query["page"] = str(number)
        return f"?{query.urlencode()}" if query else "?"

    @cached_property
    def _facets(self) -> dict[str, Facet]:
        return {definition.name: self._facet(definition) for definition in self.definition.facets}

    def _passing(self, leaving_out: str = "") -> Set[int]:
        """Return the ids of the pages that pass every filter, or every other filter than one."""
        passing: Set[int] = self.listed.keys()
        if self.year_from or self.year_to:
            passing = {pk for pk, entry in self.listed.items() if self._in_years(entry)}
        for definition in self.definition.facets:
            if self.chosen[definition.name] and definition.name != leaving_out:
                codes = self.index.codes(definition.path)
                passing = passing & set().union(
                    *(pks for code, pks in codes.items() if str(code) in self.chosen[definition.name])
                )
        return passing

    def _in_years(self, entry: Listed) -> bool:
        after = not self.year_from or (entry.last is not None and entry.last >= self.year_from)
        before = not self.year_to or (entry.first is not None and entry.first <= self.year_to)
        return after and before

    def _facet(self, definition: FacetDefinition) -> Facet:
        passing = self._passing(leaving_out=definition.name) if self.chosen[definition.name] else self.found
        everything = len(passing) == len(self.index.entries)
        counts = {code: len(pks) if everything else len(pks & passing) for code, pks in self.index.codes(definition.path).items()}
        return facet_of(
            definition.name,
            definition.label,
            {code: number for code, number in counts.items() if number},
            self.chosen[definition.name],
            definition.labels,
            by_count=definition.by_count,
            numeric=definition.numeric,
        )

    def _drop_unknown(self) -> None:
        """Take filters that lead nowhere out of the choice, and say so."""
        for definition in self.definition.facets:
            chosen = self.chosen[definition.name]
            if not chosen:
                continue
            known = set(map(str, self.index.codes(definition.path)))
            kept = [code for code in chosen if code in known]
            if kept != chosen:
                self._note()
            self.chosen[definition.name] = kept

    def _words(self) -> str:
        """Return the words that the reader looks for."""
        if not self.has_search:
            return ""
        words = clean_query(self.query.get("q", "")[: 4 * LONGEST_QUERY])
        if len(words) > LONGEST_QUERY:
            self.notes.append(SHORTENED)
        return words[:LONGEST_QUERY]

    def _look_for_words(self) -> None:
        """Keep the pages that the site's search finds, in whatever language it finds them, with their places."""
        site_search = search()
        found = site_search.pages(self.words, self.reader.code) if site_search else {}
        keys: dict[Any, int] = {}
        for pk, key in Page.objects.filter(pk__in=found).values_list("pk", "translation_key"):
            keys[key] = min(found[pk], keys.get(key, found[pk]))
        self.matches = {pk: keys[entry.key] for pk, entry in self.listed.items() if entry.key in keys}
        self.listed = {pk: self.listed[pk] for pk in self.matches}

    def _year(self, name: str) -> int | None:
        text = self.query.get(name, "").strip()
        if not text or self.definition.years is None:
            return None
        if text.isdecimal() and 1800 <= int(text[:6]) <= 2200:
            return int(text)
        self._note()
        return None

    def _note(self) -> None:
        if NOT_UNDERSTOOD not in self.notes:
            self.notes.append(NOT_UNDERSTOOD)

    def _clean_query(self) -> QueryDict:
        query = QueryDict(mutable=True)
        if self.words:
            query["q"] = self.words
        for name, codes in self.chosen.items():
            if codes:
                query.setlist(name, codes)
        for name, value in (("from", self.year_from), ("to", self.year_to)):
            if value:
                query[name] = str(value)
        if self.order is not self.orders[0]:
            query["sort"] = self.order.name
        return query

    def _without(self, name: str, code: str | None = None) -> str:
        query = self._clean_query()
        kept = [value for value in query.getlist(name) if code is not None and value != code]
        if kept:
            query.setlist(name, kept)
        else:
            query.pop(name, None)
        return f"?{query.urlencode()}#results" if query else "?#results"


def list_context(
    pages: QuerySet, definition: ListDefinition, query: QueryDict, *, pictures_on_cards: bool = False
) -> dict[str, Any]:
    """Return what the template of a list needs. Cards may show the lead images of their pages, which then come with `pages`.

    A filtered list is one of very many views of the same pages, so search engines are asked to keep only the plain list.
    """
    listing = Listing(pages, definition, query).prepare()
    return {
        "listing": listing,
        "pagination": listing.pagination,
        "pictures_on_cards": pictures_on_cards,
        "noindex": listing.is_filtered or bool(listing.notes) or "sort" in query or "q" in query,
    }
