"""Our name and mark, the menu, block previews and the list of messages."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.blocks import BodyBlock
from home.models import ContactMessage


def test_administration_carries_our_name_and_mark(editor: Client) -> None:
    text = editor.get(reverse("wagtailadmin_home")).content.decode()
    title = text[text.index("<title>") : text.index("</title>")]
    assert "Leather Panel" in title
    assert "Wagtail" not in title
    assert 'class="branding-mark" src="/static/mark.svg"' in text
    assert "/static/core/admin.css" in text


@pytest.mark.django_db
def test_sign_in_page_carries_our_name(client: Client) -> None:
    text = client.get(reverse("wagtailadmin_login")).content.decode()
    assert "Sign in to Leather Panel" in text
    assert "icon-wagtail" not in text


@pytest.mark.parametrize("name", BodyBlock().child_blocks)
def test_every_block_has_a_preview_that_needs_no_content(editor: Client, name: str) -> None:
    block = BodyBlock().child_blocks[name]
    assert block.is_previewable
    assert block.meta.description
    answer = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    text = answer.content.decode()
    body = text[text.index('<div class="body">') :]
    assert len(body) > 120


def message(**fields: Any) -> ContactMessage:
    values = {"message": "A link is broken", "language": "en", "reply_language": "en", "delete_after": date(2100, 1, 1)}
    return ContactMessage.objects.create(**{**values, **fields})


def test_messages_are_filtered_and_marked_as_answered(editor: Client) -> None:
    waiting, done = message(message="Waiting"), message(message="Done", answered=True)
    listing = ContactMessage.snippet_viewset.get_url_name("list")
    assert "Done" in editor.get(reverse(listing)).content.decode()
    text = editor.get(reverse(listing), {"answered": "false"}).content.decode()
    assert "Waiting" in text
    assert "Done" not in text

    action = reverse("wagtail_bulk_action", args=["home", "contactmessage", "mark_answered"])
    url = f"{action}?id={waiting.pk}&id={done.pk}&next={reverse(listing)}"
    assert "Waiting" in editor.get(url).content.decode()
    assert editor.post(url).status_code == 302
    assert not ContactMessage.objects.waiting().exists()


def test_a_message_is_answered_in_its_form_and_its_words_stay(editor: Client) -> None:
    entry = message()
    url = reverse(ContactMessage.snippet_viewset.get_url_name("edit"), args=[entry.pk])
    assert "A link is broken" in editor.get(url).content.decode()
    assert editor.post(url, {"answered": "on", "note": "Mended.", "message": "Changed"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.answered, entry.note, entry.message) == (True, "Mended.", "A link is broken")


def test_nobody_adds_a_message(editor: Client) -> None:
    url = reverse(ContactMessage.snippet_viewset.get_url_name("add"))
    assert editor.get(url).status_code == 302


@pytest.mark.parametrize("path", ["failwhale/", f"users/?group={'9' * 40}"])
def test_no_address_fails(editor: Client, path: str) -> None:
    assert editor.get(f"/admin/{path}").status_code in {200, 404}
