"""Notes and files that authors of the English leave for translators: kept per page and block, read in every language's editor."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core.i18n import SOURCE_CODE, locale_code
from translation_desk import engine, places
from translation_desk.errors import BadTextError
from translation_desk.models import SourceNote
from translation_desk.permissions import require, writes_english

LONGEST = 5000


def may_write(user: Any, page: Page) -> bool:
    """Tell whether somebody may leave notes: the people of English, on pages that they may edit."""
    english = page.depth > 1 and locale_code(page.locale_id) == SOURCE_CODE
    return english and writes_english(user) and page.permissions_for_user(user).can_edit()


def of_page(page_id: int | None) -> list[SourceNote]:
    """Return the notes of an English page, in one query."""
    return list(SourceNote.objects.filter(page=page_id).select_related("author", "document")) if page_id else []


def blocks(page: Page) -> list[tuple[str, str]]:
    """Return what notes of an English page may be about: keys and labels, in the order of its newest draft."""
    draft = page.get_latest_revision_as_object()
    frozen = engine.freeze(draft)
    outline = places.Outline(type(draft), frozen.content)
    found = {"": _("The whole page")}
    for entry in frozen.segments:
        group = outline.place(entry["path"]).group
        if group.key not in found:
            label = (
                _("%(block)s: %(heading)s") % {"block": group.label, "heading": group.heading} if group.heading else group.label
            )
            found[group.key] = Truncator(label).chars(100)
    return list(found.items())


def save(user: Any, note: SourceNote) -> SourceNote:
    """Keep a note, new or changed. Raises NotAllowedError for others than authors of the page, BadTextError for an empty one."""
    require(may_write(user, note.page), _("Editors and approvers of the English leave notes on its pages."))
    policy = policy_registry.get_by_type(get_document_model())
    if note.document is not None and not policy.user_has_permission_for_instance(user, "choose", note.document):
        raise BadTextError(_("You may not choose this file."))
    note.text = note.text.strip()
    if not (note.text or note.document or note.link):
        raise BadTextError(_("Write a note, choose a file or give a link."))
    if len(note.text) > LONGEST:
        raise BadTextError(_("This may have at most %(limit)s characters.") % {"limit": LONGEST})
    note.author, note.changed_at = user, timezone.now()
    note.save()
    return note


def remove(user: Any, note: SourceNote) -> None:
    """Take a note away. Raises NotAllowedError."""
    require(may_write(user, note.page), _("Editors and approvers of the English leave notes on its pages."))
    note.delete()


def drawn(page_id: int | None, known: Iterable[str]) -> Mapping[str, SafeString]:
    """Return the notes of a page as HTML by the key of their block; under "" those of the page and of blocks not `known`."""
    present = set(known)
    by_block: dict[str, list[SourceNote]] = {}
    for note in of_page(page_id):
        by_block.setdefault(note.block if note.block in present else "", []).append(note)
    return {
        block: render_to_string("translation_desk/notes/notes.html", {"notes": found, "whole_page": not block})
        for block, found in by_block.items()
    }
