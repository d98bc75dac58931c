"""Links within the site: judged without a request, each reported once, where it can be mended."""

from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from newsroom.models import UpkeepPoint
from newsroom.upkeep import reading, wording
from newsroom.upkeep.own_links import OwnLinks
from newsroom.upkeep.places import Places
from newsroom.upkeep.reading import Content, Link
from tests import factories
from tests.newsroom import upkeep

pytestmark = pytest.mark.django_db

Kind = UpkeepPoint.Kind


def problems(*targets: str) -> list[tuple[str, str]]:
    content = reading.read()
    own = OwnLinks(content)
    page = next(iter(content.pages.values()))
    return [own.problem(Link(page, target)) for target in targets]


def test_a_link_to_a_page_is_broken_when_it_is_live_in_no_language(six: factories.Pages) -> None:
    only_arabic = factories.standard(six, "notice", ("ar",))["ar"]
    draft = factories.standard(six, "draft", live=False)["en"]
    gone = Page.objects.order_by("-pk")[0].pk + 1
    found = problems(f"page:{only_arabic.pk}", f"page:{draft.pk}", f"page:{gone}")
    assert [problem for problem, _better in found] == ["", "page_not_live", "page_gone"]


def test_addresses_of_the_site_are_looked_up_in_their_language(six: factories.Pages, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://leather.example"
    factories.standard(six, "about", ("en",))
    found = problems(
        "/en/about/",
        "https://leather.example/en/about?x=1#main",
        "/ar/about/",
        "/en/search/?q=chrome",
        "/en/nothing/",
        "/feeds/",
        "/static/x.css",
        "/sitemap.xml",
    )
    assert [problem for problem, _better in found] == [
        "",
        "",
        "no_such_address",
        "",
        "no_such_address",
        "no_such_address",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("www.example.org/list", "no_scheme"),
        ("nothing/", "no_such_address"),
        ("?q=1", ""),
        ("#top", ""),
        ("ftp://files.example/list", "address"),
        ("file:///C:/list.pdf", "address"),
        ("//[::1", "address"),
    ],
)
def test_what_browsers_take_for_an_address_of_this_site_is_judged_as_one(six: factories.Pages, target: str, problem: str) -> None:
    own = OwnLinks(reading.read())
    assert own.is_own(target) or target == "//[::1"
    assert problems(target)[0][0] == problem


def linking(six: factories.Pages, href: str, codes: Any = ("en", "fr")) -> Any:
    return factories.standard(six, "soaking", codes, body=[("paragraph", f'<p><a href="{href}">x</a></p>')])


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("#main", None),
        ("/en/soaking/#main", None),
        ("/en/soaking#:~:text=hide", None),
        ("/en/search/#anything", None),
        ("#part", "part"),
        ("/en/soaking/?x=1#the%20part", "the part"),
    ],
)
def test_a_place_that_its_page_does_not_have_is_a_broken_link(six: factories.Pages, href: str, expected: str | None) -> None:
    linking(six, href)
    upkeep.check()
    rows = UpkeepPoint.objects.filter(kind=Kind.LINK)
    assert [row.data["better"] for row in rows] == ([expected] if expected else [])
    assert all(f"“\u2068{expected}\u2069”" in wording.sentence(row) for row in rows)


def test_places_of_pages_that_only_some_may_read_are_not_judged(six: factories.Pages) -> None:
    pages = linking(six, "#part", ("en",))
    PageViewRestriction.objects.create(page=pages["en"], restriction_type="password", password="x")
    upkeep.check()
    assert not UpkeepPoint.objects.filter(kind=Kind.LINK).exists()


def test_a_place_that_one_language_lacks_is_reported_there(six: factories.Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = linking(six, "#part")
    monkeypatch.setattr(Places, "_read", lambda _self, path: frozenset({"part"} if path.startswith("/en/") else ()))
    upkeep.check()
    assert [row.page_id for row in UpkeepPoint.objects.filter(kind=Kind.LINK)] == [pages["fr"].pk]


def test_each_page_is_read_once_however_many_links_name_its_places(six: factories.Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(Places, "_read", lambda _self, path: read.append(path))
    factories.standard(six, "soaking", body=[("paragraph", '<p><a href="#a">a</a><a href="#b">b</a></p>')])
    factories.standard(six, "liming", body=[("paragraph", '<p><a href="/en/soaking/#c">c</a></p>')])
    upkeep.check()
    assert read == ["/en/soaking/"]


def test_an_address_that_moved_tells_the_present_one(six: factories.Pages) -> None:
    page = factories.standard(six, "about")["en"]
    Redirect.objects.create(old_path="/en/who-we-are", redirect_page=page)
    assert problems("/en/who-we-are/") == [("moved", "/en/about/")]


def test_files_are_looked_up(six: factories.Pages) -> None:
    document = factories.document("manual")
    found = problems(f"document:{document.pk}", document.url, "document:99999", "/documents/99999/gone.pdf")
    assert [problem for problem, _better in found] == ["", "", "file_gone", "file_gone"]


def test_own_hosts_are_those_of_sites_and_settings(six: factories.Pages, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL, settings.ALLOWED_HOSTS = "https://leather.example", ["www.leather.example", "*"]
    own = OwnLinks(Content())
    targets = (
        "https://LEATHER.example/x",
        "http://www.leather.example/",
        "https://other.example/leather.example",
        "//cdn.example/x",
    )
    assert [own.is_own(target) for target in targets] == [True, True, False, False]


def test_links_are_found_in_texts_blocks_fields_and_rows_of_a_page(six: factories.Pages) -> None:
    factories.standard(
        six, "soaking", body=upkeep.body("https://a.example/text", "https://b.example/source", "https://c.example/film")
    )
    directory = factories.link_directory(six, ("en",))["en"]
    factories.child(directory, "links", name="Body", url="https://d.example/", kind=factories.link_kind("body"))
    factories.course(factories.course_index(six, ("en",)), "course", provider_url="https://e.example/")
    found = {link.target for link in reading.read().links}
    assert {f"https://{letter}.example/" for letter in "de"} | {
        "https://a.example/text",
        "https://b.example/source",
        "https://c.example/film",
    } <= found


def test_links_of_a_rich_text_keep_their_words_and_leave_out_mail_addresses() -> None:
    html = (
        '<p><a linktype="page" id="7">the <b>manual</b></a> <a href="mailto:x@example.org">write</a>'
        '<a href="https://x.example/?a=1&amp;b=2">list</a></p>'
    )
    assert list(reading.rich_links(html)) == [("page:7", "the manual"), ("https://x.example/?a=1&b=2", "list")]


def test_a_link_that_the_english_page_has_too_is_reported_there_alone(six: factories.Pages) -> None:
    text = [("paragraph", '<p><a href="/en/nothing/">x</a></p>')]
    pages = factories.standard(six, "soaking", ("en", "fr"), body=text)
    own_text = [("paragraph", '<p><a href="/fr/rien/">y</a></p>')]
    french = factories.standard(six, "avis", ("fr",), body=own_text)["fr"]
    upkeep.check()
    rows = UpkeepPoint.objects.filter(kind=Kind.LINK).order_by("page")
    assert [(row.page_id, row.data["words"]) for row in rows] == [(pages["en"].pk, "x"), (french.pk, "y")]
