"""Reads the figures of parity for screens and files: by language and section, against the plan and absolutely, over time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.columns import translated_models
from core.i18n import SOURCE_CODE, locale_code
from core.versions import is_public
from newsroom.models import Layer, ParityCount, ParitySummary
from newsroom.parity.figures import SCOPES, SUMS, Figures, total
from newsroom.parity.pages import HOME_SECTION
from newsroom.parity.texts import FOUNDATION, WEBSITE
from translation_desk import plan, queue
from translation_desk.permissions import can_see, require


@dataclass(frozen=True, slots=True)
class Section:
    """A row of the report: a section of the site, a kind of row, or a part of the interface."""

    key: str
    title: str
    code: str = ""
    """Language of the title; empty where it is the reader's."""
    is_listed: bool = True
    """Whether the lists behind the figures can be narrowed to it."""


@dataclass(slots=True)
class Report:
    """The figures of one day. Sections and languages are those that have any, in their order."""

    day: date | None = None
    rows: list[ParitySummary] = field(default_factory=list)

    def figures(self, layer: str, scope: str, *, code: str = "", section: str = "") -> Figures:
        """Return the sum for a layer against a scope, if wanted of one language and section."""
        levels = SCOPES[scope]
        return total(
            figures_of(row)
            for row in self.rows
            if row.layer == layer
            and row.level in levels
            and code in {"", locale_code(row.locale_id)}
            and section in {"", row.section}
        )

    def cells(self, layer: str, scope: str) -> dict[tuple[str, str], Figures]:
        """Return the figures of a layer by section and language code."""
        found: dict[tuple[str, str], Figures] = defaultdict(Figures)
        for row in self.rows:
            if row.layer == layer and row.level in SCOPES[scope]:
                found[row.section, locale_code(row.locale_id)].add(figures_of(row))
        return found


def figures_of(row: ParitySummary) -> Figures:
    """Return the figures of a row as numbers that add up."""
    return Figures(**{name: getattr(row, name) for name in SUMS}, oldest_at=row.oldest_at, oldest_key=row.oldest_key)


def codes() -> list[str]:
    """Return the codes of the languages that are translated into, in the order of the table."""
    return [locale_code(pk) for pk in plan.target_locales()]


def newest(user: Any, layers: Iterable[str] = tuple(Layer)) -> Report:
    """Return the newest figures; none before the first count. Two queries. Raises NotAllowedError."""
    require(can_see(user))
    day = ParitySummary.objects.aggregate(Max("date"))["date__max"]
    rows = ParitySummary.objects.filter(date=day, layer__in=list(layers)) if day else []
    return Report(day, list(rows))


def sections(layer: str, known: Iterable[str], *, outside: bool = False) -> list[Section]:
    """Return the sections of a layer that are among those known, in their order; two queries for pages, none for the others.

    What is read `outside` of the desk does not name sections that only some may read.
    """
    present = set(known)
    found = [section for section in _all_sections(layer, outside) if section.key in present]
    rest = sorted(present - {section.key for section in found})
    return [*found, *(Section(key, _("Elsewhere"), is_listed=False) for key in rest)]


def _all_sections(layer: str, outside: bool) -> list[Section]:
    if layer == Layer.PAGES:
        listed = [
            Section(str(section.pk), _("Pages that only some may read"))
            if outside and not is_public(section.path)
            else Section(str(section.pk), section.title, section.code)
            for section in queue.sections()
        ]
        return [Section(HOME_SECTION, _("Home page")), *listed]
    if layer == Layer.VOCABULARIES:
        models = translated_models()
        kinds = [Section(model._meta.label_lower, str(capfirst(model._meta.verbose_name_plural or ""))) for model in models]
        return sorted(kinds, key=lambda section: section.title)
    return [Section(WEBSITE, _("Sections of the website")), Section(FOUNDATION, _("What all sections share, and administration"))]


def english_pages(keys: Iterable[UUID | None]) -> dict[UUID, Page]:
    """Return English pages by translation key, in one query, none without keys."""
    wanted = {key for key in keys if key is not None}
    pages = Page.objects.filter(translation_key__in=wanted, locale__language_code=SOURCE_CODE) if wanted else []
    return {page.translation_key: page for page in pages}


def trend(user: Any, day: date, layer: str, scope: str, *, section: str = "", days: int) -> dict[date, dict[str, Figures]]:
    """Return the figures of each counted day up to one, by language code, the oldest day first. One query.

    Raises NotAllowedError.
    """
    require(can_see(user))
    rows = ParitySummary.objects.filter(layer=layer, level__in=SCOPES[scope], date__gt=day - timedelta(days=days), date__lte=day)
    if section:
        rows = rows.filter(section=section)
    sums = {f"sum_{name}": Sum(name) for name in SUMS}
    found: dict[date, dict[str, Figures]] = defaultdict(dict)
    counted: Iterable[Any] = rows.order_by("date").values("date", "locale").annotate(**sums)
    for row in counted:
        found[row["date"]][locale_code(row["locale"])] = Figures(**{name: row[f"sum_{name}"] for name in SUMS})
    return dict(found)


@dataclass(frozen=True, slots=True)
class Age:
    """How old the figures are: the last count that ended well, whether one waits, and whether the last failed."""

    counted: ParityCount | None
    waiting: bool
    failed: bool


def age() -> Age:
    """Return how old the figures are, in one query."""
    rows = list(ParityCount.objects.order_by("-pk"))
    newest = next(iter(rows), None)
    return Age(
        counted=next((row for row in rows if row.state == ParityCount.State.DONE), None),
        waiting=newest is not None and newest.state == ParityCount.State.WAITING,
        failed=newest is not None and newest.state == ParityCount.State.FAILED,
    )


def before(day: date, days: int, scope: str) -> dict[str, Figures]:
    """Return the figures of pages on the last day that was counted at least so many days before, by language code.

    One query; empty where nothing was counted then.
    """
    earlier = ParitySummary.objects.filter(date__lte=day - timedelta(days=days)).order_by("-date").values("date")[:1]
    rows = ParitySummary.objects.filter(layer=Layer.PAGES, date=earlier)
    found: dict[str, Figures] = defaultdict(Figures)
    for row in rows.filter(level__in=SCOPES[scope]):
        found[locale_code(row.locale_id)].add(figures_of(row))
    return found
