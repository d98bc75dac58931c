"""Which language an address is answered in, and what stands where there is no page."""

import pytest
from django.test import Client
from django.utils import translation
from wagtail.models import Page

from config.languages import BY_CODE, CODES
from core import views
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("de,es;q=0.5", "es"),
        ("de", "en"),
        ("", "en"),
        ("*", "en"),
        ("\x00;;q=x", "en"),
    ],
)
def test_the_entrance_goes_by_the_browsers_languages(six: factories.Pages, client: Client, accepted: str, code: str) -> None:
    response = client.get("/", headers={"Accept-Language": accepted})
    assert (response.status_code, response.headers["Location"]) == (302, f"/{code}/")


def test_the_entrance_sets_no_cookie(six: factories.Pages, client: Client) -> None:
    assert not client.get("/", headers={"Accept-Language": "fr"}).cookies


def test_the_entrance_varies_by_language(six: factories.Pages, client: Client) -> None:
    assert "Accept-Language" in client.get("/").headers["Vary"]


def test_the_entrance_does_not_send_to_a_home_page_that_is_not_live(six: factories.Pages, client: Client) -> None:
    Page.objects.filter(pk=six["fr"].pk).update(live=False)
    assert client.get("/", headers={"Accept-Language": "fr"}).headers["Location"] == "/en/"


@pytest.mark.parametrize("code", CODES)
def test_a_deep_link_is_answered_in_its_own_language(six: factories.Pages, client: Client, code: str) -> None:
    factories.standard(six, "about", CODES)
    other = "ru" if code != "ru" else "ar"
    response = client.get(f"/{code}/about/", headers={"Accept-Language": other}, cookies={"django_language": other})
    assert (response.status_code, response.headers["Content-Language"]) == (200, code)
    assert f'<html lang="{BY_CODE[code].tag}" dir="{BY_CODE[code].direction}">' in response.text


@pytest.mark.parametrize("code", CODES)
def test_a_page_sets_no_cookie(six: factories.Pages, client: Client, code: str) -> None:
    assert not client.get(f"/{code}/").cookies


def test_a_page_does_not_vary_by_language(six: factories.Pages, client: Client) -> None:
    assert "Accept-Language" not in client.get("/fr/").headers.get("Vary", "")


@pytest.mark.parametrize(
    "path", ["/de/x/", "/de/x", "/publications/", "/publications", "/xx/", "/EN/", "/en/nothing", "/a\u0627/"]
)
def test_an_unknown_address_is_a_page_after_one_redirect(six: factories.Pages, client: Client, path: str) -> None:
    response = client.get(path, follow=True)
    assert response.status_code == 404
    assert len(response.redirect_chain) <= 1
    assert "<h1>" in response.text


def test_the_page_of_an_unknown_address_is_in_the_browsers_language(six: factories.Pages, client: Client) -> None:
    response = client.get("/de/x/", headers={"Accept-Language": "ru"})
    assert response.headers["Content-Language"] == "ru"
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("path", ["", "about/"])
def test_a_language_whose_home_is_not_live_shows_no_other_language(six: factories.Pages, client: Client, path: str) -> None:
    factories.standard(six, "about", ("en",), title="English title")
    Page.objects.filter(pk=six["fr"].pk).update(live=False)
    assert client.get(f"/fr/{path}").status_code == 404


@pytest.mark.parametrize("code", [code for code in CODES if code != "en"])
def test_a_missing_version_is_said_in_the_addresses_language(six: factories.Pages, client: Client, code: str) -> None:
    factories.standard(six, "about", ("en",))
    response = client.get(f"/{code}/about/", headers={"Accept-Language": "en"})
    with translation.override(code):
        title = translation.gettext("This page does not exist in this language yet")
    assert response.status_code == 404
    assert f'<html lang="{BY_CODE[code].tag}"' in response.text
    assert f"<h1>{title}</h1>" in response.text


def test_a_missing_version_is_not_for_search_engines(six: factories.Pages, client: Client) -> None:
    factories.standard(six, "about", ("en",))
    assert client.get("/fr/about/").headers["X-Robots-Tag"] == "noindex"


def test_a_missing_version_offers_those_that_exist(six: factories.Pages, client: Client) -> None:
    factories.standard(six, "about", ("en", "zh-hans"))
    response = client.get("/fr/about/")
    assert {version.url for version in response.context["versions"].values()} == {"/en/about/", "/zh-hans/about/"}
    assert '<a href="/zh-hans/about/" hreflang="zh-Hans">' in response.text


def test_a_missing_version_offers_the_front_page_of_its_section(six: factories.Pages, client: Client) -> None:
    topics = factories.topic_index(six)
    factories.topic_page(topics, factories.topic("tanning"), ("en",))
    assert '<a href="/fr/topics/">topics fr</a>' in client.get("/fr/topics/tanning/").text


def test_the_bar_of_a_missing_version_leads_to_the_same_path(six: factories.Pages, client: Client) -> None:
    factories.standard(six, "about", ("en",))
    bar = client.get("/fr/about/").context["language_bar"]
    assert [entry.url for entry in bar] == [f"/{code}/about/" for code in CODES]


def test_a_path_that_exists_nowhere_is_a_plain_404(six: factories.Pages, client: Client) -> None:
    assert client.get("/fr/nowhere/").context["missing_in_language"] is False


@pytest.mark.parametrize("path", ["/fr/" + "x" * 3000 + "/", "/fr/%00/", "/fr/" + "a/" * 200, "/fr/%ff/"])
def test_odd_paths_are_a_404(six: factories.Pages, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("code", CODES)
def test_a_server_error_needs_no_database(client: Client, rf: object, code: str, django_assert_num_queries: object) -> None:
    request = rf.get(f"/{code}/topics/")
    with django_assert_num_queries(0):
        response = views.server_error(request)
    html = response.content.decode()
    with translation.override(code):
        title = translation.gettext("The page cannot be shown")
    assert response.status_code == 500
    assert f'<html lang="{BY_CODE[code].tag}" dir="{BY_CODE[code].direction}">' in html
    assert f"<h1>{title}</h1>" in html


def test_a_failing_page_is_answered_with_the_error_page(
    six: factories.Pages, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from home.models import HomePage

    monkeypatch.setattr(HomePage, "get_context", lambda *_args, **_kwargs: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/ar/")
    assert response.status_code == 500
    assert '<html lang="ar" dir="rtl">' in response.text


def test_a_refusal_is_a_page_in_the_addresses_language(six: factories.Pages, rf: object) -> None:
    request = rf.get("/es/x/")
    with translation.override("es"):
        response = views.forbidden(request)
        title = translation.gettext("Not allowed")
    assert response.status_code == 403
    assert '<html lang="es"' in response.content.decode()
    assert f"<h1>{title}</h1>" in response.content.decode()
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("publications/reed-beds-treatment/", "reed beds treatment"),
        ("content/Reed_Beds.html", "Reed Beds"),
        ("files/2001/12345/", "files"),
        ("a/<script>/", "script"),
        ("1/2/3/", ""),
        ("", ""),
    ],
)
def test_words_of_a_missing_address(path: str, words: str) -> None:
    assert views.words_of(path) == words
