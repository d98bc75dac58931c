"""An English version for a page of one language: added as a draft, or linked with an English page that exists."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, PageViewRestriction, Revision

from search.models import SearchDocument
from tests import factories
from tests.translation_desk import desk, moderation
from tests.translation_desk.test_one_language import draft, fresh, live, url
from translation_desk import editing, english_later, four_eyes, jobs, one_language
from translation_desk.errors import DeskError, NotAllowedError
from translation_desk.models import Segment, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.one_language import Standing

pytestmark = pytest.mark.django_db


def refusal(step: Any, *args: Any) -> str:
    with pytest.raises(DeskError) as caught:
        step(*args)
    return str(caught.value)


def screen(name: str, page: Page) -> str:
    return reverse(f"translation_desk:{name}", args=[page.pk])


# --- Added later ---


def test_an_english_draft_is_made_and_nobody_sees_it(six: factories.Pages, people: Any, client: Client) -> None:
    page = live(six, title="Fête du cuir")
    editor = moderation.signed_in(people.editor)
    assert screen("add_english", page) in editor.get(screen("about_one_language", page)).content.decode()
    assert "same place in English" in editor.get(screen("add_english", page)).content.decode()
    editor.post(screen("add_english", page))
    english = Page.objects.get(translation_key=page.translation_key, locale=six["en"].locale).specific
    assert (english.live, english.slug, english.owner, english.title) == (False, "fete", people.editor, "Fête du cuir")
    assert one_language.standing(fresh(page)) == Standing.DRAFTED
    assert client.get("/en/fete/").status_code == 404
    head = client.get("/fr/fete/").content.decode().split("</head>")[0]
    assert 'hreflang="en"' not in head
    assert "/en/fete/" not in client.get("/sitemap.xml").content.decode()
    assert not SearchDocument.objects.filter(page=english.pk).exists()
    assert not client.get("/api/v2/pages/?slug=fete&locale=en").json()["items"]


def test_its_first_words_count_as_those_of_whoever_asked(six: factories.Pages, people: Any) -> None:
    page = live(six)
    english = english_later.add(people.approver, page)
    revision = Revision.objects.for_instance(english).get()
    assert not four_eyes.may_approve(people.approver, revision)
    assert four_eyes.may_approve(people.admin, revision)


@pytest.mark.parametrize("who", ["translator", "reviewer", "stranger"])
def test_only_people_of_english_add_one(six: factories.Pages, people: Any, who: str) -> None:
    page = live(six)
    with pytest.raises(NotAllowedError):
        english_later.add(getattr(people, who), page)
    moderation.signed_in(getattr(people, who)).post(screen("add_english", page))
    assert not Page.objects.filter(translation_key=page.translation_key, locale=six["en"].locale).exists()


def test_the_page_above_comes_first(six: factories.Pages, people: Any) -> None:
    above = live(six, "agenda")
    page = live({**six, "fr": above})
    assert "“agenda fr”" in refusal(english_later.add, people.editor, page)
    assert "Add that one first" in moderation.signed_in(people.editor).get(screen("about_one_language", page)).content.decode()
    english_later.add(people.editor, above)
    assert english_later.add(people.editor, page).url_path == "/home/agenda/fete/"


def test_a_second_english_version_is_refused(six: factories.Pages, people: Any) -> None:
    page = live(six)
    english_later.add(people.editor, page)
    assert "has an English version" in refusal(english_later.add, people.editor, page)


def test_until_its_english_is_live_the_page_keeps_its_address(six: factories.Pages, people: Any) -> None:
    page = live(six)
    english = english_later.add(people.editor, page)
    english.slug = "feast"
    english.save_revision(clean=False)
    english.save(clean=False)
    page.get_latest_revision_as_object().save_revision(user=people.translator).publish()
    assert fresh(page).slug == "fete"


def test_when_english_goes_live_the_text_stays_and_the_address_follows(six: factories.Pages, people: Any, client: Client) -> None:
    page = live(six, title="Fête du cuir")
    revision = page.live_revision_id
    english = english_later.add(people.editor, page)
    english.title, english.slug = "Leather feast", "feast"
    english.save_revision(clean=False).publish()
    job = desk.job(page)
    assert (job.enabled, job.started, job.target_page_id) == (False, False, page.pk)
    assert TranslationJob.objects.filter(translation_key=page.translation_key, enabled=True).count() == 4
    assert client.get("/fr/fete/")["Location"] == "/fr/feast/"
    html = client.get("/fr/feast/").content.decode()
    assert "Fête du cuir" in html
    assert 'hreflang="en"' in html.split("</head>")[0]
    assert "currency" not in html
    assert fresh(page).live_revision_id == revision
    assert one_language.standing(fresh(page)) is None


def test_taken_to_the_desk_its_texts_become_drafts_and_visitors_read_on(six: factories.Pages, people: Any) -> None:
    page = live(six, title="Fête du cuir")
    english_later.add(people.editor, page).get_latest_revision().publish()
    job = jobs.restart(people.reviewer, desk.job(page))
    assert desk.segment(job, "title").text == "Fête du cuir"
    assert job.status == Status.IN_TRANSLATION
    assert "Fête du cuir" in moderation.visitors_html(page)


def test_a_private_page_gets_a_private_english_draft(six: factories.Pages, people: Any, client: Client) -> None:
    page = live(six)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    english_later.add(people.editor, page).get_latest_revision().publish()
    assert {client.get(f"/{code}/fete/").status_code for code in ("en", "fr")} == {302}


# --- Linked with an English page that exists ---


def test_a_page_is_linked_after_its_new_address_was_shown(
    six: factories.Pages, people: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page, english = live(six, title="Trempe"), desk.english(six)
    page.save_revision(user=people.translator)
    revisions = set(page.revisions.values_list("pk", flat=True))
    reviewer = moderation.signed_in(people.reviewer)
    assert reviewer.get(screen("link_english", page)).status_code == 200
    shown = reviewer.post(screen("link_english", page), {"english": str(english.pk)}).content.decode()
    assert "/fr/soaking/" in shown
    assert fresh(page).translation_key != english.translation_key
    with django_capture_on_commit_callbacks(execute=True):
        reviewer.post(screen("link_english", page), {"english": str(english.pk), "confirmed": "1"})
    assert client.get("/fr/fete/")["Location"] == "/fr/soaking/"
    html = client.get("/fr/soaking/").content.decode()
    assert "Trempe" in html
    assert 'hreflang="en"' in html.split("</head>")[0]
    job = desk.job(english)
    assert (job.enabled, job.target_page_id, job.started) == (False, page.pk, False)
    assert set(page.revisions.values_list("pk", flat=True)) == revisions
    assert PageLogEntry.objects.filter(page=page.pk, action="translation_desk.link", user=people.reviewer).exists()
    assert SearchDocument.objects.get(page=page.pk).translation_key == english.translation_key


def test_it_waits_for_the_desk_and_becomes_drafts_there(six: factories.Pages, people: Any) -> None:
    page, english = live(six, title="Trempe"), desk.english(six)
    english_later.link(people.reviewer, page, english)
    with pytest.raises(DeskError):
        editing.save_text(people.translator, desk.segment(desk.job(english), "title"), "Autre", version=0)
    job = jobs.restart(people.reviewer, desk.job(english))
    assert desk.segment(job, "title").text == "Trempe"
    assert "Trempe" in moderation.visitors_html(page)
    assert "no link" in refusal(english_later.unlink, people.reviewer, page)


@pytest.mark.parametrize("who", ["translator", "other_reviewer", "editor", "stranger"])
def test_only_those_who_manage_the_language_link_and_undo(six: factories.Pages, people: Any, who: str) -> None:
    page, english = live(six), desk.english(six)
    person = getattr(people, who)
    with pytest.raises(NotAllowedError):
        english_later.link(person, page, english)
    moderation.signed_in(person).post(screen("link_english", page), {"english": str(english.pk), "confirmed": "1"})
    english_later.link(people.reviewer, page, english)
    with pytest.raises(NotAllowedError):
        english_later.unlink(person, page)
    moderation.signed_in(person).post(screen("unlink_english", page))
    assert fresh(page).translation_key == english.translation_key


class TestRefusals:
    @pytest.fixture
    def page(self, six: factories.Pages, people: Any) -> Page:
        return live(six)

    def refused(self, people: Any, page: Page, english: Page) -> str:
        sentence = refusal(english_later.link, people.reviewer, page, english)
        assert fresh(page).url_path == "/home-fr/fete/"
        return sentence

    def test_a_version_in_the_language_is_there(self, six: factories.Pages, people: Any, page: Page) -> None:
        english = desk.english(six)
        desk.make_live(english, people)
        assert "has a page in that language already" in self.refused(people, page, english)

    def test_work_is_there(self, six: factories.Pages, people: Any, page: Page) -> None:
        english = desk.english(six)
        Segment.objects.filter(job=desk.job(english), path="title").update(text="Trempe")
        jobs.refresh_counts([desk.job(english)])
        assert "translates this English page already" in self.refused(people, page, english)

    def test_another_type(self, six: factories.Pages, people: Any, page: Page) -> None:
        english = factories.publication_index(six, ("en",))["en"]
        assert "same type" in self.refused(people, page, english)

    def test_not_english_or_the_home_page(self, six: factories.Pages, people: Any, page: Page) -> None:
        for other in (live(six, "eid", "ar"), Page.objects.get(pk=six["en"].pk)):
            assert "Choose an English page" in self.refused(people, page, other)

    def test_the_page_above_is_not_live_in_the_language(self, six: factories.Pages, people: Any, page: Page) -> None:
        above = factories.standard(six, "above", ("en",))
        english = factories.standard(above, "below", ("en",))["en"]
        assert "is not live in that language yet" in self.refused(people, page, english)

    def test_a_private_page_does_not_become_public(self, six: factories.Pages, people: Any, page: Page) -> None:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        assert "Only some may read" in self.refused(people, page, factories.standard(six, "soaking", ("en",))["en"])

    def test_an_address_below_is_taken(self, six: factories.Pages, people: Any, page: Page) -> None:
        english = factories.standard(six, "soaking", ("en",))["en"]
        factories.standard({"fr": page}, "time", ("fr",))
        factories.standard({"en": english}, "time", ("en",))
        assert "in these languages: English" in self.refused(people, page, english)

    def test_it_has_an_english_version(self, six: factories.Pages, people: Any, page: Page) -> None:
        english_later.add(people.editor, page)
        assert "has an English version" in self.refused(people, page, factories.standard(six, "soaking", ("en",))["en"])


def test_the_refusal_stands_beside_the_choice(six: factories.Pages, people: Any) -> None:
    page, english = live(six), factories.publication_index(six, ("en",))["en"]
    answer = moderation.signed_in(people.reviewer).post(screen("link_english", page), {"english": str(english.pk)})
    assert answer.status_code == 422
    assert "same type" in str(answer.context["form"].errors["english"])


def test_a_link_is_undone(six: factories.Pages, people: Any, client: Client, django_capture_on_commit_callbacks: Any) -> None:
    section = factories.standard(six, "guides", ("en", "fr"))
    page, english = live({**six, "fr": section["fr"]}, title="Trempe"), desk.english(six)
    key = page.translation_key
    english_later.link(people.reviewer, page, english)
    reviewer = moderation.signed_in(people.reviewer)
    assert screen("unlink_english", page) in reviewer.get(screen("about_one_language", page)).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        reviewer.post(screen("unlink_english", page))
    assert (fresh(page).translation_key, fresh(page).url_path) == (key, "/home-fr/guides/fete/")
    assert "Trempe" in client.get("/fr/guides/fete/").content.decode()
    assert client.get("/fr/soaking/")["Location"] == "/fr/guides/fete/"
    assert one_language.standing(fresh(page)) == Standing.NONE
    job = desk.job(english)
    assert (job.enabled, job.target_page_id, job.status) == (True, None, Status.NOT_STARTED)
    assert SearchDocument.objects.get(page=page.pk).translation_key == key
    assert PageLogEntry.objects.filter(page=page.pk, action="translation_desk.unlink").exists()


def test_an_english_draft_is_linked_and_leads_once_it_is_live(six: factories.Pages, people: Any) -> None:
    page = live(six, title="Trempe")
    english = factories.standard(six, "soaking", ("en",), live=False, first_published_at=None)["en"]
    english.save_revision(user=people.editor, clean=False)
    english_later.link(people.reviewer, page, english)
    assert not TranslationJob.objects.exists()
    assert one_language.standing(fresh(page)) == Standing.DRAFTED
    english.get_latest_revision().publish()
    job = desk.job(english)
    assert (job.enabled, job.target_page_id) == (False, page.pk)
    assert "Trempe" in moderation.visitors_html(page)


def test_a_draft_is_linked_and_stays_hidden(six: factories.Pages, people: Any, client: Client) -> None:
    page, english = draft(six, people.translator), desk.english(six)
    english_later.link(people.reviewer, page, english)
    assert client.get("/fr/soaking/").status_code == 404
    assert client.get("/fr/fete/").status_code == 404
    assert moderation.signed_in(people.translator).get(url("edit", page.pk)).status_code == 200
