"""What stands around every page: built once per language, rebuilt when something in it changes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from core.i18n import CODES
from core.menus import portal
from core.models import SafetyAlert, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db


def titles(code: str = "en") -> list[str]:
    return [item.title for item in portal(code).menu]


def test_a_second_read_asks_the_database_nothing(six: factories.Pages) -> None:
    portal("en")
    with CaptureQueriesContext(connection) as captured:
        portal("en")
    assert len(captured) == 0


def test_the_menu_holds_pages_marked_for_it(six: factories.Pages) -> None:
    factories.topic_index(six)
    factories.session_index(six)
    assert titles() == ["topics en"]


def test_the_menu_has_seven_entries_at_most(six: factories.Pages) -> None:
    for number in range(9):
        factories.standard(six, f"page-{number}", show_in_menus=True)
    assert len(titles()) == 7


def test_the_menu_shows_pages_of_its_language_only(six: factories.Pages) -> None:
    factories.topic_index(six, ("en", "ar"))
    assert [titles(code) for code in ("ar", "fr")] == [["topics ar"], []]


def test_the_menu_leaves_private_pages_out(six: factories.Pages) -> None:
    page = factories.topic_index(six)["en"]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert titles() == []


def test_the_footer_holds_its_pages_in_its_order(six: factories.Pages) -> None:
    factories.standard(six, "privacy")
    factories.contact(six, ("en",))
    assert [item.slug for item in portal("en").footer] == ["contact", "privacy"]


def publish(page: Page) -> None:
    page.title = "New"
    page.save_revision().publish()


def rename(page: Page) -> None:
    page.slug = "renamed"
    page.save_revision().publish()


def move(page: Page) -> None:
    target = factories.standard({"en": page.get_parent()}, "target")["en"]
    page.move(target, pos="last-child")


def protect(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize(
    ("change", "menu"),
    [
        (publish, [("New", "/en/about/")]),
        (rename, [("about en", "/en/renamed/")]),
        (Page.unpublish, []),
        (Page.delete, []),
        (move, []),
        (protect, []),
    ],
)
def test_a_change_of_a_page_shows_at_once(
    six: factories.Pages, change: Callable[[Page], object], menu: list[tuple[str, str]]
) -> None:
    page = factories.standard(six, "about", show_in_menus=True)["en"]
    portal("en")
    change(page)
    assert [(item.title, item.url) for item in portal("en").menu] == menu


def test_a_change_of_words_shows_at_once(six: factories.Pages) -> None:
    portal("fr")
    words = SiteSettings.objects.get()
    words.site_name_fr = "Nouveau"
    words.save()
    assert portal("fr").words["site_name"].text == "Nouveau"


def test_a_change_of_the_site_shows_at_once(six: factories.Pages) -> None:
    portal("en")
    Site.objects.get().delete()
    assert portal("en").words["site_name"].text == ""


@pytest.mark.parametrize("code", CODES)
def test_words_without_a_translation_say_so(six: factories.Pages, code: str) -> None:
    SiteSettings.objects.update(tagline_en="English only")
    words = portal(code).words["tagline"]
    assert (words.text, words.code) == ("English only", "en")


def alert(**fields: object) -> SafetyAlert:
    return SafetyAlert.objects.create(text_en="Gas", text_fr="Gaz", **fields)


def test_an_alert_without_any_text_is_not_shown(six: factories.Pages) -> None:
    SafetyAlert.objects.create(active=True)
    assert portal("fr").alerts == ()


def test_a_new_alert_shows_at_once(six: factories.Pages) -> None:
    portal("fr")
    alert()
    assert [entry.text for entry in portal("fr").alerts] == ["Gaz"]


def test_a_deleted_alert_goes_at_once(six: factories.Pages) -> None:
    entry = alert()
    portal("fr")
    entry.delete()
    assert portal("fr").alerts == ()


@pytest.mark.parametrize(("days", "number"), [(-1, 0), (0, 1), (1, 1)])
def test_an_alert_is_shown_up_to_its_last_day(six: factories.Pages, days: int, number: int) -> None:
    alert(expires=timezone.localdate() + timedelta(days=days))
    assert len(portal("en").alerts) == number


def test_a_cached_alert_ends_with_its_last_day(six: factories.Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    alert(expires=today)
    portal("en")
    monkeypatch.setattr(timezone, "localdate", lambda *_args: today + timedelta(days=1))
    assert portal("en").alerts == ()


def test_an_alert_that_is_switched_off_is_not_shown(six: factories.Pages) -> None:
    alert(active=False)
    assert portal("en").alerts == ()


def test_an_alert_leads_to_the_readers_version(six: factories.Pages) -> None:
    alert(page=factories.standard(six, "gas", ("en", "fr"))["en"])
    assert [(portal(code).alerts[0].url, portal(code).alerts[0].url_code) for code in ("fr", "ru")] == [
        ("/fr/gas/", "fr"),
        ("/en/gas/", "en"),
    ]


def test_topics_without_a_page_have_no_address(six: factories.Pages) -> None:
    topic = factories.topic("tanning")
    assert portal("fr").topics[topic.pk].url == ""


def test_a_topic_leads_to_its_page(six: factories.Pages) -> None:
    topic = factories.topic("tanning")
    factories.topic_page(factories.topic_index(six), topic, ("fr",), title="Tannage")
    assert (portal("fr").topics[topic.pk].title, portal("fr").topics[topic.pk].url) == ("Tannage", "/fr/topics/tanning/")


def test_a_renamed_topic_shows_at_once(six: factories.Pages) -> None:
    topic = factories.topic("tanning")
    portal("fr")
    topic.name_fr = "Tannage"
    topic.save()
    assert portal("fr").topics[topic.pk].title == "Tannage"
