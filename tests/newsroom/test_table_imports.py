"""Tables of pages: read, taken as drafts as a whole, approved together, taken back as a whole."""

from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, WorkflowState
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.models import CustomDocument
from exchange_formats.errors import BadFileError
from knowledge.models import PublicationPage
from newsroom.models import StableCode, TableApproval
from newsroom.tables import approving, importing, saving
from newsroom.tables.registry import TABLES
from tests import factories
from tests.newsroom.table_world import PDF, done, kinds, made, packed, problems, publication, received, sheet, six, staff, taken
from translation_desk.errors import NotAllowedError, WrongStateError

__all__ = ["made", "six", "staff"]

pytestmark = pytest.mark.django_db


def page(code: str) -> PublicationPage:
    return PublicationPage.objects.get(slug=code)


def draft(code: str) -> Any:
    return page(code).get_latest_revision_as_object()


def live(made: SimpleNamespace, slug: str, **fields: Any) -> PublicationPage:
    """Make a live publication with a revision."""
    found = factories.publication(made.publications, slug, **fields)["en"]
    found = PublicationPage.objects.get(pk=found.pk)
    found.save_revision(clean=False).publish(skip_permission_checks=True)
    return PublicationPage.objects.get(pk=found.pk)


def approved(user: Any, row: Any) -> TableApproval:
    approval = approving.approve(user, row)
    approving.run.func(approval.pk)
    return TableApproval.objects.get(pk=approval.pk)


def test_two_hundred_publications_with_files_twice(staff: SimpleNamespace) -> None:
    def sent() -> dict[str, Any]:
        rows = [publication(f"paper-{number}", files=f"{number}.pdf|en|{number + 1}") for number in range(200)]
        return {"file": sheet(rows), "files": packed({f"papers/{number}.pdf": PDF + b"%d" % number for number in range(200)})}

    # Wagtail's table of references takes half the time of saving a page.
    with disable_reference_index_auto_update():
        row = taken(staff.editor, **sent(), hand_in=False)
    assert PublicationPage.objects.count() == CustomDocument.objects.count() == 200
    assert not PublicationPage.objects.filter(live=True).exists()
    assert (row.done, row.total, row.content, row.zipped()) == (200, 200, b"", b"")
    with CaptureQueriesContext(connection) as queries:
        again = received(staff.editor, **sent())
    assert kinds(again) == {"unchanged": 200}
    assert len(queries) < 60
    with pytest.raises(WrongStateError):
        importing.take(staff.editor, again)


def test_thirty_broken_rows_are_thirty_messages_and_nothing_is_written(staff: SimpleNamespace) -> None:
    good = [publication(f"good-{number}") for number in range(10)]
    bad = [publication(f"bad-{number}", year="soon") for number in range(30)]
    row = received(staff.editor, sheet([*good, *bad]))
    assert len(problems(row)) == 30
    assert problems(row)[0] == (12, "year", "This has to be a whole number from 1950 to 2100.")
    with pytest.raises(WrongStateError):
        importing.take(staff.editor, row)
    assert not PublicationPage.objects.exists()


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"title": ""}, "title", "must not be empty"),
        ({"title": "x" * 256}, "title", "has 256 signs"),
        ({"document_type": "manuel"}, "document_type", "Near it: manual"),
        ({"document_type": "Manual en"}, "document_type", "Near it: manual"),
        ({"topics": "tanning; nowhere"}, "topics", "There is no code"),
        ({"month": "13"}, "month", "from 1 to 12"),
        ({"editing": "roughly"}, "editing", "edited, unedited, superseded"),
        ({"people": "buljan:cook"}, "people", "is none of these"),
        ({"files": "missing.pdf"}, "files", "came neither with the table nor"),
        ({"lead_image": "missing.jpg"}, "lead_image", "came neither with the table nor"),
        ({"last_reviewed": "31.3.2024"}, "last_reviewed", "2024-03-31"),
        ({"body": "## Heading\nwithout a line"}, "body", "An empty line is missing"),
        ({"body": "[words](javascript:alert)"}, "body", "no web or mail address"),
        ({"body": "[kept]"}, "body", "this page has none"),
        ({"body": "::: quote\ntext: x"}, "body", "ends with a line"),
        ({"body": "::: quote\ntext: x\n:::"}, "body", "attribution"),
        ({"body": "::: quote\nwords: x\n:::"}, "body", "is none of these: text, attribution"),
        ({"body": "::: quote\na: [\n:::"}, "body", "cannot be read"),
        ({"body": "::: quote\ntext: &x a\nattribution: *x\n:::"}, "body", "cannot be read"),
        ({"body": "[words](page:nowhere)"}, "body", "There is no page"),
        ({"code": "a b"}, "code", "The code is missing"),
    ],
)
def test_broken_cells_say_what_would_be_right(cells: dict[str, Any], column: str, said: str, staff: SimpleNamespace) -> None:
    ((number, where, sentence),) = problems(received(staff.editor, sheet([{**publication("one"), **cells}])))
    assert (number, where) == (2, column)
    assert said in sentence


def test_what_cells_say_together_is_checked(staff: SimpleNamespace) -> None:
    row = {"code": "one", "title": "One", "summary": "It.", "start_year": 2004, "end_year": 2001}
    assert problems(received(staff.editor, sheet([row]), "projects")) == [(2, "end_year", "The last year is before the first.")]


def test_a_code_that_stands_twice_names_both_rows(staff: SimpleNamespace) -> None:
    row = received(staff.editor, sheet([publication("one"), publication("one")]))
    assert problems(row) == [(3, "code", "The same code stands in rows 2 and 3.")]


def test_an_address_that_is_taken_is_told(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    other = live(made, "taken")
    StableCode.objects.create(kind="publicationpage", code="another", key=other.translation_key)
    assert problems(received(staff.editor, sheet([publication("taken")])))[0][1] == "code"


def test_a_live_page_gets_a_draft_and_stays_as_it_is_for_readers(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    live(made, "old", title="Before", topics=[factories.topic("tanning")])
    row = received(staff.editor, sheet([{"code": "old", "title": "After", "topics": "effluent; tanning"}]))
    (line,) = row.report["lines"]
    assert line["changes"] == [["title", "Before", "After"], ["topics", "tanning", "effluent; tanning"]]
    done(importing.take(staff.editor, row))
    assert (page("old").title, draft("old").title) == ("Before", "After")
    assert [link.topic.code for link in draft("old").topic_links.all()] == ["effluent", "tanning"]
    assert page("old").latest_revision.user == staff.editor
    assert page("old").current_workflow_state.status == WorkflowState.STATUS_IN_PROGRESS


def test_columns_that_are_not_there_stay_and_empty_cells_empty(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    live(made, "old", edition="2nd", symbol="A/1")
    taken(staff.editor, sheet([{"code": "old", "symbol": ""}]), hand_in=False)
    assert (draft("old").edition, draft("old").symbol) == ("2nd", "")


def test_a_page_keeps_its_code_when_its_address_changes(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    taken(staff.editor, sheet([publication("first")]), hand_in=False)
    PublicationPage.objects.filter(slug="first").update(slug="renamed")
    assert kinds(received(staff.editor, sheet([publication("first")]))) == {"unchanged": 1}


@pytest.mark.parametrize("state", ["locked", "review", "draft"])
def test_a_page_that_somebody_is_at_is_in_the_way(state: str, staff: SimpleNamespace, made: SimpleNamespace) -> None:
    one = live(made, "old")
    if state == "locked":
        PublicationPage.objects.filter(pk=one.pk).update(locked=True)
    if state in {"review", "draft"}:
        one.title = "Theirs"
        one.save_revision(user=staff.approver)
    if state == "review":
        one.get_workflow().start(one, staff.approver)
    row = received(staff.editor, sheet([{"code": "old", "title": "Mine"}]))
    assert kinds(row) == {"conflict": 1}
    assert not importing.takeable(row.report)


def test_somebody_who_comes_between_stops_it_as_a_whole(
    staff: SimpleNamespace, made: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    one = live(made, "old")
    rows = [publication(f"new-{number}", files=f"{number}.pdf") for number in range(2)]
    files = packed({f"{number}.pdf": PDF + b"%d" % number for number in range(2)})
    row = received(staff.editor, sheet([*rows, publication("old")]), files=files)
    write = saving.write

    def interrupted(table: Any, lines: Any, *args: Any, **kwargs: Any) -> Any:
        if lines[0].code == "old":
            PublicationPage.objects.get(pk=one.pk).save_revision(user=staff.approver)
        return write(table, lines, *args, **kwargs)

    with mock.patch.object(saving, "write", interrupted):
        row = done(importing.take(staff.editor, row))
    assert row.is_refused and "changed meanwhile" in row.report["error"]
    assert list(PublicationPage.objects.values_list("slug", flat=True)) == ["old"]
    assert not CustomDocument.objects.exists() and not StableCode.objects.exists()


def test_an_approver_approves_all_pages_at_once(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    live(made, "old", title="Before")
    rows = [publication("new-1"), publication("new-2"), publication("old", title="After")]
    row = taken(staff.editor, sheet(rows))
    with pytest.raises(NotAllowedError):
        approving.approve(staff.editor, row)
    approval = approved(staff.approver, row)
    assert approval.report == {"approved": 3, "refused": []}
    assert PublicationPage.objects.filter(live=True, slug__in=["new-1", "new-2", "old"]).count() == 3
    assert page("old").title == "After"
    assert mail.outbox == []


def test_nobody_approves_their_own_table(staff: SimpleNamespace) -> None:
    row = taken(staff.approver, sheet([publication("new")]))
    with pytest.raises(NotAllowedError):
        approving.approve(staff.approver, row)
    assert approved(staff.second, row).report["approved"] == 1


def test_a_page_that_changed_since_is_left_to_itself(staff: SimpleNamespace) -> None:
    row = taken(staff.editor, sheet([publication("one"), publication("two")]))
    changed = page("two")
    changed.title = "More"
    # What Wagtail's editor does where a change asks for approval anew.
    changed.current_workflow_state.task_states.update(revision=changed.save_revision(user=staff.editor))
    approval = approved(staff.approver, row)
    assert approval.report["approved"] == 1
    assert not page("two").live


def test_a_table_is_taken_back_as_a_whole(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    live(made, "old", title="Before")
    rows = [publication("new", files="a.pdf"), publication("old", title="After")]
    row = taken(staff.editor, sheet(rows), files=packed({"a.pdf": PDF}))
    row = done(importing.undo(staff.editor, row))
    assert row.is_undone and row.report["left"] == []
    assert list(PublicationPage.objects.values_list("slug", flat=True)) == ["old"]
    assert draft("old").title == "Before" and not page("old").has_unpublished_changes
    assert page("old").current_workflow_state is None
    assert not CustomDocument.objects.exists()


def test_what_was_touched_since_is_named_and_stays(staff: SimpleNamespace) -> None:
    row = taken(staff.editor, sheet([publication("one"), publication("two")]))
    approved(staff.approver, row)
    with pytest.raises(WrongStateError, match="Title one"):
        importing.undo(staff.editor, row)
    assert page("one").live


def test_a_failure_leaves_nothing_half_done(staff: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 2)
    row = received(staff.editor, sheet([publication(f"new-{number}") for number in range(3)]))
    write, calls = saving.write, iter(range(1000))

    def failing(*args: Any, **kwargs: Any) -> Any:
        if next(calls) % 3 == 2:
            raise RuntimeError("Out of order")
        return write(*args, **kwargs)

    with mock.patch.object(saving, "write", failing):
        row = importing.take(staff.editor, row)
        for _attempt in range(3):
            row = done(row)
    assert row.state == row.State.FAILED
    assert not PublicationPage.objects.exists()


def test_files_that_are_there_are_used_again(staff: SimpleNamespace) -> None:
    taken(staff.editor, sheet([publication("one", files="a.pdf")]), files=packed({"a.pdf": PDF}), hand_in=False)
    taken(staff.editor, sheet([publication("two", files="b.pdf|fr")]), files=packed({"b.pdf": PDF}), hand_in=False)
    name = CustomDocument.objects.get().filename
    taken(staff.editor, sheet([publication("three", files=name)]), hand_in=False)
    assert CustomDocument.objects.count() == 1
    assert draft("two").files.all()[0].language == "fr"


def test_a_zip_may_hold_nothing_but_documents(staff: SimpleNamespace) -> None:
    files = packed({"a.pdf": b"<html>", "b.exe": b"MZ", "c.zip": b"PK\x03\x04", "unused.pdf": PDF})
    rows = [publication(name[0], files=name) for name in ("a.pdf", "b.exe", "c.zip")]
    row = received(staff.editor, sheet(rows), files=files)
    assert ["not what its name says" in said or "are not taken" in said for _row, _column, said in problems(row)] == [True] * 3
    assert row.report["files"] == ["unused.pdf"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"x/a.pdf": b"1", "y/a.pdf": b"2"}, "files that come with the table are called"),
        ({"big.txt": b"0" * 60_000_000}, "are larger than"),
    ],
)
def test_a_zip_that_cannot_be_used_is_refused(files: dict[str, bytes], said: str, staff: SimpleNamespace) -> None:
    row = received(staff.editor, sheet([publication("a")]), files=packed(files))
    assert row.is_refused and said in row.report["error"]


def test_who_may(staff: SimpleNamespace) -> None:
    for person in (staff.translator, staff.reviewer, staff.stranger):
        with pytest.raises(NotAllowedError):
            importing.receive(person, TABLES["publications"], sheet([publication("a")]))
        with pytest.raises(NotAllowedError):
            importing.exported(person, TABLES["publications"], "csv")


def test_an_empty_upload_is_refused(staff: SimpleNamespace) -> None:
    with pytest.raises(BadFileError):
        importing.receive(staff.editor, TABLES["publications"], SimpleUploadedFile("x.csv", b""))


def test_links_of_the_directory_make_one_draft(staff: SimpleNamespace, made: SimpleNamespace) -> None:
    rows = [
        {"code": f"link-{number}", "name": f"Link {number}", "url": f"https://example.org/{number}", "kind": "research"}
        for number in range(3)
    ]
    taken(staff.editor, sheet(rows), "links", hand_in=False)
    directory = Page.objects.get(pk=made.links["en"].pk)
    assert directory.revisions.count() == 1
    saved = directory.get_latest_revision_as_object()
    assert [link.name for link in saved.links.all()] == ["Link 0", "Link 1", "Link 2"]
    assert kinds(received(staff.editor, sheet(rows), "links")) == {"unchanged": 3}
    rows[1]["name"] = "Renamed"
    keys = [link.translation_key for link in saved.links.all()]
    taken(staff.editor, sheet(rows), "links", hand_in=False)
    saved = Page.objects.get(pk=directory.pk).get_latest_revision_as_object()
    assert [link.name for link in saved.links.all()] == ["Link 0", "Renamed", "Link 2"]
    assert [link.translation_key for link in saved.links.all()] == keys
