"""Topics with what is filed under them, and courses."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from config.languages import CODES
from core.i18n import speaking
from core.models import SafetyAlert
from knowledge.models import CoursePage, PublicationPage, TopicIndexPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def filed(six: factories.Pages, django_db_blocker: Any) -> Iterator[factories.Pages]:
    """A topic page in all languages, a publication in English and French and one in Russian, both filed under it."""
    with django_db_blocker.unblock(), factories.undone():
        topic = factories.topic("tanning")
        index = factories.publication_index(six)
        factories.publication(index, "both", ("en", "fr"), topics=[topic])
        factories.publication(index, "russian", ("ru",), topics=[topic])
        factories.publication(index, "elsewhere", ("en", "fr"), topics=[factories.topic("effluent")])
        yield factories.topic_page(factories.topic_index(six), topic, CODES)


def test_a_topic_lists_what_is_filed_under_it(filed: factories.Pages, client: Client) -> None:
    kinds = client.get("/fr/topics/tanning/").context["kinds"]
    assert [item.url for items in kinds.values() for item in items] == ["/fr/publications/both/"]


def test_a_topic_names_what_exists_in_other_languages_only(filed: factories.Pages, client: Client) -> None:
    response = client.get("/fr/topics/tanning/")
    assert [item.url for item in response.context["others"]] == ["/ru/publications/russian/"]
    assert '<a href="/ru/publications/russian/" hreflang="ru" lang="ru" dir="ltr">russian ru</a>' in response.text
    assert "(russe)" in response.text


def test_a_topic_leads_to_all_its_publications(filed: factories.Pages, client: Client) -> None:
    assert 'href="/fr/publications/?topic=tanning"' in client.get("/fr/topics/tanning/").text


def test_a_topic_shows_six_items_of_a_kind(filed: factories.Pages, client: Client) -> None:
    factories.siblings(PublicationPage.objects.get(slug="both", locale=filed["fr"].locale), 9)
    kinds = client.get("/fr/topics/tanning/").context["kinds"]
    assert [len(items) for items in kinds.values()] == [6]


@pytest.mark.parametrize("path", ["", "topics/tanning/"])
def test_a_safety_alert_stands_on_home_and_topic_pages(filed: factories.Pages, client: Client, path: str) -> None:
    SafetyAlert.objects.create(text_en="Gas", text_ru="Газ")
    assert "Газ" in client.get(f"/ru/{path}").text


def test_a_safety_alert_without_a_translation_is_marked(filed: factories.Pages, client: Client) -> None:
    SafetyAlert.objects.create(text_en="Gas in pits")
    assert '<span lang="en" dir="ltr">Gas in pits</span>' in client.get("/ar/").text


def test_the_topics_stand_in_the_order_of_the_tree(six: factories.Pages, client: Client) -> None:
    index = factories.pages(TopicIndexPage, six, "subjects")
    for code in ("tanning", "effluent"):
        factories.topic_page(index, factories.topic(code), ("en",))
    assert [page.slug for page in client.get("/en/subjects/").context["topics"]] == ["tanning", "effluent"]


@pytest.mark.parametrize("code", CODES)
def test_a_topic_page_renders(filed: factories.Pages, client: Client, code: str) -> None:
    assert f"<h1>tanning {code}</h1>" in client.get(f"/{code}/topics/tanning/").text


@pytest.mark.parametrize(("code", "text"), [("en", "80%"), ("fr", "80\u00a0%")])
def test_the_pass_mark_has_its_sign(code: str, text: str) -> None:
    with speaking(code):
        assert CoursePage(pass_mark=80).pass_mark_text == text


@pytest.mark.parametrize(("hours", "whole"), [(None, 0), (Decimal("0.5"), 1), (Decimal(6), 6), (Decimal("6.5"), 7)])
def test_hours_are_rounded_up_for_the_plural(hours: Decimal | None, whole: int) -> None:
    assert CoursePage(hours=hours).whole_hours == whole


def test_languages_of_a_course_are_named_for_the_reader(six: factories.Pages) -> None:
    page = factories.course(factories.course_index(six), "course", languages=("en", "it"))["en"]
    with speaking("ru"):
        assert CoursePage.objects.get(pk=page.pk).language_names == ["английский", "итальянский"]


@pytest.mark.parametrize("code", CODES)
def test_a_course_renders(six: factories.Pages, client: Client, code: str) -> None:
    courses = factories.course(
        factories.course_index(six), "course", CODES, languages=("en", "fr"), hours=6, certificate=True, pass_mark=80
    )
    factories.child(courses[code], "modules", title="First module", text="<p>Text</p>")
    html = client.get(f"/{code}/training/course/").text
    assert f"<h1>course {code}</h1>" in html
    assert "First module" in html
