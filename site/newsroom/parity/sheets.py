"""The figures of parity as a file for Excel: a sheet for each layer, one of the required pages, one of the trend."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _, pgettext
from openpyxl import Workbook

from core.i18n import locale_code
from core.spreadsheets import add_sheet
from core.versions import is_public
from newsroom.models import Layer
from newsroom.parity import checklist, presenting, reading
from newsroom.parity.figures import PLAN, Figures
from newsroom.parity.reading import Report
from translation_desk.models import Level

PLACE_WIDTHS = (16, 32)
NUMBER_WIDTHS = (10, 14, 14, 14, 14, 20, 22, 22, 22)
WIDTHS = {
    Layer.PAGES: (*PLACE_WIDTHS, 18, *NUMBER_WIDTHS, 22, 22, 20, 40),
    Layer.VOCABULARIES: (*PLACE_WIDTHS, *NUMBER_WIDTHS),
    Layer.INTERFACE: (*PLACE_WIDTHS, *NUMBER_WIDTHS),
}
REQUIRED_WIDTHS = (32, 32, 18, 18, 18, 18, 18)
TREND_WIDTHS = (14, 28, 16, *NUMBER_WIDTHS)
YEAR = 365


def workbook(user: Any) -> bytes:
    """Return the file, with headings in the active language; dates and numbers are such. Raises NotAllowedError.

    Reads the same few queries however much there is.
    """
    report = reading.newest(user)
    book = Workbook(write_only=True)
    pages = reading.english_pages(row.oldest_key for row in report.rows)
    hidden = _("A page that only some may read")
    titles = {key: page.title if is_public(page.path) else hidden for key, page in pages.items()}
    for layer in Layer:
        add_sheet(book, str(layer.label), _headings(layer), _figures(report, layer, titles), WIDTHS[layer])
    languages = [presenting.language(code) for code in reading.codes()]
    headings = (_("Page"), _("English title"), *languages)
    add_sheet(book, _("Required pages"), headings, _required(user), REQUIRED_WIDTHS)
    add_sheet(
        book,
        pgettext("parity of languages", "Trend"),
        (_("Date"), pgettext("parity of languages", "Kind"), _("Language"), *_numbers()),
        _trend(user, report.day),
        TREND_WIDTHS,
    )
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _numbers() -> tuple[str, ...]:
    return (
        pgettext("parity of languages", "Due"),
        pgettext("parity of languages", "Up to date"),
        pgettext("parity of languages", "Outdated"),
        pgettext("parity of languages", "Missing"),
        pgettext("parity of languages", "In work"),
        pgettext("parity of languages", "Up to date, per cent"),
        _("English words in all"),
        _("English words missing"),
        _("English words outdated"),
    )


def _headings(layer: Layer) -> tuple[str, ...]:
    first = (_("Language"), pgettext("translation desk", "Section"))
    if layer != Layer.PAGES:
        return (*first, *_numbers())
    level = pgettext("translation plan", "In the plan")
    asked = (_("Asked for by readers"), _("Asked for by staff"))
    return (*first, level, *_numbers(), *asked, _("Oldest gap since"), _("Oldest gap"))


def _cells(figures: Figures) -> tuple[Any, ...]:
    counts = (figures.due, figures.current, figures.outdated, figures.missing, figures.in_work, figures.percent())
    return (*counts, figures.words_due, figures.words_missing, figures.words_outdated)


def _figures(report: Report, layer: Layer, titles: dict[Any, str]) -> Iterator[tuple[Any, ...]]:
    rows = [row for row in report.rows if row.layer == layer]
    sections = reading.sections(layer, {row.section for row in rows}, outside=True)
    for code in reading.codes():
        own = [row for row in rows if locale_code(row.locale_id) == code]
        for section in sections:
            for level in Level:
                for row in own:
                    if (row.section, row.level) != (section.key, level):
                        continue
                    first = (presenting.language(code), section.title)
                    figures = reading.figures_of(row)
                    if layer != Layer.PAGES:
                        yield (*first, *_cells(figures))
                        continue
                    since = _day(figures)
                    asked = (figures.readers, figures.colleagues)
                    yield (*first, str(level.label), *_cells(figures), *asked, since, titles.get(figures.oldest_key, ""))


def _day(figures: Figures) -> date | None:
    return timezone.localtime(figures.oldest_at).date() if figures.oldest_at else None


def _required(user: Any) -> Iterator[tuple[Any, ...]]:
    for required in checklist.check(user):
        title = required.page.title if required.page else _("No English page")
        yield (str(required.demand.name), title, *(checklist.words(state) for state in required.states))


def _trend(user: Any, day: date | None) -> Iterator[tuple[Any, ...]]:
    """Return what the plan asks for in all sections, for each day of the last year."""
    for layer in Layer if day else ():
        for counted, by_code in reading.trend(user, day or date.max, layer, PLAN, days=YEAR).items():
            for code in reading.codes():
                if code in by_code:
                    yield (counted, str(layer.label), presenting.language(code), *_cells(by_code[code]))
