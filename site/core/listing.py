"""Lists with facets: which pages, how many per facet value, in what order, on how many pages.

The list shows one version of each page: the reader's language first; what exists only in another language follows in a group of
its own. A facet's counts respect the other facets, and a value that would give nothing is not offered. Everything is in the
address, so it works without JavaScript and can be shared.

Sections describe their list with `ListDefinition`; the number of queries is one for what there is, one for what passes the chosen
filters, one for the page of results and one per facet, whatever the number of pages. Words that the reader looks for (`q`) cost
what the site's search needs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page as PaginatorPage, Paginator
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from wagtail.models import Page

from core.facets import Chip, Facet, Labels, chip_label, facet_of, quoted
from core.i18n import active_language, locale_ids
from core.pagination import Pagination, asked_page
from core.pasted import clean_query
from core.searching import search
from core.versions import one_version_each, public

PER_PAGE = 20
NOT_UNDERSTOOD = gettext_lazy("Part of the address was not understood and has been left out.")
SHORTENED = gettext_lazy("What you look for was too long and has been shortened.")
LONGEST_QUERY = 255
MOST_NAMED = 2000
"""Pages up to which a query names those it is about. Beyond, to find them anew in each query takes less time than to read ids."""


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
class Listed:
    """What a list needs to know of each page that may be in it."""

    pk: int
    own: bool
    """The version is in the reader's language."""
    key: Any
    first: int | None
    last: int | None


class Listing:
    """A list as one request asks for it.

    `pages` come with what a card shows of each; listed are those among them that are live and for everybody, one version of each.
    """

    def __init__(self, pages: QuerySet, definition: ListDefinition, query: QueryDict) -> None:
        self.definition = definition
        self.query = query
        self.notes: list[Any] = []
        self.reader = active_language()
        self.cards = pages
        self.versions = one_version_each(public(pages.filter(live=True)), self.reader.code)
        self.everything = self.listed = self._listed()
        self.places: dict[int, int] = {}
        self.words = self._words()
        if self.words:
            self._look_for_words()
        self.chosen = {facet.name: list(dict.fromkeys(query.getlist(facet.name)))[:20] for facet in definition.facets}
        self.year_from = self._year("from")
        self.year_to = self._year("to")
        if self.year_from and self.year_to and self.year_from > self.year_to:
            self.year_from, self.year_to = self.year_to, self.year_from
        self._drop_unknown()

    def _listed(self) -> dict[int, Listed]:
        """Read which pages may be in the list, before any filter."""
        years = self.definition.years
        paths = (years.path, years.end_path or years.path) if years else ("pk", "pk")
        rows = self.versions.order_by().values_list("pk", "rank", "translation_key", *paths)
        return {
            pk: Listed(pk, rank == 0, key, *((first, last) if years else (None, None))) for pk, rank, key, first, last in rows
        }

    def _of(self, listed: Iterable[int]) -> QuerySet:
        """Return a query of pages by their ids, which is all that the database and Django have to work out again."""
        ids = sorted(listed)
        if len(ids) > MOST_NAMED and len(ids) == len(self.everything):
            return self.cards.filter(pk__in=self.versions.order_by().values("pk"))
        return self.cards.filter(pk__in=RawSQL(", ".join(map(str, ids)) or "NULL", ()))  # noqa: S611  # numbers of our own

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

    @property
    def year_bounds(self) -> tuple[int, int] | None:
        """First and last year of the whole list."""
        first = [entry.first for entry in self.listed.values() if entry.first]
        last = [entry.last for entry in self.listed.values() if entry.last]
        return (min(first), max(last)) if first and last else None

    @cached_property
    def found(self) -> dict[int, Listed]:
        """The pages that pass every filter."""
        if self._condition() is None:
            return self.listed
        passing = self._filtered().order_by().values_list("pk", flat=True)
        return {pk: self.listed[pk] for pk in passing if pk in self.listed}

    @cached_property
    def results(self) -> QuerySet:
        """The pages that pass every filter, the reader's language first."""
        own_first = Case(When(locale=locale_ids().get(self.reader.code), then=Value(0)), default=Value(1))
        return self._of(self.found).order_by(own_first, *self.order.fields, "pk")

    @cached_property
    def ordered_ids(self) -> list[int]:
        """The ids of the pages that pass every filter, the reader's language first, then as well as they match the words."""
        return sorted(self.found, key=lambda pk: (not self.found[pk].own, self.places[pk], pk))

    @cached_property
    def page(self) -> PaginatorPage:
        """One page of results."""
        paginator = Paginator(self.ordered_ids if self.order is RELEVANCE else self.results, PER_PAGE)
        paginator.count = self.count
        number = asked_page(self.query.get("page") or "1", paginator.num_pages)
        if number is None:
            self._note()
        page = paginator.page(number or 1)
        if self.order is RELEVANCE:
            found = {item.pk: item for item in self._of(page.object_list)}
            page.object_list = [found[pk] for pk in page.object_list if pk in found]
        page.object_list = list(page.object_list)
        for item in page.object_list:
            item.in_readers_language = self.listed[item.pk].own
        return page

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
        return sum(not entry.own for entry in self.found.values())

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

    def _filtered(self, leaving_out: str = "") -> QuerySet:
        """Return a query of the pages that pass every filter, or every other filter than one."""
        condition = self._condition(leaving_out)
        pages = self._of(self.listed)
        return pages if condition is None else pages.filter(condition)

    def _facet(self, definition: FacetDefinition) -> Facet:
        pages = self._of(self.found) if not self.chosen[definition.name] else self._filtered(leaving_out=definition.name)
        rows = pages.order_by().values_list(definition.path).annotate(number=Count("pk", distinct=True))
        return facet_of(
            definition.name,
            definition.label,
            dict(rows),
            self.chosen[definition.name],
            definition.labels,
            by_count=definition.by_count,
            numeric=definition.numeric,
        )

    def _condition(self, leaving_out: str = "") -> Q | None:
        """Return the condition of every chosen filter, None without any; facets over several rows go through a subquery."""
        condition = Q()
        for definition in self.definition.facets:
            chosen = self.chosen[definition.name]
            if chosen and definition.name != leaving_out:
                condition &= Q(pk__in=self.cards.model.objects.filter(**{f"{definition.path}__in": chosen}).values("pk"))
        years = self.definition.years
        if years and self.year_from:
            condition &= Q(**{f"{years.end_path or years.path}__gte": self.year_from})
        if years and self.year_to:
            condition &= Q(**{f"{years.path}__lte": self.year_to})
        return condition or None

    def _drop_unknown(self) -> None:
        """Take filters that lead nowhere out of the choice, and say so."""
        for definition in self.definition.facets:
            chosen = self.chosen[definition.name]
            if not chosen:
                continue
            storable = _storable(chosen, numeric=definition.numeric)
            known = self._of(self.everything).filter(**{f"{definition.path}__in": storable})
            codes = set(map(str, known.values_list(definition.path, flat=True)))
            kept = [code for code in chosen if code in codes]
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
        self.places = {pk: keys[entry.key] for pk, entry in self.listed.items() if entry.key in keys}
        self.listed = {pk: self.listed[pk] for pk in self.places}

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


def list_context(pages: QuerySet, definition: ListDefinition, query: QueryDict) -> dict[str, Any]:
    """Return what the template of a list needs.

    A filtered list is one of very many views of the same pages, so search engines are asked to keep only the plain list.
    """
    listing = Listing(pages, definition, query).prepare()
    return {
        "listing": listing,
        "pagination": listing.pagination,
        "noindex": listing.is_filtered or bool(listing.notes) or "sort" in query or "q" in query,
    }


def pictures_on_cards(context: dict[str, Any]) -> dict[str, Any]:
    """Return what makes the cards of a list show the lead images of their pages, which come with the pages."""
    context["page_pictures"].include(item.lead_image_id for item in context["listing"].page.object_list)
    return {"pictures_on_cards": True}


def _storable(codes: list[str], *, numeric: bool) -> list[str]:
    """Leave out values that no database can compare: those with a NUL byte, words or huge numbers where a number is stored."""
    if numeric:
        return [code for code in codes if code.isascii() and code.isdecimal() and len(code) <= 4]
    return [code for code in codes if "\x00" not in code and len(code) <= 100]
