"""Pages that exist in one language only: written, approved, and brought together with English later."""

import json
from typing import Any

from wagtail.models import Page

from home.models import StandardPage
from tests.month.cast import SOURCE
from tests.month.scene import Scene, approve_in_the_editor, body_of
from translation_desk import english_later, one_language


def write(scene: Scene) -> bool:
    """Make a page in one language below its home page, or change one, and have a second person approve it."""
    code = scene.dice.choice(scene.foreign)
    writer, reviewer = (scene.cast.somebody(scene.dice, part, code) for part in ("translator", "reviewer"))
    page = _one(scene, code) if scene.chance(0.4) else None
    if page is None:
        page = _new(scene, code, writer)
    draft = page.get_latest_revision_as_object()
    draft.title = scene.ledger.signed(draft.title, writer)
    return approve_in_the_editor(scene, page, draft, writer, reviewer)


def _one(scene: Scene, code: str) -> Any:
    page = scene.pick(one_language.every().filter(locale__language_code=code).order_by("pk"))
    return page.specific if page is not None and page.current_workflow_state is None else None


def _new(scene: Scene, code: str, writer: Any) -> Any:
    scene.pages_made += 1

    def signed(text: str) -> str:
        return scene.ledger.signed(text, writer)

    made = StandardPage(
        title=signed("Training"),
        summary=signed("Of a course"),
        slug=f"alone-{scene.pages_made}",
        live=False,
        owner=writer,
        body=json.dumps(body_of(signed)),
    )
    return Page.objects.get(pk=scene.homes[code].pk).add_child(instance=made)


def add_english(scene: Scene) -> bool:
    """Add an English version, write it anew and have it approved."""
    page = _one(scene, scene.dice.choice(scene.foreign))
    if page is None:
        return False
    editor, approver = (scene.cast.somebody(scene.dice, part, SOURCE) for part in ("editor", "approver"))
    english = english_later.add(editor, page).specific
    english.title, english.summary = (scene.ledger.signed(text, editor) for text in ("Training", "Of a course"))
    english.body = json.dumps(body_of(lambda text: scene.ledger.signed(text, editor)))
    return approve_in_the_editor(scene, english, english, editor, approver)


def link(scene: Scene) -> bool:
    """Link a page with an English page that has no version in its language, or take such a link back."""
    code = scene.dice.choice(scene.foreign)
    page, english = _one(scene, code), scene.english_page(section=False)
    reviewer = scene.cast.somebody(scene.dice, "reviewer", code)
    linked = [found for found in Page.objects.filter(locale__language_code=code, depth__gt=2) if english_later.undoable(found)]
    if linked and scene.chance(0.5):
        english_later.unlink(reviewer, scene.pick(linked))
        return True
    if page is None or english is None:
        return False
    english_later.link(reviewer, page, english)
    return True


DEEDS = {write: 6, add_english: 2, link: 2}
"""How often each happens, beside the others."""
