"""Old addresses in bulk: circles, chains, dead ends; one step for a thousand of them; taken back as a whole."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import URLPattern
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from core.middleware import own_segments
from newsroom.models import OldAddressImport
from newsroom.old_addresses import importing
from tests import factories
from tests.newsroom.table_world import kinds, made, problems, sheet, six, staff
from translation_desk.errors import NotAllowedError

__all__ = ["made", "six", "staff"]

pytestmark = pytest.mark.django_db
urlpatterns: list[URLPattern] = []
"""Addresses of a site that has none."""


def table(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    return sheet(dict(zip(("old_address", "new_address", "permanent"), row, strict=False)) for row in rows)


def done(row: Any) -> OldAddressImport:
    """Do the work that waits, as the worker does once the request is over."""
    importing.run.func(row.pk)
    return OldAddressImport.objects.get(pk=row.pk)


def received(user: Any, *rows: tuple[str, ...]) -> OldAddressImport:
    return done(importing.receive(user, table(*rows)))


def taken(user: Any, *rows: tuple[str, ...]) -> OldAddressImport:
    row = received(user, *rows)
    assert importing.takeable(row.report), row.report
    return done(importing.take(user, row))


def led(client: Client, address: str) -> tuple[int, str]:
    answer = client.get(address, HTTP_ACCEPT_LANGUAGE="fr")
    return answer.status_code, answer.headers.get("Location", "")


def test_a_thousand_old_addresses_lead_on_in_one_step(staff: SimpleNamespace, made: SimpleNamespace, client: Client) -> None:
    factories.publication(made.publications, "manual")
    rows = [(f"/content/leather-{number}", "publications:manual") for number in range(998)]
    taken(
        staff.approver,
        *rows,
        ("/node/12?page=2", "/en/publications/"),
        ("/publications-categories/x/", "/en/publications/manual"),
    )
    with CaptureQueriesContext(connection) as queries:
        answers = {led(client, old) for old, _new in rows}
    assert answers == {(301, "/en/publications/manual/")}
    assert len(queries) <= len(rows) + 2  # the languages and the pages that only some may read are read once
    assert led(client, "/node/12?page=2") == (301, "/en/publications/")
    assert led(client, "/publications-categories/x") == (301, "/en/publications/manual/")
    assert client.get("/en/publications/manual/").status_code == 200


def test_old_files_lead_to_documents(staff: SimpleNamespace, client: Client) -> None:
    document = factories.document("Maß")
    taken(staff.approver, ("/sites/default/files/Ma%C3%9F%20a.pdf", "file:Maß.pdf"), ("/sites/default/files/b.pdf", document.url))
    for old in ("Ma%C3%9F%20a.pdf", "b.pdf"):
        assert led(client, f"/sites/default/files/{old}") == (301, f"/documents/{document.pk}/Maß.pdf".replace("ß", "%C3%9F"))


def test_a_redirect_for_a_time(staff: SimpleNamespace, client: Client) -> None:
    taken(staff.approver, ("/old", "https://example.org/x", "no"))
    assert led(client, "/old") == (302, "https://example.org/x")


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (("old", "/en/"), "old_address", "from its first slash on"),
        (("https://example.org/old", "/en/"), "old_address", "from its first slash on"),
        (("/en/publications/", "/en/"), "old_address", "is live at this address"),
        (("/admin/pages/", "/en/"), "old_address", "belongs to the site itself"),
        (("/" + "x" * 256, "/en/"), "old_address", "longer than 255"),
        (("/old", "/en/nowhere/"), "new_address", "dead end"),
        (("/old", "/nowhere"), "new_address", "dead end"),
        (("/old", "/documents/99/x.pdf"), "new_address", "dead end"),
        (("/old", "publications:nothing"), "new_address", "There is no code"),
        (("/old", "file:nothing.pdf"), "new_address", "There is no document"),
        (("/old", "publications:draft"), "new_address", "not live"),
        (("/old", "javascript:alert(1)"), "new_address", "This has to be an address"),
        (("/old", "/old/"), "new_address", "circle"),
        (("/old", "/en/", "perhaps"), "permanent", "“yes” or “no”"),
    ],
)
def test_what_is_wrong_is_told(
    row: tuple[str, ...], column: str, said: str, staff: SimpleNamespace, made: SimpleNamespace
) -> None:
    factories.publication(made.publications, "draft", live=False)
    ((number, where, sentence),) = problems(received(staff.approver, row))
    assert (number, where) == (2, column)
    assert said in sentence


def test_what_belongs_to_the_site_follows_its_addresses() -> None:
    with override_settings(ROOT_URLCONF=__name__):
        assert "documents" not in own_segments()
    assert {"admin", "documents", "api"} <= own_segments()


def test_circles_through_several_rows_and_doubles_are_found(staff: SimpleNamespace) -> None:
    row = received(staff.approver, ("/a", "/b"), ("/b", "/c"), ("/c", "/a"), ("/d", "/en/"), ("/d/", "/fr/"))
    assert ["circle" in said for _row, _column, said in problems(row)] == [True, True, True, False]
    assert problems(row)[3][2] == "The same address stands in rows 5 and 6."
    assert not importing.takeable(row.report)


def test_chains_are_shortened_to_one_step(staff: SimpleNamespace, client: Client) -> None:
    Redirect.add_redirect("/older", "http://testserver/old")
    Redirect.add_redirect("/known", "https://example.org/")
    row = taken(staff.approver, ("/oldest", "/old"), ("/old", "/en/publications/"), ("/x", "/known"))
    assert row.report["lines"][0]["shortened"]
    for old in ("/oldest", "/old"):
        assert led(client, old) == (301, "/en/publications/")
    assert led(client, "/x") == (301, "https://example.org/")


def test_redirects_that_lead_to_an_address_of_the_file_follow(staff: SimpleNamespace, client: Client, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://leather.example"
    Redirect.add_redirect("/older", "https://leather.example/old")
    row = taken(staff.approver, ("/old", "/en/publications/"))
    assert row.report["leading_on"] == 1
    assert led(client, "/older") == (301, "/en/publications/")
    done(importing.undo(staff.approver, row))
    assert Redirect.objects.get().redirect_link == "https://leather.example/old"


def test_a_round_trip_changes_nothing(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    taken(staff.approver, ("/a", "/en/publications/"), ("/b?x=1", "https://example.org/", "no"))
    hidden = factories.publication(made.publications, "draft", live=False)["en"]
    Redirect.add_redirect("/hidden", hidden)
    data = importing.exported(staff.approver, "xlsx")
    row = done(importing.receive(staff.approver, SimpleUploadedFile("back.xlsx", data)))
    assert kinds(row) == {"unchanged": 3}


def test_a_table_is_taken_back_but_for_what_changed_since(staff: SimpleNamespace) -> None:
    Redirect.add_redirect("/known", "https://example.org/before")
    row = taken(staff.approver, ("/known", "https://example.org/after"), ("/a", "/en/"), ("/b", "/en/"))
    Redirect.objects.filter(old_path="/b").update(redirect_page=None, redirect_link="https://example.org/theirs")
    assert done(importing.undo(staff.approver, row)).is_undone
    assert dict(Redirect.objects.values_list("old_path", "redirect_link")) == {
        "/known": "https://example.org/before",
        "/b": "https://example.org/theirs",
    }


def test_managers_only(staff: SimpleNamespace) -> None:
    for person in (staff.editor, staff.reviewer, staff.stranger):
        with pytest.raises(NotAllowedError):
            importing.receive(person, table(("/a", "/en/")))
        with pytest.raises(NotAllowedError):
            importing.exported(person, "csv")


def test_an_old_address_leads_to_no_page_that_the_visitor_may_not_read(
    made: SimpleNamespace, six: factories.Pages, client: Client
) -> None:
    page = factories.publication(made.publications, "private")["en"]
    gone = factories.publication(made.publications, "gone", live=False)["en"]
    draft = factories.publication(made.publications, "draft", live=False, first_published_at=None)["en"]
    closed = factories.standard(six, "closed", ("fr",))["fr"]
    for one in (page, gone, draft, closed):
        Redirect.add_redirect(f"/old-{one.slug}", one)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    Page.objects.filter(slug="home-fr").update(live=False)
    assert [led(client, f"/old-{one.slug}")[0] for one in (page, gone, draft, closed)] == [404, 410, 404, 404]


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("https://leather.example/en/?a=1", "/en/?a=1"),
        ("https://leather.example", "/"),
        ("https://leather.example.evil.org/x", "https://leather.example.evil.org/x"),
        ("https://leather.example//evil.org/x", "/evil.org/x"),
    ],
)
def test_an_old_address_leads_where_it_says(link: str, place: str, six: factories.Pages, client: Client, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://leather.example"
    Redirect.add_redirect("/old", link)
    assert led(client, "/old") == (301, place)


def test_the_sites_own_addresses_ask_for_no_redirect(client: Client) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/robots.txt")
        client.get("/en/nothing.png")
    assert not any('"old_path" IN' in query["sql"] for query in queries)


def test_the_number_of_queries_does_not_grow_with_the_rows(staff: SimpleNamespace) -> None:
    numbers = []
    for size in (1, 5, 50):
        row = importing.receive(staff.approver, table(*((f"/old-{number}", "/en/") for number in range(size))))
        with CaptureQueriesContext(connection) as queries:
            importing.run.func(row.pk)
        numbers.append(len(queries))
    assert numbers[1] == numbers[2]  # the first reads what a process remembers
