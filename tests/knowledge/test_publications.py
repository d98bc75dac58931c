"""The page of a publication."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from config.languages import CODES
from core.i18n import speaking
from knowledge.models import PublicationPage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(six: factories.Pages) -> factories.Pages:
    return factories.publication_index(six)


def fresh(page: PublicationPage) -> PublicationPage:
    return PublicationPage.objects.get(pk=page.pk)


@pytest.mark.parametrize("code", CODES)
def test_the_page_renders(index: factories.Pages, client: Client, code: str) -> None:
    factories.publication(index, "manual", CODES)
    html = client.get(f"/{code}/publications/manual/").text
    assert html.count("<h1") == 1
    assert f"<h1>manual {code}</h1>" in html


@pytest.mark.parametrize(
    ("code", "order"),
    [("ru", ["ru", "ar", "en", "it"]), ("ar", ["ar", "en", "ru", "it"]), ("fr", ["ar", "en", "ru", "it"])],
)
def test_files_stand_with_the_readers_language_first(index: factories.Pages, code: str, order: list[str]) -> None:
    file = factories.document()
    page = factories.publication(index, "manual", files=[(language, file) for language in ("it", "en", "ru", "ar")])["en"]
    with speaking(code):
        assert [item.language for item in fresh(page).sorted_files] == order


def test_official_languages_without_a_file_are_named(index: factories.Pages) -> None:
    file = factories.document()
    page = factories.publication(index, "manual", files=[(language, file) for language in ("en", "ru", "ar", "it")])["en"]
    with speaking("fr"):
        assert fresh(page).missing_file_languages == ["chinois", "français", "espagnol"]


def test_without_any_file_no_language_is_missing(index: factories.Pages) -> None:
    assert fresh(factories.publication(index, "manual")["en"]).missing_file_languages == []


def test_a_file_names_its_language_for_the_reader(index: factories.Pages, client: Client) -> None:
    factories.publication(index, "manual", ("ru",), files=[("it", factories.document(size=1_500_000))])
    html = client.get("/ru/publications/manual/").text
    assert 'hreflang="it"' in html
    assert re.search(r'class="file-language"[^>]*>\(?итальянский', html, re.IGNORECASE)
    assert "<span>PDF</span>" in html


def test_a_language_that_django_does_not_know_is_named_too(index: factories.Pages, client: Client) -> None:
    factories.publication(index, "manual", ("fr",), files=[("am", factories.document())])
    assert re.search(r'class="file-language"[^>]*>\(?amharique', client.get("/fr/publications/manual/").text, re.IGNORECASE)


def test_the_original_title_stands_under_the_title_with_its_language(index: factories.Pages, client: Client) -> None:
    factories.publication(index, "manual", ("fr",), original_title="Manuale", original_language="it")
    html = client.get("/fr/publications/manual/").text
    assert '<bdi lang="it">Manuale</bdi> <span class="language-name">(italien)</span>' in html


def test_without_an_original_title_a_translation_shows_the_english_one(index: factories.Pages, client: Client) -> None:
    factories.publication(index, "manual", ("en", "fr"), title={"en": "Tanning", "fr": "Tannage"})
    assert '<bdi lang="en">Tanning</bdi>' in client.get("/fr/publications/manual/").text


def test_an_original_title_that_is_the_title_is_not_repeated(index: factories.Pages, client: Client) -> None:
    factories.publication(index, "manual", title="Tanning", original_title="Tanning")
    assert "original-title" not in client.get("/en/publications/manual/").text


def test_people_of_another_script_are_isolated(index: factories.Pages, client: Client) -> None:
    page = factories.publication(index, "manual", ("ar",))["ar"]
    factories.child(page, "person_links", person=factories.person("a", name="J. Buljan"))
    assert '<bdi lang="en">J. Buljan</bdi>' in client.get("/ar/publications/manual/").text


def test_people_with_a_form_in_the_readers_script_are_shown_in_it(index: factories.Pages, client: Client) -> None:
    page = factories.publication(index, "manual", ("ar",))["ar"]
    factories.child(page, "person_links", person=factories.person("a", name="J. Buljan", form_arabic="بوليان"))
    html = client.get("/ar/publications/manual/").text
    assert "بوليان" in html
    assert "J. Buljan" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_people_stand_by_their_part(index: factories.Pages, client: Client) -> None:
    page = factories.publication(index, "manual")["en"]
    for code, role in (("a", "author"), ("b", "editor"), ("c", "author")):
        factories.child(page, "person_links", person=factories.person(code), role=role)
    people = client.get("/en/publications/manual/").context["people_by_role"]
    assert [(role, [person.code for person in found]) for role, found in people] == [("Author", ["a", "c"]), ("Editor", ["b"])]


def test_session_and_project_lead_to_the_readers_version(six: factories.Pages, index: factories.Pages, client: Client) -> None:
    session = factories.session(factories.session_index(six), 7, ("en", "fr"))
    project = factories.project(factories.project_index(six), "project", ("en",))
    factories.publication(index, "manual", ("fr",), session=session["en"], project=project["en"])
    context = client.get("/fr/publications/manual/").context
    assert (context["session_version"].url, context["project_version"].url) == (
        "/fr/sessions/session-7/",
        "/en/projects/project/",
    )


def test_countries_topics_and_publishers_are_shown(index: factories.Pages, client: Client) -> None:
    page = factories.publication(
        index, "manual", topics=[factories.topic("tanning")], countries=[factories.country("KEN"), factories.country("ETH")]
    )["en"]
    factories.child(page, "organisation_links", organisation=factories.organisation("board"))
    context = client.get("/en/publications/manual/").context
    assert [country.code for country in context["countries"]] == ["KEN", "ETH"]
    assert [publisher.code for publisher in context["publishers"]] == ["board"]
    assert [item.slug for item in context["topic_links"]] == ["tanning"]


def test_a_related_publication_without_a_live_version_is_left_out(index: factories.Pages, client: Client) -> None:
    other = factories.publication(index, "other", live=False)["en"]
    page = factories.publication(index, "manual")["en"]
    factories.child(page, "related_links", target=other)
    assert client.get("/en/publications/manual/").context["related"] == []


@pytest.mark.parametrize(("month", "text"), [(None, "1999"), (5, "mai 1999")])
def test_the_date_is_no_more_exact_than_known(month: int | None, text: str) -> None:
    with speaking("fr"):
        assert PublicationPage(year=1999, month=month).date_text.replace("\u00a0", " ") == text


@pytest.mark.parametrize("fields", [{"year": 1900}, {"year": 2101}, {"month": 0}, {"month": 13}])
def test_dates_out_of_range_are_refused(fields: dict[str, int]) -> None:
    page = PublicationPage(**{"year": 2001, **fields})
    with pytest.raises(ValidationError) as error:
        page.clean_fields(exclude=[field.name for field in page._meta.fields if field.name not in fields])
    assert set(error.value.message_dict) == set(fields)


def test_a_preview_of_an_unsaved_page_renders(index: factories.Pages, client: Client) -> None:
    """Wagtail previews a page that is not stored yet, with its relations in memory."""
    from knowledge.models import PublicationPerson

    page = PublicationPage(
        title="New", slug="new", year=2001, document_type=factories.document_type("manual"), locale=index["en"].locale
    )
    page.person_links.add(PublicationPerson(person=factories.person("a")))
    page.country_links.create(country=factories.country("KEN"))
    parent = type(index["en"]).objects.get(pk=index["en"].pk)
    page.depth, page.path, page.url_path = parent.depth + 1, f"{parent.path}0001", f"{parent.url_path}new/"
    html = page.make_preview_request().rendered_content
    assert "Person a" in html
    assert "KEN en" in html


def test_a_preview_shows_relations_that_are_not_saved(index: factories.Pages) -> None:
    page = factories.publication(index, "manual", countries=[factories.country("KEN")])["en"]
    draft = fresh(page)
    draft.country_links.set([])
    draft.organisation_links.create(organisation=factories.organisation("board"))
    html = draft.make_preview_request().rendered_content
    assert "Organisation board" in html
    assert "KEN en" not in html
