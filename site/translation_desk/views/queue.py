"""The queue: pages and languages, what state they are in, who acts next."""

from copy import copy
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _, pgettext, pgettext_lazy
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import BaseColumn, Table
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import Button, HeaderButton

from translation_desk import absences, column_listing, escalation, obstacles, orders, permissions, queue
from translation_desk.filters import Selection
from translation_desk.models import TranslationJob
from translation_desk.views.bulk import ACTIONS, BulkView, UndoView
from translation_desk.views.exports import ExportMixin
from translation_desk.views.header import further_buttons, further_steps


class JobTable(Table):
    """The rows of the queue; on a narrow screen each row becomes a card."""

    template_name = "translation_desk/queue/table.html"
    selectable = False


class QueueView(ExportMixin, BaseListingView):
    """The list of jobs, by tab, filtered, sorted, searched."""

    template_name = "translation_desk/queue/index.html"
    results_template_name = "translation_desk/queue/results.html"
    page_title = _("Translations")
    header_icon = "globe"
    index_url_name = "translation_desk:queue"
    index_results_url_name = "translation_desk:queue_results"
    model = TranslationJob
    paginate_by = 50
    is_searchable = True
    table_class = JobTable
    verbose_name_plural = _("translations")
    columns = [
        BaseColumn("page", label=_("Page"), sort_key="title"),
        BaseColumn("language", label=_("Language"), sort_key="language"),
        BaseColumn("status", label=_("Status"), sort_key="status"),
        BaseColumn("change", label=pgettext_lazy("translation desk", "Change"), sort_key="change"),
        BaseColumn("progress", label=_("Progress"), sort_key="progress"),
        BaseColumn("translator", label=pgettext_lazy("translation desk", "Translator"), sort_key="translator"),
        BaseColumn("reviewer", label=pgettext_lazy("translation desk", "Reviewer"), sort_key="reviewer"),
        BaseColumn("waiting", label=_("Waiting since"), sort_key="waiting"),
        BaseColumn("due", label=pgettext_lazy("date", "Due"), sort_key="due"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in everybody who has a role at the desk."""
        if not permissions.can_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def selection(self) -> Selection:
        """The rows that the address chooses."""
        return Selection(self.request.user, self.request.GET, request=self.request)

    @cached_property
    def filters(self) -> Any:
        """The filters, for the drawer in the header."""
        return self.selection.filters

    def get_search_form(self) -> SearchForm:
        """Return the search box, which names what it searches."""
        placeholder = _("Search titles in any language")
        if self.search_kwarg in self.request.GET:
            return SearchForm(self.request.GET, placeholder=placeholder)
        return SearchForm(placeholder=placeholder)

    def get_queryset(self) -> QuerySet[TranslationJob]:
        """Return the rows of the tab, sorted."""
        return queue.with_rows(queue.ordered(self.selection.rows, self.ordering or ""))

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator:
        """Return the paginator; the tab's number is its count, so nothing is counted twice."""
        paginator = super().get_paginator(*args, **kwargs)
        paginator.count = self.selection.counts[self.selection.tab.name]
        return paginator

    def get_table(self, object_list: Any) -> Table:
        """Return the table; rows can be chosen where there is something one may do with them."""
        table = super().get_table(object_list)
        table.selectable = bool(self.actions)
        table.caption = self.selection.tab.label
        return table

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """What other parts of the site offer here."""
        return further_buttons(self.request.user, "queue")

    def get_header_more_buttons(self) -> list[Button]:
        """Lead to files for people's own tools, beside those for programs that calculate."""
        buttons = super().get_header_more_buttons()
        if permissions.locales_to_open(self.request.user):
            label = pgettext("translation desk", "Translation files")
            buttons.append(Button(label, url=reverse("translation_desk:exchange"), icon_name="download", priority=110))
        return buttons

    @cached_property
    def actions(self) -> list[Any]:
        """What this person may do with chosen rows in at least one language."""
        return [action for action in ACTIONS.values() if action.offered_to(self.request.user)]

    def plain_forms(self) -> list[Any]:
        """Return search and filters for browsers without scripts, which cannot open the drawer; they ask for them by a link."""
        if "plain" not in self.request.GET:
            return []
        forms = [copy(self.search_form), copy(self.filters.form)]
        for form in forms:
            form.auto_id = "plain_%s"
            form._bound_fields_cache = {}
        return forms

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add tabs, sections and the words for an empty list."""
        context = super().get_context_data(**kwargs)
        selection = self.selection
        by_path = queue.by_path(selection.sections)
        away, days = absences.current(), escalation.limits()
        waits = obstacles.of_jobs(context["object_list"])
        for job in context["object_list"]:
            job.waits_too_long = escalation.is_overdue(job, days)
            if job.status not in queue.DONE:
                job.translator_away = absences.until(away.get(job.translator_id))
                job.reviewer_away = absences.until(away.get(job.reviewer_id))
            job.waits = waits.get(job.pk, [])
            job.section = queue.section_of(job.page_path, by_path)
        kept = [("tab", selection.tab.name), ("page", self.request.GET.get("page", "")), ("ordering", self.ordering or "")]
        return context | {
            "tab": selection.tab,
            "tabs": [
                {
                    "label": tab.label,
                    "count": selection.counts[name],
                    "query": selection.address(tab=name),
                    "current": name == selection.tab.name,
                }
                for name, tab in selection.tabs.items()
            ],
            "columns_count": column_listing.count(permissions.locales_to_propose(self.request.user)),
            "kept": [(name, value) for name, value in kept if value],
            "page_scope": selection.page,
            "may_order": selection.page is not None and orders.awaited_revision(selection.page) is not None,
            "without_page": selection.address(page=""),
            "elsewhere": selection.counts["all"],
            "all_query": selection.address(tab="all"),
            "plain_forms": self.plain_forms(),
            "chosen_query": selection.address(tab=selection.tab.name),
            "actions": self.actions,
            "further_steps": further_steps(self.request.user),
        }

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Answer with the screen, or with a file of the same rows."""
        if self.is_export:
            return self.as_spreadsheet(context["object_list"], self.request.GET["export"])
        return super().render_to_response(context, **kwargs)


urlpatterns = [
    path("", QueueView.as_view(), name="queue"),
    path("results/", QueueView.as_view(results_only=True), name="queue_results"),
    path("bulk/", BulkView.as_view(), name="bulk"),
    path("undo/<int:batch_id>/", UndoView.as_view(), name="undo"),
]
