"""Closed doors: what Wagtail offers and the workflow forbids, and the reason, shown where somebody meets it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page, Revision

from core.i18n import SOURCE_CODE, locale_code
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


@hooks.register("after_copy_page")
def begin_a_history(_request: HttpRequest, _page: Page, copy: Page) -> None:
    """Let a copy outside of English begin with itself: the revisions that it copied name who handed texts in, not who wrote them.

    So all of it counts as written by whoever copied, and somebody else approves it.
    """
    if locale_code(copy.locale_id) == SOURCE_CODE:
        return
    tree = Page.objects.filter(path__startswith=copy.path)
    ids = [str(pk) for pk in tree.values_list("pk", flat=True)]
    newest = tree.exclude(latest_revision=None).values("latest_revision")
    Revision.page_revisions.filter(object_id__in=ids).exclude(pk__in=newest).delete()


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
