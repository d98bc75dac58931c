"""Views in the place of Wagtail's own where the workflow forbids what those would do, or does not say why they refuse it."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page, TaskState

from translation_desk import four_eyes, grading
from translation_desk.errors import DeskError
from translation_desk.four_eyes import AlreadyDecidedError, FourEyesError
from translation_desk.models import FourEyesTask
from translation_desk.refusals import refuse
from translation_desk.tree import leading

_wagtails_workflow_action = page_viewset_registry.as_view("workflow_action", page_id_kwarg="page_id")
_wagtails_set_position = page_viewset_registry.as_view("set_page_position", page_id_kwarg="page_to_move_id")
_wagtails_set_privacy = page_viewset_registry.as_view("set_privacy", page_id_kwarg="page_id")


def workflow_action(request: HttpRequest, page_id: int, action_name: str, task_state_id: int) -> HttpResponse:
    """Carry out a decision as Wagtail does; say why, where four eyes withhold approval from a reviewer."""
    back_to = get_valid_next_url_from_request(request) or reverse("wagtailadmin_home")
    state = get_object_or_404(TaskState.objects.select_related("task", "revision"), pk=task_state_id)
    task = state.task.specific
    if action_name == "approve" and isinstance(task, FourEyesTask) and task.user_can_access_editor(None, request.user):
        sentence = four_eyes.refusal(request.user, state.revision)
        if sentence:
            return refuse(request, sentence, back_to=back_to)
    if action_name == "approve" and request.method == "GET" and grading.is_asked(state.revision.content_object):
        address = reverse("translation_desk:approve_change", args=[page_id])
        return render_modal_workflow(request, "", None, {}, json_data={"step": "success", "redirect": address})
    try:
        answer = _wagtails_workflow_action(request, page_id=page_id, action_name=action_name, task_state_id=task_state_id)
    except (FourEyesError, AlreadyDecidedError) as error:
        # A workflow of other tasks than ours, stopped at its end; or two people at once.
        return refuse(request, str(error), back_to=back_to)
    if request.method == "POST" and action_name == "approve" and _begins_anew(state):
        messages.warning(request, _("The page was changed during the review, so the newer text waits for review now."))
    return answer


def _begins_anew(state: TaskState) -> bool:
    """Tell whether the workflow asks for a decision on a newer revision instead of ending."""
    running = TaskState.objects.filter(workflow_state=state.workflow_state_id, status=TaskState.STATUS_IN_PROGRESS)
    return running.exclude(revision=state.revision_id).exists()


def set_position(request: HttpRequest, page_to_move_id: int) -> HttpResponse:
    """Put a page elsewhere among its siblings as Wagtail does; refuse it for a page that follows English."""
    try:
        leading.require_own_place(get_object_or_404(Page, pk=page_to_move_id))
    except DeskError as error:
        messages.error(request, str(error))
        return HttpResponse(str(error), status=error.status, content_type="text/plain; charset=utf-8")
    return _wagtails_set_position(request, page_to_move_id=page_to_move_id)


def set_privacy(request: HttpRequest, page_id: int) -> HttpResponse:
    """Restrict who sees a page as Wagtail does; refuse it for a page that follows English."""
    page = get_object_or_404(Page, pk=page_id)
    try:
        leading.require_own_place(page)
    except DeskError as error:
        return refuse(request, str(error), back_to=reverse("wagtailadmin_pages:edit", args=[page.pk]))
    with transaction.atomic():  # private and out of the search, or neither
        return _wagtails_set_privacy(request, page_id=page_id)


def page_action_by_api(_request: HttpRequest, pk: int, action_name: str) -> JsonResponse:
    """Refuse the actions of the administration's API, which Wagtail's own screens do not use: publish, copy, alias and more."""
    sentence = _("Pages are changed in the administration's screens only.")
    return JsonResponse({"error": "closed", "message": sentence, "page": pk, "action": action_name}, status=403)
