"""The report of translated words as a file for Excel: a sheet of sums and one of the pages they are made of."""

import io
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _, pgettext
from openpyxl import Workbook

from core.i18n import language_name
from core.spreadsheets import add_sheet
from translation_desk import word_report
from translation_desk.word_report import Period, Sums

WIDTHS = (28, 16, 40)
"""Of the first columns, in characters; the others are as wide as Excel makes them."""


def workbook(user: Any, period: Period, code: str = "", person_id: int | None = None) -> bytes:
    """Return the file, with headings in the active language; dates and numbers are such. Raises NotAllowedError.

    Reads in five queries at most.
    """
    found = word_report.report(user, period, code, person_id)
    single = word_report.pages(user, period, code, person_id)
    person, language, texts = pgettext("translation desk", "Person"), _("Language"), pgettext("translated words", "Texts")
    book = Workbook(write_only=True)
    add_sheet(
        book,
        pgettext("translated words", "Sums"),
        (person, language, *_headings(), texts, _("Pages"), _("First approval"), _("Last approval")),
        (
            (one.name, _language(group.code), *_cells(one, group.code), one.texts, one.pages, one.first, one.last)
            for group in found.languages
            for one in group.people
        ),
        WIDTHS,
    )
    add_sheet(
        book,
        pgettext("translated words", "Pages"),
        (person, language, _("English title"), *_headings(), texts, _("Approved on"), _("Approved by")),
        (
            (one.name, _language(one.code), one.title, *_cells(one.sums, one.code), one.sums.texts, one.at, one.reviewer)
            for one in single
        ),
        WIDTHS,
    )
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def band_names() -> dict[str, str]:
    """Return what the four kinds of words are called, in the active language."""
    return {
        "new": pgettext("translated words", "New"),
        "fuzzy": pgettext("translated words", "Fuzzy"),
        "exact": pgettext("translated words", "Exact"),
        "revised": pgettext("translated words", "Revised"),
    }


def length_unit(code: str) -> str:
    """Return what the length of a translation into a language is counted in."""
    if code == "zh-hans":
        return pgettext("length of a translation", "characters")
    return pgettext("length of a translation", "words")


def _headings() -> tuple[str, ...]:
    return (*band_names().values(), _("English words in all"), _("Length of the translation"), _("Length in"))


def _cells(sums: Sums, code: str) -> tuple[int | str, ...]:
    return (*(getattr(sums, name) for name in word_report.BANDS), sums.words, sums.length, length_unit(code))


def _language(code: str) -> str:
    return capfirst(language_name(code))
