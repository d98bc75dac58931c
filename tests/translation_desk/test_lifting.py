"""Lifting four eyes: who may, for what, and how everybody learns of it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Page

from tests import factories
from tests.translation_desk import desk, moderation
from tests.translation_desk.empty_page import queries
from translation_desk import audit, four_eyes, lifting, reviewing, submitting
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import FourEyesLift, Notice, Segment, TranslationJob

pytestmark = pytest.mark.django_db

REASON = "The second reviewer is ill and the notice is urgent."
URL = "/admin/translations/exceptions/"


@pytest.fixture
def world(six: factories.Pages, people: Any) -> SimpleNamespace:
    """A live translation whose newer title the only reviewer wrote, waiting for review."""
    job = desk.make_live(desk.english(six), people)
    Segment.objects.filter(job=job, path="title").update(text="Nouveau", author=people.reviewer)
    moderation.hand_in(job, people.translator)
    return SimpleNamespace(**vars(people), job=desk.job_again(job))


def visitors_read(job: TranslationJob) -> str:
    return moderation.visitors_html(Page.objects.get(pk=job.target_page_id))


def test_the_writer_approves_alone_once_a_manager_lifted_the_rule(
    world: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    with pytest.raises(NotAllowedError):
        reviewing.approve(world.reviewer, world.job)
    with django_capture_on_commit_callbacks(execute=True):
        made = lifting.lift(world.approver, world.job, REASON)
    assert "Nouveau" not in visitors_read(world.job)
    assert {address for sent in mail.outbox for address in sent.to} == {world.translator.email, world.reviewer.email}
    assert all(REASON in sent.body for sent in mail.outbox)
    reviewing.approve(world.reviewer, world.job)
    assert "Nouveau" in visitors_read(world.job)
    made.refresh_from_db()
    assert (made.used_by, made.lifted_by) == (world.reviewer, world.approver)
    told = [(event.step, event.comment) for event in audit.events(audit.event_keys(world.job))]
    assert ("Four eyes lifted: one person may approve this text", REASON) in told


def test_it_holds_for_no_other_role_and_no_other_submission(world: SimpleNamespace) -> None:
    lifting.lift(world.approver, world.job, REASON)
    for user in (world.translator, world.approver, world.other_reviewer):
        with pytest.raises(NotAllowedError):
            reviewing.approve(user, world.job)
    submitting.withdraw(world.translator, world.job)
    submission = submitting.submit(world.translator, desk.job_again(world.job))
    assert four_eyes.refusal(world.reviewer, submission.revision)
    with pytest.raises(NotAllowedError):
        reviewing.approve(world.reviewer, desk.job_again(world.job))
    assert "Nouveau" not in visitors_read(world.job)


def test_wagtails_own_way_of_approving_is_bound_by_it_too(world: SimpleNamespace) -> None:
    page = Page.objects.get(pk=world.job.target_page_id)
    client = moderation.signed_in(world.reviewer)
    client.post(moderation.decision_url(page))
    assert "Nouveau" not in visitors_read(world.job)
    lifting.lift(world.admin, world.job, REASON)
    client.post(moderation.decision_url(page))
    assert "Nouveau" in visitors_read(world.job)


def test_an_approval_by_a_second_person_uses_no_exception(world: SimpleNamespace) -> None:
    made = lifting.lift(world.approver, world.job, REASON)
    reviewing.approve(desk.person("second", ("reviewer", "fr")), world.job)
    made.refresh_from_db()
    assert made.used_at is None


@pytest.mark.parametrize("who", ["reviewer", "translator", "editor", "other_reviewer", "stranger"])
def test_only_managers_lift_it(world: SimpleNamespace, who: str) -> None:
    with pytest.raises(NotAllowedError):
        lifting.lift(getattr(world, who), world.job, REASON)


def test_who_wrote_of_it_does_not_lift_it(world: SimpleNamespace) -> None:
    submitting.withdraw(world.translator, world.job)
    Segment.objects.filter(job=world.job, path="title").update(author=world.admin)
    submitting.submit(world.translator, desk.job_again(world.job))
    with pytest.raises(NotAllowedError, match="another manager"):
        lifting.lift(world.admin, world.job, REASON)


def test_it_needs_a_reason_and_something_that_waits_and_happens_once(world: SimpleNamespace) -> None:
    with pytest.raises(BadTextError):
        lifting.lift(world.approver, world.job, "  urgent             ")
    with pytest.raises(WrongStateError):
        lifting.lift(world.approver, world.job, REASON, shown="0")
    lifting.lift(world.approver, world.job, REASON)
    with pytest.raises(WrongStateError):
        lifting.lift(world.approver, world.job, REASON)
    submitting.withdraw(world.translator, world.job)
    with pytest.raises(WrongStateError):
        lifting.lift(world.approver, world.job, REASON)


def test_managers_find_the_screen_and_lose_nothing_they_typed(world: SimpleNamespace, client: Client) -> None:
    address = f"/admin/translations/{world.job.pk}/lift-four-eyes/"
    for user, found in ((world.reviewer, False), (world.approver, True)):
        client.force_login(user)
        assert (address in client.get(f"/admin/translations/{world.job.pk}/").content.decode()) is found
    answer = client.post(address, {"reason": "Too short"})
    assert answer.status_code == 422
    assert "Too short" in answer.content.decode() and "at least 20 characters" in answer.content.decode()
    assert client.post(address, {"reason": REASON}).status_code == 302
    client.force_login(world.reviewer)
    assert "you may approve it alone" in client.get(f"/admin/translations/{world.job.pk}/approve/").content.decode()
    assert client.get(address).status_code == 302 and FourEyesLift.objects.count() == 1


def test_the_report_lists_them_for_everybody_at_the_desk(world: SimpleNamespace, client: Client) -> None:
    lifting.lift(world.approver, world.job, REASON)
    client.force_login(world.translator)
    text = client.get(URL).content.decode()
    assert REASON in text and "Not used yet" in text
    assert f'"{URL}"' in client.get("/admin/").content.decode()
    before = queries(client, URL)
    reviewing.approve(world.reviewer, world.job)
    assert "reviewer-fr Tester approved words of their own" in client.get(URL).content.decode()
    export = client.get(f"{URL}?export=csv").getvalue().decode()
    assert REASON in export and "French" in export
    old = FourEyesLift.objects.get().submission
    for _number in range(5):
        old.pk, old.revision = None, None
        old.save()
        FourEyesLift.objects.create(submission=old, reason=REASON, lifted_by=world.admin)
    assert queries(client, URL) == before
    client.force_login(world.stranger)
    assert client.get(URL).status_code == 302
    assert Notice.objects.filter(event=Notice.Event.LIFTED).exists()
