"""Refreshes of translations and changes of the tree that failed, and a way to have them tried again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_valid_next_url_from_request

from translation_desk import planning, refreshing
from translation_desk.errors import DeskError
from translation_desk.models import PlanWork, SourceRefresh, TreeOperation
from translation_desk.permissions import is_manager

PAGE_SIZE = 50


class FailedRefreshesPanel(Component):
    """Tells managers on the dashboard that translations could not be brought up to date."""

    order = 5
    template_name = "translation_desk/refreshes/panel.html"

    def get_context_data(self, parent_context: dict) -> dict:
        """Count the failures."""
        request = parent_context["request"]
        shown = is_manager(request.user)
        failed = SourceRefresh.objects.filter(state=SourceRefresh.State.FAILED).count() if shown else 0
        tree = TreeOperation.objects.filter(state=TreeOperation.State.FAILED).count() if shown else 0
        plan = PlanWork.objects.filter(state=PlanWork.State.FAILED).exists() if shown else False
        return {"failed": failed, "tree": tree, "plan": plan, "url": reverse("translation_desk:refreshes")}


def refreshes(request: HttpRequest) -> HttpResponse:
    """List what failed, newest first."""
    if not is_manager(request.user):
        raise PermissionDenied
    failed = SourceRefresh.objects.filter(state=SourceRefresh.State.FAILED).select_related("page").order_by("-finished_at")
    rows = Paginator(failed, PAGE_SIZE).get_page(request.GET.get("p"))
    tree = TreeOperation.objects.filter(state=TreeOperation.State.FAILED).select_related("page").order_by("-finished_at")
    plan = PlanWork.objects.filter(state=PlanWork.State.FAILED).order_by("-finished_at")
    context = {"rows": rows, "tree": tree[:PAGE_SIZE], "plan": plan[:PAGE_SIZE]}
    return TemplateResponse(request, "translation_desk/refreshes/list.html", context)


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one failed refresh back."""
    refresh = get_object_or_404(SourceRefresh, pk=pk)
    try:
        refreshing.try_again(request.user, refresh)
    except DeskError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is being tried again."))
    return redirect(get_valid_next_url_from_request(request) or reverse("translation_desk:refreshes"))


@require_POST
def plan_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the jobs brought in line with the plan once more."""
    work = get_object_or_404(PlanWork, pk=pk)
    try:
        planning.try_again(request.user, work)
    except DeskError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("It is being tried again."))
    return redirect("translation_desk:refreshes")


urlpatterns = [
    path("refreshes/plan/<int:pk>/again/", plan_again, name="plan_again"),
    path("refreshes/", refreshes, name="refreshes"),
    path("refreshes/<int:pk>/again/", try_again, name="refresh_again"),
]
