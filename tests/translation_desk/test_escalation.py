"""Work that waits too long for a decision: told to the managers once, marked in the queue, after days that managers set."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.languages_setup import home_pages
from tests import factories
from tests.translation_desk import queue_data
from tests.translation_desk.empty_page import queries
from translation_desk import escalation
from translation_desk.models import Notice, TranslationJob, WaitingLimits
from translation_desk.models.jobs import Status
from translation_desk.wording import sentence

pytestmark = pytest.mark.django_db

QUEUE = "/admin/translations/?tab=all"


@pytest.fixture
def world(people: Any) -> SimpleNamespace:
    """A French translation in review since five days, a Russian one sent back for nine."""
    page = factories.standard(home_pages(), codes=("en",))["en"]
    now = timezone.now()
    return SimpleNamespace(
        **vars(people),
        page=page,
        review=queue_data.job(page, "fr", status=Status.IN_REVIEW, waiting_since=now - timedelta(days=5, minutes=1)),
        sent_back=queue_data.job(page, "ru", status=Status.SENT_BACK, waiting_since=now - timedelta(days=9)),
        fresh=queue_data.job(page, "ar", status=Status.IN_REVIEW),
        idle=queue_data.job(page, "es", status=Status.NOT_STARTED, waiting_since=now - timedelta(days=90)),
    )


def test_managers_are_mailed_once_for_each_wait(world: SimpleNamespace, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        call_command("keep_deadlines", verbosity=0)
        call_command("keep_deadlines", verbosity=0)
    (sent,) = mail.outbox
    assert sent.to == [world.approver.email]
    assert "for more than 5 days" in sent.body
    TranslationJob.objects.filter(pk=world.sent_back.pk).update(waiting_since=timezone.now() - timedelta(days=10))
    (notice,) = escalation.escalate()
    assert (notice.job_id, notice.user) == (world.sent_back.pk, world.approver)
    assert "sent back more than 10 days ago" in sentence(notice)
    # Decided, and handed in again: a new wait.
    Notice.objects.update(created_at=timezone.now() - timedelta(days=30))
    assert {notice.job_id for notice in escalation.escalate()} == {world.review.pk, world.sent_back.pk}


def test_pages_kept_by_hand_do_not_wait(world: SimpleNamespace) -> None:
    TranslationJob.objects.update(enabled=False)
    assert escalation.escalate() == []


def test_the_queue_marks_and_finds_them_at_the_same_cost(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.reviewer)
    rows = client.get(f"{QUEUE}&due=decision").context["object_list"]
    assert [job.pk for job in rows] == [world.review.pk]
    assert client.get(QUEUE).content.decode().count("desk-mark--late") == 1
    before = queries(client, QUEUE)
    TranslationJob.objects.update(waiting_since=timezone.now() - timedelta(days=90))
    assert client.get(QUEUE).content.decode().count("desk-mark--late") == 3
    assert queries(client, QUEUE) == before


def test_managers_set_the_days_and_nobody_else(world: SimpleNamespace, client: Client) -> None:
    address = reverse("wagtailsettings:edit", args=["translation_desk", "waitinglimits", WaitingLimits.load().pk])
    for user, days, kept in ((world.reviewer, 1, 5), (world.editor, 1, 5), (world.approver, 0, 5), (world.approver, 30, 30)):
        client.force_login(user)
        client.post(address, {"days_for_review": days, "days_after_sending_back": 9}, follow=True)
        assert WaitingLimits.load().days_for_review == kept, user
    assert "waitinglimits" in client.get("/admin/").content.decode()
    assert [notice.job_id for notice in escalation.escalate()] == [world.sent_back.pk]
