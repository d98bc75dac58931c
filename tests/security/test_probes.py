"""What somebody with bad intentions tries: injection, other people's files, other hosts, forms from elsewhere."""

import json
import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Page

from tests import factories
from tests.search import stock_index
from tests.translation_desk import desk
from translation_desk import roles

EVIL = "https://evil.example/"
INJECTED = (
    "' OR '1'='1",
    "1; DROP TABLE wagtailcore_page; --",
    "1 UNION SELECT password FROM accounts_user --",
    "'; SELECT pg_sleep(9); --",
    '" MATCH * NEAR(" OR *',
    "{{ 7*7 }}{% debug %}{{ settings.SECRET_KEY }}",
    "${7*7}#{7*7}%{7*7}<%= 7*7 %>",
    "$(id); `id` | id && id",
    "../../../../etc/passwd",
    "\x00",
    "%s%n{0}{.__class__}",
    "é\u202e\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "9" * 40,
    "-1",
)
PUBLIC = (
    ("/en/search/", ("q", "topic", "section", "sort", "language", "page", "from", "to")),
    ("/en/search/suggestions/", ("q",)),
    ("/en/publications/", ("q", "topic", "type", "country", "language", "from", "to", "sort", "page")),
    ("/en/contact/", ("page", "sent")),
    ("/en/about/", ("asked", "utm_source")),
    ("/api/v2/pages/", ("search", "type", "fields", "order", "locale", "child_of", "descendant_of", "slug", "limit", "offset")),
    ("/api/v2/images/", ("search", "fields", "order", "limit", "offset")),
    ("/api/v2/documents/", ("search", "fields", "order", "limit", "offset")),
    ("/api/v2/pages/find/", ("html_path", "id")),
)
ADMINISTRATION = (
    ("wagtailimages:index", ("q", "collection_id", "tag", "ordering", "p")),
    ("wagtaildocs:index", ("q", "collection_id", "ordering", "p")),
    ("wagtailadmin_pages:search", ("q", "content_type", "ordering", "p", "locale")),
    ("wagtailadmin_choose_page_search", ("q", "page_type", "p")),
    ("wagtailredirects:index", ("q", "ordering", "p")),
    ("wagtailusers_users:index", ("q", "ordering", "p")),
    ("wagtailadmin_reports:site_history", ("label", "user", "action", "object_type", "timestamp_from", "p")),
    ("wagtailsnippets_vocabulary_topic:list", ("q", "ordering", "p")),
    ("wagtailsnippets_home_contactmessage:list", ("q", "ordering", "language", "p")),
    ("translation_desk:queue", ("q", "tab", "ordering", "page", "language", "assignee", "p")),
    ("translation_desk:matrix", ("q", "level", "p")),
    ("translation_desk:questions", ("page", "show", "p")),
    ("translation_desk:columns", ("q", "kind", "language", "p")),
    ("translation_desk:exceptions", ("kind", "from", "to", "p")),
    ("search_report", ("q", "language", "ordering", "p")),
)


@pytest.fixture(scope="module")
def portal(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """A small portal with somebody who may do everything."""
    with django_db_blocker.unblock(), factories.undone():
        stock_index.make()
        roles.set_up_roles(six)
        index = factories.publication_index(six)
        factories.publication(index, "reed-beds", topics=[factories.topic("tanning")])
        factories.standard(six, "about", ("en",))
        yield SimpleNamespace(homes=six, people=desk.people(), contact=factories.contact(six))


@pytest.fixture
def visitor(portal: SimpleNamespace, db: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def admin(portal: SimpleNamespace, db: None) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(portal.people.admin)
    return client


@pytest.mark.parametrize(("path", "names"), PUBLIC, ids=[path for path, _names in PUBLIC])
def test_injected_words_are_words_to_public_addresses(visitor: Client, path: str, names: tuple[str, ...]) -> None:
    rows = Page.objects.count()
    for number, words in enumerate(INJECTED if path.startswith("/api/") else INJECTED[:: 2 if "q" in names else 5]):
        # In all places at once; the API stops at the first that is wrong, so each in one place by itself there too.
        alone = [{names[number % len(names)]: words}] if path.startswith("/api/") else []
        for asked in (*alone, dict.fromkeys(names, words)):
            with CaptureQueriesContext(connection) as queries:
                answer = visitor.get(path, asked)
            assert answer.status_code in {200, 302, 400, 404}, (asked, answer.status_code)
            assert not [query for query in queries if "DROP TABLE wagtailcore_page" in query["sql"] and ";" in query["sql"][:5]]
            assert "49" not in answer.text or "7*7" in answer.text or path.startswith("/api/") or "{{" not in words
            assert "root:x:" not in answer.text
    assert Page.objects.count() == rows


@pytest.mark.parametrize(("name", "names"), ADMINISTRATION, ids=[name for name, _names in ADMINISTRATION])
def test_injected_words_are_words_to_searches_and_filters_of_staff(admin: Client, name: str, names: tuple[str, ...]) -> None:
    for words in INJECTED[::3]:
        answer = admin.get(reverse(name), dict.fromkeys(names, words))
        assert answer.status_code in {200, 302, 400, 404}, (words, answer.status_code)


@pytest.mark.parametrize("name", ["wagtaildocs:index", "wagtailimages:index", "wagtailsnippets_vocabulary_topic:list"])
def test_what_was_searched_may_be_sorted_by_any_column(admin: Client, name: str) -> None:
    for column in ("title", "-created_at", "code", "listed", "order", ""):
        assert admin.get(reverse(name), {"q": "tan", "ordering": column}).status_code == 200


@pytest.mark.parametrize("prefix", ["/media/", "/static/", "/documents/1/"])
@pytest.mark.parametrize(
    "way", ["../manage.py", "..%2f..%2fmanage.py", "%2e%2e/manage.py", "....//manage.py", "/etc/passwd", "..\\manage.py", "%00"]
)
def test_no_way_leads_out_of_the_folders_of_files(visitor: Client, prefix: str, way: str) -> None:
    answer = visitor.get(f"{prefix}{way}")
    assert answer.status_code in {301, 302, 400, 404}
    assert "root:x:" not in answer.getvalue().decode(errors="replace")


def test_a_document_is_found_by_its_number_and_own_name_only(visitor: Client) -> None:
    document = factories.document("manual")
    for name in ("../manual.pdf", "..%2fmanual.pdf", "other.pdf", "/etc/passwd", ""):
        assert visitor.get(f"/documents/{document.pk}/{name}").status_code == 404


NEXT = (
    ("get", "/admin/login/", "next"),
    ("post", "/admin/login/", "next"),
    ("post", "/admin/logout/", "next"),
    ("post", "/admin/sign-in/language/", "next"),
    ("get", "/admin/sign-in/again/", "next"),
    ("get", "/admin/sign-in/openid/", "next"),
    ("post", "/en/low-data/", "page"),
    ("post", "/en/ask-for-page/", "path"),
    ("post", "/en/send-message/", "page"),
    ("get", "/en/_util/login/", "next"),
)
ELSEWHERE = (
    EVIL,
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "https:evil.example",
    "///evil.example",
    "javascript:alert(1)",
)


@pytest.mark.parametrize(("method", "path", "name"), NEXT, ids=[f"{method} {path}" for method, path, _name in NEXT])
def test_nobody_is_led_to_another_host(portal: SimpleNamespace, db: None, method: str, path: str, name: str) -> None:
    for person in (None, portal.people.admin):
        for target in ELSEWHERE:
            client = Client(raise_request_exception=False)
            if person:
                client.force_login(person)
            data = {name: target, "login": "admin-desk", "password": "a long password", "language": "fr"}
            address = f"{path}?{urlencode({name: target})}"
            answer = (
                client.get(address) if method == "get" else client.post(address, data, headers={"Origin": "http://testserver"})
            )
            assert answer.status_code < 500
            place = answer.headers.get("Location", "")
            assert re.match(r"^(/[^/\\]|/$|\?|$)", place.removeprefix("http://testserver")), place


def test_a_foreign_referer_leads_nowhere(visitor: Client) -> None:
    headers = {"Origin": "http://testserver", "Referer": EVIL}
    assert visitor.post("/en/low-data/", {"low_data": "on"}, headers=headers)["Location"] == "/en/"


def test_redirects_that_staff_make_are_the_only_ones_that_lead_out(visitor: Client) -> None:
    for path in ("//evil.example/", "/en//evil.example/", "/evil.example", "/en/about//evil.example", "/%2f%2fevil.example/"):
        answer = visitor.get(path, follow=False)
        assert not re.match(r"(https?:)?//(?!testserver)|/\\", answer.headers.get("Location", "")), path


def test_another_host_in_the_request_is_refused(visitor: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["leather.example.org"]
    assert visitor.get("/en/", headers={"Host": "evil.example"}).status_code == 400
    assert visitor.get("/en/", headers={"Host": "leather.example.org", "X-Forwarded-Host": "evil.example"}).status_code == 200
    for path in ("/en/", "/sitemap.xml", "/robots.txt", "/en/feeds/news/", "/api/v2/pages/"):
        text = visitor.get(path, headers={"Host": "leather.example.org", "X-Forwarded-Host": "evil.example"}).text
        assert "evil.example" not in text


def test_a_mail_for_a_new_password_names_this_site_whatever_host_was_asked(
    visitor: Client, settings: Any, portal: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post(
            "/admin/password_reset/",
            {"email": portal.people.editor.email},
            headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
        )
    assert len(mail.outbox) == 1
    assert settings.WAGTAILADMIN_BASE_URL in mail.outbox[0].body
    assert "evil.example" not in mail.outbox[0].body


WITHOUT_TOKEN = {"ask_for_page", "expert", "low_data", "send_message"}
"""Forms for visitors, who have no cookie: the browser says where they come from; experts send the token of their link."""
OF_THE_API = re.compile(r"(wagtailadmin_)?api:(pages|images|documents):(listing|detail|find|action)")
"""Reads only, but for `action`, of which the framework of the API checks the token itself; and that is closed to all."""


def test_every_form_needs_its_token_but_those_of_visitors() -> None:
    def walk(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, ":".join(part for part in (namespace, entry.namespace) if part))
            elif isinstance(entry, URLPattern) and getattr(entry.callback, "csrf_exempt", False):
                yield ":".join(part for part in (namespace, entry.name or "") if part)

    assert {name for name in walk(get_resolver()) if not OF_THE_API.fullmatch(name)} == WITHOUT_TOKEN


@pytest.mark.parametrize(
    "path",
    [
        "/admin/login/",
        "/admin/logout/",
        "/admin/password_reset/",
        "/admin/account/",
        "/admin/images/add/",
        "/admin/translations/bulk/",
    ],
)
def test_a_form_of_staff_without_its_token_is_refused(portal: SimpleNamespace, db: None, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(portal.people.admin)
    assert client.post(path).status_code == 403


@pytest.mark.parametrize("origin", [None, EVIL, "null", "http://testserver.evil.example", "http://evil.example/testserver"])
@pytest.mark.parametrize("path", ["/en/ask-for-page/", "/en/low-data/", "/en/send-message/"])
def test_a_form_of_visitors_from_elsewhere_is_refused(visitor: Client, path: str, origin: str | None) -> None:
    answer = visitor.post(
        path, {"path": "about", "low_data": "on", "message": "Good day"}, headers={"Origin": origin} if origin else {}
    )
    assert answer.status_code in {403, 422}
    assert not answer.cookies


def test_suggestions_are_json_and_hold_no_markup(visitor: Client) -> None:
    answer = visitor.get("/en/search/suggestions/", {"q": "<script>"})
    assert answer["Content-Type"] == "application/json"
    assert "<script" not in json.dumps(answer.json())
