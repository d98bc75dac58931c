"""What machines read: links between languages, sitemap, robots.txt, the API, data of schema.org."""

import json
import re
from collections import defaultdict
from xml.etree import ElementTree

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from config.languages import BY_CODE, CODES
from tests import factories

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')


def alternates(client: Client, path: str) -> dict[str, str]:
    return dict(ALTERNATE.findall(client.get(path).text))


def sitemap(client: Client) -> dict[str, dict[str, str]]:
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  # our own answer
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for url in root.findall(f"{SITEMAP}url"):
        location = url.findtext(f"{SITEMAP}loc")
        found[location] = {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}
    return found


def test_a_page_names_itself_and_its_versions(six: factories.Pages, client: Client) -> None:
    factories.standard(six, "about", ("fr", "ar"))
    assert alternates(client, "/fr/about/") == {
        "fr": "http://testserver/fr/about/",
        "ar": "http://testserver/ar/about/",
        "x-default": "http://testserver/ar/about/",
    }


def test_both_sides_name_each_other(six: factories.Pages, client: Client) -> None:
    factories.standard(six, "about", CODES)
    assert len({frozenset(alternates(client, f"/{code}/about/").items()) for code in CODES}) == 1


def test_a_page_is_its_own_canonical(six: factories.Pages, client: Client) -> None:
    assert '<link rel="canonical" href="http://testserver/fr/">' in client.get("/fr/?utm=1").text


@pytest.mark.parametrize("code", CODES)
def test_data_of_schema_org_is_sound(six: factories.Pages, client: Client, code: str) -> None:
    factories.standard(six, "about", CODES, title="</script><b>&")
    html = client.get(f"/{code}/about/").text
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    page, organization, trail = json.loads(script)["@graph"]
    assert page["name"] == "</script><b>&"
    assert page["inLanguage"] == BY_CODE[code].tag
    assert organization["@type"] == "Organization"
    assert [step["item"] for step in trail["itemListElement"]] == [
        f"http://testserver/{code}/",
        f"http://testserver/{code}/about/",
    ]


def test_the_sitemap_lists_every_language(six: factories.Pages, client: Client) -> None:
    assert set(sitemap(client)) == {f"http://testserver/{code}/" for code in CODES}


def test_versions_in_the_sitemap_name_each_other(six: factories.Pages, client: Client) -> None:
    factories.standard(six, "about", ("en", "zh-hans"))
    found = sitemap(client)
    english, chinese = "http://testserver/en/about/", "http://testserver/zh-hans/about/"
    assert found[english] == found[chinese] == {"en": english, "zh-Hans": chinese, "x-default": english}


def test_the_sitemap_leaves_out_drafts(six: factories.Pages, client: Client) -> None:
    factories.standard(six, "about", live=False)
    assert "http://testserver/en/about/" not in sitemap(client)


def test_the_sitemap_leaves_out_private_pages(six: factories.Pages, client: Client) -> None:
    page = factories.standard(six, "about", ("en", "fr"))["en"]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    found = sitemap(client)
    assert "http://testserver/en/about/" not in found
    assert "en" not in found["http://testserver/fr/about/"]


def test_the_sitemap_asks_no_more_for_more_pages(
    six: factories.Pages, client: Client, django_assert_max_num_queries: object
) -> None:
    page = factories.standard(six, "about")["en"]
    factories.siblings(page, 20)
    with django_assert_max_num_queries(5):
        client.get("/sitemap.xml")


def test_robots(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.text.splitlines()[-1] == "Sitemap: http://testserver/sitemap.xml"
    assert "Disallow: /admin/" in response.text


def listed(client: Client, query: str) -> list[str]:
    return sorted(item["title"] for item in client.get(f"/api/v2/pages/?{query}").json()["items"])


def test_the_api_filters_by_language(six: factories.Pages, client: Client) -> None:
    assert listed(client, "locale=fr") == ["Home fr"]


def test_the_api_shows_no_drafts(six: factories.Pages, client: Client) -> None:
    factories.standard(six, "draft", live=False)
    assert listed(client, "locale=en") == ["Home en"]


def test_the_api_shows_no_private_pages(six: factories.Pages, client: Client) -> None:
    page = factories.standard(six, "private")["en"]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert listed(client, "locale=en") == ["Home en"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["pages/", "pages/{}/", "documents/", "images/"])
def test_the_api_is_read_only(six: factories.Pages, client: Client, method: str, path: str) -> None:
    assert getattr(client, method)(f"/api/v2/{path.format(six['en'].pk)}").status_code == 405


@pytest.mark.parametrize(
    ("query", "status"),
    [("locale=xx", 404), ("fields=nothing", 400), ("limit=-1", 400), ("limit=1000", 400), ("type=no.Such", 400)],
)
def test_the_api_refuses_odd_questions(six: factories.Pages, client: Client, query: str, status: int) -> None:
    assert client.get(f"/api/v2/pages/?{query}").status_code == status


@pytest.mark.parametrize("path", ["/api/v2/pages/", "/sitemap.xml", "/robots.txt"])
def test_machines_get_no_cookie(six: factories.Pages, client: Client, path: str) -> None:
    assert not client.get(path).cookies
