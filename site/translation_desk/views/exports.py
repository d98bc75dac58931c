"""The rows of a list as a file: CSV for any program, XLSX for Excel."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from core.i18n import language_name
from core.spreadsheets import harmless
from translation_desk import presenting
from translation_desk.filters import person_name
from translation_desk.models import Grade, TranslationJob
from translation_desk.models.jobs import Priority, Status

HEADINGS: dict[str, Any] = {
    "source_title": _("English title"),
    "target_title": _("Title"),
    "language": _("Language"),
    "section": pgettext_lazy("translation desk", "Section"),
    "status": _("Status"),
    "grade": _("Change of the English"),
    "segments_done": _("Segments done"),
    "segments_total": _("Segments in all"),
    "words_done": _("English words done"),
    "words_total": _("English words in all"),
    "written": _("Length of the translation"),
    "translator": pgettext_lazy("translation desk", "Translator"),
    "reviewer": pgettext_lazy("translation desk", "Reviewer"),
    "waiting_since": _("Waiting since"),
    "due": pgettext_lazy("date", "Due"),
    "priority": _("Priority"),
}


class ExportMixin(SpreadsheetExportMixin):
    """Exports the filtered list, with headings in the person's language and times in the person's time zone."""

    list_export = list(HEADINGS)
    export_headings = HEADINGS
    export_filename = "translations"

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Return the cells of one job by column."""
        values = {
            "language": capfirst(language_name(presenting.code_of(item))),
            "section": item.section.title if item.section else "",
            "status": str(Status(item.status).label),
            "grade": str(Grade(item.grade).label) if item.grade is not None else "",
            "translator": person_name(item.translator) if item.translator else "",
            "reviewer": person_name(item.reviewer) if item.reviewer else "",
            "waiting_since": timezone.make_naive(item.waiting_since),
            "priority": str(Priority(item.priority).label),
        }
        return {name: values[name] if name in values else getattr(item, name) for name in self.list_export}

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Return what stands in the cell: numbers and dates as such, texts as nothing but texts."""
        if export_format == self.FORMAT_XLSX:
            return "" if value is None else value
        if isinstance(value, datetime):
            return value.isoformat(sep=" ", timespec="minutes")
        return harmless("" if value is None else value)

    def write_csv_response(self, queryset: Iterable[TranslationJob]) -> HttpResponse:
        """Answer with the whole file at once: a stream would be written after the person's language is left.

        The mark at the beginning tells Excel that the file is UTF-8.
        """
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(str(heading) for heading in HEADINGS.values())
        for job in queryset:
            writer.writerow(
                self.preprocess_field_value(name, value, self.FORMAT_CSV) for name, value in self.to_row_dict(job).items()
            )
        return HttpResponse(
            text.getvalue().encode("utf-8-sig"),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{self.get_filename()}.csv"'},
        )
