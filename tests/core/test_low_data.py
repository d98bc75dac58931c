"""Low-data mode: words in the place of pictures, one cookie for those who choose it, the way back to the same page."""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.languages import CODES
from core import low_data, renditions
from core.models import CustomImage, CustomRendition
from tests import factories

PICTURES = re.compile(r"<(?:img|picture|source|video)\b")
FORM = re.compile(r'<form class="low-data-form" method="post" action="([^"]+)">.*?name="low_data" value="(\w+)"', re.DOTALL)
ORIGIN = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture(scope="module")
def page(six: factories.Pages, django_db_blocker: Any) -> Iterator[factories.Pages]:
    """A page with a photograph, a drawing and a video in three languages."""
    with django_db_blocker.unblock(), factories.undone():
        photograph = factories.photograph(340, 240, description_en="A vat of oak", description_ar="حوض")
        renditions.make(photograph)
        drawing = factories.drawing()
        renditions.make(drawing)
        drawing.contextual_alt_text = "How water runs"
        video = factories.document("film", "mp4", size=2400)
        body = [
            ("image", {"image": drawing, "caption": "Water"}),
            ("video", {"title": "Grading", "file": video, "url": "", "language": "en", "transcript": "<p>Said.</p>"}),
        ]
        yield factories.standard(six, "about", ("en", "ar", "fr"), lead_image=photograph, body=body)


def text(client: Client, path: str = "/en/about/", **headers: str) -> str:
    client.cookies = SimpleCookie({low_data.COOKIE: headers.pop("cookie")} if "cookie" in headers else {})
    return client.get(path, **headers).text


def switch(client: Client, to: str, code: str = "en", **headers: str) -> HttpResponse:
    return client.post(f"/{code}/low-data/", {"low_data": to, "page": f"/{code}/about/"}, **(ORIGIN | headers))


@pytest.mark.parametrize(
    ("cookie", "header", "wanted"),
    [
        (None, None, False),
        (None, "on", True),
        (None, "On ", True),
        (None, "off", False),
        ("1", None, True),
        ("0", "on", False),
        ("0", None, False),
        ("x", None, False),
        ("x", "on", True),
    ],
)
def test_a_choice_counts_for_more_than_the_browser(rf: RequestFactory, cookie: str, header: str, wanted: bool) -> None:
    request = rf.get("/en/", **({"HTTP_SAVE_DATA": header} if header else {}))
    request.COOKIES = {low_data.COOKIE: cookie} if cookie else {}
    assert low_data.wanted(request) is wanted


@pytest.mark.django_db
def test_pictures_and_videos_are_in_words(page: factories.Pages, client: Client) -> None:
    image, drawing = CustomImage.objects.get(title_en="Vat"), CustomRendition.objects.get(filter_spec="width-1200").file_size
    html = text(client, cookie="1")
    assert not PICTURES.search(html)
    assert "A vat of oak" in html
    assert "How water runs" in html
    size = round(image.renditions.get(filter_spec="width-640|format-jpeg").file_size / 1000)
    assert f"Show this picture ({size} kB)" in html
    assert f"Show this picture ({drawing} bytes)" in html
    assert "Show this video (2 kB)" in html
    assert "حوض" in text(client, "/ar/about/", cookie="1")


@pytest.mark.django_db
def test_nothing_else_differs(page: factories.Pages, client: Client) -> None:
    def rest(html: str) -> str:
        for part in (
            r"<form class=\"low-data-form.*?</form>",
            r"<section class=\"low-data.*?</section>",
            r"<picture>.*?</picture>",
            r"<img.*?>",
            r"<video.*?</video>",
            r"<p class=\"picture-words\">.*?</p>",
            r"<p><a class=\"file-link\".*?</p>",
        ):
            html = re.sub(part, "", html, flags=re.DOTALL)
        return re.sub(r">\s+<", "><", html)

    assert rest(text(client, cookie="1")) == rest(text(client))


@pytest.mark.django_db
def test_a_link_leads_to_a_picture_that_every_browser_shows(page: factories.Pages, client: Client) -> None:
    links = re.findall(r'class="picture-words">.*?href="([^"]+)"', text(client, cookie="1"))
    assert [link.rsplit(".", 1)[1] for link in links] == ["jpg", "svg"]
    assert all(client.get(link).status_code == 200 for link in links)


def test_pictures_come_from_where_they_are_kept_now(client: Client, settings: Any, tmp_path: Any) -> None:
    client.get("/media/nothing.svg")
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "hide.svg").write_text("<svg/>")
    assert client.get("/media/hide.svg").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_every_page_has_the_switch(page: factories.Pages, client: Client, code: str) -> None:
    for path in (f"/{code}/", f"/{code}/search/", f"/{code}/no-such-page/"):
        assert FORM.findall(text(client, path)) == [(f"/{code}/low-data/", "on")]
        assert FORM.findall(text(client, path, cookie="1")) == [(f"/{code}/low-data/", "off")] * 2


@pytest.mark.django_db
def test_a_browser_that_saves_data_is_told_what_is_left_out(page: factories.Pages, client: Client) -> None:
    html = text(client, HTTP_SAVE_DATA="on")
    assert not PICTURES.search(html)
    assert "pictures and videos are left out" in html.partition("<main")[0]
    assert PICTURES.search(text(client, HTTP_SAVE_DATA="on", cookie="0"))


@pytest.mark.django_db
def test_switching_on_sets_the_one_cookie(page: factories.Pages, client: Client, settings: Any) -> None:
    settings.SESSION_COOKIE_SECURE = True
    answer = switch(client, "on", "fr")
    assert list(answer.cookies) == ["low_data"]
    cookie = answer.cookies["low_data"]
    assert cookie.value == "1"
    assert (cookie["max-age"], cookie["path"], cookie["samesite"]) == (365 * 24 * 60 * 60, "/", "Lax")
    assert cookie["secure"]
    assert cookie["httponly"]
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_switching_off_deletes_the_cookie(page: factories.Pages, client: Client) -> None:
    switch(client, "on")
    answer = switch(client, "off")
    assert (answer.cookies["low_data"].value, answer.cookies["low_data"]["max-age"]) == ("", 0)
    assert answer.headers["Clear-Site-Data"] == '"cache"'


@pytest.mark.django_db
def test_switching_off_is_remembered_where_the_browser_saves_data(page: factories.Pages, client: Client) -> None:
    assert switch(client, "off", HTTP_SAVE_DATA="on").cookies["low_data"].value == "0"
    assert PICTURES.search(client.get("/en/about/", HTTP_SAVE_DATA="on").text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("referer", "named", "way"),
    [
        ("http://testserver/en/publications/?topic=tanning", "", "http://testserver/en/publications/?topic=tanning"),
        ("", "/en/about/", "/en/about/"),
        ("http://testserver/", "/en/about/", "http://testserver/"),
        ("https://elsewhere.example/", "//elsewhere.example/", "/en/"),
        ("", "https://elsewhere.example/", "/en/"),
        ("", "/\\elsewhere.example", "/en/"),
        ("", "javascript:alert(1)", "/en/"),
        ("", "", "/en/"),
    ],
)
@pytest.mark.usefixtures("page")
def test_the_switch_leads_back_to_where_it_stands_and_nowhere_else(client: Client, referer: str, named: str, way: str) -> None:
    headers = ORIGIN | ({"HTTP_REFERER": referer} if referer else {})
    assert client.post("/en/low-data/", {"low_data": "on", "page": named}, **headers).headers["Location"] == way


@pytest.mark.django_db
def test_a_form_of_another_site_switches_nothing(page: factories.Pages, client: Client) -> None:
    for headers in ({}, {"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_ORIGIN": "null"}):
        answer = client.post("/en/low-data/", {"low_data": "on"}, **headers)
        assert answer.status_code == 403
        assert not answer.cookies
    assert client.get("/en/low-data/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/en/about/", "/en/search/", "/en/no-such-page/", "/no-such-page/"])
@pytest.mark.usefixtures("page")
def test_pages_vary_on_the_browsers_wish_and_on_no_cookie(client: Client, path: str) -> None:
    answer = client.get(path)
    assert "Save-Data" in answer.headers["Vary"]
    assert "Cookie" not in answer.headers["Vary"]
    assert not answer.cookies


@pytest.mark.django_db
def test_low_data_costs_no_query_more(page: factories.Pages, client: Client, django_assert_max_num_queries: Any) -> None:
    client.get("/en/about/")
    with django_assert_max_num_queries(100) as plain:
        client.get("/en/about/")
    with django_assert_max_num_queries(len(plain)):
        text(client, cookie="1")
