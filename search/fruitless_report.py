"""The report of queries without results: what was asked, how often, and what staff can do about it."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _, pgettext_lazy
from django_filters import ChoiceFilter, DateFromToRangeFilter
from wagtail.admin.auth import permission_denied
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from core.i18n import BY_CODE, language_name
from core.spreadsheets import harmless
from search.models import FruitlessQuery, Promotion, Synonyms

SEE = "search.view_report"
"""The permission that the report asks for."""

Row = dict[str, Any]


class FruitlessFilterSet(WagtailFilterSet):
    """Filters of the report."""

    language = ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)
    day = DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = FruitlessQuery
        fields = ("language", "day")


class QueryColumn(Column):
    """The words of a query, in their language and direction."""

    cell_template_name = "search/admin/query_cell.html"

    def get_cell_context_data(self, instance: Row, parent_context: Any) -> dict[str, Any]:
        """Add the language of the words."""
        return {**super().get_cell_context_data(instance, parent_context), "language": BY_CODE[instance["language"]]}


class RemedyColumn(Column):
    """What the person may do about a query."""

    cell_template_name = "search/admin/remedy_cell.html"

    def get_cell_context_data(self, instance: Row, parent_context: Any) -> dict[str, Any]:
        """Add the addresses of forms that begin with the words of the query."""
        links = remedies(instance, parent_context["request"].user)
        return {**super().get_cell_context_data(instance, parent_context), "links": links}


def remedies(row: Row, user: Any) -> list[tuple[str, str]]:
    """Return address and label of each form in which the person may help a query."""
    query, language = row["query"], row["language"]
    forms = [
        (Synonyms, gettext("Add synonyms"), {"language": language, "words": query}),
        (Promotion, gettext("Promote a page"), {"queries": query}),
    ]
    return [
        (f"{reverse(f'wagtailsnippets_search_{model._meta.model_name}:add')}?{urlencode(values)}", label)
        for model, label, values in forms
        if user.has_perm(f"search.add_{model._meta.model_name}")
    ]


class FruitlessReportView(ReportView):
    """The report: most frequent first, with filters and export."""

    page_title = _("Queries without results")
    header_icon = "search"
    index_url_name = "search_report"
    index_results_url_name = "search_report_results"
    filterset_class = FruitlessFilterSet
    is_searchable = True
    search_fields = ["query"]
    default_ordering = "-total"
    columns = [
        QueryColumn("query", label=pgettext_lazy("what somebody searched", "Query"), sort_key="query"),
        Column("language", label=_("Language"), accessor=lambda row: capfirst(language_name(row["language"]))),
        NumberColumn("total", label=pgettext_lazy("how often", "Times"), sort_key="total"),
        Column("last_day", label=_("Last day"), accessor=lambda row: date_format(row["last_day"]), sort_key="last_day"),
        RemedyColumn("remedies", label=_("What to do")),
    ]
    list_export = ["query", "language", "total", "last_day"]
    export_headings = {
        "query": pgettext_lazy("what somebody searched", "Query"),
        "language": _("Language"),
        "total": pgettext_lazy("how often", "Times"),
        "last_day": _("Last day"),
    }
    export_filename = "queries-without-results"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the permission."""
        if not request.user.has_perm(SEE):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet:
        """Add up the days of each query."""
        rows = FruitlessQuery.objects.values("language", "query")
        return rows.annotate(total=Sum("times"), last_day=Max("day")).order_by()

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """Filter the days before they are added up."""
        return {**super().get_filterset_kwargs(), "queryset": self.get_base_queryset()}

    def to_row_dict(self, item: Row) -> dict[str, Any]:
        """Return the cells of a query by column."""
        return {**{name: item[name] for name in self.list_export}, "language": capfirst(language_name(item["language"]))}

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Return what stands in the cell: visitors wrote the queries, so they are texts and nothing but texts."""
        if isinstance(value, date) and export_format == self.FORMAT_CSV:
            return value.isoformat()
        return harmless(value) if export_format == self.FORMAT_CSV else value
