"""Address, place, order and menu flag of an English page are those of all its translations, and old addresses lead on."""

from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Revision

from tests import factories
from tests.translation_desk import desk
from translation_desk.models import TreeOperation
from translation_desk.tree import following, operations
from translation_desk.tree.following import PlaceTakenError
from translation_desk.tree.leading import FollowsEnglishError

pytestmark = pytest.mark.django_db

ALL = ("en", "fr", "ar")


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def section(six: factories.Pages, slug: str = "guides") -> factories.Pages:
    return factories.standard(six, slug, ALL)


def paths(pages: factories.Pages) -> dict[str, str]:
    return {code: fresh(page).url_path.split("/", 2)[2] for code, page in pages.items()}


def rename(page: Page, slug: str, capture: Any) -> None:
    with capture(execute=True):
        changed = fresh(page).specific
        changed.slug = slug
        changed.save_revision(clean=False).publish(skip_permission_checks=True)


def test_a_moved_page_is_moved_in_all_languages_drafts_included(six: factories.Pages) -> None:
    target = section(six)
    pages = factories.standard(six, "soaking", ALL)
    Page.objects.filter(pk=pages["ar"].pk).update(live=False)
    fresh(pages["en"]).move(fresh(target["en"]), pos="last-child")
    assert paths(pages) == dict.fromkeys(ALL, "guides/soaking/")
    assert TreeOperation.objects.get(page=pages["en"]).state == TreeOperation.State.DONE


def test_old_addresses_lead_on_in_every_language_below_too(six: factories.Pages, client: Client) -> None:
    target = section(six)
    pages = factories.standard(six, "soaking", ALL)
    factories.standard(pages, "time", ALL)
    fresh(pages["en"]).move(fresh(target["en"]), pos="last-child")
    for code in ALL:
        for path in ("soaking/", "soaking/time/"):
            answer = client.get(f"/{code}/{path}")
            assert (answer.status_code, answer["Location"]) == (301, f"/{code}/guides/{path}")


def test_a_slug_published_in_english_is_that_of_all_languages(
    six: factories.Pages, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    pages = factories.standard(six, "soaking", ALL)
    factories.standard(pages, "time", ALL)
    rename(pages["en"], "soak", django_capture_on_commit_callbacks)
    assert paths(pages) == dict.fromkeys(ALL, "soak/")
    for code in ALL:
        assert client.get(f"/{code}/soaking/time/")["Location"] == f"/{code}/soak/time/"


def test_redirects_make_no_chains_and_no_loops(
    six: factories.Pages, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    pages = factories.standard(six, "one", ALL)
    for slug in ("two", "three", "one"):
        rename(pages["en"], slug, django_capture_on_commit_callbacks)
    for code in ALL:
        assert client.get(f"/{code}/one/").status_code == 200
        for slug in ("two", "three"):
            assert client.get(f"/{code}/{slug}/")["Location"] == f"/{code}/one/"
    assert not Redirect.objects.filter(old_path="/fr/one").exists()


def test_a_redirect_to_an_old_address_leads_to_the_page(
    six: factories.Pages, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    pages = factories.standard(six, "one", ALL)
    root = six["en"].get_site().root_url
    Redirect.add_redirect("/fr/campaign", f"{root}/fr/one/")
    rename(pages["en"], "two", django_capture_on_commit_callbacks)
    assert client.get("/fr/campaign/")["Location"] == "/fr/two/"


def test_a_redirect_gives_way_to_a_new_page(
    six: factories.Pages, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    pages = factories.standard(six, "one", ALL)
    rename(pages["en"], "two", django_capture_on_commit_callbacks)
    other = factories.standard(six, "one", ("en",), live=False)["en"]
    assert client.get("/en/one/").status_code == 301
    other.save_revision(clean=False).publish(skip_permission_checks=True)
    assert client.get("/en/one/").status_code == 200
    assert not Redirect.objects.filter(old_path="/en/one").exists()


def test_no_redirect_tells_the_address_of_a_draft_or_of_a_private_page(
    six: factories.Pages, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    pages = factories.standard(six, "one", ALL)
    rename(pages["en"], "secret", django_capture_on_commit_callbacks)
    PageViewRestriction.objects.create(page=fresh(pages["en"]), restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/en/one/").status_code == 404
    PageViewRestriction.objects.all().delete()
    Page.objects.filter(pk=pages["en"].pk).update(live=False)
    assert client.get("/en/one/").status_code == 410
    assert client.get("/en/secret/").status_code == 410


def test_the_order_among_siblings_follows_english(six: factories.Pages) -> None:
    parents = section(six)
    pages = {slug: factories.standard(parents, slug, ALL) for slug in ("a", "b", "c")}
    only = factories.standard(parents, "only-french", ("fr",))["fr"]
    fresh(pages["c"]["en"]).move(fresh(pages["a"]["en"]), pos="left")
    for code in ALL:
        order = [page.slug for page in fresh(parents[code]).get_children() if page.pk != only.pk]
        assert order == ["c", "a", "b"]


def test_the_menu_flag_follows_english(six: factories.Pages) -> None:
    pages = factories.standard(six, "soaking", ALL)
    english = fresh(pages["en"]).specific
    english.show_in_menus = True
    english.save_revision(clean=False).publish(skip_permission_checks=True)
    assert all(fresh(page).show_in_menus for page in pages.values())


def test_a_later_revision_of_a_translation_brings_no_old_address_back(
    six: factories.Pages, django_capture_on_commit_callbacks: Any
) -> None:
    pages = factories.standard(six, "soaking", ALL)
    draft = fresh(pages["fr"]).specific.save_revision(clean=False)
    rename(pages["en"], "soak", django_capture_on_commit_callbacks)
    Revision.objects.get(pk=draft.pk).publish(skip_permission_checks=True)
    assert fresh(pages["fr"]).url_path == "/home-fr/soak/"


def test_a_page_follows_below_a_section_that_its_language_lacks(six: factories.Pages, client: Client) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    target = desk.english(six, "guides", title="Guides for nobody")
    fresh(page).move(fresh(target), pos="last-child")
    assert client.get("/fr/guides/").status_code == 404
    answer = client.get("/fr/guides/soaking/")
    assert answer.status_code == 200
    assert "Guides for nobody" not in answer.content.decode()


def test_a_place_that_is_taken_in_one_language_is_refused_in_all(six: factories.Pages) -> None:
    target = section(six)
    pages = factories.standard(six, "soaking", ALL)
    factories.standard(target, "soaking", ("fr",))
    before = paths(pages)
    with pytest.raises(PlaceTakenError, match="French"):
        fresh(pages["en"]).move(fresh(target["en"]), pos="last-child")
    assert paths(pages) == before


def test_a_place_that_was_taken_meanwhile_changes_no_translation(six: factories.Pages) -> None:
    target = section(six)
    pages = factories.standard(six, "soaking", ALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "run", mock.Mock())
        fresh(pages["en"]).move(fresh(target["en"]), pos="last-child")
    factories.standard(target, "soaking", ("ar",))
    operations.run.enqueue(TreeOperation.objects.get().pk)
    assert paths(pages) == {"en": "guides/soaking/", "fr": "soaking/", "ar": "soaking/"}
    operation = TreeOperation.objects.get()
    assert (operation.state, "PlaceTakenError" in operation.error) == (TreeOperation.State.FAILED, True)


def test_a_change_that_stops_in_the_middle_leaves_nothing_half_done_and_is_taken_up_again(
    six: factories.Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = section(six)
    pages = factories.standard(six, "soaking", ALL)
    carry, done = following._carry, []

    def killed(*args: Any) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(carry(*args))

    with monkeypatch.context() as patch:
        patch.setattr(following, "_carry", killed)
        with pytest.raises(KeyboardInterrupt):
            fresh(pages["en"]).move(fresh(target["en"]), pos="last-child")
    assert paths(pages) == {"en": "guides/soaking/", "fr": "soaking/", "ar": "soaking/"}
    assert operations.take_up_again() == 0
    monkeypatch.setattr(operations, "STRANDED", -operations.STRANDED)
    assert operations.take_up_again() == 1
    assert paths(pages) == dict.fromkeys(ALL, "guides/soaking/")


def test_a_translation_is_not_moved_by_itself(six: factories.Pages) -> None:
    target = section(six)
    pages = factories.standard(six, "soaking", ALL)
    with pytest.raises(FollowsEnglishError):
        fresh(pages["fr"]).move(fresh(target["fr"]), pos="last-child")


def test_a_page_of_one_language_is_moved_by_itself(six: factories.Pages, client: Client) -> None:
    target = section(six)
    page = factories.standard(six, "notice", ("fr",))["fr"]
    page.move(fresh(target["fr"]), pos="last-child")
    assert client.get("/fr/notice/")["Location"] == "/fr/guides/notice/"


def test_following_costs_the_same_for_many_pages_below(six: factories.Pages) -> None:
    counts = []
    for slug, number in (("few", 1), ("many", 12)):
        target = section(six, f"guides-{slug}")
        pages = factories.standard(six, slug, ALL)
        children = factories.standard(pages, "child", ALL)
        for page in children.values():
            factories.siblings(page, number)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(operations, "run", mock.Mock())
            fresh(pages["en"]).move(fresh(target["en"]), pos="last-child")
        with CaptureQueriesContext(connection) as queries:
            following.follow(pages["en"].pk)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 2
