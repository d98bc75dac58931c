"""Lists with facets: which pages, how many per facet value, in what order, on how many pages.

The list shows one version of each page: the reader's language first; what exists only in another language follows in a group of
its own. A facet's counts respect the other facets, and a value that would give nothing is not offered. Everything is in the
address, so it works without JavaScript and can be shared.

Sections describe their list with `ListDefinition`; the number of queries is one for the total, one for the page of results and
one per facet, whatever the number of pages.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page as PaginatorPage, Paginator
from django.db.models import Case, Count, Max, Min, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _, gettext_lazy

from core.i18n import active_language, folded
from core.pagination import Pagination, asked_page
from core.versions import one_version_each

PER_PAGE = 20
NOT_UNDERSTOOD = gettext_lazy("Part of the address was not understood and has been left out.")
OWN_LANGUAGE_FIRST = Case(When(rank=0, then=Value(0)), default=Value(1))
Labels = Callable[[Iterable[Any]], Mapping[Any, str | tuple[str, str]]]
"""Gives names by code; a name in another language than the reader's comes with its BCP 47 tag."""


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


@dataclass(slots=True)
class FacetValue:
    """One value of a facet with the number of pages it leads to."""

    code: str
    label: str
    tag: str
    """Language of the label where it is not the page's."""
    count: int
    selected: bool


@dataclass(slots=True)
class Facet:
    """A facet as the reader sees it."""

    name: str
    label: Any
    values: list[FacetValue] = field(default_factory=list)

    @property
    def selected(self) -> list[FacetValue]:
        """The values the reader chose."""
        return [value for value in self.values if value.selected]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter and the address of the list without it."""

    label: str
    url: str


class Listing:
    """A list as one request asks for it."""

    def __init__(self, pages: QuerySet, definition: ListDefinition, query: QueryDict) -> None:
        self.definition = definition
        self.query = query
        self.notes: list[Any] = []
        self.reader = active_language()
        self.pages = one_version_each(pages, self.reader.code)
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
        by_name = {order.name: order for order in self.definition.orders}
        if asked and asked not in by_name:
            self._note()
        return by_name.get(asked, self.definition.orders[0])

    @cached_property
    def facets(self) -> list[Facet]:
        """Every facet that offers a choice."""
        return [self._facets[definition.name] for definition in self.definition.facets if self._facets[definition.name].values]

    @property
    def year_bounds(self) -> tuple[int, int] | None:
        """First and last year of the whole list."""
        first, last = self.totals.get("first"), self.totals.get("last")
        return (first, last) if first and last else None

    @cached_property
    def results(self) -> QuerySet:
        """The pages that pass every filter, the reader's language first."""
        return self.pages.filter(self._condition()).order_by(OWN_LANGUAGE_FIRST, *self.order.fields, "pk")

    @cached_property
    def page(self) -> PaginatorPage:
        """One page of results."""
        paginator = Paginator(self.results, PER_PAGE)
        paginator.count = self.count
        number = asked_page(self.query.get("page") or "1", paginator.num_pages)
        if number is None:
            self._note()
        page = paginator.page(number or 1)
        page.object_list = list(page.object_list)
        for item in page.object_list:
            item.in_readers_language = item.rank == 0
        return page

    def prepare(self) -> "Listing":
        """Read the page of results and the facets now, so that notes on odd parameters are known before anything is shown."""
        self.page, self.facets  # noqa: B018  # both are read once and kept
        return self

    @property
    def pagination(self) -> Pagination:
        """The links to the other pages of the list."""
        return Pagination(self.page, self.page_url)

    @cached_property
    def totals(self) -> dict[str, Any]:
        """Number of results in the reader's language and in all, and the bounds of the years, in one query."""
        condition = self._condition()
        wanted: dict[str, Any] = {
            "all": Count("pk", filter=condition),
            "own": Count("pk", filter=condition & Q(rank=0)),
        }
        years = self.definition.years
        if years:
            wanted["first"] = Min(years.path)
            wanted["last"] = Max(years.end_path or years.path)
        return self.pages.aggregate(**wanted)

    @property
    def count(self) -> int:
        """Number of results."""
        return self.totals["all"]

    @property
    def own_count(self) -> int:
        """Number of results in the reader's language."""
        return self.totals["own"]

    @property
    def other_count(self) -> int:
        """Number of results in other languages only."""
        return self.totals["all"] - self.totals["own"]

    @cached_property
    def chips(self) -> list[Chip]:
        """The chosen filters, each with the address that drops it."""
        chips = [
            Chip(_chip_label(facet, value), self._without(facet.name, value.code))
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

    def _facet(self, definition: FacetDefinition) -> Facet:
        rows = (
            self.pages.filter(self._condition(leaving_out=definition.name))
            .order_by()
            .values_list(definition.path)
            .annotate(number=Count("pk", distinct=True))
        )
        counts = {code: number for code, number in rows if code not in (None, "")}
        chosen = self.chosen[definition.name]
        # What the reader chose stays in sight, and can be taken back, where it leads to nothing together with other choices.
        counts |= dict.fromkeys(set(chosen) - set(map(str, counts)), 0)
        labels = definition.labels(counts)
        values = [
            FacetValue(str(code), *_name_and_tag(labels.get(code, code)), number, str(code) in chosen)
            for code, number in counts.items()
        ]
        if definition.numeric:
            values.sort(key=lambda value: -int(value.code))
        else:
            values.sort(key=lambda value: (-value.count if definition.by_count else 0, folded(value.label)))
        return Facet(definition.name, definition.label, values)

    def _condition(self, leaving_out: str = "") -> Q:
        """Return the condition that every chosen filter makes; facets over several rows go through a subquery."""
        condition = Q(pk__isnull=False)
        for definition in self.definition.facets:
            chosen = self.chosen[definition.name]
            if chosen and definition.name != leaving_out:
                condition &= Q(pk__in=self.pages.model.objects.filter(**{f"{definition.path}__in": chosen}).values("pk"))
        years = self.definition.years
        if years and self.year_from:
            condition &= Q(**{f"{years.end_path or years.path}__gte": self.year_from})
        if years and self.year_to:
            condition &= Q(**{f"{years.path}__lte": self.year_to})
        return condition

    def _drop_unknown(self) -> None:
        """Take filters that lead nowhere out of the choice, and say so."""
        for definition in self.definition.facets:
            chosen = self.chosen[definition.name]
            if not chosen:
                continue
            storable = _storable(chosen, numeric=definition.numeric)
            known = self.pages.filter(**{f"{definition.path}__in": storable}).values_list(definition.path, flat=True)
            codes = set(map(str, known))
            kept = [code for code in chosen if code in codes]
            if kept != chosen:
                self._note()
            self.chosen[definition.name] = kept

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
        for name, codes in self.chosen.items():
            if codes:
                query.setlist(name, codes)
        for name, value in (("from", self.year_from), ("to", self.year_to)):
            if value:
                query[name] = str(value)
        if self.order is not self.definition.orders[0]:
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
        "noindex": listing.is_filtered or bool(listing.notes) or "sort" in query,
    }


def _name_and_tag(label: str | tuple[str, str]) -> tuple[str, str]:
    return label if isinstance(label, tuple) else (str(label), "")


def _chip_label(facet: Facet, value: FacetValue) -> str:
    """Return "Facet: value"; a value in another language than the page's is marked with its language."""
    pattern = _("%(facet)s: %(value)s")
    if not value.tag:
        return pattern % {"facet": facet.label, "value": value.label}
    name = format_html('<bdi lang="{}">{}</bdi>', value.tag, value.label)
    return mark_safe(escape(pattern) % {"facet": escape(facet.label), "value": name})  # noqa: S308  # all parts are escaped


def _storable(codes: list[str], *, numeric: bool) -> list[str]:
    """Leave out values that no database can compare: those with a NUL byte, words or huge numbers where a number is stored."""
    if numeric:
        return [code for code in codes if code.isascii() and code.isdecimal() and len(code) <= 4]
    return [code for code in codes if "\x00" not in code and len(code) <= 100]
