"""What tells of pages that a visitor may not read: of a language that is closed, and of pages that only some may read."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from config.languages import CODES
from core.versions import is_public, public
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = "Zirconium"


@pytest.fixture(scope="module")
def portal(six: factories.Pages, django_db_blocker: Any) -> Iterator[factories.Pages]:
    """The home pages; a topic, a publication with a secret title in French and English, a news item, a course."""
    with django_db_blocker.unblock(), factories.undone():
        topic = factories.topic("drum")
        factories.topic_page(factories.topic_index(six), topic, CODES)
        index = factories.publication_index(six)
        titles = {code: f"{SECRET} {code}" for code in CODES}
        factories.publication(index, "secret", ("en", "fr"), title=titles, topics=[topic])
        factories.contact(six)
        factories.article(factories.article_index(six), "secret-news", ("en", "fr"), title=titles)
        yield six


def page(slug: str, code: str) -> Any:
    return Page.objects.get(slug=slug, locale__language_code=code).specific


PLACES = (
    "/{code}/",
    "/{code}/publications/",
    "/{code}/publications/secret/",
    "/{code}/publications/nothing/",
    "/{code}/topics/drum/",
    "/{code}/contact/?page=/{code}/publications/secret/",
    "/{code}/news/",
    "/{code}/feeds/publications/",
    "/{code}/feeds/news/",
    "/{code}/search/?q=" + SECRET,
    "/{code}/search/suggestions/?q=" + SECRET[:4],
    "/{code}/cite/publications.bib",
    "/{code}/cite/publications/secret.ris",
    "/{code}/packs/topic/drum.zip",
    "/api/v2/pages/?locale={code}&fields=*",
    "/api/v2/pages/?type=knowledge.PublicationPage",
    "/api/v2/pages/?type=knowledge.PublicationPage,knowledge.ArticlePage",
    "/api/v2/pages/?slug=secret",
    "/sitemap.xml",
)


def said(client: Client, place: str) -> str:
    """Return what an address answers with; of a pack what is in it."""
    answer = client.get(place)
    if not answer.streaming:
        return str(answer.text)
    with ZipFile(BytesIO(answer.getvalue())) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def telling(client: Client, code: str, *more: str) -> list[str]:
    """Return the places that tell the secret titles of a language."""
    places = [place.format(code=code) for place in (*PLACES, *more)]
    return [place for place in places if f"{SECRET} {code}" in said(client, place)]


def test_a_language_that_is_closed_tells_nothing(portal: factories.Pages, client: Client) -> None:
    assert len(telling(client, "fr")) > 10
    Page.objects.filter(slug="home-fr").update(live=False)
    assert telling(client, "fr") == []


@pytest.mark.parametrize("slug", ["secret", "secret-news"])
def test_the_api_has_no_page_of_a_language_that_is_closed(portal: factories.Pages, client: Client, slug: str) -> None:
    hidden = page(slug, "fr")
    Page.objects.filter(slug="home-fr").update(live=False)
    assert client.get(f"/api/v2/pages/{hidden.pk}/").status_code == 404
    assert client.get(f"/api/v2/pages/?translation_of={page(slug, 'en').pk}").json()["meta"]["total_count"] == 0


@pytest.mark.parametrize("place", ["/en/publications/secret/", "/en/about/", "/en/", "/es/publications/secret/"])
def test_other_languages_do_not_lead_into_a_closed_one(portal: factories.Pages, client: Client, place: str) -> None:
    page("secret", "en").unpublish() if place.startswith("/es") else None
    related = [("related_pages", {"title": "See", "pages": [page("secret", "fr")]})]
    factories.standard(portal, "about", body=related)
    Page.objects.filter(slug="home-fr").update(live=False)
    text = said(client, place)
    assert f"{SECRET} fr" not in text
    assert 'hreflang="fr"' not in text.split("</head>")[0]


@pytest.mark.parametrize("kind", ["login", "password"])
def test_a_private_page_is_named_nowhere(portal: factories.Pages, client: Client, kind: str) -> None:
    session = factories.session(factories.session_index(portal), 7, title=f"{SECRET} en")["en"]
    secrets = [page("secret", "en"), page("secret-news", "en"), session]
    paper = factories.publication({"en": page("publications", "en")}, "paper", session=session)["en"]
    factories.child(paper, "related_links", target=secrets[0])
    factories.standard(portal, "about", body=[("related_pages", {"title": "See", "pages": secrets})])
    more = ("/en/about/", "/en/publications/paper/", "/en/cite/publications/paper.bib")
    assert set(telling(client, "en", *more)) > set(more)
    for one in secrets:
        for version in one.get_translations(inclusive=True):
            PageViewRestriction.objects.create(page=version, restriction_type=kind, password="x")
    assert telling(client, "en", *more) == []


def test_the_form_for_a_password_is_of_its_own_page_and_opens_it(portal: factories.Pages, client: Client) -> None:
    draft = factories.standard(portal, "zirconium-draft", title=SECRET, live=False)["en"]
    secret = page("secret", "en")
    restriction = PageViewRestriction.objects.create(page=secret, restriction_type="password", password="x")
    form = "/en/_util/authenticate_with_password/{}/{}/"
    for other in (draft, page("secret", "fr")):
        answer = client.get(form.format(restriction.pk, other.pk))
        assert answer.status_code == 404
        assert SECRET.lower() not in answer.text.lower()
    for password, place in (("wrong", None), ("x", "/en/publications/secret/")):
        data = {"password": password, "return_url": "/en/publications/secret/"}
        assert client.post(form.format(restriction.pk, secret.pk), data).headers.get("Location") == place
    assert SECRET in said(client, "/en/publications/secret/")


def test_pages_of_a_private_section_name_each_other(portal: factories.Pages, admin_client: Client) -> None:
    section = factories.standard(portal, "members")
    factories.standard(section, "minutes", title=SECRET)
    minutes = page("minutes", "en")
    factories.standard(section, "list", body=[("related_pages", {"title": "See", "pages": [minutes]})])
    PageViewRestriction.objects.create(page=page("members", "en"), restriction_type="login")
    assert SECRET in said(admin_client, "/en/members/list/")
    assert SECRET not in said(Client(), "/en/members/list/")


def test_words_of_a_text_lead_to_the_door_of_a_private_page(portal: factories.Pages, client: Client) -> None:
    members = factories.standard(portal, "members", title=SECRET)["en"]
    factories.standard(portal, "about", body=[("paragraph", f'<p><a linktype="page" id="{members.pk}">For members</a></p>')])
    PageViewRestriction.objects.create(page=members, restriction_type="login")
    text = said(client, "/en/about/")
    assert '<a href="/en/members/">For members</a>' in text
    assert SECRET not in text


def test_a_path_is_as_public_as_the_database_says(portal: factories.Pages) -> None:
    PageViewRestriction.objects.create(page=page("publications", "en"), restriction_type="login")
    Page.objects.filter(slug="home-fr").update(live=False)
    pages = Page.objects.filter(depth__gt=1)
    assert {one.pk for one in pages if is_public(one.path)} == set(public(pages).values_list("pk", flat=True))


def test_what_members_of_staff_are_told_by_the_api_is_what_everybody_is_told(
    portal: factories.Pages, admin_client: Client
) -> None:
    PageViewRestriction.objects.create(page=page("secret", "en"), restriction_type="login")
    assert f"{SECRET} en" not in said(admin_client, "/api/v2/pages/?type=knowledge.PublicationPage")
