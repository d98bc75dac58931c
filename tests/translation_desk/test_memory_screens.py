"""The memory in the editor's details and the concordance, over HTTP."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from tests.translation_desk import desk
from tests.translation_desk.empty_page import beyond_empty
from tests.translation_desk.reviewing import english, job, made, six, staff, twice, untouched
from tests.translation_memory.units import OTHER_PAGE, entry
from translation_desk import jobs
from translation_desk.models import TranslationJob
from translation_memory.entering import enter

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]

pytestmark = pytest.mark.django_db

SCRIPT = "&lt;script&gt;alert(1)&lt;/script&gt;"
"""Markup as it is stored where somebody typed it as words."""


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def details(user: Any, page: Page, path: str = "summary") -> Any:
    job = desk.job(page)
    return signed_in(user).get(reverse("translation_desk:details", args=[job.pk, desk.segment(job, path).pk]))


def searched(user: Any, **asked: Any) -> Any:
    return signed_in(user).get(reverse("translation_desk:memory"), asked)


def test_details_offer_the_text_to_whoever_writes(untouched: Page, staff: SimpleNamespace) -> None:
    jobs.start(staff.translator, desk.job(untouched))
    html = details(staff.translator, untouched).json()["html"]
    assert 'data-text="Eins What water does."' in html
    assert "same English" in html and "translated by translator-fr Tester" in html and "approved by reviewer-fr Tester" in html
    assert 'data-do="insert"' not in details(staff.approver, untouched).json()["html"]


@pytest.mark.parametrize(("who", "status"), [("translator", 200), ("reviewer", 200), ("approver", 200), ("admin", 200)])
def test_people_of_the_language_and_managers_read_details(who: str, status: int, untouched: Page, staff: SimpleNamespace) -> None:
    assert details(getattr(staff, who), untouched).status_code == status


@pytest.mark.parametrize("who", ["editor", "other_reviewer", "stranger"])
def test_others_do_not(who: str, untouched: Page, staff: SimpleNamespace) -> None:
    assert details(getattr(staff, who), untouched).status_code in {302, 403}


def test_remembered_markup_is_shown_as_words(untouched: Page, staff: SimpleNamespace) -> None:
    enter([entry(f"What water does. {SCRIPT}", f"L’eau {SCRIPT}", page=OTHER_PAGE)])
    jobs.start(staff.translator, desk.job(untouched))
    pages = [
        details(staff.translator, untouched).json()["html"],
        searched(staff.translator, q="water", language="fr").content.decode(),
        searched(staff.translator, q='"><script>alert(1)</script>', language="fr").content.decode(),
    ]
    for html in pages:
        assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in pages[1]


def test_words_are_found_in_english_and_in_the_translation(staff: SimpleNamespace, twice: TranslationJob) -> None:
    html = searched(staff.translator, q="waters", language="fr").content.decode()
    assert "What <mark>water</mark> does to hides." in html and "Earlier: another text has taken its place" in html
    html = searched(staff.translator, q="zwei", side="target").content.decode()
    assert "<mark>Zwei</mark> Tanning" in html


def test_nothing_found_is_said(staff: SimpleNamespace) -> None:
    assert "No approved text has all of these words" in searched(staff.translator, q="nowhere").content.decode()
    assert "Every approved text is here" in searched(staff.translator).content.decode()


def test_results_come_in_pages(staff: SimpleNamespace) -> None:
    enter([entry(f"Shearling number {n}", f"Peau {n}", page=OTHER_PAGE, path=str(n)) for n in range(60)])
    second = searched(staff.translator, q="shearling", p="2").content.decode()
    assert second.count('desk-units__item"') == 25 and "60 texts" in second


def test_a_page_of_results_takes_a_fixed_number_of_queries(staff: SimpleNamespace) -> None:
    client = signed_in(staff.translator)
    numbers = []
    for count in (1, 20):
        enter([entry(f"Shearling number {n}", f"Peau {n}", page=OTHER_PAGE, path=str(n)) for n in range(count)])
        numbers.append(beyond_empty(client, f"{reverse('translation_desk:memory')}?q=shearling"))
    assert numbers[0] == numbers[1] <= 5


@pytest.mark.parametrize(
    ("who", "language", "status"),
    [
        ("translator", "fr", 200),
        ("translator", "ru", 302),
        ("other_reviewer", "ru", 200),
        ("other_reviewer", "fr", 302),
        ("approver", "ar", 200),
        ("admin", "es", 200),
        ("editor", "fr", 302),
    ],
)
def test_each_searches_the_languages_they_may_open(who: str, language: str, status: int, staff: SimpleNamespace) -> None:
    assert searched(getattr(staff, who), q="water", language=language).status_code == status


def test_only_whoever_may_search_is_led_there(staff: SimpleNamespace) -> None:
    address = reverse("translation_desk:memory")
    assert address in signed_in(staff.translator).get(reverse("wagtailadmin_home")).content.decode()
    assert address not in signed_in(staff.editor).get(reverse("wagtailadmin_home")).content.decode()
