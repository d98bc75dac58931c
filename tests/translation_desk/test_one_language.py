"""Pages that exist in one language only: who makes, approves and moves them, and that nobody sees them before."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from home.models import StandardPage
from search import indexing
from tests import factories
from tests.core.test_machines import alternates, sitemap
from tests.translation_desk import desk, moderation
from translation_desk import four_eyes, one_language
from translation_desk.errors import NotAllowedError
from translation_desk.models import ArchivedPage, TranslationJob
from translation_desk.one_language import Standing
from translation_desk.tree import archiving, operations

pytestmark = pytest.mark.django_db

SECRET = "Pas encore public"


def url(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def draft(six: factories.Pages, user: Any, slug: str = "fete", code: str = "fr", **fields: Any) -> Page:
    """Make a draft that was never public, as the page explorer makes it."""
    values = {"title": SECRET, "summary": SECRET, "live": False, "first_published_at": None, "owner": user, **fields}
    page = factories.standard(six, slug, (code,), **values)[code]
    page.save_revision(user=user, clean=False)
    return fresh(page).specific


def live(six: factories.Pages, slug: str = "fete", code: str = "fr", **fields: Any) -> Page:
    page = factories.standard(six, slug, (code,), **fields)[code]
    page.save_revision(clean=False).publish()
    return fresh(page).specific


def submitted(page: Page, user: Any) -> Page:
    page.get_workflow().start(page, user)
    return page


def notes(answer: Any) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def public_answers(client: Client, slug: str = "fete") -> str:
    """All that visitors and machines can ask of a page."""
    addresses = [f"/{code}/{slug}/" for code in ("fr", "en", "ar")]
    addresses += ["/fr/", "/sitemap.xml", "/api/v2/pages/?locale=fr", "/fr/search/?q=encore", "/fr/site-map/"]
    return "".join(client.get(address).content.decode() for address in addresses)


def test_a_page_is_made_handed_in_and_approved_by_somebody_else(six: factories.Pages, people: Any, client: Client) -> None:
    address = url("add", "home", "standardpage", six["fr"].pk)
    translator = moderation.signed_in(people.translator)
    form = querydict_from_html(translator.get(address).content.decode(), form_id="page-edit-form").dict()
    typed = {**form, "title": SECRET, "slug": "fete", "summary": SECRET, "body-count": "0"}
    translator.post(address, {**typed, "action-publish": "1", "slug": "at-once"})
    translator.post(address, {**typed, "action-submit": "1"})
    assert not Page.objects.filter(slug__in=("fete", "at-once"), live=True).exists()
    page = Page.objects.get(slug="fete").specific
    assert isinstance(page, StandardPage)
    assert (page.owner, page.locale_id) == (people.translator, six["fr"].locale_id)
    for person in (people.translator, people.other_reviewer, people.editor, people.approver):
        moderation.signed_in(person).post(moderation.decision_url(page))
        assert not fresh(page).live
    moderation.signed_in(people.reviewer).post(moderation.decision_url(page))
    assert SECRET in moderation.visitors_html(page)
    assert not TranslationJob.objects.filter(translation_key=page.translation_key).exists()


def test_reviewers_do_not_approve_what_they_wrote(six: factories.Pages, people: Any) -> None:
    page = submitted(draft(six, people.reviewer), people.reviewer)
    moderation.signed_in(people.reviewer).post(moderation.decision_url(page))
    assert not fresh(page).live
    assert not four_eyes.may_approve(people.reviewer, page.latest_revision)


def test_what_waits_for_review_takes_no_address_that_another_language_took_meanwhile(six: factories.Pages, people: Any) -> None:
    page = submitted(draft(six, people.translator), people.translator)
    factories.standard(six, "fete", ("en",))
    answer = moderation.signed_in(people.reviewer).post(moderation.decision_url(page), follow=True)
    assert "in these languages: English" in notes(answer)
    assert not fresh(page).live


def test_feeds_and_lists_bring_an_article_of_one_language_once_it_is_approved(
    six: factories.Pages, people: Any, client: Client
) -> None:
    news = factories.article_index(six)
    page = factories.article(news, "foire", ("fr",), title=SECRET, live=False, first_published_at=None)["fr"]
    page.save_revision(user=people.translator, clean=False)
    submitted(page, people.translator)
    addresses = [f"/{code}/{path}" for code in ("fr", "en") for path in ("feeds/news/", "news/")]
    assert not [address for address in addresses if SECRET in client.get(address).content.decode()]
    moderation.decide(page, people.reviewer)
    assert [SECRET in client.get(address).content.decode() for address in addresses] == [True, True, False, True]
    assert 'hreflang="fr" lang="fr" dir="ltr"' in client.get("/en/news/").content.decode()


def test_visitors_see_nothing_of_a_draft_or_of_what_waits(six: factories.Pages, people: Any, client: Client) -> None:
    page = draft(six, people.translator)
    assert SECRET not in public_answers(client)
    submitted(page, people.translator)
    assert SECRET not in public_answers(client)
    assert client.get("/fr/fete/").status_code == client.get("/en/fete/").status_code == 404


def test_crafted_requests_bring_no_draft_to_visitors(six: factories.Pages, people: Any) -> None:
    page = draft(six, people.translator)
    editor = moderation.signed_in(people.translator).get(url("edit", page.pk)).content.decode()
    form = {**querydict_from_html(editor, form_id="page-edit-form").dict(), "body-count": "0", "action-publish": "1"}
    submitted(page, people.translator)
    russian = factories.standard(six, "elsewhere", ("ru",))["ru"]
    copying = {"new_title": SECRET, "new_slug": "copie", "publish_copies": "on", "copy_subpages": "on"}
    for person in (people.translator, people.reviewer):
        browser = moderation.signed_in(person)
        browser.post(url("edit", page.pk), form)
        browser.post(url("copy", page.pk), {**copying, "new_parent_page": str(six["fr"].pk)})
        browser.post(url("copy", page.pk), {**copying, "new_parent_page": str(six["fr"].pk), "alias": "on", "new_slug": "alias"})
        browser.post(url("copy", page.pk), {**copying, "new_parent_page": str(russian.pk)})
        browser.post(url("move_confirm", page.pk, russian.pk))
        browser.post(reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}")
    assert fresh(page).get_parent().pk == six["fr"].pk
    made = Page.objects.filter(title=SECRET)
    assert made.count() > 1
    assert not made.filter(live=True).exists()
    assert not made.exclude(locale=six["fr"].locale).exists()
    assert not Page.objects.exclude(alias_of=None).exists()


def test_a_copy_of_a_translation_is_a_page_of_its_own_and_wholly_of_whoever_copied(six: factories.Pages, people: Any) -> None:
    job = desk.make_live(desk.english(six), people)
    form = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": str(six["fr"].pk)}
    moderation.signed_in(people.reviewer).post(url("copy", job.target_page_id), form)
    copy = Page.objects.get(slug="copie").specific
    assert (copy.live, copy.first_published_at) == (False, None)
    assert copy.translation_key != job.translation_key
    assert one_language.standing(copy) == Standing.NONE
    assert {revision.user for revision in copy.revisions.all()} == {people.reviewer}
    assert not four_eyes.may_approve(people.reviewer, copy.latest_revision)
    assert four_eyes.may_approve(people.admin, copy.latest_revision)


def test_a_copy_needs_an_address_that_is_free_in_all_languages(six: factories.Pages, people: Any) -> None:
    page = live(six)
    factories.standard(six, "copie", ("ar",))
    form = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": str(six["fr"].pk)}
    answer = moderation.signed_in(people.reviewer).post(url("copy", page.pk), form)
    assert "in these languages: Arabic" in answer.content.decode()
    assert not Page.objects.filter(slug="copie", locale=six["fr"].locale).exists()


def test_an_english_page_at_the_same_address_is_refused_beside_the_field(six: factories.Pages, people: Any) -> None:
    live(six)
    form = {"title": "Feast", "slug": "fete", "summary": "S", "body-count": "0", "topic_links-TOTAL_FORMS": "0"}
    kind = StandardPage.get_edit_handler().get_form_class()
    bound = kind(form, instance=StandardPage(locale=six["en"].locale), parent_page=fresh(six["en"]), for_user=None)
    assert "in these languages: French" in str(bound.errors["slug"])


def rights(page: Page, user: Any) -> set[str]:
    asked = page.permissions_for_user(type(user).objects.get(pk=user.pk))
    names = ("edit", "delete", "move", "unpublish", "set_view_restrictions", "publish", "unschedule")
    return {name for name in names if getattr(asked, f"can_{name}")()}


def test_who_may_do_what_with_a_live_page(six: factories.Pages, people: Any) -> None:
    page = live(six)
    assert rights(page, people.translator) == {"edit"}
    assert rights(page, people.reviewer) == {"edit", "delete", "move", "unpublish", "set_view_restrictions", "unschedule"}
    assert rights(page, people.other_reviewer) == rights(page, people.approver) == set()
    home = Page.objects.get(pk=six["fr"].pk).specific
    assert rights(home, people.reviewer) == {"edit"}


def test_a_translation_is_moved_and_taken_away_by_nobody_of_its_language(six: factories.Pages, people: Any) -> None:
    job = desk.make_live(desk.english(six), people)
    for page in (job.target_page, job.target_page.specific):
        assert rights(page, people.reviewer) == {"edit"}


def test_translators_delete_only_their_own_drafts(six: factories.Pages, people: Any) -> None:
    own, other = draft(six, people.translator), draft(six, people.reviewer, "autre")
    translator = moderation.signed_in(people.translator)
    for page in (own, other):
        translator.post(url("delete", page.pk), {"confirmed": "1"})
    assert not Page.objects.filter(pk=own.pk).exists()
    assert Page.objects.filter(pk=other.pk).exists()


def test_reviewers_take_it_offline(six: factories.Pages, people: Any, client: Client) -> None:
    page = live(six)
    moderation.signed_in(people.reviewer).post(url("unpublish", page.pk))
    assert client.get("/fr/fete/").status_code == 410


def test_reviewers_delete_it_into_the_archive_and_bring_it_back(six: factories.Pages, people: Any, client: Client) -> None:
    goal = factories.standard(six, "guides", ("en", "fr"))["fr"]
    page = live(six)
    factories.standard({**six, "fr": page}, "below", ("fr",))
    reviewer = moderation.signed_in(people.reviewer)
    assert "Delete in all languages" not in reviewer.get(url("delete", page.pk)).content.decode()
    reviewer.post(url("delete", page.pk), {"confirmed": "1", "target": str(goal.pk)})
    assert client.get("/fr/fete/below/")["Location"] == "/fr/guides/"
    entry = ArchivedPage.objects.get()
    restore = reverse("translation_desk:restore", args=[entry.pk])
    assert restore in reviewer.get(reverse("translation_desk:archive")).content.decode()
    stranger = moderation.signed_in(people.other_reviewer)
    assert restore not in stranger.get(reverse("translation_desk:archive")).content.decode()
    form = {"parent": str(six["fr"].pk), "slug": "fete"}
    assert stranger.post(restore, form).status_code == 404
    with pytest.raises(NotAllowedError):
        operations.restore(people.other_reviewer, entry, fresh(six["fr"]), "fete")
    reviewer.post(restore, form)
    assert client.get("/fr/fete/").status_code == 200
    assert archiving.is_gone("/fr/fete") is False


def test_reviewers_move_and_order_it_within_their_language(six: factories.Pages, people: Any, client: Client) -> None:
    page, guides = live(six), factories.standard(six, "guides", ("en", "fr"))["fr"]
    reviewer = moderation.signed_in(people.reviewer)
    reviewer.post(url("set_page_position", page.pk) + "?position=1")
    assert fresh(page).path > fresh(guides).path
    reviewer.post(url("move_confirm", page.pk, guides.pk))
    assert client.get("/fr/fete/")["Location"] == "/fr/guides/fete/"


def test_it_moves_to_no_address_that_another_language_uses(six: factories.Pages, people: Any) -> None:
    guides = factories.standard(six, "guides", ("en", "fr"))
    factories.standard({**six, "en": guides["en"]}, "fete", ("en",))
    page = live(six)
    answer = moderation.signed_in(people.reviewer).post(url("move_confirm", page.pk, guides["fr"].pk), follow=True)
    assert "in these languages: English" in notes(answer)
    assert fresh(page).url_path == "/home-fr/fete/"


def test_machines_read_that_there_is_one_version_only(six: factories.Pages, client: Client) -> None:
    live(six)
    here = "http://testserver/fr/fete/"
    # Both allow the page itself as what readers of other languages are sent to: it is the only one there is.
    assert alternates(client, "/fr/fete/") == {"fr": here, "x-default": here}
    assert sitemap(client)[here] == {"fr": here, "x-default": here}
    html = client.get("/fr/fete/").content.decode()
    assert re.search(r'"inLanguage": ?"fr"', html)
    assert "og:locale:alternate" not in html


def test_the_language_bar_leads_to_where_the_one_version_is_offered(six: factories.Pages, client: Client) -> None:
    live(six, title="Fête du cuir")
    html = client.get("/fr/fete/").content.decode()
    assert re.search(r'<a href="/en/fete/"[^>]*class="missing"', html)
    missing = client.get("/en/fete/")
    assert missing.status_code == 404
    assert '<a href="/fr/fete/" hreflang="fr">' in missing.content.decode()


def test_the_search_of_other_languages_shows_it_with_its_language(six: factories.Pages, client: Client) -> None:
    page = live(six, title="Fête du cuir")
    indexing.index([page.translation_key])
    found = client.get("/en/search/?q=Fête+du+cuir").content.decode()
    assert 'hreflang="fr" lang="fr"' in found


# --- Screens ---


def test_lists_and_the_page_editor_say_that_it_stands_alone(six: factories.Pages, people: Any, client: Client) -> None:
    page, translated = live(six), desk.make_live(desk.english(six), people)
    address = reverse("translation_desk:about_one_language", args=[page.pk])
    translator = moderation.signed_in(people.translator)
    explorer = translator.get(reverse("wagtailadmin_explore", args=[six["fr"].pk])).content.decode()
    assert explorer.count("Only in French") == 1
    assert address in explorer
    assert address in translator.get(url("edit", page.pk)).content.decode()
    assert reverse("translation_desk:about_one_language", args=[translated.target_page_id]) not in explorer


def listed(client: Client, **query: str) -> set[str]:
    answer = client.get(reverse("translation_desk:one_language"), query)
    return {row["page"].slug for row in answer.context["rows"]}


def test_all_of_them_are_listed_by_language(six: factories.Pages, people: Any) -> None:
    live(six)
    live(six, "eid", "ar")
    draft(six, people.translator, "brouillon")
    desk.make_live(desk.english(six), people)
    editor = moderation.signed_in(people.editor)
    assert listed(editor) == {"fete", "eid", "brouillon"}
    assert listed(editor, language="ar", english="none") == {"eid"}
    assert moderation.signed_in(people.stranger).get(reverse("translation_desk:one_language")).status_code == 302
    assert reverse("translation_desk:one_language") in editor.get(reverse("translation_desk:matrix")).content.decode()


def test_the_list_asks_no_more_for_more_pages(six: factories.Pages, people: Any, django_assert_max_num_queries: Any) -> None:
    page = live(six)
    client = moderation.signed_in(people.editor)
    listed(client)
    factories.siblings(page, 20)
    with django_assert_max_num_queries(30) as many:
        assert len(listed(client)) == 21
    assert len(many) <= 30


# --- What stays when English goes offline ---


def test_what_english_alone_leaves_is_listed_and_asks_for_no_translation(
    six: factories.Pages, people: Any, client: Client
) -> None:
    page = desk.english(six)
    job = desk.make_live(page, people)
    moderation.signed_in(people.approver).post(url("unpublish", page.pk), {"scope": "english"})
    assert listed(moderation.signed_in(people.editor), english="offline") == {"soaking"}
    assert set(TranslationJob.objects.filter(translation_key=page.translation_key)) == {job}
    reviewed = fresh(job.target_page).specific
    assert rights(reviewed, people.reviewer) == {"edit", "unpublish"}
    about = reverse("translation_desk:about_one_language", args=[reviewed.pk])
    assert "until somebody takes it to the desk" in moderation.signed_in(people.translator).get(about).content.decode()
    desk.publish(fresh(page).specific, title="Soaking again")
    assert TranslationJob.objects.filter(translation_key=page.translation_key).count() == 5
    assert not desk.job(page).enabled
    assert "FR Soaking" in client.get("/fr/soaking/").content.decode()


def test_the_user_bar_leads_people_of_english_to_adding_it(six: factories.Pages, people: Any) -> None:
    page = live(six)
    about = reverse("translation_desk:about_one_language", args=[page.pk])
    for address in ("/fr/fete/", "/en/fete/"):
        assert about in moderation.signed_in(people.editor).get(address).content.decode()
        assert about not in moderation.signed_in(people.translator).get(address).content.decode()
