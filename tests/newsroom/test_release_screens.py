"""Screens of releases: what they show, what they refuse and how, whom they let in, what they cost."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from newsroom.models import Release, ReleaseItem, ReleaseState
from tests import factories
from tests.newsroom import releasing
from tests.translation_desk import desk, moderation
from translation_desk import roles
from translation_desk.models import TranslationJob

pytestmark = pytest.mark.django_db

SCREENS = ("release", "release_change", "release_add", "release_order", "release_now", "release_call_off", "release_roll_back")
STEPS = SCREENS[1:]


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """People, a section of two live pages, a draft; a release of the section's first page."""
    with django_db_blocker.unblock(), factories.undone():
        staff = desk.people()
        roles.set_up_roles(six)
        section = desk.english(six, "safety", title="Safety")
        masks = desk.english({"en": section}, "masks", title="Masks")
        gloves = desk.english({"en": section}, "gloves", title="Gloves")
        desk.make_live(gloves, staff)
        release = releasing.release(staff, [section], title="Safety week", languages=["fr", "ru"])
        keys = {"section": section.pk, "masks": masks.pk, "gloves": gloves.pk}
        yield SimpleNamespace(staff=staff, keys=keys, release=release.pk)


@pytest.fixture
def release(made: SimpleNamespace, db: None) -> Release:
    """The release."""
    return Release.objects.get(pk=made.release)


@pytest.fixture
def manager(staff: SimpleNamespace) -> Client:
    """The browser of an approver."""
    return moderation.signed_in(staff.approver)


def address(name: str, release: Release) -> str:
    return reverse(f"newsroom:{name}", args=[release.pk])


def test_the_state_of_each_page_and_who_holds_it_up_are_shown(
    release: Release, staff: SimpleNamespace, manager: Client, made: SimpleNamespace
) -> None:
    page = Page.objects.get(pk=made.keys["section"])
    job = desk.job(page)
    job.translator = staff.translator
    job.save()
    html = manager.get(address("release", release)).content.decode()
    for words in ("Safety week", "Live already", "Not started", "translator-fr Tester", "0 of 1 page ready", "Page added"):
        assert words in html
    assert "The translators: Russian" in html and reverse("translation_desk:job", args=[job.pk]) in html


@pytest.mark.parametrize("name", SCREENS)
def test_strangers_see_nothing_and_only_managers_decide(name: str, release: Release, staff: SimpleNamespace) -> None:
    assert moderation.signed_in(staff.stranger).get(address(name, release)).status_code in {302, 403}
    allowed = moderation.signed_in(staff.translator).get(address(name, release), headers={"x-requested-with": "XMLHttpRequest"})
    assert (allowed.status_code == 200) == (name == "release")


def test_a_release_is_made_with_a_time_of_the_persons_zone(manager: Client) -> None:
    at = timezone.localtime() + timedelta(days=3)
    form = {
        "title": "Water",
        "goes_live_at": f"{at:%Y-%m-%d %H:%M}",
        "languages": ["fr", "ru"],
        "least": "1",
        "required": ["fr"],
        "announces": "on",
        "note": "Press at ten.",
    }
    answer = manager.post(reverse("newsroom:release_new"), form)
    made = Release.objects.get(title="Water")
    assert answer["Location"] == address("release", made)
    assert (made.state, made.languages, made.least, made.required) == (ReleaseState.PLANNED, ["fr", "ru"], 1, ["fr"])
    assert made.goes_live_at == at.replace(second=0, microsecond=0)


def test_what_was_typed_stays_beside_the_reason_of_the_refusal(manager: Client) -> None:
    form = {"title": "Water", "note": "Press at ten.", "least": "", "languages": ["fr"], "required": ["ru"]}
    answer = manager.post(reverse("newsroom:release_new"), form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "A language that is required must be among the chosen languages." in html and "Press at ten." in html
    assert not Release.objects.filter(title="Water").exists()


def test_pages_that_a_language_lacks_are_found_and_added(release: Release, manager: Client, made: SimpleNamespace) -> None:
    url = f"{address('release_add', release)}?section={made.keys['section']}&missing=fr"
    html = manager.get(url).content.decode()
    assert "Masks" in html and "Gloves" not in html and f'value="{made.keys["section"]}"><' not in html
    manager.post(url, {"page": [made.keys["masks"]]})
    assert ReleaseItem.objects.filter(release=release).count() == 2


def test_before_a_search_what_was_worked_on_last_comes_first(
    release: Release, manager: Client, made: SimpleNamespace, staff: SimpleNamespace
) -> None:
    for name in ("gloves", "masks"):
        Page.objects.get(pk=made.keys[name]).specific.save_revision(user=staff.editor)
    html = manager.get(address("release_add", release)).content.decode()
    assert html.index("Masks") < html.index("Gloves")
    assert "These pages were worked on last." in html


def test_a_page_leads_to_its_release_and_into_one(release: Release, manager: Client, made: SimpleNamespace) -> None:
    html = manager.get(reverse("wagtailadmin_pages:edit", args=[made.keys["section"]])).content.decode()
    assert address("release", release) in html
    url = reverse("newsroom:release_page", args=[made.keys["masks"]])
    assert url in manager.get(reverse("wagtailadmin_pages:edit", args=[made.keys["masks"]])).content.decode()
    manager.post(url, {"release": release.pk})
    assert ReleaseItem.objects.filter(release=release, page=made.keys["masks"]).exists()


def test_many_pages_of_a_list_are_added_at_once(release: Release, manager: Client, made: SimpleNamespace) -> None:
    base = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "add_to_release"])
    url = f"{base}?id={made.keys['masks']}&id={made.keys['gloves']}&id={made.keys['section']}"
    html = manager.get(url).content.decode()
    assert "Add to the release" in html and "they are in a release already" in html
    manager.post(url, {"release": release.pk})
    assert ReleaseItem.objects.filter(release=release).count() == 3


def test_many_pages_of_a_list_make_a_new_release(manager: Client, made: SimpleNamespace) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "add_to_release"]) + f"?id={made.keys['masks']}"
    html = manager.post(url, {"release": "", "title": " "}).content.decode()
    assert "Give the release a title." in html
    manager.post(url, {"release": "", "title": "Masks week"})
    assert [item.page_id for item in Release.objects.get(title="Masks week").items.all()] == [made.keys["masks"]]


class TestQueue:
    """From chosen translations into a release."""

    def test_only_managers_are_offered_the_way(self, manager: Client, staff: SimpleNamespace) -> None:
        queue = f"{reverse('translation_desk:queue')}?tab=all"
        way = reverse("newsroom:release_chosen")
        assert way in manager.get(queue).content.decode()
        translator = moderation.signed_in(staff.translator)
        assert way not in translator.get(queue).content.decode()
        refused = translator.get(way, headers={"x-requested-with": "XMLHttpRequest"})
        assert refused.status_code == 403

    def test_the_pages_of_chosen_translations_are_added_and_others_say_why_not(
        self, release: Release, manager: Client, made: SimpleNamespace
    ) -> None:
        jobs = TranslationJob.objects.filter(source_page__in=[made.keys["section"], made.keys["masks"]])
        url = f"{reverse('newsroom:release_chosen')}?rows=tab%3Dall&" + "&".join(f"job={job.pk}" for job in jobs)
        html = manager.get(url).content.decode()
        assert "Cannot be added: “Safety” is in the release “Safety week” already." in html
        assert "Masks" in html
        answer = manager.post(url, {"release": release.pk})
        assert answer["Location"] == address("release", release)
        assert set(release.items.values_list("page_id", flat=True)) == {made.keys["section"], made.keys["masks"]}

    def test_all_that_match_make_a_new_release(self, manager: Client, made: SimpleNamespace) -> None:
        url = f"{reverse('newsroom:release_chosen')}?all=1&rows=tab%3Dall%26page%3D{made.keys['gloves']}"
        assert "Give the release a title." in manager.post(url, {"release": ""}).content.decode()
        manager.post(url, {"release": "", "title": "Gloves week"})
        assert [item.page_id for item in Release.objects.get(title="Gloves week").items.all()] == [made.keys["gloves"]]

    def test_nothing_chosen_leads_back(self, manager: Client) -> None:
        answer = manager.get(reverse("newsroom:release_chosen") + "?rows=tab%3Dall")
        assert answer["Location"] == reverse("translation_desk:queue") + "?tab=all"


def test_a_release_that_is_not_ready_says_so_when_it_is_to_go_live(release: Release, manager: Client) -> None:
    answer = manager.post(address("release_now", release))
    assert answer.status_code == 409
    assert "The release is not ready. Nothing went live." in answer.content.decode()


def test_orders_reach_the_translators_from_the_screen(release: Release, manager: Client, staff: SimpleNamespace) -> None:
    html = manager.post(address("release_order", release), {"note": "Please."}, follow=True).content.decode()
    assert "2 translations were ordered." in html


def test_calling_off_asks_for_a_reason_and_for_what_becomes_of_the_texts(release: Release, manager: Client) -> None:
    answer = manager.post(address("release_call_off", release), {"fate": "drafts"})
    assert (answer.status_code, "Give a reason." in answer.content.decode()) == (422, True)
    manager.post(address("release_call_off", release), {"fate": "drafts", "reason": "Put off."})
    release.refresh_from_db()
    assert release.state == ReleaseState.CALLED_OFF


def test_a_late_release_is_on_the_first_screen_of_managers(release: Release, manager: Client, staff: SimpleNamespace) -> None:
    Release.objects.filter(pk=release.pk).update(late_since=timezone.now(), goes_live_at=timezone.now())
    home = reverse("wagtailadmin_home")
    assert "Releases that are late" in manager.get(home).content.decode()
    assert "Releases that are late" not in moderation.signed_in(staff.translator).get(home).content.decode()


def test_no_screen_costs_more_for_more_pages(
    six: factories.Pages, release: Release, manager: Client, staff: SimpleNamespace, made: SimpleNamespace
) -> None:
    urls = [reverse("newsroom:releases"), *(address(name, release) for name in ("release", "release_now", "release_add"))]
    urls.append(f"{urls[-1]}?q=")

    def cost() -> list[int]:
        found = []
        for url in urls:
            manager.get(url)
            with CaptureQueriesContext(connection) as queries:
                manager.get(url)
            found.append(len(queries))
        return found

    before = cost()
    releasing.release(staff, [Page.objects.get(pk=made.keys["gloves"])], title="Other", languages=["fr", "ru", "ar"])
    release.items.create(page_id=made.keys["masks"], translation_key=Page.objects.get(pk=made.keys["masks"]).translation_key)
    for number in range(3):
        factories.standard(six, f"more-{number}")
    assert cost() == before
