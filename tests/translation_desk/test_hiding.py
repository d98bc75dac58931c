"""What an urgent change made wrong is taken away from readers in every language until it is translated."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from search import indexing
from search.models import SearchDocument
from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk import audit, grading, jobs, regrading, reviewing, submitting
from translation_desk.errors import HidingError
from translation_desk.models import Grade, HiddenText, Hide
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db

WRONG = "FR Water returns"
REST = "FR Soaking"


@pytest.fixture
def page(six: factories.Pages, people: Any) -> Page:
    """An English page that is live in French and Russian, one of whose paragraphs has changed."""
    made = desk.english(six)
    desk.make_live(made, people)
    desk.make_live(made, SimpleNamespace(translator=people.other_reviewer, reviewer=people.admin), "ru")
    desk.publish(made, body=changed(made))
    return made


def changed(page: Page) -> list[dict[str, Any]]:
    body = [dict(block) for block in page.body.raw_data]
    body[1]["value"] = body[1]["value"].replace("returns to", "never returns to").replace("first", "last")
    return body


def grade(page: Page, people: Any, hide: str, weight: int = Grade.URGENT) -> None:
    version = desk.job(page).latest_version
    regrading.regrade(people.approver, version, grade=weight, note="", hide=hide)


def read(page: Page, code: str = "fr") -> str:
    return moderation.visitors_html(Page.objects.get(pk=desk.job(page, code).target_page_id))


def translated(page: Page, people: Any, prefix: str = "Neuf") -> None:
    """Hand in and approve what is in translation."""
    desk.translate(desk.job(page), people.translator, prefix)
    submitting.submit(people.translator, desk.job(page))
    reviewing.approve(people.reviewer, desk.job(page))


def test_a_passage_vanishes_in_all_languages_and_the_rest_stays(page: Page, people: Any) -> None:
    assert WRONG in read(page)
    grade(page, people, Hide.PASSAGES)
    for code in ("fr", "ru"):
        html = read(page, code)
        assert WRONG not in html and REST in html and "currency--urgent" in html
    assert desk.job(page).status == Status.OUTDATED


def test_a_hidden_passage_leaves_the_search_at_once(page: Page, people: Any) -> None:
    indexing.index([page.translation_key])
    documents = SearchDocument.objects.filter(translation_key=page.translation_key, language__in=("fr", "ru"))
    assert documents.filter(body__contains=WRONG).exists()
    grade(page, people, Hide.PASSAGES)
    assert not documents.exists()
    indexing.index([page.translation_key])
    assert documents.filter(body__contains=REST).exists() and not documents.filter(body__contains=WRONG).exists()


def test_it_returns_with_the_approved_translation(page: Page, people: Any) -> None:
    grade(page, people, Hide.PASSAGES)
    jobs.start(people.translator, desk.job(page))
    translated(page, people)
    assert "Neuf Water never returns" in read(page)
    assert WRONG not in read(page, "ru")
    assert not HiddenText.objects.filter(job=desk.job(page)).exists()


def test_an_approval_of_older_words_does_not_bring_it_back(six: factories.Pages, people: Any) -> None:
    page = desk.english(six)
    desk.make_live(page, people)
    job = jobs.open_correction(people.translator, desk.job(page))
    desk.translate(job, people.translator, "Vieux")
    submitting.submit(people.translator, desk.job(page))
    desk.publish(page, body=changed(page))
    grade(page, people, Hide.PASSAGES)
    assert WRONG not in read(page)
    reviewing.approve(people.reviewer, desk.job(page))
    html = read(page)
    assert "Vieux Water returns" not in html and "Vieux Soaking" in html


def test_it_can_be_undone(page: Page, people: Any) -> None:
    before = read(page).split("<main")[1]
    grade(page, people, Hide.PASSAGES)
    grade(page, people, Hide.NOTHING, Grade.UPDATE)
    assert WRONG in read(page)
    assert read(page).split('<article class="page')[1] == before.split('<article class="page')[1]
    assert not HiddenText.objects.exists()
    job = desk.job(page)
    steps = [event.step for event in audit.events(audit.event_keys(job))]
    assert "Hidden from readers until translated" in steps and "Shown to readers again" in steps


def test_data_follows_english_while_a_passage_is_hidden(page: Page, people: Any) -> None:
    grade(page, people, Hide.PASSAGES)
    body = changed(page)
    page.refresh_from_db()
    body = [dict(block) for block in page.body.raw_data]
    body[2]["value"]["figures"][0]["value"]["value"] = "260"
    desk.publish(page, body=body)
    html = read(page)
    assert "260" in html and WRONG not in html
    grade_of_first(page, people)
    assert WRONG in read(page) and "260" in read(page)


def grade_of_first(page: Page, people: Any) -> None:
    """Let the urgent change hide nothing any more."""
    version = regrading.changes(page.translation_key)[-1]
    regrading.regrade(people.approver, version, grade=Grade.URGENT, note="", hide=Hide.NOTHING)


def test_a_page_vanishes_and_is_shown_again(page: Page, people: Any) -> None:
    grade(page, people, Hide.PAGE)
    assert (read(page), read(page, "ru")) == ("410", "410")
    assert moderation.visitors_html(page) != "410"
    grade(page, people, Hide.NOTHING)
    job = desk.job(page)
    assert WRONG in read(page) and "currency--urgent" in read(page)
    assert (job.status, job.live_version.number) == (Status.OUTDATED, 1)


def test_a_page_returns_with_its_translation(page: Page, people: Any) -> None:
    grade(page, people, Hide.PAGE)
    jobs.start(people.translator, desk.job(page))
    translated(page, people)
    assert "Neuf Water never returns" in read(page)
    assert read(page, "ru") == "410"


def test_title_and_summary_are_not_hidden_by_themselves(page: Page, people: Any) -> None:
    desk.publish(page, summary="What water does to hides.")
    with pytest.raises(HidingError):
        grade(page, people, Hide.PASSAGES)
    with pytest.raises(HidingError):
        grade(page, people, Hide.PAGE, Grade.UPDATE)
    Page.objects.filter(pk=page.pk).update(depth=2)
    with pytest.raises(HidingError):
        grade(page, people, Hide.PAGE)


def test_the_approver_chooses_at_approval(six: factories.Pages, people: Any, client: Client) -> None:
    page = desk.english(six)
    desk.make_live(page, people)
    draft = page.get_latest_revision_as_object()
    draft.body = changed(page)
    draft.save_revision(user=people.editor)
    page = Page.objects.get(pk=page.pk).specific
    page.get_workflow().start(page, people.editor)
    shown = page.current_workflow_task_state.revision_id
    client.force_login(people.approver)
    address = reverse("translation_desk:approve_change", args=[page.pk])
    said = {"grade": Grade.UPDATE, "hide": Hide.PASSAGES, "shown": shown}
    assert client.post(address, said).status_code == 422
    assert client.post(address, {**said, "grade": Grade.URGENT}).status_code == 302
    assert WRONG not in read(page)
    assert grading.of_publication(Page.objects.get(pk=page.pk)).changes == []
