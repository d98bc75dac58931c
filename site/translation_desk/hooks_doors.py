"""Closed doors: what Wagtail offers and the workflow forbids, and the reason, shown where somebody meets it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from translation_desk import four_eyes
from translation_desk.models import FourEyesTask, TranslationJob
from translation_desk.refusals import refuse, refuse_text


@hooks.register("before_edit_page", order=-20)
def keep_translations_at_the_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse what the page editor would write into a translated page: drafts, reversions, steps of the workflow."""
    if request.method != "POST" or not TranslationJob.objects.filter(target_page=page.pk, enabled=True).exists():
        return None
    sentence = _("This page is kept at the translation desk, so the page editor cannot save it. Work on its texts there.")
    return refuse_text(request, page, sentence, back_to=reverse("wagtailadmin_pages:edit", args=[page.pk]))


@hooks.register("before_edit_page", order=10)
def say_why_approval_is_missing(request: HttpRequest, page: Page) -> None:
    """Tell a reviewer of the page why they see no “Approve”."""
    if request.method != "GET":
        return
    state = page.current_workflow_task_state
    task = state.task.specific if state is not None else None
    if isinstance(task, FourEyesTask) and task.user_can_access_editor(page, request.user):
        sentence = four_eyes.refusal(request.user, state.revision)
        if sentence:
            messages.info(request, sentence)


@hooks.register("before_create_page")
def begin_as_a_draft(request: HttpRequest, parent: Page, _page_class: type[Page]) -> None:
    """Save a new page as a draft where somebody asks for publication at once; Wagtail's own rule for the root would allow it."""
    if request.method == "POST" and "action-publish" in request.POST and parent.is_root():
        form = request.POST.copy()
        del form["action-publish"]
        request.POST = form  # type: ignore[assignment]  # typed as the unchangeable kind only
        messages.warning(request, _("Nobody publishes directly: the page was saved as a draft."))


@hooks.register("before_move_page")
def move_within_a_language(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuse to move a page into the tree of another language."""
    if page.locale_id == destination.locale_id:
        return None
    sentence = _("A page can only be moved within its own language.")
    return refuse(request, sentence, back_to=reverse("wagtailadmin_explore", args=[page.get_parent().pk]))


@hooks.register("before_convert_alias_page")
def convert_no_alias(request: HttpRequest, page: Page) -> HttpResponse:
    """Refuse to make a page of an alias. There are none; one from before the desk is deleted."""
    sentence = _(
        "There are no alias pages here. Delete this one; the translation desk makes the page when somebody translates it."
    )
    return refuse(request, sentence, back_to=reverse("wagtailadmin_explore", args=[page.get_parent().pk]))


@hooks.register("before_delete_page")
def keep_pages_of_the_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a translated page, or one above it, to everybody but administrators."""
    if not _refuses_deletion(request.user, [page]):
        return None
    return refuse(request, _cannot_delete(), back_to=reverse("wagtailadmin_explore", args=[page.get_parent().pk]))


@hooks.register("before_bulk_action")
def keep_pages_of_the_desk_in_bulk(
    request: HttpRequest, action_type: str, objects: list[Any], _action: Any
) -> HttpResponse | None:
    """Refuse the same for many pages at once, and their move into another language."""
    pages = [entry for entry in objects if isinstance(entry, Page)]
    if action_type != "delete" or not pages or not _refuses_deletion(request.user, pages):
        return None
    return refuse(request, _cannot_delete(), back_to=reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk]))


def _refuses_deletion(user: Any, pages: list[Page]) -> bool:
    if user.is_superuser:
        return False
    targets = Page.objects.none()
    for page in pages:
        targets |= page.get_descendants(inclusive=True)
    return TranslationJob.objects.filter(target_page__in=targets.values("pk"), enabled=True).exists()


def _cannot_delete() -> str:
    return _("Pages that are kept at the translation desk are deleted by administrators only.")
