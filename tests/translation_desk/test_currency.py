"""Readers of a translation are told that its English is newer, and what an urgent change concerns."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk import currency, jobs, regrading, reviewing, submitting
from translation_desk.models import Grade, TranslationJob

pytestmark = pytest.mark.django_db

NOTICE = 'class="currency"'
URGENT = 'class="currency currency--urgent"'


@pytest.fixture
def page(six: factories.Pages, people: Any) -> Page:
    """An English page that is live in French."""
    made = desk.english(six)
    desk.make_live(made, people)
    return made


def changed(page: Page, people: Any, grade: int, **changes: Any) -> None:
    """Publish a change of the English with a grade."""
    desk.publish(page, **changes)
    regrading.regrade(people.approver, desk.job(page).latest_version, grade=grade, note="")


def french(page: Page) -> str:
    return moderation.visitors_html(Page.objects.get(pk=desk.job(page).target_page_id))


def test_what_is_up_to_date_carries_no_notice(page: Page) -> None:
    assert "currency" not in french(page).replace("static/css", "")


def test_an_update_is_told_discreetly_with_date_and_link(page: Page, people: Any) -> None:
    changed(page, people, Grade.UPDATE, summary="What water does to hides.")
    html = french(page)
    assert NOTICE in html and URGENT not in html
    assert f'<a href="{page.public_url}" hreflang="en">' in html
    assert "currency" not in moderation.visitors_html(page).replace("static/css", "")


def test_an_urgent_change_names_the_heading_of_its_passage(page: Page, people: Any) -> None:
    body = [dict(block) for block in page.body.raw_data]
    body[1]["value"] = body[1]["value"].replace("returns to", "leaves")
    changed(page, people, Grade.URGENT, body=body)
    html = french(page)
    assert URGENT in html and "<li>FR Soaking</li>" in html
    assert html.index(URGENT) < html.index("<h1>")


def test_a_field_is_named_by_its_label(page: Page, people: Any) -> None:
    changed(page, people, Grade.URGENT, summary="What water does to hides.")
    target = Page.objects.get(pk=desk.job(page).target_page_id).specific
    notice = currency.notice(target)
    assert notice is not None and notice.passages == ("Summary",)


def test_a_typo_tells_nobody_anything(page: Page, people: Any) -> None:
    changed(page, people, Grade.TYPO, summary="What watter does.")
    assert NOTICE not in french(page)


def test_the_date_is_that_of_the_change_and_not_of_a_later_typo(page: Page, people: Any) -> None:
    desk.publish(page, summary="What water does to hides.")
    since = desk.job(page).latest_version.created_at
    changed(page, people, Grade.TYPO, title="Soakingg")
    assert desk.job(page).english_since == since


def test_it_goes_with_the_approval_of_the_translation(page: Page, people: Any) -> None:
    changed(page, people, Grade.URGENT, summary="What water does to hides.")
    desk.translate(jobs.start(people.translator, desk.job(page)), people.translator)
    assert URGENT in french(page)
    submitting.submit(people.translator, desk.job(page))
    reviewing.approve(people.reviewer, desk.job(page))
    assert "currency" not in french(page).replace("static/css", "")


def test_pages_kept_by_hand_follow_no_english(page: Page, people: Any) -> None:
    changed(page, people, Grade.UPDATE, summary="What water does to hides.")
    jobs.stop(people.reviewer, desk.job(page))
    assert NOTICE not in french(page)


def test_without_an_english_page_for_readers_there_is_no_notice(page: Page, people: Any) -> None:
    changed(page, people, Grade.UPDATE, summary="What water does to hides.")
    page.unpublish()
    assert NOTICE not in french(page)


def test_it_costs_one_query(page: Page, people: Any) -> None:
    changed(page, people, Grade.URGENT, summary="What water does to hides.", title="Grading")
    target = TranslationJob.objects.get(pk=desk.job(page).pk).target_page
    assert target is not None
    address = target.specific.public_url
    Client().get(address)
    with CaptureQueriesContext(connection) as queries:
        assert URGENT in Client().get(address).content.decode()
    assert sum("translation_desk" in query["sql"] for query in queries) == 1
