"""The screens of tables and of old addresses, over HTTP."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from newsroom.models import OldAddressImport, TableApproval, TableImport
from newsroom.old_addresses import importing as old_addresses
from newsroom.tables import approving
from newsroom.tables.registry import TABLES
from tests import factories
from tests.newsroom.table_world import done, made, publication, received, sheet, six, staff, taken

__all__ = ["made", "six", "staff"]

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(row: Any) -> str:
    return reverse("newsroom:table_import", args=[row.pk])


def test_the_tables_are_listed_with_their_rows(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    factories.publication(made.publications, "one")
    html = signed_in(staff.editor).get(reverse("newsroom:tables")).text
    assert [str(table.label) in html for table in TABLES.values()] == [True] * len(TABLES)
    assert "1 row" in html


@pytest.mark.parametrize("code", list(TABLES))
def test_a_table_explains_its_columns(code: str, staff: SimpleNamespace) -> None:
    html = signed_in(staff.editor).get(reverse("newsroom:table", args=[code])).text
    assert [f">{name}</code>" in html for name in TABLES[code].names] == [True] * len(TABLES[code].names)
    assert ("ZIP with files" in html) == (code != "links")


def test_a_file_is_sent_taken_and_approved(staff: SimpleNamespace) -> None:
    editor, approver = signed_in(staff.editor), signed_in(staff.approver)
    answer = editor.post(reverse("newsroom:table", args=["publications"]), {"file": sheet([publication("one")])})
    row = done(TableImport.objects.get())
    assert answer.headers["Location"] == address(row)
    assert "Hand the pages in" in editor.get(address(row)).text
    editor.post(address(row), {"step": "take", "hand_in": "on"})
    done(row)
    assert "Approve all pages" not in editor.get(address(row)).text
    assert "1 page waits for approval" in approver.get(address(row)).text
    approver.post(address(row), {"step": "approve"})
    assert "Pages are being approved" in approver.get(address(row)).text
    approving.run.func(TableApproval.objects.get().pk)
    html = approver.get(address(row)).text
    assert "1 page was approved" in html and "Nothing of it waits" in html
    assert Page.objects.get(slug="one").live
    assert "cannot be taken back" in editor.post(address(row), {"step": "undo"}, follow=True).text


def test_pages_are_handed_in_only_where_that_was_chosen(staff: SimpleNamespace) -> None:
    row = received(staff.editor, sheet([publication("one")]))
    signed_in(staff.editor).post(address(row), {"step": "take"})
    done(row)
    assert Page.objects.get(slug="one").specific.current_workflow_state is None


def test_what_is_broken_stands_first_with_row_and_column(staff: SimpleNamespace) -> None:
    row = received(staff.editor, sheet([publication("one"), publication("two", year="<b>soon</b>")]))
    html = signed_in(staff.editor).get(address(row)).text
    assert html.index("Row 3") < html.index("Row 2")
    assert "<strong>Year</strong>" in html and "Take over" not in html


def test_what_is_no_zip_is_told_beside_its_field(staff: SimpleNamespace) -> None:
    data = {"file": sheet([publication("one")]), "archive": SimpleUploadedFile("x.zip", b"no")}
    html = signed_in(staff.editor).post(reverse("newsroom:table", args=["publications"]), data).text
    assert "This is not a ZIP." in html
    assert not TableImport.objects.exists()


def test_nobody_takes_over_what_somebody_else_sent(staff: SimpleNamespace) -> None:
    row = received(staff.editor, sheet([publication("one")]))
    approver = signed_in(staff.approver)
    assert "Only whoever sent the file" in approver.get(address(row)).text
    assert approver.post(address(row), {"step": "take"}).status_code in {302, 403}
    row.refresh_from_db()
    assert row.is_read


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["table_export", "table_template"])
def test_files_are_saved_under_the_name_of_their_table(name: str, kind: str, staff: SimpleNamespace) -> None:
    answer = signed_in(staff.editor).get(reverse(f"newsroom:{name}", args=["projects", kind]))
    assert answer.headers["Content-Disposition"].endswith(f'.{kind}"')
    assert signed_in(staff.editor).get(reverse(f"newsroom:{name}", args=["projects", "exe"])).status_code == 404


def test_reports_need_no_more_queries_for_more_rows(staff: SimpleNamespace) -> None:
    editor, numbers = signed_in(staff.editor), []
    for size in (1, 1, 12):
        row = taken(staff.editor, sheet([publication(f"p-{size}-{number}-{len(numbers)}") for number in range(size)]))
        with CaptureQueriesContext(connection) as queries:
            editor.get(address(row))
        numbers.append(len(queries))
    assert numbers[1] == numbers[2]


def test_old_addresses_are_sent_and_taken(staff: SimpleNamespace) -> None:
    manager = signed_in(staff.approver)
    rows = [{"old_address": "/a", "new_address": "/en/"}]
    manager.post(reverse("newsroom:old_addresses"), {"file": sheet(rows)})
    row = OldAddressImport.objects.get()
    old_addresses.run.func(row.pk)
    manager.post(reverse("newsroom:old_address_import", args=[row.pk]), {"step": "take"})
    old_addresses.run.func(row.pk)
    html = manager.get(reverse("newsroom:old_address_import", args=[row.pk])).text
    assert "the old addresses lead on" in html and "New address" in html
    assert b"/a,/en/,yes" in manager.get(reverse("newsroom:old_addresses_export", args=["csv"])).content


def test_wagtails_import_of_redirects_leads_to_ours(staff: SimpleNamespace) -> None:
    for name in ("start_import", "process_import"):
        answer = signed_in(staff.approver).post(reverse(f"wagtailredirects:{name}"))
        assert answer.headers["Location"] == reverse("newsroom:old_addresses")


def test_who_comes_in(staff: SimpleNamespace) -> None:
    for person in (staff.translator, staff.reviewer):
        for name, args in (("tables", []), ("table", ["links"]), ("table_export", ["links", "csv"]), ("old_addresses", [])):
            assert signed_in(person).get(reverse(f"newsroom:{name}", args=args)).status_code in {302, 403}
    assert signed_in(staff.editor).get(reverse("newsroom:old_addresses")).status_code in {302, 403}
