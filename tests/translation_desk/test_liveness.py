"""Whether visitors read a remembered text now."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.translation_desk import desk
from tests.translation_desk.reviewing import english, job, made, six, staff, twice, untouched
from tests.translation_memory.units import entered
from translation_desk import jobs, liveness, reviewing
from translation_desk.models import TranslationJob
from translation_memory.models import MemoryUnit

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

pytestmark = pytest.mark.django_db


def live(job: TranslationJob) -> set[str]:
    """Return the remembered texts of a page that visitors read, by their path."""
    units = list(MemoryUnit.objects.filter(translation_key=job.translation_key))
    found = liveness.live(units, job.locale_id)
    return {f"{unit.path}: {unit.target}" for unit in units if unit.pk in found and unit.path in {"title", "summary"}}


def test_the_present_text_of_a_live_page_is_live(twice: TranslationJob) -> None:
    assert live(twice) == {"title: Zwei Tanning", "summary: Zwei What water does to hides."}


def test_a_text_that_waits_for_review_does_not_end_it(job: TranslationJob) -> None:
    assert live(job) == {"title: Eins Soaking", "summary: Eins What water does."}


def test_newer_english_does_not_end_it_before_its_translation_is_approved(twice: TranslationJob, staff: SimpleNamespace) -> None:
    desk.publish(twice.source_page.specific, summary="What salt does.")
    assert "summary: Zwei What water does to hides." in live(twice)
    jobs.start(staff.translator, desk.job_again(twice))
    assert "summary: Zwei What water does to hides." in live(twice)


def test_a_page_that_was_taken_offline_is_not_live(twice: TranslationJob, staff: SimpleNamespace) -> None:
    reviewing.take_offline(staff.reviewer, twice, "A mistake")
    assert live(twice) == set()


def test_a_text_that_left_its_page_is_not_live(twice: TranslationJob) -> None:
    entered("Gone.", "Parti.", page=twice.translation_key, path="summary")
    assert "summary: Parti." not in live(twice)


def test_the_queries_do_not_grow_with_the_units(twice: TranslationJob, job: TranslationJob) -> None:
    units = list(MemoryUnit.objects.all())
    numbers = []
    for some in (units[:1], units):
        with CaptureQueriesContext(connection) as queries:
            liveness.live(some, twice.locale_id)
        numbers.append(len(queries))
    assert numbers[1] <= max(numbers[0], 3)


def test_the_concordance_says_so(twice: TranslationJob, staff: SimpleNamespace) -> None:
    client: Any = Client()
    client.force_login(staff.translator)
    html = client.get(reverse("translation_desk:memory"), {"language": "fr", "q": "Tanning"}).content.decode()
    assert "Is live" in html
