"""The list of what needs upkeep, the screen of one point, and the button that has everything checked."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView

from core.formatting import day
from core.i18n import BY_CODE, language_name, locale_code
from core.spreadsheets import harmless
from newsroom.models import UpkeepPoint
from newsroom.upkeep import checking, foreign_links, listing, wording
from newsroom.upkeep.forms import ReasonForm, UpkeepFilterSet
from translation_desk.errors import BadValueError, DeskError, NotAllowedError
from translation_desk.permissions import can_see, is_manager
from translation_desk.wording import local_time, person

TITLE = pgettext_lazy("newsroom", "Upkeep")


def language_of(point: UpkeepPoint) -> str:
    """Return the name of a point's language in the reader's."""
    return capfirst(language_name(locale_code(point.locale_id)))


class ThingColumn(Column):
    """Title of the page, image or file, in its own language, with the way to where it is mended."""

    cell_template_name = "newsroom/upkeep/thing_cell.html"

    def get_cell_context_data(self, instance: UpkeepPoint, parent_context: Any) -> dict[str, Any]:
        """Add title, address and language."""
        return {**super().get_cell_context_data(instance, parent_context), **described(instance)}


class MatterColumn(Column):
    """What is the matter, and the way to say that it is no problem."""

    cell_template_name = "newsroom/upkeep/matter_cell.html"

    def get_cell_context_data(self, instance: UpkeepPoint, parent_context: Any) -> dict[str, Any]:
        """Add the sentence, the link that it is about, and the reason of a dismissal."""
        return {**super().get_cell_context_data(instance, parent_context), **described(instance)}


def described(point: UpkeepPoint) -> dict[str, Any]:
    """Return what screens say of a point."""
    words, link = wording.link_words(point)
    return {
        "point": point,
        "title": wording.thing(point),
        "address": wording.address(point),
        "language": BY_CODE[locale_code(point.locale_id)],
        "language_name": language_of(point),
        "sentence": wording.sentence(point),
        "words": words,
        "link": link,
    }


class UpkeepView(ReportView):
    """The list: in groups with their counts, with filters and as a file."""

    page_title = TITLE
    header_icon = "clipboard-list"
    template_name = "newsroom/upkeep/index.html"
    results_template_name = "newsroom/upkeep/results.html"
    index_url_name = "newsroom:upkeep"
    index_results_url_name = "newsroom:upkeep_results"
    filterset_class = UpkeepFilterSet
    default_ordering = "rank"
    columns = [
        ThingColumn("title", label=pgettext_lazy("upkeep", "Page, image or file"), sort_key="title"),
        MatterColumn("matter", label=pgettext_lazy("upkeep", "What is the matter")),
        Column("kind", label=pgettext_lazy("upkeep", "Group"), accessor="get_kind_display", sort_key="rank"),
        Column(
            "since", label=pgettext_lazy("upkeep", "On the list since"), accessor=lambda point: day(point.since), sort_key="since"
        ),
    ]
    export_headings = {
        "kind": pgettext_lazy("upkeep", "Group"),
        "title": pgettext_lazy("upkeep", "Page, image or file"),
        "language": gettext_lazy("Language"),
        "matter": pgettext_lazy("upkeep", "What is the matter"),
        "words": pgettext_lazy("upkeep", "Words of the link"),
        "link": pgettext_lazy("upkeep", "Address of the link"),
        "since": pgettext_lazy("upkeep", "On the list since"),
        "reason": pgettext_lazy("upkeep", "Why it is not a problem"),
    }
    list_export = list(export_headings)
    export_filename = "upkeep"
    no_results_message = gettext_lazy("Nothing needs you here.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in everybody who has a role."""
        if not can_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[UpkeepPoint]:
        """Return the open points that concern the person, or those that are no problem where these are asked for."""
        rows = listing.visible(self.request.user)
        rows = rows.filter(dismissed_at__isnull=self.request.GET.get("show") != "dismissed")
        ranks = (When(kind=kind, then=Value(rank)) for rank, kind in enumerate(UpkeepPoint.Kind))
        return rows.annotate(rank=Case(*ranks, output_field=IntegerField()))

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Sort as asked for, then by group, age and id, so that no point stands on two pages of the list or on none."""
        return queryset.order_by(self.ordering, "rank", "-since", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the groups with their counts, and how old the list is."""
        context = super().get_context_data(**kwargs)
        last = listing.last_check()
        counts = listing.counts(self.request.user)
        return context | {
            "groups": [{"kind": kind, "count": counts[kind.value]} for kind in UpkeepPoint.Kind],
            "chosen": self.request.GET.get("kind", ""),
            "total": sum(counts.values()),
            "checked": local_time(last.finished_at) if last else "",
            "asks_others": foreign_links.enabled(),
            "may_check": is_manager(self.request.user),
        }

    def to_row_dict(self, item: UpkeepPoint) -> dict[str, Any]:
        """Return the cells of a point by column."""
        words, link = wording.link_words(item)
        return {
            "kind": item.get_kind_display(),
            "title": item.title,
            "language": language_of(item),
            "matter": wording.sentence(item),
            "words": words,
            "link": link,
            "since": item.since,
            "reason": item.reason,
        }

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Return what stands in the cell: people wrote titles and reasons, so they are texts and nothing but texts."""
        if isinstance(value, date):
            return value.isoformat() if export_format == self.FORMAT_CSV else value
        return harmless(value) if export_format == self.FORMAT_CSV else value


class PointView(WagtailAdminTemplateMixin, TemplateView):
    """One point: say why it is no problem, take that back, say that the page was read today, or have another site asked."""

    template_name = "newsroom/upkeep/point.html"
    header_icon = "clipboard-list"

    @cached_property
    def point(self) -> UpkeepPoint:
        """The point; nobody is told of points that do not concern them."""
        try:
            rows = listing.visible(self.request.user)
        except NotAllowedError as error:
            raise PermissionDenied from error
        return get_object_or_404(rows.select_related("dismissed_by"), pk=self.kwargs["point_id"])

    def get_page_title(self) -> str:
        """Return the group of the point."""
        return str(self.point.get_kind_display())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        above = {"url": reverse("newsroom:upkeep"), "label": TITLE}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take a step; what was typed stays where it is refused."""
        form = ReasonForm(request.POST)
        step = request.POST.get("step", "")
        try:
            if step == "dismiss" and form.is_valid():
                listing.dismiss(request.user, self.point, form.cleaned_data["reason"])
                messages.success(request, _("The point left the list until what it is about changes."))
            elif step == "put_back":
                listing.put_back(request.user, self.point)
                messages.success(request, _("The point is on the list again."))
            elif step == "ask":
                checking.ask_site_again(request.user, self.point)
                messages.success(request, _("The site is being asked. In a minute or two the list says what it answered."))
            elif step == "checked":
                listing.checked_today(request.user, self.point)
                messages.success(request, _("Today’s date was sent for approval. The point leaves the list once it is live."))
            else:
                return self.render_to_response(self.get_context_data(form=form), status=422)
        except BadValueError as error:
            form.add_error(error.field, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        except DeskError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        return redirect("newsroom:upkeep")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is said of the point, and what may be done."""
        point = self.point
        by = person(point.dismissed_by, point.dismissed_by_id) if point.dismissed_at else ""
        kwargs.setdefault("form", ReasonForm())
        checked = foreign_links.of_point(point)
        return super().get_context_data(
            **described(point),
            dismissed_by=by,
            dismissed_at=local_time(point.dismissed_at),
            may_say_checked=listing.may_say_checked(self.request.user, point),
            may_ask=checked is not None,
            is_asked=checked is not None and foreign_links.is_waiting(checked),
            mend=pgettext("upkeep", "Open the page") if point.page_id else pgettext("upkeep", "Open the image or file"),
            **kwargs,
        )


@require_POST
def check_now(request: HttpRequest) -> HttpResponse:
    """Have everything checked in the background."""
    try:
        checking.ask(request.user)
    except NotAllowedError as error:
        raise PermissionDenied(str(error)) from error
    except DeskError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Everything is being checked. The list is up to date in a minute or two."))
    return redirect("newsroom:upkeep")


urlpatterns: list[URLPattern] = [
    path("upkeep/", UpkeepView.as_view(), name="upkeep"),
    path("upkeep/results/", UpkeepView.as_view(results_only=True), name="upkeep_results"),
    path("upkeep/check/", check_now, name="upkeep_check"),
    path("upkeep/<int:point_id>/", PointView.as_view(), name="upkeep_point"),
]
