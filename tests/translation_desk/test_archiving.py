"""What is deleted goes into the archive in all languages, comes back as it was, and is remembered when it is gone for good."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from core.models import BasePage
from search.models import SearchDocument
from tests import factories
from tests.translation_desk import desk, moderation
from translation_desk.errors import NotAllowedError, WrongStateError
from translation_desk.models import ArchivedPage, GoneAddress, TranslationJob
from translation_desk.models.archive import KEPT
from translation_desk.models.jobs import Status
from translation_desk.tree import archiving, operations
from translation_desk.tree.following import PlaceTakenError
from translation_desk.tree.leading import FollowsEnglishError

pytestmark = pytest.mark.django_db

ALL = ("en", "fr", "ar")


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def statuses(client: Client, path: str, codes: tuple[str, ...] = ALL) -> set[int]:
    return {client.get(f"/{code}/{path}").status_code for code in codes}


def entry() -> ArchivedPage:
    return ArchivedPage.objects.get()


def test_all_languages_go_with_all_below_and_their_addresses_say_so(six: factories.Pages, people: Any, client: Client) -> None:
    pages = factories.standard(six, "soaking", ALL)
    factories.standard(pages, "time", ALL)
    operations.delete(people.approver, pages["en"], None)
    assert statuses(client, "soaking/") == statuses(client, "soaking/time/") == {410}
    assert "removed" in client.get("/en/soaking/").content.decode()
    assert not Page.objects.live().filter(slug__startswith="soaking").exists()


def test_old_addresses_lead_to_the_chosen_page_where_it_exists(six: factories.Pages, people: Any, client: Client) -> None:
    goal = factories.standard(six, "guides", ("en", "fr"))
    pages = factories.standard(six, "soaking", ALL)
    factories.standard(pages, "time", ALL)
    operations.delete(people.approver, pages["en"], goal["en"])
    for code in ("en", "fr"):
        for path in ("soaking/", "soaking/time/"):
            assert client.get(f"/{code}/{path}")["Location"] == f"/{code}/guides/"
    assert statuses(client, "soaking/time/", ("ar",)) == {410}


def test_what_is_archived_is_nowhere(six: factories.Pages, people: Any, client: Client) -> None:
    page = desk.english(six)
    job = desk.make_live(page, people)
    operations.delete(people.approver, page, None)
    assert "soaking" not in client.get("/sitemap.xml").content.decode()
    assert not client.get("/api/v2/pages/?slug=soaking").json()["items"]
    assert not SearchDocument.objects.filter(page__in=[page.pk, job.target_page_id]).exists()
    admin = moderation.signed_in(people.admin)
    for address in (f"/admin/pages/{page.pk}/edit/", f"/admin/pages/{page.pk}/view_draft/", f"/admin/pages/{page.pk}/delete/"):
        assert admin.get(address).status_code in {302, 404}
    assert str(page.title) not in admin.get("/admin/pages/1/").content.decode()
    assert "Archive" not in admin.get("/admin/choose-page/1/").json()["html"]


def test_jobs_leave_the_queue_and_come_back(six: factories.Pages, people: Any) -> None:
    page = desk.english(six)
    job = desk.make_live(page, people)
    operations.delete(people.approver, page, None)
    assert not TranslationJob.objects.exists()
    assert moderation.signed_in(people.translator).get(f"/admin/translations/{job.pk}/").status_code == 404
    operations.restore(people.approver, entry(), fresh(six["en"]), "soaking")
    assert TranslationJob.objects.count() == 5
    assert desk.job_again(job).status == Status.LIVE


def test_a_review_under_way_ends_and_its_texts_stay(six: factories.Pages, people: Any, client: Client) -> None:
    page = desk.english(six)
    job = desk.make_live(page, people)
    moderation.hand_in(job, people.translator)
    operations.delete(people.approver, page, None)
    operations.restore(people.approver, entry(), fresh(six["en"]), "soaking")
    assert desk.job_again(job).status == Status.IN_TRANSLATION
    assert "FR Soaking" in client.get("/fr/soaking/").content.decode()


def test_what_comes_back_is_what_was_there(six: factories.Pages, people: Any, client: Client) -> None:
    pages = factories.standard(six, "soaking", ALL)
    draft = factories.standard(pages, "draft", ALL, live=False)
    factories.standard(pages, "time", ALL)
    after = factories.standard(six, "later", ALL)
    goal = factories.standard(six, "guides", ALL)
    before = {page.pk: client.get(page.public_url).content for page in pages.values()}
    Redirect.add_redirect("/fr/old", pages["fr"])
    operations.delete(people.approver, pages["en"], goal["en"])
    assert client.get("/fr/old/")["Location"] == "/fr/guides/"
    operations.restore(people.approver, entry(), fresh(six["en"]), "soaking")
    assert {page.pk: client.get(page.public_url).content for page in pages.values()} == before
    assert statuses(client, "soaking/time/") == {200}
    assert statuses(client, "soaking/draft/") == {410}
    assert not fresh(draft["fr"]).live
    assert client.get("/fr/old/")["Location"] == "/fr/soaking/"
    assert not GoneAddress.objects.exists()
    assert not ArchivedPage.objects.exists()
    assert fresh(pages["fr"]).path < fresh(after["fr"]).path


def test_it_comes_back_elsewhere_where_its_place_is_taken(six: factories.Pages, people: Any, client: Client) -> None:
    pages = factories.standard(six, "soaking", ALL)
    operations.delete(people.approver, pages["en"], None)
    factories.standard(six, "soaking", ("fr",))
    with pytest.raises(PlaceTakenError):
        operations.restore(people.approver, entry(), fresh(six["en"]), "soaking")
    operations.restore(people.approver, entry(), fresh(six["en"]), "soaking-again")
    assert statuses(client, "soaking-again/") == {200}
    assert client.get("/ar/soaking/")["Location"] == "/ar/soaking-again/"


def test_a_page_whose_section_is_archived_too_needs_another_place(six: factories.Pages, people: Any, client: Client) -> None:
    section = factories.standard(six, "guides", ALL)
    pages = factories.standard(section, "soaking", ALL)
    operations.delete(people.approver, pages["en"], None)
    first = entry()
    operations.delete(people.approver, section["en"], None)
    with pytest.raises(WrongStateError):
        operations.restore(people.approver, first, fresh(section["en"]), "soaking")
    operations.restore(people.approver, first, fresh(six["en"]), "soaking")
    assert statuses(client, "soaking/") == {200}


def test_after_ninety_days_it_is_gone_for_good_and_its_addresses_say_so(
    six: factories.Pages, people: Any, client: Client
) -> None:
    pages = factories.standard(six, "soaking", ALL)
    Redirect.add_redirect("/fr/old", pages["fr"])
    operations.delete(people.approver, pages["en"], None)
    call_command("purge_archive", verbosity=0)
    assert ArchivedPage.objects.exists()
    ArchivedPage.objects.update(archived_at=timezone.now() - KEPT - timedelta(minutes=1))
    call_command("purge_archive", verbosity=0)
    assert not Page.objects.filter(pk__in=[page.pk for page in pages.values()]).exists()
    assert statuses(client, "soaking/") == statuses(client, "old/", ("fr",)) == {410}


def test_a_new_page_takes_the_address_of_a_removed_one(six: factories.Pages, people: Any, client: Client) -> None:
    pages = factories.standard(six, "soaking", ALL)
    operations.delete(people.approver, pages["en"], None)
    factories.standard(six, "soaking", ("en",))
    assert statuses(client, "soaking/", ("en",)) == {200}
    assert statuses(client, "soaking/", ("fr",)) == {410}


def test_of_a_removed_page_that_was_private_nothing_is_told(six: factories.Pages, people: Any, client: Client) -> None:
    page = factories.standard(six, "soaking", ("en",))["en"]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    operations.delete(people.approver, page, None)
    assert statuses(client, "soaking/", ("en",)) == {404}


def test_only_managers_delete_and_restore(six: factories.Pages, people: Any, client: Client) -> None:
    page = factories.standard(six, "soaking", ALL)["en"]
    for person in (people.editor, people.translator, people.reviewer, people.stranger):
        with pytest.raises(NotAllowedError):
            operations.delete(person, page, None)
    operations.delete(people.approver, page, None)
    for person in (people.editor, people.reviewer):
        with pytest.raises(NotAllowedError):
            operations.restore(person, entry(), fresh(six["en"]), "soaking")
    assert statuses(client, "soaking/") == {410}


def test_a_translation_is_not_deleted_by_itself(six: factories.Pages, people: Any) -> None:
    with pytest.raises(FollowsEnglishError):
        operations.delete(people.admin, factories.standard(six, "soaking", ALL)["fr"], None)


def test_no_page_of_the_archive_is_saved_as_live(six: factories.Pages, people: Any) -> None:
    page = factories.standard(six, "soaking", ("en",))["en"]
    operations.delete(people.approver, page, None)
    stored: BasePage = fresh(page).specific
    stored.live = True
    with pytest.raises(RuntimeError):
        stored.save()


def test_a_deletion_that_stops_in_the_middle_changes_nothing(
    six: factories.Pages, people: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = factories.standard(six, "soaking", ALL)

    def killed(*_args: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(archiving, "log", killed)
        with pytest.raises(KeyboardInterrupt):
            operations.delete(people.approver, pages["en"], None)
    assert statuses(client, "soaking/") == {200}


def test_archiving_costs_the_same_for_many_pages(six: factories.Pages, people: Any) -> None:
    archiving.archive()
    counts = []
    for slug, number in (("few", 2), ("many", 12)):
        pages = factories.standard(six, slug, ALL)
        for page in factories.standard(pages, "child", ALL).values():
            factories.siblings(page, number)
        with CaptureQueriesContext(connection) as queries:
            archiving.put_away(pages["en"].pk, None, people.approver)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 4


def test_a_page_is_deleted_after_all_languages_were_shown(six: factories.Pages, people: Any, client: Client) -> None:
    pages = factories.standard(six, "soaking", ALL)
    goal = factories.standard(six, "guides", ALL)
    factories.standard(pages, "time", ALL)
    approver = moderation.signed_in(people.approver)
    address = reverse("wagtailadmin_pages:delete", args=[pages["en"].pk])
    shown = approver.get(address).content.decode()
    assert "/fr/soaking/" in shown
    assert "1 public page below" in shown
    approver.post(address)
    assert statuses(client, "soaking/") == {200}
    wrong = approver.post(address, {"confirmed": "1", "target": pages["en"].pk}).content.decode()
    assert "not deleted together" in wrong
    approver.post(address, {"confirmed": "1", "target": goal["en"].pk})
    assert client.get("/fr/soaking/")["Location"] == "/fr/guides/"


def test_many_pages_are_deleted_together(six: factories.Pages, people: Any, client: Client) -> None:
    pages = [factories.standard(six, slug, ALL)["en"] for slug in ("one", "two")]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    address += "?" + "&".join(f"id={page.pk}" for page in pages)
    approver = moderation.signed_in(people.approver)
    shown = approver.post(address).content.decode()
    assert "/fr/one/" in shown
    assert "/ar/two/" in shown
    approver.post(address, {"confirmed": "1"})
    assert statuses(client, "one/") == statuses(client, "two/") == {410}


def test_the_archive_says_who_and_how_long_and_restores(six: factories.Pages, people: Any, client: Client) -> None:
    page = factories.standard(six, "soaking", ALL, title="Soaking")["en"]
    operations.delete(people.approver, page, None)
    approver = moderation.signed_in(people.approver)
    shown = approver.get(reverse("translation_desk:archive")).content.decode()
    for text in ("Soaking", "approver-en Tester", "3 pages in all languages", "for 90 more days"):
        assert text in shown
    address = reverse("translation_desk:restore", args=[entry().pk])
    assert "/fr/soaking/" in approver.get(address).content.decode()
    factories.standard(six, "soaking", ("fr",))
    form = {"parent": six["en"].pk, "slug": "soaking"}
    assert "in these languages: French" in approver.post(address, form).content.decode()
    approver.post(address, {**form, "slug": "soak"})
    assert statuses(client, "soak/") == {200}


def test_others_do_not_see_the_archive(six: factories.Pages, people: Any) -> None:
    page = factories.standard(six, "soaking", ALL)["en"]
    operations.delete(people.approver, page, None)
    archive, restore = reverse("translation_desk:archive"), reverse("translation_desk:restore", args=[entry().pk])
    for person in (people.editor, people.translator):
        browser = moderation.signed_in(person)
        assert {browser.get(address).status_code for address in (archive, restore)} == {302}
    # Reviewers see what their language alone had.
    reviewer = moderation.signed_in(people.reviewer)
    assert restore not in reviewer.get(archive).content.decode()
    assert reviewer.get(restore).status_code == 404


def test_editors_ask_and_approvers_see_it(six: factories.Pages, people: Any, client: Client) -> None:
    page = factories.standard(six, "soaking", ALL)["en"]
    editor, approver = moderation.signed_in(people.editor), moderation.signed_in(people.approver)
    editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), {"confirmed": "1"})
    assert statuses(client, "soaking/") == {200}
    editor.post(reverse("translation_desk:ask_for_deletion", args=[page.pk]), {"reason": "Out of date <b>"})
    assert "Out of date &lt;b&gt;" in approver.get(reverse("translation_desk:archive")).content.decode()
    assert "An editor asks you" in approver.get(reverse("wagtailadmin_home")).content.decode()


def test_a_draft_that_nobody_ever_saw_is_deleted_as_wagtail_does(six: factories.Pages, people: Any) -> None:
    draft = factories.standard(six, "idea", ("en",), live=False, first_published_at=None)["en"]
    moderation.signed_in(people.admin).post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    assert not Page.objects.filter(pk=draft.pk).exists()
    assert not ArchivedPage.objects.exists()
