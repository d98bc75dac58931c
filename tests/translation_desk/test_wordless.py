"""What needs no words reaches live translations at once; nothing else does."""

import copy
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from core import renditions
from tests import factories
from tests.translation_desk import desk
from translation_desk import jobs, refreshing, signals
from translation_desk.models import Segment
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def live(six: factories.Pages) -> Any:
    """An English page with a live French translation, and the people."""
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    return page, people


def body_of(page: Page) -> list[dict[str, Any]]:
    return copy.deepcopy([dict(block) for block in page.body.raw_data])


def html(client: Client, page: Page, code: str = "fr") -> str:
    return client.get(f"/{code}/{page.slug}/").content.decode()


def test_a_number_goes_live_in_the_translation(live: Any, client: Client) -> None:
    page, _people = live
    body = body_of(page)
    body[2]["value"]["figures"][0]["value"]["value"] = "300"
    desk.publish(page, body=body)
    text = html(client, page)
    assert "300" in text and "250" not in text
    assert "FR built" in text


def test_order_and_removal_of_blocks_go_live(live: Any, client: Client) -> None:
    page, _people = live
    body = body_of(page)
    desk.publish(page, body=[body[2], body[0]])
    text = html(client, page)
    assert text.index("FR built") < text.index("<h2")
    assert "FR Water returns" not in text


def test_changed_words_stay_as_they_were(live: Any, client: Client) -> None:
    page, _people = live
    body = body_of(page)
    body[0]["value"]["text"] = "Soaking and washing"
    body[2]["value"]["figures"][0]["value"]["value"] = "300"
    desk.publish(page, title="Soaking hides", body=body)
    text = html(client, page)
    assert "FR Soaking" in text and "washing" not in text and "300" in text


def test_a_new_block_waits_for_its_translation(live: Any, client: Client) -> None:
    page, _people = live
    new = {"type": "quote", "id": "q1", "value": {"text": "Prevention first.", "attribution": "Notes"}}
    desk.publish(page, body=[new, *body_of(page)])
    text = html(client, page)
    assert "Prevention first" not in text and "FR Soaking" in text


def test_a_new_item_of_a_list_waits_and_the_others_follow(live: Any, client: Client) -> None:
    page, _people = live
    body = body_of(page)
    figures = body[2]["value"]["figures"]
    figures.append({"type": "item", "id": "f2", "value": {**figures[0]["value"], "label": "closed", "value": "7"}})
    figures[0]["value"]["value"] = "301"
    desk.publish(page, body=body)
    text = html(client, page)
    assert "301" in text and "closed" not in text


def test_a_number_never_stands_beside_words_of_another(live: Any, client: Client) -> None:
    page, _people = live
    body = body_of(page)
    figure = body[2]["value"]["figures"][0]["value"]
    figure["value"], figure["label"] = "7", "closed"
    desk.publish(page, body=body)
    text = html(client, page)
    assert "250" in text and "FR built" in text
    assert "closed" not in text


def test_a_row_whose_words_changed_keeps_its_numbers(six: factories.Pages, client: Client) -> None:
    people = desk.people()
    index = factories.project_index(six)
    page = factories.project(index, "cleaner-tanning")["en"]
    outcome = factories.child(page, "outcomes", value=250, unit="plants", label="built", source="Panel", year=2019)
    with signals.paused():
        page.specific.save_revision(clean=False).publish()
    refreshing.refresh_page(page.pk)
    desk.make_live(page, people)
    page = Page.objects.get(pk=page.pk).specific
    row = page.outcomes.get(pk=outcome.pk)
    row.value, row.label = 7, "closed"
    page.outcomes.add(row)
    desk.publish(page)
    shown = Page.objects.get(translation_key=page.translation_key, locale__language_code="fr").specific.outcomes.get()
    assert (shown.value, shown.label) == (250, "FR built")


def test_a_changed_paragraph_keeps_the_approved_one_as_a_whole(live: Any, client: Client) -> None:
    page, _people = live
    body = body_of(page)
    body[1]["value"] = "<p>Water returns to the <b>fibres</b>.</p><p>A new sentence.</p>"
    desk.publish(page, body=body)
    text = html(client, page)
    assert "FR Read the" in text and "new sentence" not in text


def test_a_page_with_an_image_is_not_published_for_nothing(six: factories.Pages, client: Client) -> None:
    people = desk.people()
    image = factories.image()
    renditions.make(image)
    body = [
        {
            "type": "image",
            "id": "i1",
            "value": {"image": {"image": image.pk, "alt_text": "A pit", "decorative": False}, "caption": "Pit"},
        },
        *desk.BODY,
    ]
    page = desk.english(six, body=body)
    job = desk.make_live(page, people)
    before = Page.objects.get(pk=job.target_page_id).live_revision_id
    new = {"type": "quote", "id": "q1", "value": {"text": "Prevention first.", "attribution": "Notes"}}
    desk.publish(page, body=[*body_of(page), new])
    assert Page.objects.get(pk=job.target_page_id).live_revision_id == before
    assert 'alt="FR A pit"' in html(client, page)


def test_drafts_never_travel_along(live: Any, client: Client) -> None:
    page, people = live
    job = jobs.open_correction(people.translator, desk.job(page))
    desk.translate(job, people.translator, "SECRET")
    body = body_of(page)
    body[2]["value"]["figures"][0]["value"]["value"] = "302"
    desk.publish(page, body=body)
    text = html(client, page)
    assert "302" in text and "SECRET" not in text
    assert Segment.objects.filter(job=job, text__startswith="SECRET").count() == 8


def test_it_is_logged_under_the_english_approver(live: Any) -> None:
    page, people = live
    body = body_of(page)
    body[2]["value"]["figures"][0]["value"]["value"] = "303"
    page.body = body
    with signals.paused():
        page.save_revision(user=people.editor, clean=False).publish(user=people.approver, skip_permission_checks=True)
    refreshing.refresh_page(page.pk)
    entry = PageLogEntry.objects.get(page=desk.job(page).target_page_id, action="translation_desk.follow_english")
    assert entry.user == people.approver


def test_a_revision_that_waits_stays_the_newest_and_keeps_its_date(live: Any) -> None:
    page, people = live
    job = jobs.open_correction(people.translator, desk.job(page))
    desk.translate(job, people.translator, "NEW")
    waiting = jobs.preview(desk.job(page)).save_revision(user=people.translator, clean=False)
    when = timezone.now() + timedelta(days=3)
    Revision.objects.filter(pk=waiting.pk).update(approved_go_live_at=when)
    jobs.refresh_counts([desk.job(page)])
    assert desk.job(page).status == Status.APPROVED
    body = body_of(page)
    body[2]["value"]["figures"][0]["value"]["value"] = "304"
    desk.publish(page, body=body)
    target = Page.objects.get(pk=job.target_page_id)
    assert target.latest_revision_id == waiting.pk
    assert target.live_revision_id != waiting.pk
    assert target.has_unpublished_changes
    waiting.refresh_from_db()
    assert waiting.approved_go_live_at == when


def test_a_page_kept_by_hand_is_left_alone(live: Any, client: Client) -> None:
    page, people = live
    jobs.stop(people.reviewer, desk.job(page))
    body = body_of(page)
    body[2]["value"]["figures"][0]["value"]["value"] = "305"
    desk.publish(page, body=body)
    assert "250" in html(client, page)
