"""The home page, standing pages, the site map, the directory of links."""

import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from config.languages import BY_CODE, CODES
from home.models import HomePage
from home.models.standing import nested
from tests import factories

pytestmark = pytest.mark.django_db

MAIN = re.compile(r"<main.*?</main>", re.DOTALL)


def main(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    (found,) = MAIN.findall(response.text)
    return found


@pytest.mark.parametrize("code", CODES)
def test_the_home_page_renders(six: factories.Pages, client: Client, code: str) -> None:
    html = client.get(f"/{code}/").text
    assert f'<html lang="{BY_CODE[code].tag}" dir="{BY_CODE[code].direction}">' in html
    assert f"<h1>Home {code}</h1>" in html


def test_the_bar_stands_on_every_page_in_its_order(six: factories.Pages, client: Client) -> None:
    (bar,) = re.findall(r'<nav class="languages".*?</nav>', client.get("/fr/").text, re.DOTALL)
    assert re.findall(r'lang="([^"]+)" hreflang="\1" dir="([^"]+)"', bar) == [
        (BY_CODE[code].tag, BY_CODE[code].direction) for code in CODES
    ]


def test_a_language_without_the_page_is_muted_in_the_bar(six: factories.Pages, client: Client) -> None:
    factories.standard(six, "about", ("en", "fr"))
    (bar,) = re.findall(r'<nav class="languages".*?</nav>', client.get("/fr/about/").text, re.DOTALL)
    muted = [entry for entry in re.findall(r"<a [^>]*>", bar) if 'class="missing"' in entry]
    assert [re.search(r'href="([^"]+)"', entry)[1] for entry in muted] == [
        f"/{code}/about/" for code in ("ar", "zh-hans", "ru", "es")
    ]


def test_the_home_page_shows_the_newest_pages_of_its_language(six: factories.Pages, client: Client) -> None:
    index = factories.publication_index(six)
    factories.publication(index, "english", ("en",))
    factories.publication(index, "french", ("fr",))
    assert [item["url"] for item in client.get("/fr/").context["newest"]] == ["/fr/publications/french/"]


def test_the_home_page_keeps_private_pages_to_itself(six: factories.Pages, client: Client) -> None:
    page = factories.publication(factories.publication_index(six), "private")["en"]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/en/").context["newest"] == []


def test_an_offer_leads_to_the_readers_version(six: factories.Pages, client: Client) -> None:
    topics = factories.topic_index(six, ("en", "fr"))
    factories.child(six["fr"], "pillars", title="Savoir", text="Texte", target=topics["en"])
    assert '<a href="/fr/topics/">Savoir</a>' in main(client, "/fr/")


def test_an_offer_without_a_version_names_the_language_of_its_page(six: factories.Pages, client: Client) -> None:
    topics = factories.topic_index(six, ("en",))
    factories.child(six["fr"], "pillars", title="Savoir", text="Texte", target=topics["en"])
    assert '<a href="/en/topics/" hreflang="en">Savoir</a>' in main(client, "/fr/")


def test_an_offer_whose_page_is_gone_is_text(six: factories.Pages, client: Client) -> None:
    factories.child(six["fr"], "pillars", title="Savoir", text="Texte", target=None)
    html = main(client, "/fr/")
    assert "Savoir" in html
    assert ">Savoir</a>" not in html


def test_a_featured_page_in_another_language_says_so(six: factories.Pages, client: Client) -> None:
    about = factories.standard(six, "about", ("en",), title="About us")
    factories.child(six["ru"], "featured_links", target=about["en"])
    html = main(client, "/ru/")
    assert '<a href="/en/about/" hreflang="en" lang="en" dir="ltr">About us</a>' in html
    assert "(английский)" in html


def test_safety_advice_is_one_tap_from_home(six: factories.Pages, client: Client) -> None:
    gas = factories.standard(six, "gas", ("en", "fr"))
    HomePage.objects.filter(pk=six["fr"].pk).update(safety_page=gas["en"])
    assert 'href="/fr/gas/"' in main(client, "/fr/")


def test_a_standing_page_lists_the_pages_below_it(six: factories.Pages, client: Client) -> None:
    about = factories.standard(six, "about", ("en",))
    factories.standard(about, "part", ("en",))
    factories.standard(about, "draft", ("en",), live=False)
    assert [page.slug for page in client.get("/en/about/").context["parts"]] == ["part"]


def test_breadcrumbs_name_every_page_above(six: factories.Pages, client: Client) -> None:
    about = factories.standard(six, "about", ("en",))
    part = factories.standard(about, "part", ("en",))
    factories.standard(part, "detail", ("en",))
    trail = client.get("/en/about/part/detail/").context["breadcrumbs"]
    assert [item.url for item in trail] == ["/en/", "/en/about/", "/en/about/part/"]


def test_the_site_map_shows_the_tree(six: factories.Pages, client: Client) -> None:
    about = factories.standard(six, "about", ("en",))
    factories.standard(about, "part", ("en",))
    factories.site_map(six, ("en",))
    (tree,) = re.findall(r'<div class="site-map">(.*?)</div>', main(client, "/en/site-map/"), re.DOTALL)
    nodes = '<ul><li><a href="/en/about/">about en</a><ul><li><a href="/en/about/part/">part en</a></li></ul></li>'
    assert nodes in tree.replace("\n", "")


def test_the_site_map_names_pages_of_other_languages_apart(six: factories.Pages, client: Client) -> None:
    factories.standard(six, "about", ("en",))
    factories.site_map(six, ("fr",))
    html = main(client, "/fr/site-map/")
    assert '<a href="/en/about/" hreflang="en" lang="en" dir="ltr">about en</a>' in html
    assert "(anglais)" in html


def test_a_page_whose_parent_is_missing_takes_its_place() -> None:
    def page(path: str) -> Page:
        return Page(path=path, url_path=f"/home/{path}/", title=path, locale_id=_english())

    tree = nested([page("00010001"), page("000100010002"), page("000100030001")])
    assert [len(node.children) for node in tree] == [1, 0]


def _english() -> int:
    from wagtail.models import Locale

    return Locale.objects.get(language_code="en").pk


@pytest.fixture
def directory(six: factories.Pages) -> Any:
    pages = factories.link_directory(six, ("en", "ar"))
    for code in ("en", "ar"):
        for kind, name, language in (("school", "Scuola", "it"), ("body", "Board", "en"), ("school", "Institute", "en")):
            factories.child(
                pages[code],
                "links",
                name=name,
                url="https://www.example.org/x",
                kind=factories.link_kind(kind),
                language=language,
                description=f"About {name}",
            )
    return pages


def test_links_stand_in_groups(directory: factories.Pages, client: Client) -> None:
    groups = client.get("/en/links/").context["groups"]
    assert [(str(kind), [link.name for link in links]) for kind, links in groups] == [
        ("body en", ["Board"]),
        ("school en", ["Scuola", "Institute"]),
    ]


def test_a_link_names_its_language(directory: factories.Pages, client: Client) -> None:
    html = main(client, "/ar/links/")
    assert '<a href="https://www.example.org/x" hreflang="it" rel="external"><bdi lang="it">Scuola</bdi></a>' in html
    assert "(الإيطالية)" in html


def test_a_link_shows_its_host(directory: factories.Pages, client: Client) -> None:
    assert ">example.org<" in main(client, "/en/links/")
