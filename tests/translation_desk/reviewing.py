"""What tests of review start from: people, and French translations at the stages that a decision needs.

Made once for each module and undone after it; each test is given fresh rows.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from tests import factories
from tests.portal import six
from tests.translation_desk import desk
from translation_desk import jobs, reviewing, roles, submitting
from translation_desk.models import TranslationJob
from translation_desk.models.jobs import Status


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """People with roles and workflows, a page nobody translated, one whose newer text waits, one approved twice."""
    with django_db_blocker.unblock(), factories.undone():
        staff = desk.people()
        roles.set_up_roles(six)
        untouched = desk.english(six, "grading", title="Grading")
        waiting = desk.english(six)
        translated(waiting, staff, "Eins")
        translated(waiting, staff, "Zwei", approved=False)
        twice = desk.english(six, "tanning", title="Tanning")
        translated(twice, staff, "Eins")
        desk.publish(twice, summary="What water does to hides.")
        translated(twice, staff, "Zwei")
        yield SimpleNamespace(staff=staff, untouched=untouched.pk, waiting=waiting.pk, twice=twice.pk)


def translated(page: Page, staff: SimpleNamespace, prefix: str, *, approved: bool = True, code: str = "fr") -> None:
    """Translate a page anew, hand it in and have it approved."""
    job = desk.job(page, code)
    begin = jobs.open_correction if job.status == Status.LIVE else jobs.start
    if word := desk.LETTERS.get(code):
        prefix = f"{word} {prefix}"
    desk.translate(begin(staff.translator, job), staff.translator, prefix)
    submitting.submit(staff.translator, job)
    if approved:
        reviewing.approve(staff.reviewer, job)


@pytest.fixture
def staff(made: SimpleNamespace, db: None) -> SimpleNamespace:
    """One person for each part."""
    return made.staff


@pytest.fixture
def untouched(made: SimpleNamespace, db: None) -> Page:
    """An English page that nobody translated."""
    return Page.objects.get(pk=made.untouched).specific


@pytest.fixture
def english(made: SimpleNamespace, db: None) -> Page:
    """The English of `job`."""
    return Page.objects.get(pk=made.waiting).specific


@pytest.fixture
def job(english: Page) -> TranslationJob:
    """A translation live as "Eins" whose newer text "Zwei" waits for review."""
    return desk.job(english)


@pytest.fixture
def twice(made: SimpleNamespace, db: None) -> TranslationJob:
    """A translation approved twice: as "Eins", then, on newer English, as "Zwei"."""
    return desk.job(Page.objects.get(pk=made.twice))


def seen(job: TranslationJob) -> str:
    """Return what a visitor reads at the translated page's address, or nothing where it is not found."""
    page = TranslationJob.objects.get(pk=job.pk).target_page
    response = Client().get(page.specific.public_url) if page is not None else None
    return response.content.decode() if response is not None and response.status_code == 200 else ""


FIXTURES = ["english", "job", "made", "six", "staff", "twice", "untouched"]

__all__ = ["FIXTURES", "english", "job", "made", "seen", "six", "staff", "translated", "twice", "untouched"]
