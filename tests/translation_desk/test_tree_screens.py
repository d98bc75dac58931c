"""Before the tree changes, people see what will happen in each language, or why it cannot."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests import factories
from tests.translation_desk import moderation
from translation_desk.models import TreeOperation
from translation_desk.tree import reach

pytestmark = pytest.mark.django_db

ALL = ("en", "fr", "ar")


@pytest.fixture
def admin(people: Any) -> Client:
    return moderation.signed_in(people.admin)


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def url(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def notes(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_move_is_shown_for_each_language_before_it_is_made(six: factories.Pages, admin: Client) -> None:
    target = factories.standard(six, "guides", ALL)
    pages = factories.standard(six, "soaking", ALL, title={"en": "Soaking", "fr": "Trempe", "ar": "النقع"})
    factories.standard(pages, "time", ALL)
    address = url("move_confirm", pages["en"].pk, target["en"].pk)
    shown = admin.get(address).content.decode()
    for text in ("/fr/soaking/", "/fr/guides/soaking/", "/ar/guides/soaking/", "Trempe", "1 public page below"):
        assert text in shown
    assert "/guides/" not in fresh(pages["en"]).url_path
    admin.post(address)
    assert fresh(pages["fr"]).url_path == "/home-fr/guides/soaking/"


def test_a_taken_place_is_told_before_anything_moves(six: factories.Pages, admin: Client) -> None:
    target = factories.standard(six, "guides", ALL)
    pages = factories.standard(six, "soaking", ALL)
    factories.standard(target, "soaking", ("fr",))
    for send in (admin.get, admin.post):
        answer = send(url("move_confirm", pages["en"].pk, target["en"].pk), follow=True)
        assert "in these languages: French" in notes(answer)
    assert fresh(pages["en"]).url_path == "/home/soaking/"


def test_moving_many_pages_shows_all_and_moves_all(six: factories.Pages, admin: Client) -> None:
    target = factories.standard(six, "guides", ALL)
    pages = [factories.standard(six, slug, ALL) for slug in ("one", "two")]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    address += "?" + "&".join(f"id={page['en'].pk}" for page in pages)
    shown = admin.post(address, {"chooser": target["en"].pk}).content.decode()
    assert "/fr/guides/one/" in shown
    assert "/fr/guides/two/" in shown
    admin.post(address, {"chooser": target["en"].pk, "confirmed": "1"})
    assert {fresh(page["fr"]).url_path for page in pages} == {"/home-fr/guides/one/", "/home-fr/guides/two/"}


def test_moving_many_is_refused_as_a_whole(six: factories.Pages, admin: Client) -> None:
    target = factories.standard(six, "guides", ALL)
    pages = [factories.standard(six, slug, ALL) for slug in ("one", "two")]
    factories.standard(target, "two", ("ar",))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    address += "?" + "&".join(f"id={page['en'].pk}" for page in pages)
    answer = admin.post(address, {"chooser": target["en"].pk, "confirmed": "1"}, follow=True)
    assert "Arabic" in notes(answer)
    assert {fresh(page["en"]).url_path for page in pages} == {"/home/one/", "/home/two/"}


def test_a_translation_says_that_it_follows(six: factories.Pages, admin: Client) -> None:
    target = factories.standard(six, "guides", ALL)
    pages = factories.standard(six, "soaking", ALL)
    moved = admin.post(url("move_confirm", pages["fr"].pk, target["fr"].pk), follow=True)
    assert "follows its English page" in notes(moved)
    ordered = admin.post(url("set_page_position", pages["fr"].pk) + "?position=0")
    assert (ordered.status_code, "follows its English page" in ordered.content.decode()) == (409, True)
    private = admin.post(url("set_privacy", pages["fr"].pk), {"restriction_type": "login"}, follow=True)
    assert "follows its English page" in notes(private)
    assert not PageViewRestriction.objects.exists()


def test_address_and_menu_flag_of_a_translation_are_no_fields(six: factories.Pages) -> None:
    pages = factories.standard(six, "soaking", ALL)
    form = pages["fr"].specific.get_edit_handler().get_form_class()(instance=pages["fr"])
    assert form.fields["slug"].disabled
    assert "changed there" in str(form.fields["show_in_menus"].help_text)
    alone = factories.standard(six, "notice", ("fr",))["fr"]
    assert not alone.get_edit_handler().get_form_class()(instance=alone).fields["slug"].disabled


def test_an_address_that_is_taken_in_another_language_is_refused_beside_the_field(six: factories.Pages, admin: Client) -> None:
    pages = factories.standard(six, "soaking", ("en", "fr"))
    factories.standard(six, "notice", ("ar",))
    form = {"title": "Soaking", "slug": "notice", "summary": "S", "body-count": "0", "topic_links-TOTAL_FORMS": "0"}
    bound = (
        pages["en"].get_edit_handler().get_form_class()(form, instance=pages["en"], parent_page=fresh(six["en"]), for_user=None)
    )
    assert "in these languages: Arabic" in str(bound.errors["slug"])


def test_a_draft_with_a_new_address_leads_to_what_it_changes(six: factories.Pages, admin: Client) -> None:
    pages = factories.standard(six, "soaking", ALL)
    draft = fresh(pages["en"]).specific
    draft.slug = "soak"
    draft.save_revision(clean=False)
    shown = admin.get(url("edit", draft.pk))
    address = reverse("translation_desk:address_change", args=[draft.pk])
    assert address in shown.content.decode()
    assert "/ar/soak/" in admin.get(address).content.decode()


def test_nobody_without_rights_sees_what_a_draft_changes(six: factories.Pages, people: Any) -> None:
    pages = factories.standard(six, "soaking", ALL)
    address = reverse("translation_desk:address_change", args=[pages["en"].pk])
    assert moderation.signed_in(people.translator).get(address).status_code == 302


def test_a_failed_change_is_shown_to_managers_and_tried_again(six: factories.Pages, people: Any, admin: Client) -> None:
    pages = factories.standard(six, "soaking", ALL)
    values = {"state": TreeOperation.State.FAILED, "error": "No disk", "finished_at": timezone.now()}
    failed = TreeOperation.objects.create(kind="follow", page=pages["en"], **values)
    assert "could not be carried out in all languages" in admin.get(reverse("wagtailadmin_home")).content.decode()
    assert "No disk" in admin.get(reverse("translation_desk:refreshes")).content.decode()
    again = reverse("translation_desk:tree_again", args=[failed.pk])
    moderation.signed_in(people.translator).post(again)
    assert TreeOperation.objects.get().state == TreeOperation.State.FAILED
    moderation.signed_in(people.approver).post(again)
    assert TreeOperation.objects.get().state == TreeOperation.State.DONE


def test_the_number_of_queries_of_what_moves_does_not_grow(six: factories.Pages, django_assert_max_num_queries: Any) -> None:
    pages = factories.standard(six, "soaking", ALL)
    for page in factories.standard(pages, "child", ALL).values():
        factories.siblings(page, 10)
    with django_assert_max_num_queries(8):
        reach.moving(fresh(pages["en"]), "guides/soaking/")
