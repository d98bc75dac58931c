"""Wherever staff meet a page that is not English, the English title stands beneath its own."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import wagtail.admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from tests import factories
from tests.translation_desk import desk
from translation_desk import english_titles, jobs, roles, submitting

pytestmark = pytest.mark.django_db

BENEATH = '<span class="desk-beneath"><bdi lang="en" dir="ltr">Soaking</bdi></span>'
COPIES = ("pages/listing/_page_title_explore.html", "chooser/tables/page_title_cell.html")
WAGTAIL = Path(wagtail.admin.__file__).parent / "templates" / "wagtailadmin"
OURS = Path(english_titles.__file__).parent / "templates" / "wagtailadmin"


@pytest.fixture(scope="module")
def arabic(six: factories.Pages, django_db_blocker: Any) -> Iterator[Any]:
    """The people of Arabic, and an Arabic page with its English."""
    with django_db_blocker.unblock(), factories.undone():
        roles.set_up_roles(six)
        people = desk.people("ar")
        desk.make_live(desk.english(six), people, "ar", prefix="نقع")
        page = Page.objects.get(slug="soaking", locale__language_code="ar")
        yield people, page


def html_of(client: Client, user: Any, address: str) -> str:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/pages/{parent}/",
        "/admin/choose-page/{parent}/",
        "/admin/reports/site-history/",
        "/admin/reports/aging-pages/",
        "/admin/reports/page-types-usage/",
    ],
)
def test_lists_show_the_english_title_beneath(client: Client, arabic: Any, address: str) -> None:
    people, page = arabic
    html = html_of(client, people.admin, address.format(parent=page.get_parent().pk))
    assert BENEATH in (json.loads(html)["html"] if "choose-page" in address else html)


def test_the_title_itself_is_marked_with_its_language(client: Client, arabic: Any) -> None:
    people, page = arabic
    html = html_of(client, people.admin, f"/admin/pages/{page.get_parent().pk}/")
    assert '<bdi lang="ar" dir="rtl">نقع Soaking</bdi>' in html


def test_an_english_list_stays_as_it_is(client: Client, arabic: Any, six: factories.Pages) -> None:
    people, _page = arabic
    assert "desk-beneath" not in html_of(client, people.admin, f"/admin/pages/{six['en'].pk}/")


def test_a_page_in_one_language_only_has_nothing_beneath(six: factories.Pages) -> None:
    page = factories.pages(factories.StandardPage, six, "alone", ("ar",), title="وحيد")["ar"]
    assert english_titles.of_pages([page.pk]) == {page.pk: ("ar", "")}
    assert english_titles.beneath("") == ""


def test_a_draft_that_still_has_the_english_title_does_not_say_it_twice() -> None:
    assert english_titles.beneath("Soaking", "Soaking") == ""


def test_titles_are_escaped() -> None:
    assert "&lt;b&gt;" in english_titles.beneath("<b>")


def test_of_a_row_only_the_title_is_completed(arabic: Any) -> None:
    _people, page = arabic
    link = f'<a href="/admin/pages/{page.pk}/edit/" title="Edit">x</a>'
    html = english_titles.complete(f"<table><tr><td>{link}</td><td>{link}</td></tr></table>")
    assert html.count("desk-beneath") == 1
    assert html.count('<bdi lang="ar" dir="rtl">x</bdi></a>' + BENEATH) == 1


@pytest.mark.parametrize("address", ["/admin/", "/admin/reports/workflow/", "/admin/reports/workflow_tasks/"])
def test_what_waits_for_approval_shows_it_too(client: Client, six: factories.Pages, arabic: Any, address: str) -> None:
    people, page = arabic
    job = jobs.open_correction(people.translator, desk.job(page, "ar"))
    row = desk.segment(job, "title")
    row.text = "نقع"
    row.save()
    submitting.submit(people.translator, desk.job(page, "ar"))
    assert BENEATH in html_of(client, people.reviewer, address)


def test_the_explorer_makes_one_query_more_for_any_number_of_pages(client: Client, six: factories.Pages, arabic: Any) -> None:
    people, page = arabic
    address = f"/admin/pages/{page.get_parent().pk}/"
    html_of(client, people.admin, address)
    with CaptureQueriesContext(connection) as captured:
        html_of(client, people.admin, address)
    before = sum('AS "english"' in query["sql"] for query in captured.captured_queries)
    for number in range(5):
        factories.pages(factories.StandardPage, six, f"more-{number}", ("en", "ar"), title=f"More {number}")
    Page.objects.filter(slug__startswith="more-", locale__language_code="ar").update(title="مزيد", draft_title="مزيد")
    with CaptureQueriesContext(connection) as captured:
        html = html_of(client, people.admin, address)
    assert html.count("desk-beneath") == 6
    assert before == sum('AS "english"' in query["sql"] for query in captured.captured_queries) == 1


@pytest.mark.parametrize("name", COPIES)
def test_the_copied_cells_are_wagtails_with_our_marks(name: str) -> None:
    """Fails when Wagtail changes them: copy anew and set the marks again."""
    ours = re.sub(r"^ *\{% (load desk_titles|desk_beneath page) %\}\n", "", (OURS / name).read_text(), flags=re.MULTILINE)
    ours = ours.replace("<bdi {% desk_marked page %}>", "").replace("</bdi>", "")
    assert ours == (WAGTAIL / name).read_text()


def test_the_page_editor_names_the_english_page(client: Client, arabic: Any) -> None:
    people, page = arabic
    job = desk.job(Page.objects.get(slug="soaking", locale__language_code="en"), "ar")
    jobs.stop(people.reviewer, job)
    html = html_of(client, people.translator, f"/admin/pages/{page.pk}/edit/")
    assert "In English: “Soaking”" in html
    english = html_of(client, people.editor, f"/admin/pages/{job.source_page_id}/edit/")
    assert "In English" not in english
