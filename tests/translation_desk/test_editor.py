"""The editor over HTTP: what it shows, to whom, at what cost; what its endpoints answer."""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from core.i18n import speaking
from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.empty_page import beyond_empty, queries
from translation_desk import comments, editing, jobs, roles, submitting
from translation_desk.errors import WrongStateError
from translation_desk.models import Segment, TranslationJob
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db

BUDGET = 13
SAVE_BUDGET = 10


@pytest.fixture(scope="module")
def made_people(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), factories.undone():
        roles.set_up_roles(six)
        yield desk.people("ar", "fr")


@pytest.fixture(scope="module")
def made_job(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[TranslationJob]:
    with django_db_blocker.unblock(), factories.undone():
        yield jobs.start(made_people.translator, desk.job(desk.english(six, "steeping"), "ar"))


@pytest.fixture
def job(made_job: TranslationJob, db: None) -> TranslationJob:
    return desk.job(made_job.source_page, "ar")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def body(segments: int) -> list[dict[str, Any]]:
    paragraphs = "".join(f"<p>Text {number} with a <b>word</b>.</p>" for number in range(segments - 2))
    return [{"type": "paragraph", "id": "p1", "value": paragraphs}]


def send(client: Client, segment: Segment, action: str, **data: Any) -> Any:
    url = reverse("translation_desk:segment", args=[segment.job_id, segment.pk, action])
    return client.post(url, json.dumps(data), content_type="application/json")


def shown(user: Any, job: TranslationJob) -> str:
    response = signed_in(user).get(reverse("translation_desk:job", args=[job.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_both_sides_say_language_and_direction(job: TranslationJob, people: SimpleNamespace) -> None:
    title = desk.segment(job, "title")
    html = shown(people.translator, job)
    assert f'id="source-{title.pk}" lang="en" dir="ltr"' in html
    assert 'spellcheck="true" lang="ar" dir="rtl" aria-label="1: Page, Title"' in html


def test_the_page_is_edited_at_its_usual_address(job: TranslationJob, people: SimpleNamespace) -> None:
    job.refresh_from_db()
    response = signed_in(people.admin).get(reverse("wagtailadmin_pages:edit", args=[job.target_page_id]))
    assert "translation_desk/editor/editor.html" in [template.name for template in response.templates]


def test_nothing_is_written_through_the_page_editor(job: TranslationJob, people: SimpleNamespace) -> None:
    job.refresh_from_db()
    before = Revision.objects.count()
    signed_in(people.admin).post(reverse("wagtailadmin_pages:edit", args=[job.target_page_id]), {"title": "x"})
    assert Revision.objects.count() == before


def test_a_page_kept_by_hand_is_edited_as_any_other(job: TranslationJob, people: SimpleNamespace) -> None:
    jobs.stop(people.reviewer, job)
    job.refresh_from_db()
    response = signed_in(people.admin).get(reverse("wagtailadmin_pages:edit", args=[job.target_page_id]))
    assert "wagtailadmin/pages/edit.html" in [template.name for template in response.templates]


@pytest.mark.parametrize("who", ["other_reviewer", "editor"])
def test_people_of_other_languages_see_no_drafts(job: TranslationJob, people: SimpleNamespace, who: str) -> None:
    response = signed_in(getattr(people, who)).get(reverse("translation_desk:job", args=[job.pk]))
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")


def test_a_manager_reads_but_does_not_write(job: TranslationJob, people: SimpleNamespace) -> None:
    html = shown(people.approver, job)
    assert "desk-field__text" not in html
    assert "people of this language translate" in html


@pytest.mark.parametrize("number", [30, 1000])
def test_the_number_of_queries_is_flat(six: factories.Pages, people: SimpleNamespace, number: int) -> None:
    job = jobs.start(people.translator, desk.job(desk.english(six, body=body(number)), "ar"))
    job.segments.update(text="نص", author=people.translator)
    job.segments.filter(path="summary").update(text="")
    comments.add(people.translator, job, "Well?", segment=desk.segment(job, "title"))
    client = signed_in(people.translator)
    address = reverse("translation_desk:job", args=[job.pk])
    assert beyond_empty(client, address) <= BUDGET
    assert client.get(address).content.count(b"data-segment=") == number


def test_reviewing_costs_no_more(six: factories.Pages, people: SimpleNamespace) -> None:
    job = jobs.start(people.translator, desk.job(desk.english(six, body=body(300)), "ar"))
    desk.translate(job, people.translator)
    submitting.submit(people.translator, job)
    client = signed_in(people.reviewer)
    address = reverse("translation_desk:job", args=[job.pk])
    assert beyond_empty(client, address) <= BUDGET
    assert b'data-do="clear"' in client.get(address).content


def test_saving_costs_little(job: TranslationJob, people: SimpleNamespace) -> None:
    client = signed_in(people.translator)
    send(client, desk.segment(job, "title"), "save", text="النقع", version=0)
    with override_settings(ROOT_URLCONF="tests.translation_desk.empty_urls"):
        empty = queries(client, "/admin/empty-page/")
    summary = desk.segment(job, "summary")
    with CaptureQueriesContext(connection) as taken:
        assert send(client, summary, "save", text="الماء", version=0).status_code == 200
    assert len(taken) - empty <= SAVE_BUDGET


def test_saving_answers_with_state_and_progress(job: TranslationJob, people: SimpleNamespace) -> None:
    link = desk.segment(job, "body.b2", 1)
    answer = send(signed_in(people.translator), link, "save", text="اقرأ الدليل", version=0, user=people.translator.pk).json()
    assert (answer["version"], answer["state"], answer["open"]) == (1, "Translated", True)
    assert ">⟦1⟧</bdi> is missing." in answer["findings"]
    assert answer["progress"]["done"] == 1


def test_both_texts_come_back_when_somebody_saved_first(job: TranslationJob, people: SimpleNamespace) -> None:
    title = desk.segment(job, "title")
    editing.save_text(people.reviewer, title, "نقع", version=0)
    response = send(signed_in(people.translator), title, "save", text="النقع", version=0)
    assert response.status_code == 409
    assert response.json() | {"message": ""} == {
        "error": "conflict",
        "message": "",
        "theirs": "نقع",
        "by": people.reviewer.get_full_name(),
        "version": 1,
    }


def test_broken_tags_are_named(job: TranslationJob, people: SimpleNamespace) -> None:
    response = send(signed_in(people.translator), desk.segment(job, "body.b2"), "save", text="⟦1⟧x", version=0)
    assert response.status_code == 422
    assert response.json()["message"] == "⟦1⟧ is not closed: put ⟦/1⟧ where it ends."


def test_the_signed_out_hear_that_the_session_is_over(job: TranslationJob) -> None:
    response = send(Client(), desk.segment(job, "title"), "save", text="x", version=0)
    assert response.status_code == 401
    assert response.json()["error"] == "signed_out"


def test_words_are_not_saved_under_the_name_of_somebody_else(job: TranslationJob, people: SimpleNamespace) -> None:
    response = send(
        signed_in(people.reviewer), desk.segment(job, "title"), "save", text="x", version=0, user=people.translator.pk
    )
    assert response.status_code == 403


@pytest.mark.parametrize("who", ["other_reviewer", "editor", "stranger"])
@pytest.mark.parametrize("action", ["save", "keep", "fill", "accept", "restore", "object", "suggest", "clear", "flag", "comment"])
def test_people_of_other_languages_change_nothing(job: TranslationJob, people: SimpleNamespace, who: str, action: str) -> None:
    title = desk.segment(job, "title")
    editing.save_text(people.translator, title, "النقع", version=0)
    data = {"text": "x", "version": 1, "value": "1", "history": title.history.get().pk}
    response = send(signed_in(getattr(people, who)), title, action, **data)
    assert response.status_code == 403
    title.refresh_from_db()
    assert (title.text, title.version, title.review, title.suggestion) == ("النقع", 1, "", "")
    assert not title.comments.exists()


def test_refusals_speak_the_persons_language(job: TranslationJob, people: SimpleNamespace) -> None:
    profile = UserProfile.get_for_user(people.translator)
    profile.preferred_language = "fr"
    profile.save()
    TranslationJob.objects.filter(pk=job.pk).update(status=Status.IN_REVIEW)
    message = send(signed_in(people.translator), desk.segment(job, "title"), "save", text="x", version=0).json()["message"]
    with speaking("fr"), pytest.raises(WrongStateError) as caught:
        jobs.require_open(desk.job_again(job))
    assert message == str(caught.value)


@pytest.mark.parametrize("data", ["", "[]", "{", '{"text": 5, "version": 0}', '{"text": "x", "version": "0"}'])
def test_nonsense_is_refused(job: TranslationJob, people: SimpleNamespace, data: str) -> None:
    url = reverse("translation_desk:segment", args=[job.pk, desk.segment(job, "title").pk, "save"])
    response = signed_in(people.translator).post(url, data, content_type="application/json")
    assert response.status_code == 422


def test_a_segment_that_is_gone_is_told(job: TranslationJob, people: SimpleNamespace) -> None:
    client = signed_in(people.translator)
    gone = Segment(pk=0, job=job)
    assert send(client, gone, "save", text="x", version=0).status_code == 409
    assert send(client, gone, "keep").status_code == 404
    assert send(client, desk.segment(job, "title"), "fly").status_code == 404


def test_an_action_draws_the_segment_anew(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six)
    desk.make_live(page, people, "ar", "AR")
    desk.publish(page, title="Soaking hides")
    job = jobs.start(people.translator, desk.job(page, "ar"))
    title = desk.segment(job, "title")
    html = shown(people.translator, job)
    assert '<ins><span class="w-sr-only">added: </span> hides</ins>' in html
    assert "AR Soaking" in html
    drawn = send(signed_in(people.translator), title, "keep").json()["segments"][str(title.pk)]
    assert "Kept as still valid" in drawn and ">AR Soaking</textarea>" in drawn


def test_details_hold_comments_history_and_repetitions(job: TranslationJob, people: SimpleNamespace) -> None:
    title = desk.segment(job, "title")
    editing.save_text(people.translator, title, "النقع", version=0)
    comments.add(people.reviewer, job, "Which word?", segment=title)
    html = signed_in(people.translator).get(reverse("translation_desk:details", args=[job.pk, title.pk])).json()["html"]
    assert "Which word?" in html and "Translated" in html and "Heading" in html


def test_a_thread_is_answered_and_resolved(job: TranslationJob, people: SimpleNamespace) -> None:
    thread = comments.add(people.reviewer, job, "Which word?", segment=desk.segment(job, "title"))
    client = signed_in(people.translator)
    for action, data in (("answer", {"text": "This one"}), ("resolve", {})):
        url = reverse("translation_desk:comment", args=[thread.pk, action])
        assert client.post(url, json.dumps(data), content_type="application/json").status_code == 200
    thread.refresh_from_db()
    assert thread.resolved_by == people.translator and thread.answers.get().text == "This one"


def test_review_shows_what_is_new_and_takes_decisions(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six)
    desk.make_live(page, people, "ar", "نقع")
    job = jobs.open_correction(people.translator, desk.job(page, "ar"))
    title = desk.segment(job, "title")
    editing.save_text(people.translator, title, "نقع Soaking hides", version=title.version)
    submitting.submit(people.translator, desk.job(page, "ar"), note="One word only")
    html = shown(people.reviewer, job)
    assert '<ins><span class="w-sr-only">added: </span> hides</ins>' in html
    assert 'data-show="new"' in html and "One word only" in html
    client = signed_in(people.reviewer)
    assert 'data-review="accepted"' in send(client, title, "clear").json()["segments"][str(title.pk)]
    assert 'data-review="flagged"' in send(client, title, "flag", message="Why?").json()["segments"][str(title.pk)]
    drawn = send(client, title, "suggest", text="نقع Soaking skins").json()["segments"][str(title.pk)]
    assert "Correction proposed by" in drawn
    assert send(signed_in(people.translator), title, "accept").status_code == 200
    title.refresh_from_db()
    assert (title.text, title.author, title.accepted_by) == ("نقع Soaking skins", people.reviewer, people.translator)


def test_the_reason_why_somebody_may_not_approve_is_said(six: factories.Pages, people: SimpleNamespace) -> None:
    job = jobs.start(people.reviewer, desk.job(desk.english(six), "ar"))
    desk.translate(job, people.reviewer)
    submitting.submit(people.reviewer, desk.job_again(job))
    html = shown(people.reviewer, job)
    assert "somebody else has to approve it" in html
    assert reverse("translation_desk:approve", args=[job.pk]) not in html


def test_flagged_segments_come_first_when_work_is_sent_back(job: TranslationJob, people: SimpleNamespace) -> None:
    last = Segment.objects.filter(job=job, active=True, kind="text").order_by("-order")[0]
    Segment.objects.filter(pk=last.pk).update(review="flagged")
    TranslationJob.objects.filter(pk=job.pk).update(status=Status.SENT_BACK)
    html = shown(people.translator, job)
    assert html.index(f'data-segment="{last.pk}"') < html.index(f'data-segment="{desk.segment(job, "title").pk}"')


def test_english_that_changed_again_is_brought_in(job: TranslationJob, people: SimpleNamespace) -> None:
    desk.publish(job.source_page.specific, title="Soaking again")
    assert "English changed again: 1 segment." in shown(people.translator, job)
    signed_in(people.translator).post(reverse("translation_desk:merge", args=[job.pk]))
    assert desk.segment(job, "title").source == "Soaking again"


def test_the_preview_speaks_the_pages_language_and_shows_unsaved_text(job: TranslationJob, people: SimpleNamespace) -> None:
    title = desk.segment(job, "title")
    response = signed_in(people.translator).post(
        reverse("translation_desk:preview", args=[job.pk]), {f"text-{title.pk}": "النقع & <b>"}
    )
    html = response.content.decode()
    assert '<html lang="ar" dir="rtl"' in html
    assert "النقع &amp; &lt;b&gt;" in html
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    title.refresh_from_db()
    assert title.text == ""


def test_another_language_may_stand_beside(six: factories.Pages, people: SimpleNamespace) -> None:
    page = desk.english(six)
    french = SimpleNamespace(translator=desk.person("t-fr", ("translator", "fr")), reviewer=people.other_reviewer)
    desk.make_live(page, french, "fr", "FR")
    job = desk.job(page, "ar")
    client = signed_in(people.translator)
    address = reverse("translation_desk:job", args=[job.pk])
    assert b"FR Soaking" not in client.get(address).content
    assert b"FR Soaking" in client.get(address, {"column": "fr"}).content
    assert b"FR Soaking" in client.get(address).content
