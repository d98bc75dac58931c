"""What editors and approvers do to the English pages and to the tree that all languages share."""

import json
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, Revision

from home.models import StandardPage
from tests.month.cast import SOURCE
from tests.month.scene import Scene, body_of
from translation_desk import grading, orders, regrading
from translation_desk.models import ArchivedPage, Grade, Hide, SourceVersion
from translation_desk.tree import operations
from translation_desk.tree.withdrawing import Scope


def _people(scene: Scene) -> tuple[Any, Any]:
    return scene.cast.somebody(scene.dice, "editor", SOURCE), scene.cast.somebody(scene.dice, "approver", SOURCE)


def _approve(scene: Scene, page: Page, draft: Page, *, grade: int = Grade.UPDATE, hide: str = "") -> bool:
    """Save a draft, have it handed in and approved as an approver would; tell whether it was."""
    editor, approver = _people(scene)
    revision = draft.save_revision(user=editor)
    page.refresh_from_db()
    page.get_workflow().start(page, editor)
    scene.work(30)
    try:
        if grading.is_asked(page):
            shown = str(revision.pk)
            grading.propose(editor, page, grade=min(grade, Grade.UPDATE), note="Better words", shown=shown)
            # Whoever has no right to approve is refused.
            somebody = approver if scene.chance(0.9) else scene.cast.anybody(scene.dice)
            grading.approve(somebody, page, grade=grade, note="Better words", message="", shown=shown, hide=hide)
            approver = somebody
        else:
            state = page.current_workflow_task_state
            state.task.specific.on_action(state, approver, "approve", comment="")
    finally:
        state = Page.objects.get(pk=page.pk).current_workflow_state
        if state is not None:
            state.cancel(user=editor)
    scene.content_approved(revision.content, approver)
    return True


def change(scene: Scene) -> bool:
    """Change words, blocks or figures of a live page."""
    page = scene.english_page()
    if page is None:
        return False
    editor, _approver = _people(scene)
    draft = page.get_latest_revision_as_object()

    def signed(text: str) -> str:
        return scene.ledger.signed(text, editor)

    body = json.loads(json.dumps(draft.body.get_prep_value()))
    kind = scene.dice.choice(["title", "summary", "text", "text", "block", "remove", "figure", "order"])
    if kind in {"title", "summary"}:
        setattr(draft, kind, signed(getattr(draft, kind)))
    elif kind == "text":
        first, _mark, rest = body[1]["value"].partition("</p>")
        body[1]["value"] = f"{signed(first)}</p>{rest}"
    elif kind == "block":
        number = len(scene.ledger.writers)
        body.append({"type": "heading", "id": f"n{number}", "value": {"text": signed("Liming"), "level": "2"}})
    elif kind == "remove" and len(body) > 3:
        del body[-1]
    elif kind == "figure":
        figures = next(block for block in body if block["type"] == "key_figures")
        figures["value"]["figures"][0]["value"]["value"] = str(scene.dice.randrange(100, 999))
    else:
        body[0], body[-1] = body[-1], body[0]
    draft.body = StandardPage._meta.get_field("body").to_python(json.dumps(body))
    grade, hide = Grade.UPDATE, ""
    if scene.chance(0.15):
        grade = Grade.URGENT
        hide = scene.dice.choice(["", Hide.PAGE, Hide.PASSAGES])
    elif scene.chance(0.1):
        grade = Grade.TYPO
    return _approve(scene, page, draft, grade=grade, hide=hide)


def mend(scene: Scene) -> bool:
    """Mend a typo in a paragraph of a live page."""
    page = scene.english_page()
    if page is None:
        return False
    draft = page.get_latest_revision_as_object()
    body = json.loads(json.dumps(draft.body.get_prep_value()))
    text = next(block for block in body if block["type"] == "paragraph")
    wrong, right = ("fibres", "fibers") if "fibres" in text["value"] else ("fibers", "fibres")
    text["value"] = text["value"].replace(wrong, right)
    draft.body = StandardPage._meta.get_field("body").to_python(json.dumps(body))
    return _approve(scene, page, draft, grade=Grade.TYPO)


def add(scene: Scene) -> bool:
    """Write a new page, sometimes with a date on which it goes live."""
    editor, _approver = _people(scene)
    parent = scene.english_page(section=True)
    if parent is None:
        return False
    scene.pages_made += 1

    def signed(text: str) -> str:
        return scene.ledger.signed(text, editor)

    made = StandardPage(
        title=signed("Tanning"),
        summary=signed("Of bark"),
        slug=f"page-{scene.pages_made}",
        live=False,
        owner=editor,
        body=json.dumps(body_of(signed)),
    )
    page = Page.objects.get(pk=parent.pk).add_child(instance=made)
    if scene.chance(0.3):
        page.go_live_at = timezone.now() + timedelta(days=scene.dice.randrange(1, 4))
    return _approve(scene, page, page)


def rename(scene: Scene) -> bool:
    """Give a page another address."""
    page = scene.english_page()
    if page is None:
        return False
    scene.pages_made += 1
    draft = page.get_latest_revision_as_object()
    draft.slug = f"renamed-{scene.pages_made}"
    return _approve(scene, page, draft)


def move(scene: Scene) -> bool:
    """Move a page below another section."""
    page, section = scene.english_page(section=False), scene.english_page(section=True)
    if page is None or section is None or section.is_descendant_of(page) or page.get_parent().pk == section.pk:
        return False
    _editor, approver = _people(scene)
    MovePageAction(Page.objects.get(pk=page.pk), Page.objects.get(pk=section.pk), pos="last-child", user=approver).execute()
    return True


def take_offline(scene: Scene) -> bool:
    """Take a page offline, in all languages or in English alone."""
    page = scene.english_page(section=False)
    if page is None:
        return False
    scope = Scope.ENGLISH if scene.chance(0.3) else Scope.ALL
    operations.take_offline(scene.cast.somebody(scene.dice, "approver", SOURCE), page, scope, below=scene.chance(0.5))
    return True


def bring_back(scene: Scene) -> bool:
    """Publish a page that is offline again."""
    page = scene.english_page(live=False)
    if page is None:
        return False
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = None
    return _approve(scene, page, draft)


def delete(scene: Scene) -> bool:
    """Put a page away into the archive, sometimes with a page to which its addresses lead."""
    page, target = scene.english_page(section=False), scene.english_page(section=True) if scene.chance(0.5) else None
    if page is None:
        return False
    operations.delete(scene.cast.somebody(scene.dice, "approver", SOURCE), page, target)
    return True


def restore(scene: Scene) -> bool:
    """Bring a page back from the archive."""
    entry, section = scene.pick(ArchivedPage.objects.order_by("pk")), scene.english_page(section=True)
    if entry is None or section is None:
        return False
    approver = scene.cast.somebody(scene.dice, "approver", SOURCE)
    operations.restore(approver, entry, Page.objects.get(pk=section.pk), entry.page.slug)
    return True


def regrade(scene: Scene) -> bool:
    """Give a published change another grade."""
    version = scene.pick(SourceVersion.objects.filter(number__gt=1).order_by("-pk")[:20])
    if version is None:
        return False
    approver = scene.cast.somebody(scene.dice, "approver", SOURCE)
    regrading.regrade(approver, version, grade=scene.dice.choice(list(Grade)), note="Weighed again")
    return True


def order(scene: Scene) -> bool:
    """Order translations of approved English that is not live yet, or call such an order off."""
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False).values_list("object_id", flat=True)
    pages = Page.objects.filter(pk__in=[int(pk) for pk in scheduled], locale__language_code=SOURCE).order_by("pk")
    page = scene.pick(pages)
    if page is None:
        return False
    approver = scene.cast.somebody(scene.dice, "approver", SOURCE)
    if orders.ordered_jobs(page.translation_key) and scene.chance(0.3):
        orders.call_off(approver, page)
    else:
        orders.order(approver, page, [scene.dice.choice(scene.foreign)], note="Before the fair, please.")
    return True


DEEDS = {
    change: 26,
    mend: 4,
    add: 3,
    rename: 2,
    move: 2,
    take_offline: 1,
    bring_back: 2,
    delete: 1,
    restore: 1,
    regrade: 2,
    order: 4,
}
"""How often each happens, beside the others."""
