"""A grade that was given wrongly is put right, and what it did is done or undone."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from tests import factories
from tests.translation_desk import desk
from translation_desk import jobs, regrading, submitting
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import Grade, Notice, SourceVersion
from translation_desk.models.jobs import Priority, Status

pytestmark = pytest.mark.django_db

TYPO = "What watter does."


@pytest.fixture
def page(six: factories.Pages, people: Any) -> Page:
    """An English page that is live in French, whose summary changed since."""
    made = desk.english(six)
    desk.make_live(made, people)
    desk.publish(made, summary=TYPO)
    return made


def newest(page: Page) -> SourceVersion:
    return desk.job(page).latest_version


def regrade(page: Page, user: Any, grade: int, note: str = "") -> None:
    regrading.regrade(user, newest(page), grade=grade, note=note)


def test_an_update_becomes_a_typo_and_the_translation_is_taken_over(page: Page, people: Any) -> None:
    assert desk.job(page).status == Status.OUTDATED
    regrade(page, people.approver, Grade.TYPO)
    job = desk.job(page)
    assert (job.status, job.grade, job.segments_changed) == (Status.LIVE, None, 0)
    assert desk.segment(job, "summary").approved_text == "FR What water does."


def test_a_typo_becomes_an_update_again(page: Page, people: Any) -> None:
    regrade(page, people.approver, Grade.TYPO)
    regrade(page, people.approver, Grade.UPDATE)
    job = desk.job(page)
    row = desk.segment(job, "summary")
    assert (job.status, job.grade) == (Status.OUTDATED, Grade.UPDATE)
    assert (row.text, row.approved_text, row.previous.approved_text) == ("", "", "FR What water does.")


def test_what_was_approved_since_stays_approved(page: Page, people: Any) -> None:
    regrade(page, people.approver, Grade.TYPO)
    row = desk.segment(desk.job(page), "summary")
    row.text = row.approved_text = "FR autre"
    row.save()
    regrade(page, people.approver, Grade.UPDATE)
    assert desk.segment(desk.job(page), "summary").approved_text == "FR autre"
    assert desk.job(page).status == Status.LIVE


def test_drafts_that_wait_for_review_are_left_alone(page: Page, people: Any) -> None:
    regrade(page, people.approver, Grade.TYPO)
    job = jobs.open_correction(people.translator, desk.job(page))
    row = desk.segment(job, "title")
    row.text = "FR autre"
    row.save()
    submitting.submit(people.translator, desk.job(page))
    regrade(page, people.approver, Grade.UPDATE)
    assert desk.segment(desk.job(page), "summary").text == "FR What water does."


def test_a_typo_of_a_typo_follows(page: Page, people: Any) -> None:
    first = newest(page)
    desk.publish(page, summary="What wattter does.")
    regrade(page, people.approver, Grade.TYPO)
    assert desk.job(page).status == Status.OUTDATED
    regrading.regrade(people.approver, first, grade=Grade.TYPO, note="")
    job = desk.job(page)
    assert job.status == Status.LIVE
    assert desk.segment(job, "summary").approved_text == "FR What water does."
    regrading.regrade(people.approver, first, grade=Grade.UPDATE, note="")
    assert desk.job(page).status == Status.OUTDATED


def test_urgency_is_given_and_taken(page: Page, people: Any) -> None:
    regrade(page, people.approver, Grade.URGENT, "Gloves.")
    job = desk.job(page)
    assert (job.priority, job.grade) == (Priority.URGENT, Grade.URGENT)
    assert Notice.objects.filter(event=Notice.Event.URGENT_CHANGE, message="Gloves.").count() == 2
    regrade(page, people.approver, Grade.UPDATE)
    job = desk.job(page)
    assert (job.priority, job.grade) == (Priority.NORMAL, Grade.UPDATE)


def test_more_than_a_typo_stays_more(page: Page, people: Any) -> None:
    desk.publish(page, title="How hides are graded")
    with pytest.raises(BadTextError, match="Title: a whole passage changes"):
        regrade(page, people.approver, Grade.TYPO)
    assert newest(page).grade == Grade.UPDATE


def test_another_order_of_blocks_is_more_than_a_typo(page: Page, people: Any) -> None:
    desk.publish(page, body=[desk.BODY[-1], *desk.BODY[:-1]])
    with pytest.raises(BadTextError, match="Page: more than words changes"):
        regrade(page, people.approver, Grade.TYPO)


def test_managers_only_and_never_the_first_version(page: Page, people: Any) -> None:
    for user in (people.editor, people.reviewer, people.translator):
        with pytest.raises(NotAllowedError):
            regrade(page, user, Grade.URGENT)
    first = SourceVersion.objects.get(translation_key=page.translation_key, number=1)
    with pytest.raises(WrongStateError):
        regrading.regrade(people.approver, first, grade=Grade.URGENT, note="")


def test_the_screens(page: Page, people: Any, client: Client) -> None:
    client.force_login(people.approver)
    listed = reverse("translation_desk:changes", args=[page.pk])
    address = reverse("translation_desk:regrade", args=[page.pk, newest(page).pk])
    queue = client.get(reverse("translation_desk:queue"), {"page": page.pk, "tab": "all"})
    assert listed in queue.content.decode()
    assert address in client.get(listed).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"grade": Grade.URGENT, "note": "Gloves."}).status_code == 302
    assert "Gloves." in client.get(listed).content.decode()
    audit = client.get(reverse("translation_desk:audit", args=[desk.job(page).pk])).content.decode()
    assert "graded anew: Urgent instead of Update" in audit
    client.force_login(people.translator)
    assert address not in client.get(listed).content.decode()
    assert client.post(address, {"grade": Grade.TYPO}).status_code == 302
    assert newest(page).grade == Grade.URGENT


def test_queries_do_not_grow_with_the_texts(six: factories.Pages, people: Any) -> None:
    counts = []
    for number in (2, 20):
        body = [
            {"type": "heading", "id": f"h{place}", "value": {"text": f"Soaking {place}", "level": "2"}} for place in range(number)
        ]
        made = desk.english(six, f"page-{number}", body=body)
        desk.make_live(made, people)
        changed = [{**block, "value": {**block["value"], "text": block["value"]["text"].replace("k", "kk")}} for block in body]
        desk.publish(made, body=changed)
        with CaptureQueriesContext(connection) as queries:
            regrade(made, people.approver, Grade.TYPO)
        assert desk.job(made).status == Status.LIVE
        counts.append(len(queries))
    assert counts[1] <= counts[0]
