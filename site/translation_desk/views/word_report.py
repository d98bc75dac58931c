"""The report of translated words: by person, language and period, on a screen and as XLSX."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

from core.formatting import day_range, number
from core.i18n import language_name
from translation_desk import word_report, word_sheets
from translation_desk.permissions import is_manager, locales_to_review
from translation_desk.views.bulk import DeskScreen
from translation_desk.word_report import Period, Sums
from translation_desk.word_report_forms import WordReportForm

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PERIOD = ("first_day", "last_day")
CHOICES = ("language", "person")


class WordReportView(DeskScreen):
    """Sums of a period; without one in the address those of this month. `export=xlsx` answers with the file."""

    template_name = "translation_desk/words/index.html"
    page_title = gettext_lazy("Translated words")
    header_icon = "list-ol"

    @cached_property
    def form(self) -> WordReportForm:
        """What is asked for."""
        asked = self.request.GET.copy()
        if not any(name in asked for name in PERIOD):
            asked.update(_days(word_report.months_ago(word_report.today())))
        form = WordReportForm(self.request.user, asked)
        # Somebody who may count nobody else's words has no person to choose.
        if not is_manager(self.request.user) and not locales_to_review(self.request.user):
            del form.fields["person"]
        return form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the sums, or answer with the file; a file of choices that are wrong is the screen that says so."""
        if request.GET.get("export") == "xlsx" and self.form.is_valid():
            file = word_sheets.workbook(request.user, self.form.period, **self.form.chosen)
            days = "_".join(str(day) for day in (self.form.period.first, self.form.period.last) if day)
            name = f"translated-words_{days}" if days else "translated-words"
            return HttpResponse(file, XLSX, headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'})
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sums, unless a choice is wrong."""
        context = super().get_context_data(form=self.form, media=self.form.media, presets=self._presets(), **kwargs)
        if not self.form.is_valid():
            return context
        found = word_report.report(self.request.user, self.form.period, **self.form.chosen)
        return context | {
            "valid": True,
            "headings": _headings(),
            "groups": [
                {
                    "name": capfirst(language_name(language.code)),
                    "people": [{"name": one.name, "cells": _cells(one, language.code)} for one in language.people],
                    "total": _cells(language, language.code) if len(language.people) > 1 else [],
                }
                for language in found.languages
            ],
            "total": _cells(found.total, "" if found.mixed else found.languages[0].code) if len(found.languages) > 1 else [],
            "export_url": self._address(_days(self.form.period) | {"export": "xlsx"}),
        }

    def _presets(self) -> list[dict[str, Any]]:
        """Return the ways to the usual periods, with language and person as they are."""
        today = word_report.today()
        periods = {
            _("This month"): word_report.months_ago(today),
            _("Last month"): word_report.months_ago(today, 1),
            _("This year"): Period(today.replace(month=1, day=1), today.replace(month=12, day=31)),
        }
        now = self.form.period if self.form.is_valid() else None
        return [
            {"label": label, "url": self._address(_days(period)), "current": period == now} for label, period in periods.items()
        ]

    def _address(self, days: dict[str, str]) -> str:
        kept = {name: self.request.GET[name] for name in CHOICES if self.request.GET.get(name)}
        return f"{reverse('translation_desk:words')}?{urlencode(days | kept)}"


def _days(period: Period) -> dict[str, str]:
    """Return a period as it stands in an address; an open end is empty."""
    return {name: day.isoformat() if day else "" for name, day in zip(PERIOD, (period.first, period.last), strict=True)}


def _headings() -> list[str]:
    words = [*word_sheets.band_names().values(), _("English words in all")]
    return [*words, _("Length of the translation"), _("Pages"), pgettext("translated words", "Approved")]


def _cells(sums: Sums, code: str) -> list[tuple[str, str, str]]:
    """Return for each column its heading, what stands in it and what beneath. Without a code the lengths have no sum."""
    bands = [(number(getattr(sums, name)), "") for name in word_report.BANDS]
    length = (number(sums.length), word_sheets.length_unit(code)) if code else ("–", "")
    texts = ngettext("%(count)s text", "%(count)s texts", sums.texts) % {"count": number(sums.texts)}
    days = day_range(sums.first, sums.last) if sums.first else ""
    cells = [*bands, (number(sums.words), ""), length, (number(sums.pages), texts), (days, "")]
    return [(heading, *cell) for heading, cell in zip(_headings(), cells, strict=True)]


urlpatterns: list[URLPattern] = [path("words/", WordReportView.as_view(), name="words")]
