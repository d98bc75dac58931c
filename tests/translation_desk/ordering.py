"""English that waits to go live, and translations made of it, as tests of orders need them."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from tests.translation_desk import desk, moderation
from translation_desk import jobs, orders, reviewing, submitting
from translation_desk.models import TranslationJob

SOON = timedelta(days=2)


def schedule(page: Page, staff: Any, *, after: timedelta = SOON, **changes: Any) -> Revision:
    """Have newer English approved that goes live later."""
    draft = page.get_latest_revision_as_object()
    for name, value in {**changes, "go_live_at": timezone.now() + after}.items():
        setattr(draft, name, value)
    revision = draft.save_revision(user=staff.editor)
    draft.get_workflow().start(draft, staff.editor)
    moderation.decide(draft, staff.approver)
    return revision


def approved(page: Page, staff: Any, code: str = "fr", **values: Any) -> TranslationJob:
    """Translate what is wanted of a page and have it approved."""
    job = jobs.start(staff.translator, desk.job(page, code))
    jobs.merge(staff.translator, job)
    desk.translate(desk.job(page, code), staff.translator)
    submitting.submit(staff.translator, desk.job(page, code))
    reviewing.approve(staff.reviewer, desk.job(page, code), **values)
    return desk.job(page, code)


def pass_time(page: Page) -> None:
    """Let the publication time of a page's scheduled text come, and the minute's work be done."""
    make_due(page)
    call_command("publish_scheduled")


def make_due(page: Page) -> None:
    """Let the publication time of a page's scheduled text come."""
    past = timezone.now() - timedelta(minutes=1)
    revision = Revision.objects.for_instance(page).get(approved_go_live_at__isnull=False)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()


def call_publication_off(client: Client, page: Page, staff: Any) -> None:
    """Call the publication off in the history of the page, as Wagtail asks for before a page is edited again."""
    revision = orders.awaited_revision(page)
    assert revision is not None
    client.force_login(staff.admin)
    client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk]))


def french(client: Client, page: Page) -> str:
    answer = client.get(f"/fr/{page.slug}/")
    return answer.content.decode() if answer.status_code == 200 else ""
