"""The screens of decisions through HTTP: who may, what is said, what stays typed, what visitors read meanwhile."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry
from wagtail.users.models import UserProfile

from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.reviewing import english, job, made, seen, six, staff, twice, untouched
from translation_desk import jobs, reviewing, submitting
from translation_desk.models import Segment, Submission, TranslationJob
from translation_desk.models.jobs import Status

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

ADDRESSES = {
    "submit": {"note": ""},
    "withdraw": {},
    "send-back": {"message": "No"},
    "approve": {"message": ""},
    "offline": {"reason": "No"},
}


def address(job: TranslationJob, step: str) -> str:
    return f"/admin/translations/{job.pk}/{step}/"


@pytest.mark.parametrize("step", ADDRESSES)
@pytest.mark.parametrize("who", ["anonymous", "stranger", "other_reviewer", "editor"])
def test_an_address_called_by_hand_changes_nothing(
    job: TranslationJob, staff: SimpleNamespace, client: Client, step: str, who: str
) -> None:
    if who != "anonymous":
        client.force_login(getattr(staff, who))
    before, decisions = seen(job), list(Submission.objects.values_list("pk", "decision"))
    for answer in (client.get(address(job, step)), client.post(address(job, step), ADDRESSES[step])):
        assert answer.status_code == 302
        assert answer["Location"].startswith(("/admin/login/", "/admin/"))
        assert "translations" not in answer["Location"].partition("?")[0]
    assert seen(job) == before
    assert desk.job_again(job).status == Status.IN_REVIEW
    assert list(Submission.objects.values_list("pk", "decision")) == decisions


@pytest.mark.parametrize("step", ["send-back", "approve", "offline"])
def test_a_translator_decides_nothing(job: TranslationJob, staff: SimpleNamespace, client: Client, step: str) -> None:
    client.force_login(staff.translator)
    before = seen(job)
    assert client.post(address(job, step), ADDRESSES[step]).status_code == 302
    assert seen(job) == before
    assert desk.job_again(job).status == Status.IN_REVIEW


def test_approving_says_what_one_might_overlook(
    english: Page, job: TranslationJob, staff: SimpleNamespace, client: Client
) -> None:
    desk.publish(english, summary="What water does to hides.")
    reviewing.flag(staff.reviewer, desk.segment(job, "title"))
    client.force_login(staff.reviewer)
    text = client.get(address(job, "approve")).content.decode()
    assert "English changed again: 1 segment." in text
    assert "1 segment is flagged or corrected." in text
    assert client.post(address(job, "approve"), {"message": "Well done"}).status_code == 302
    assert "Zwei Soaking" in seen(job)


def test_a_publication_time_is_in_the_persons_time_zone(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    UserProfile.objects.update_or_create(user=staff.reviewer, defaults={"current_time_zone": "Asia/Tokyo"})
    client.force_login(staff.reviewer)
    assert "Asia/Tokyo (UTC+09:00)" in client.get(address(job, "approve")).content.decode()
    assert client.post(address(job, "approve"), {"at": "2035-05-01 09:30", "message": ""}).status_code == 302
    assert desk.job_again(job).go_live_at.isoformat() == "2035-05-01T00:30:00+00:00"
    assert "Eins Soaking" in seen(job)


def test_a_time_in_the_past_is_said_at_its_field_and_nothing_typed_is_lost(
    job: TranslationJob, staff: SimpleNamespace, client: Client
) -> None:
    client.force_login(staff.reviewer)
    past = f"{timezone.now() - timedelta(days=1):%Y-%m-%d %H:%M}"
    answer = client.post(address(job, "approve"), {"at": past, "message": "Typed with care"})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"at": ["Choose a time in the future, or none to publish now."]}
    assert "Typed with care" in answer.content.decode()
    assert "Eins Soaking" in seen(job)


def test_a_decision_taken_meanwhile_is_said_and_nothing_typed_is_lost(
    job: TranslationJob, staff: SimpleNamespace, client: Client
) -> None:
    client.force_login(staff.reviewer)
    submitting.withdraw(staff.translator, job)
    answer = client.post(address(job, "send-back"), {"message": "Typed with care"})
    assert answer.status_code == 409
    assert "Perhaps somebody decided a moment ago." in answer.content.decode()
    assert "Typed with care" in answer.content.decode()


def test_sending_back_without_words_is_said_at_its_field(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.reviewer)
    answer = client.post(address(job, "send-back"), {"message": " "})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["message"])


def test_who_wrote_it_is_told_why_they_cannot_approve(untouched: Page, staff: SimpleNamespace, client: Client) -> None:
    both = desk.person("both-fr", ("translator", "fr"), ("reviewer", "fr"))
    own = jobs.start(both, desk.job(untouched))
    desk.translate(own, both)
    submitting.submit(both, own)
    client.force_login(both)
    text = client.get(address(own, "approve")).content.decode()
    assert "somebody else has to approve it" in text
    assert "Approve and publish</button>" not in text
    assert client.post(address(own, "approve"), {"message": ""}).status_code == 403
    assert seen(own) == ""


def test_taking_offline_through_the_form(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.reviewer)
    assert client.post(address(job, "offline"), {"reason": ""}).status_code == 422
    assert "Eins Soaking" in seen(job)
    assert client.post(address(job, "offline"), {"reason": "A number is wrong"}).status_code == 302
    assert seen(job) == ""


def test_versions_lead_back_to_an_earlier_one(twice: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    newest, oldest = reviewing.approved_versions(twice)
    client.force_login(staff.reviewer)
    text = client.get(address(twice, "versions")).content.decode()
    back = f"{address(twice, 'versions')}{oldest.pk}/return/"
    assert back in text
    assert f"{address(twice, 'versions')}{newest.pk}/return/" not in text
    page = client.get(back).content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert client.post(back, {"reason": ""}).status_code == 422
    assert "Zwei Tanning" in seen(twice)
    assert client.post(back, {"reason": "The new text is wrong"}).status_code == 302
    assert "Eins Tanning" in seen(twice)


@pytest.mark.parametrize("who", ["translator", "other_reviewer"])
def test_only_reviewers_of_the_language_return_to_a_version(
    twice: TranslationJob, staff: SimpleNamespace, client: Client, who: str
) -> None:
    oldest = reviewing.approved_versions(twice)[1]
    client.force_login(getattr(staff, who))
    client.post(f"{address(twice, 'versions')}{oldest.pk}/return/", {"reason": "Mine was better"})
    assert "Zwei Tanning" in seen(twice)


def test_the_version_of_another_page_is_not_found(
    job: TranslationJob, twice: TranslationJob, staff: SimpleNamespace, client: Client
) -> None:
    strange = reviewing.approved_versions(job)[0]
    client.force_login(staff.reviewer)
    assert client.post(f"{address(twice, 'versions')}{strange.pk}/return/", {"reason": "x"}).status_code == 404


def test_an_expired_session_leads_back_to_the_form_where_the_browser_kept_the_words(
    job: TranslationJob, staff: SimpleNamespace, client: Client
) -> None:
    answer = client.post(address(job, "send-back"), {"message": "Typed with care"})
    assert answer["Location"] == f"/admin/login/?next={address(job, 'send-back')}"
    client.force_login(staff.reviewer)
    first = client.get(address(job, "send-back"))
    assert f'data-desk-keep-key-value="{address(job, "send-back")}#{submitting.pending(job).pk}"' in first.content.decode()


def test_scripts_get_json(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.reviewer)
    wanted = {"accept": "application/json"}
    refused = client.post(address(job, "send-back"), {"message": ""}, headers=wanted)
    assert (refused.status_code, refused.json()["error"]) == (422, "bad_text")
    done = client.post(address(job, "send-back"), {"message": "Units"}, headers=wanted)
    assert done.json()["redirect"] == f"/admin/translations/{job.pk}/"


@pytest.mark.parametrize("size", [4, 204])
def test_queries_of_approving(
    six: factories.Pages, staff: SimpleNamespace, size: int, django_assert_max_num_queries: Any, empty_admin_queries: Any
) -> None:
    body = [{"type": "paragraph", "id": f"p{number}", "value": f"<p>Text {number}.</p>"} for number in range(size)]
    long = jobs.start(staff.translator, desk.job(desk.english(six, f"long-{size}", body=body)))
    desk.translate(long, staff.translator)
    submitting.submit(staff.translator, long)
    client = Client()
    client.force_login(staff.reviewer)
    empty = empty_admin_queries(client)
    # The memory is asked what it knows of new texts, twenty or more at once, before the report counts their words.
    with django_assert_max_num_queries(empty + 148 + size // 20):
        assert client.post(address(long, "approve"), {"message": ""}).status_code == 302
    assert Segment.objects.filter(job=long, approved_text="").count() == 0


def test_review_and_translation_are_given_to_others(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    second = desk.person("second-fr", ("reviewer", "fr"))
    client.force_login(staff.translator)
    assert client.get(address(job, "people")).status_code == 302
    client.force_login(second)
    text = client.get(address(job, "people")).content.decode()
    assert "reviewer-ru" not in text
    given = {"translator": staff.translator.pk, "reviewer": second.pk}
    assert client.post(address(job, "people"), given).status_code == 302
    assert desk.job_again(job).reviewer == second
    entry = PageLogEntry.objects.get(action="translation_desk.assign", data__role="reviewer")
    assert str(entry.message) == "Review given to second-fr Tester"
    refused = client.post(address(job, "people"), {"translator": second.pk, "reviewer": second.pk})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reviewer"])
    assert desk.job_again(job).translator == staff.translator


def test_nobody_outside_the_language_can_be_named(job: TranslationJob, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.reviewer)
    for person in (staff.other_reviewer, staff.stranger):
        answer = client.post(address(job, "people"), {"translator": staff.translator.pk, "reviewer": person.pk})
        assert answer.status_code == 422
    assert desk.job_again(job).reviewer is None
