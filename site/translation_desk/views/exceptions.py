"""The report of exceptions to four eyes: who let whom approve alone, why, and what came of it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django_filters import ChoiceFilter, DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from core.i18n import CODES, SOURCE_CODE, language_name
from core.spreadsheets import harmless
from translation_desk.models import FourEyesLift, Submission
from translation_desk.permissions import can_see
from translation_desk.wording import language_of, local_time, person

TITLE = gettext_lazy("Exceptions to four eyes")


class ExceptionsFilterSet(WagtailFilterSet):
    """Filters of the report."""

    language = ChoiceFilter(label=gettext_lazy("Language"), field_name="submission__job__locale__language_code")
    lifted_at = DateFromToRangeFilter(label=gettext_lazy("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = FourEyesLift
        fields = ("language", "lifted_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, capfirst(language_name(code))) for code in CODES if code != SOURCE_CODE]
        self.filters["language"].extra["choices"] = choices


def outcome(lift: FourEyesLift) -> str:
    """Return what came of an exception."""
    if lift.used_at:
        return _("%(person)s approved words of their own") % {"person": person(lift.used_by)}
    if lift.submission.decision == Submission.Decision.PENDING:
        return _("Not used yet")
    if lift.submission.decision == Submission.Decision.APPROVED:
        return _("A second person approved")
    return _("Not used: the text was withdrawn or sent back")


CELLS: dict[str, tuple[Any, Any]] = {
    "page": (pgettext_lazy("translation desk", "Page"), lambda lift: lift.submission.job.source_title),
    "language": (gettext_lazy("Language"), lambda lift: capfirst(language_of(lift.submission.job))),
    "reason": (gettext_lazy("Reason"), lambda lift: lift.reason),
    "lifted_by": (gettext_lazy("Lifted by"), lambda lift: person(lift.lifted_by)),
    "lifted_at": (gettext_lazy("Lifted on"), lambda lift: local_time(lift.lifted_at)),
    "outcome": (gettext_lazy("What came of it"), outcome),
}
"""Heading of each column, and what stands in it."""


class ExceptionsReportView(ReportView):
    """The report: newest first, with filters and export."""

    page_title = TITLE
    template_name = "translation_desk/exceptions/index.html"
    results_template_name = "translation_desk/exceptions/results.html"
    header_icon = "warning"
    index_url_name = "translation_desk:exceptions"
    index_results_url_name = "translation_desk:exceptions_results"
    filterset_class = ExceptionsFilterSet
    default_ordering = "-lifted_at"
    columns = [
        TitleColumn(
            "page",
            label=CELLS["page"][0],
            accessor=CELLS["page"][1],
            get_url=lambda lift: reverse("translation_desk:audit", args=[lift.submission.job_id]),
        ),
        *(
            Column(name, label=label, accessor=accessor, sort_key="lifted_at" if name == "lifted_at" else None)
            for name, (label, accessor) in CELLS.items()
            if name != "page"
        ),
    ]
    list_export = list(CELLS)
    export_headings = {name: label for name, (label, _accessor) in CELLS.items()}
    export_filename = "exceptions-to-four-eyes"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in everybody who has a role at the desk: the exceptions concern them all."""
        if not can_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[FourEyesLift]:
        """Return the exceptions with the people and jobs that they name."""
        return FourEyesLift.objects.select_related("submission__job", "lifted_by", "used_by")

    def to_row_dict(self, item: FourEyesLift) -> dict[str, Any]:
        """Return the cells of a row by column."""
        return {name: accessor(item) for name, (_label, accessor) in CELLS.items()} | {"lifted_at": item.lifted_at}

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Return what stands in the cell: people wrote reasons and titles, so they are texts and nothing but texts."""
        if isinstance(value, datetime):
            return value.isoformat() if export_format == self.FORMAT_CSV else value
        return harmless(value) if export_format == self.FORMAT_CSV else value


urlpatterns = [
    path("exceptions/", ExceptionsReportView.as_view(), name="exceptions"),
    path("exceptions/results/", ExceptionsReportView.as_view(results_only=True), name="exceptions_results"),
]
