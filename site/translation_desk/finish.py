"""What happens when the last step of a workflow is approved. Named in WAGTAIL_FINISH_WORKFLOW_ACTION.

Wagtail imports this module while its own models load, so nothing of Wagtail's or ours is imported at the top.
"""

from typing import Any

from django.utils.translation import gettext as _


def publish_reviewed(workflow_state: Any, user: Any = None) -> None:
    """Publish the revision that was reviewed, never a newer one; at its time, and when nothing else stands in its way.

    Raises FourEyesError, which undoes the approval, unless somebody approved who wrote nothing of what changes. A workflow with
    other tasks than ours is held to the same rule here, and one that ends because its last task was disabled.
    """
    from translation_desk import approval, four_eyes, holding, orders

    task_state = workflow_state.current_task_state
    if task_state is None:
        raise four_eyes.FourEyesError(_("No review is set up for this language. Ask an administrator."))
    revision = task_state.revision
    handed_in = approval.read_submission(revision)
    _require_second_person(workflow_state, revision)
    if handed_in is None:  # a page of the desk stands where its English page stands
        _require_free_address(revision)
    submission = approval.decide(task_state, user)
    live = holding.publish_or_hold(revision, user, submission, at=submission.go_live_at if submission else None)
    if submission is not None and not live:
        approval.waits(submission, revision)
    elif not live:
        orders.follow(revision, user)
        approval.refresh_by_hand(revision.content_object)


def _require_free_address(revision: Any) -> None:
    """Refuse what would go live at an address that a page of another language took while this waited for review."""
    from wagtail.models import Page

    from core.tree import follows_english, taken_in
    from core.versions import path_below_home
    from translation_desk import four_eyes
    from translation_desk.tree.following import PlaceTakenError

    page = Page.objects.filter(pk=revision.object_id, depth__gt=2).first()
    slug = revision.content.get("slug")
    if page is None or (page.live and slug == page.slug) or follows_english(page):
        return
    path = f"{path_below_home(page.get_parent().url_path)}{slug}/"
    if codes := taken_in([path], [page.translation_key]):
        raise four_eyes.FourEyesError(str(PlaceTakenError(codes)))


def _require_second_person(workflow_state: Any, revision: Any) -> None:
    from translation_desk import four_eyes

    approvals = workflow_state.task_states.filter(status="approved", revision=revision).select_related("finished_by")
    reason = ""
    for state in approvals.order_by("finished_at", "pk"):
        if state.finished_by is not None:
            reason = four_eyes.refusal(state.finished_by, revision)
            if not reason:
                return
    raise four_eyes.FourEyesError(reason)
