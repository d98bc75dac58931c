"""Notes for translators: who leaves them, where every language reads them, that they and their files stay inside."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Page

from core.models import CustomDocument
from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.empty_page import queries
from tests.translation_desk.moderation import signed_in
from translation_desk import notes, roles
from translation_desk.errors import BadTextError, NotAllowedError
from translation_desk.models import SourceNote

pytestmark = pytest.mark.django_db

DANGEROUS = "<script>alert(1)</script>"


@pytest.fixture
def page(six: factories.Pages, people: SimpleNamespace) -> Page:
    return desk.english(six)


@pytest.fixture
def private_file(people: SimpleNamespace, settings: Any, tmp_path: Any) -> CustomDocument:
    settings.MEDIA_ROOT = tmp_path
    private = Collection.get_first_root_node().add_child(name="Private")
    restriction = CollectionViewRestriction.objects.create(collection=private, restriction_type="groups")
    restriction.groups.add(roles.group_of("editor", "en"))
    return CustomDocument.objects.create(
        title="Style sheet", file=ContentFile(b"Use metric units.", "style.txt"), collection=private
    )


def leave(page: Page, user: Any, **fields: Any) -> SourceNote:
    return notes.save(user, SourceNote(page=page, **fields))


def post(user: Any, page: Page, **fields: Any) -> Any:
    return signed_in(user).post(reverse("translation_desk:notes", args=[page.pk]), {"block": "", "text": "", **fields})


def editor_html(user: Any, page: Page, code: str = "fr") -> str:
    return signed_in(user).get(reverse("translation_desk:job", args=[desk.job(page, code).pk])).content.decode()


def test_an_author_leaves_a_note_about_a_block_chosen_from_a_list(page: Page, people: SimpleNamespace) -> None:
    form = signed_in(people.editor).get(reverse("translation_desk:notes", args=[page.pk])).context["form"]
    assert ("body.b1", "Heading: Soaking") in form.fields["block"].choices
    assert post(people.editor, page, block="body.b1", text="The soaking of hides.").status_code == 302
    assert SourceNote.objects.get().block == "body.b1"


def test_translators_of_every_language_read_it_at_the_block(page: Page, people: SimpleNamespace) -> None:
    leave(page, people.editor, block="body.b1", text=f"The soaking of hides. {DANGEROUS}")
    for user, code in ((people.translator, "fr"), (people.other_reviewer, "ru")):
        html = editor_html(user, page, code)
        heading = html.index("desk-block__heading")
        assert heading < html.index("The soaking of hides.") < html.index("data-segment=", heading)
        assert DANGEROUS not in html


def test_notes_on_the_page_or_on_a_block_that_is_gone_stand_at_the_head(page: Page, people: SimpleNamespace) -> None:
    leave(page, people.editor, text="For beginners.")
    leave(page, people.editor, block="body.gone", text="About the old table.")
    html = editor_html(people.translator, page)
    assert html.index("For beginners.") < html.index("About the old table.") < html.index("data-segment=")


@pytest.mark.parametrize("who", ["translator", "reviewer", "stranger"])
def test_only_people_of_english_leave_notes(page: Page, people: SimpleNamespace, who: str) -> None:
    user = getattr(people, who)
    note = leave(page, people.editor, text="For beginners.")
    with pytest.raises(NotAllowedError):
        leave(page, user, text="For experts.")
    with pytest.raises(NotAllowedError):
        notes.remove(user, note)
    assert post(user, page, text="For experts.").status_code == 302
    assert SourceNote.objects.count() == 1


def test_no_notes_on_a_translation(six: factories.Pages, people: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedError):
        leave(six["fr"], people.admin, text="For beginners.")


def test_an_empty_note_is_refused_and_a_bad_link_costs_no_words(page: Page, people: SimpleNamespace) -> None:
    with pytest.raises(BadTextError):
        leave(page, people.editor, text="  ")
    answer = post(people.editor, page, text="See the standard.", link="javascript:alert(1)")
    assert answer.status_code == 422
    assert "See the standard." in answer.content.decode()
    assert answer.context["form"].errors["link"]


def test_a_note_is_changed_and_removed(page: Page, people: SimpleNamespace) -> None:
    note = leave(page, people.editor, text="For beginners.")
    client = signed_in(people.approver)
    client.post(reverse("translation_desk:note", args=[note.pk]), {"block": "body.b1", "text": "For experts."})
    note.refresh_from_db()
    assert (note.block, note.text, note.author) == ("body.b1", "For experts.", people.approver)
    client.post(reverse("translation_desk:note_remove", args=[note.pk]))
    assert not SourceNote.objects.exists()


def test_a_private_file_is_for_people_with_a_role_only(page: Page, people: SimpleNamespace, private_file: CustomDocument) -> None:
    note = leave(page, people.editor, document=private_file)
    address = reverse("translation_desk:note_file", args=[note.pk])
    assert address in editor_html(people.translator, page)
    answer = signed_in(people.translator).get(address)
    assert b"".join(answer.streaming_content) == b"Use metric units."
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "private" in answer.headers["Cache-Control"]
    for user in (None, people.stranger):
        assert signed_in(user).get(address).status_code == 302
        assert signed_in(user).get(private_file.url).status_code == 302


def test_nobody_opens_a_file_to_all_that_they_may_not_choose(
    page: Page, people: SimpleNamespace, private_file: CustomDocument
) -> None:
    roles.group_of("editor", "en").collection_permissions.all().delete()
    with pytest.raises(BadTextError):
        leave(page, people.editor, document=private_file)


def test_the_page_editor_leads_there_for_those_who_may(page: Page, people: SimpleNamespace) -> None:
    address = reverse("translation_desk:notes", args=[page.pk])
    assert address in signed_in(people.editor).get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


def test_many_notes_cost_one_query(page: Page, people: SimpleNamespace, private_file: CustomDocument) -> None:
    client, address = signed_in(people.translator), reverse("translation_desk:job", args=[desk.job(page).pk])
    leave(page, people.editor, text="For beginners.")
    one = queries(client, address)
    for number in range(5):
        leave(page, people.editor, block="body.b1", text=f"Note {number}", document=private_file)
    assert queries(client, address) == one


def test_no_visitor_reads_a_note(page: Page, people: SimpleNamespace) -> None:
    leave(page, people.editor, text="Not for visitors.")
    assert "Not for visitors." not in Client().get(page.public_url).content.decode()
