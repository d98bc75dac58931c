"""How figures of parity are put before people: cells of tables, shares in words, the ways to what is behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _, pgettext
from wagtail.models import Page

from core.formatting import day as written_day, number, percent
from core.i18n import language_name, locale_ids
from core.versions import is_public
from newsroom.models import Layer
from newsroom.parity import line_chart, reading
from newsroom.parity.figures import EVERYTHING, PIECES, SCOPES, Figures, total
from newsroom.parity.pages import HOME_SECTION, IN_WORK
from newsroom.parity.reading import Report, Section
from translation_desk import column_listing

NOTHING = "–"
"""Stands for a share where nothing is due."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Makes the addresses of what is behind the figures. Without `home`, the English home page, its cells have none."""

    layer: str
    scope: str
    home: Page | None
    own_locales: frozenset[int]
    """Languages whose vocabularies the person may open."""

    def of(self, code: str, section: str) -> dict[str, str]:
        """Return the addresses of what is missing, outdated and in work in a language and section; empty for all sections."""
        if self.layer == Layer.PAGES:
            return self._pages(code, section)
        if self.layer == Layer.VOCABULARIES and locale_ids()[code] in self.own_locales:
            kinds = {"missing": column_listing.MISSING, "outdated": column_listing.OUTDATED, "in_work": column_listing.GAP}
            return {kind: _columns(readers=asked, language=code, kind=section) for kind, asked in kinds.items()}
        return {}

    def _pages(self, code: str, section: str) -> dict[str, str]:
        place: dict[str, Any] = {"section": section} if section else {}
        if section == HOME_SECTION:
            if self.home is None:
                return {}
            place = {"page": self.home.pk}
        levels = [] if self.scope == EVERYTHING else [level.value for level in SCOPES[self.scope]]
        asked = {"tab": "all", "language": code, "plan": levels, **place}
        ways = {
            "missing": _queue(readers="missing", **asked),
            "outdated": _queue(readers="outdated", **asked),
            "in_work": _queue(readers="gap", status=[status.value for status in IN_WORK], **asked),
        }
        if self.scope == EVERYTHING and section != HOME_SECTION:
            # Pages that are not planned have no job, so that the queue does not list them.
            matrix = urlencode({"language": code, "status": "missing", **place})
            ways["missing"] = f"{reverse('translation_desk:matrix')}?{matrix}"
        return ways


def _queue(**values: Any) -> str:
    return f"{reverse('translation_desk:queue')}?{urlencode(values, doseq=True)}"


def one_page(page: Page, code: str) -> str:
    """Return the address in the queue of an English page's translation into a language."""
    return _queue(tab="all", page=page.pk, language=code)


def _columns(**values: str) -> str:
    return f"{reverse('translation_desk:columns')}?{urlencode({name: value for name, value in values.items() if value})}"


def language(code: str) -> str:
    """Return how a language is called at the head of a row or column."""
    return capfirst(language_name(code))


def share(figures: Figures, unit: str = PIECES) -> str:
    """Return a share as text; a dash where nothing is due."""
    found = figures.percent(unit)
    return NOTHING if found is None else percent(found)


def cell(figures: Figures, unit: str, code: str, ways: dict[str, str]) -> dict[str, Any]:
    """Return what stands in one cell of a table: share, numbers, and the addresses behind those that are not zero."""
    due, current, outdated, missing = figures.of(unit)
    return {
        "language": language(code),
        "percent": share(figures, unit),
        "due": due,
        "current": current,
        "outdated": outdated,
        "missing": missing,
        # What somebody is at is counted in pieces.
        "in_work": figures.in_work if unit == PIECES else 0,
        "ways": ways,
    }


def matrix(
    report: Report, layer: str, scope: str, unit: str, *, ways: Ways, sections: Iterable[Section], codes: Iterable[str]
) -> list[dict[str, Any]]:
    """Return the rows of the table of a layer: one for all sections, where there are several, and one for each."""
    cells = report.cells(layer, scope)
    codes, sections = list(codes), list(sections)
    rows = []
    for section in sections:
        found = {code: cells.get((section.key, code), Figures()) for code in codes}
        places = {code: ways.of(code, section.key) if section.is_listed else {} for code in codes}
        rows.append({"section": section, "cells": [cell(found[code], unit, code, places[code]) for code in codes]})
    if len(sections) > 1:
        sums = {code: total(cells[section.key, code] for section in sections if (section.key, code) in cells) for code in codes}
        in_all = [cell(sums[code], unit, code, ways.of(code, "")) for code in codes]
        rows.insert(0, {"section": Section("", pgettext("parity of languages", "In all")), "total": True, "cells": in_all})
    return rows


def gaps(report: Report, scope: str, *, section: str, codes: Iterable[str], outside: bool = False) -> list[dict[str, Any]]:
    """Return for each language what is missing in words, since when the oldest page is, and how often it was asked for.

    Two queries at most. What is read `outside` of the desk does not name pages that only some may read.
    """
    found = {code: report.figures(Layer.PAGES, scope, code=code, section=section) for code in codes}
    pages = reading.english_pages(figures.oldest_key for figures in found.values())
    rows = []
    for code, figures in found.items():
        page = pages.get(figures.oldest_key) if figures.oldest_key else None
        rows.append(
            {
                "language": language(code),
                "figures": figures,
                "page": page,
                "private": page is not None and outside and not is_public(page.path),
                "page_url": one_page(page, code) if page else "",
                "since": timezone.localdate(figures.oldest_at) if figures.oldest_at else None,
            }
        )
    return rows


def chart(trend: dict[Any, dict[str, Figures]], unit: str, codes: Iterable[str], *, name: str, title: str) -> dict[str, Any]:
    """Return the chart of a trend, its rows as a table with the newest day first, and how many days there are."""
    codes = list(codes)
    lines = []
    for code in codes:
        shares = ((day, figures[code].percent(unit)) for day, figures in trend.items() if code in figures)
        lines.append(line_chart.Line(language(code), [(day, found) for day, found in shares if found is not None]))
    days = sorted(trend, reverse=True)
    description = ""
    if days:
        values = {"first": written_day(days[-1]), "last": written_day(days[0])}
        description = _("Shares that are up to date, from %(first)s to %(last)s. The table below has the same numbers.") % values
    rows = [{"day": day, "shares": [share(trend[day].get(code, Figures()), unit) for code in codes]} for day in days]
    drawn = line_chart.draw(lines, name=name, title=title, description=description)
    return {"drawing": drawn, "rows": rows, "days": len(days), "languages": [language(code) for code in codes]}


def change(now: Figures, before: Figures | None) -> str:
    """Return how a share changed within 30 days, in words; nothing where it is not known."""
    then = before.percent() if before else None
    current = now.percent()
    if then is None or current is None:
        return ""
    if current == then:
        return pgettext("parity of languages", "unchanged in 30 days")
    points = number(abs(current - then))
    if current > then:
        return pgettext("parity of languages", "▲ %(points)s percentage points in 30 days") % {"points": points}
    return pgettext("parity of languages", "▼ %(points)s percentage points in 30 days") % {"points": points}
