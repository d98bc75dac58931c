"""An English page goes offline in all languages, or alone."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk.errors import NotAllowedError
from translation_desk.models import TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.tree import operations, withdrawing
from translation_desk.tree.withdrawing import Scope

pytestmark = pytest.mark.django_db

ALL = ("en", "fr", "ar")


def unpublish(page: Page) -> str:
    return reverse("wagtailadmin_pages:unpublish", args=[page.pk])


def test_a_page_goes_offline_in_all_languages_unless_told_otherwise(six: factories.Pages, people: Any, client: Client) -> None:
    page = desk.english(six)
    job = desk.make_live(page, people)
    shown = moderation.signed_in(people.approver).get(unpublish(page)).content.decode()
    assert "/fr/soaking/" in shown
    assert re.search(r'value="all"[^>]*checked', shown)
    moderation.signed_in(people.approver).post(unpublish(page), {"scope": "all"})
    for code in ("en", "fr"):
        answer = client.get(f"/{code}/soaking/")
        assert answer.status_code == 410
        assert "FR Soaking" not in answer.content.decode()
    assert desk.job_again(job).status == Status.NOT_STARTED


def test_english_alone_leaves_the_others_as_pages_of_one_language(six: factories.Pages, people: Any, client: Client) -> None:
    page = desk.english(six)
    job = desk.make_live(page, people)
    moderation.signed_in(people.approver).post(unpublish(page), {"scope": "english"})
    french = client.get("/fr/soaking/")
    assert french.status_code == 200
    assert 'hreflang="en"' not in french.content.decode().split("</head>")[0]
    assert client.get("/en/soaking/").status_code == 410
    job = desk.job_again(job)
    assert (job.enabled, job.segments_changed) == (False, 0)
    assert not TranslationJob.objects.filter(enabled=True, target_page__isnull=False).exists()


def test_pages_below_go_too_where_somebody_says_so(six: factories.Pages, people: Any, client: Client) -> None:
    pages = factories.standard(six, "soaking", ALL)
    factories.standard(pages, "time", ALL)
    operations.take_offline(people.approver, pages["en"], Scope.ALL)
    assert client.get("/fr/soaking/time/").status_code == 200
    Page.objects.filter(pk=pages["en"].pk).update(live=True)
    operations.take_offline(people.approver, pages["en"], Scope.ALL, below=True)
    assert {client.get(f"/{code}/soaking/time/").status_code for code in ALL} == {410}


def test_nobody_without_the_right_takes_a_page_offline(six: factories.Pages, people: Any, client: Client) -> None:
    page = factories.standard(six, "soaking", ALL)["en"]
    for person in (people.editor, people.reviewer, people.stranger):
        moderation.signed_in(person).post(unpublish(page), {"scope": "all"})
        with pytest.raises(NotAllowedError):
            operations.take_offline(person, page, Scope.ALL)
    assert client.get("/fr/soaking/").status_code == 200


def test_many_pages_go_offline_after_all_was_shown(six: factories.Pages, people: Any, client: Client) -> None:
    pages = [factories.standard(six, slug, ALL)["en"] for slug in ("one", "two")]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    address += "?" + "&".join(f"id={page.pk}" for page in pages)
    approver = moderation.signed_in(people.approver)
    shown = approver.post(address).content.decode()
    assert "/fr/one/" in shown
    assert "/fr/two/" in shown
    assert client.get("/en/one/").status_code == 200
    approver.post(address, {"scope": "all", "confirmed": "1"})
    assert {client.get(f"/{code}/{slug}/").status_code for code in ALL for slug in ("one", "two")} == {410}


def test_a_removed_page_that_was_private_is_simply_not_found(six: factories.Pages, client: Client) -> None:
    page = factories.standard(six, "soaking", ("en",))["en"]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    Page.objects.filter(pk=page.pk).update(live=False)
    assert client.get("/en/soaking/").status_code == 404


def test_what_goes_offline_is_read_in_as_many_queries_for_any_number(six: factories.Pages, people: Any) -> None:
    counts = []
    for slug, number in (("few", 2), ("many", 12)):
        pages = factories.standard(six, slug, ALL)
        for page in factories.standard(pages, "child", ALL).values():
            factories.siblings(page, number)
        with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as queries:
            patch.setattr(withdrawing.page_unpublished, "send", lambda **_kwargs: None)
            withdrawing.withdraw(pages["en"], Scope.ALL, below=True, user=people.approver)
        counts.append(len(queries))
    assert counts[0] == counts[1]
