"""Files of terms: what they would change, taken as a whole by way of proposals, taken back as a whole."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange_formats.errors import BadFileError
from tests import factories
from tests.translation_desk.reviewing import made, six, staff
from translation_desk import proposals, term_imports
from translation_desk.errors import NotAllowedError, WrongStateError
from translation_desk.models import ColumnProposal, TermImport
from vocabulary.models import Term, TermVariant

__all__ = ["made", "six", "staff"]

pytestmark = pytest.mark.django_db

HEAD = "code,subject,status,part_of_speech,note,term_en,term_fr,allowed_fr\n"


@pytest.fixture(autouse=True)
def hide(staff: SimpleNamespace) -> Term:
    return factories.term("hide", term_en="hide", term_fr="peau")


def file(lines: str, name: str = "terms.csv", head: str = HEAD) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (head + lines).encode())


def done(row: TermImport) -> TermImport:
    """Do the work that waits, as the worker does once the request is over."""
    term_imports.run.func(row.pk)
    return TermImport.objects.get(pk=row.pk)


def received(user: Any, lines: str) -> TermImport:
    return done(term_imports.receive(user, file(lines)))


def taken(user: Any, lines: str) -> TermImport:
    return done(term_imports.take(user, received(user, lines)))


def waiting() -> dict[str, str]:
    return {one.column: one.text for one in ColumnProposal.objects.filter(decision="waiting")}


def told(row: TermImport) -> list[tuple[int, str]]:
    return [(line["line"], line["kind"]) for line in row.report["lines"]]


def test_a_report_tells_line_by_line_before_anything_is_written(staff: SimpleNamespace) -> None:
    lines = "hide,,,,,hide,peau,\nhide,,,,,,,\nlime,tanning,,,,lime,chaux,\nvat,nowhere,,,,vat,,\nVat!,tanning,,,,vat,,\n"
    row = received(staff.admin, lines)
    assert told(row) == [(2, "unchanged"), (3, "broken"), (4, "new"), (5, "broken"), (6, "broken")]
    assert "line 2" in row.report["lines"][1]["problem"]
    assert not waiting() and Term.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("lime,,,,,lime,,", "needs a subject"),
        ("lime,tanning,,,,,chaux,", "needs its English"),
        ("lime,tanning,good,,,lime,,", "The status has to be"),
        ("lime,tanning,,thing,,lime,,", "The part of speech has to be"),
        (",tanning,,,,lime,,", "The code is missing"),
    ],
)
def test_lines_that_cannot_be_taken(line: str, sentence: str, staff: SimpleNamespace) -> None:
    (reported,) = received(staff.admin, line).report["lines"]
    assert sentence in reported["problem"]


def test_texts_become_proposals_and_facts_hold_at_once(staff: SimpleNamespace, hide: Term) -> None:
    row = taken(staff.admin, "hide,,deprecated,noun,Old,,cuir brut,dépouille\nlime,tanning,,,,lime,chaux,\n")
    assert row.is_taken and not row.data()
    hide.refresh_from_db()
    assert (hide.term_fr, hide.status, hide.part_of_speech, hide.note) == ("peau", "deprecated", "noun", "Old")
    assert list(TermVariant.objects.values_list("text", "status")) == [("dépouille", "allowed")]
    lime = Term.objects.get(code="lime")
    assert not lime.term_en and not lime.term_fr
    assert {one.text for one in proposals.of_row(lime)} == {"lime", "chaux"}
    assert {one.text for one in proposals.of_row(hide)} == {"cuir brut"}


def test_a_text_that_another_person_proposed_stays(staff: SimpleNamespace, hide: Term) -> None:
    proposals.propose(staff.translator, hide, {"term_fr": "cuir vert"})
    row = received(staff.admin, "hide,,,,,,cuir brut,\n")
    assert "waits for approval already" in row.report["lines"][0]["notes"][0]
    assert waiting() == {"term_fr": "cuir vert"}


def test_languages_that_are_not_the_persons_are_left_out(staff: SimpleNamespace) -> None:
    row = received(staff.approver, "hide,,,,,raw hide,cuir brut,dépouille\n")
    (line,) = row.report["lines"]
    assert [change["after"] for change in line["changes"]] == ["raw hide"]
    assert "French" in line["notes"][0]


def test_a_file_is_taken_back_as_a_whole(staff: SimpleNamespace, hide: Term) -> None:
    TermVariant.objects.create(term=hide, language="fr", text="onde", status="allowed")
    row = taken(staff.admin, "hide,,deprecated,,Old,,cuir brut,dépouille\nlime,tanning,,,,lime,chaux,\n")
    undone = done(term_imports.undo(staff.admin, row))
    hide.refresh_from_db()
    assert (hide.status, hide.note) == ("preferred", "")
    assert not waiting() and not Term.objects.filter(code="lime").exists()
    assert list(TermVariant.objects.values_list("text", flat=True)) == ["onde"]
    assert undone.is_undone


def test_what_was_accepted_keeps_a_file_from_being_taken_back(staff: SimpleNamespace, hide: Term) -> None:
    row = taken(staff.admin, "hide,,deprecated,,,,cuir brut,\n")
    proposals.accept(staff.reviewer, proposals.of_row(hide).get())
    with pytest.raises(WrongStateError):
        done(term_imports.undo(staff.admin, row))
    hide.refresh_from_db()
    assert hide.status == "deprecated"


@pytest.mark.parametrize("who", ["translator", "reviewer", "editor", "stranger"])
def test_only_managers_bring_files(who: str, staff: SimpleNamespace) -> None:
    with pytest.raises(NotAllowedError):
        term_imports.receive(getattr(staff, who), file("hide,,,,,hide,,"))
    client = Client()
    client.force_login(getattr(staff, who))
    assert client.get(reverse("translation_desk:term_imports")).status_code in {302, 403}


def test_nobody_takes_the_file_of_somebody_else(staff: SimpleNamespace) -> None:
    row = received(staff.approver, "hide,,,,,raw hide,,\n")
    with pytest.raises(NotAllowedError):
        term_imports.take(staff.admin, row)


def test_a_file_that_cannot_be_read_says_why(staff: SimpleNamespace) -> None:
    row = done(term_imports.receive(staff.admin, file("<tmx/>", "terms.tbx", head="")))
    assert row.is_refused and "no TBX file" in row.report["error"]
    with pytest.raises(BadFileError):
        term_imports.receive(staff.admin, file("", head=""))


def test_the_screens_lead_from_file_to_report_to_terms(staff: SimpleNamespace, hide: Term) -> None:
    client = Client()
    client.force_login(staff.admin)
    upload = file("hide,,,,,,cuir <b>,\n,,,,,x,,\n")
    address = client.post(reverse("translation_desk:term_imports"), {"file": upload}).headers["Location"]
    done(TermImport.objects.get())
    page = client.get(address).content.decode()
    assert "<ins>cuir &lt;b&gt;</ins>" in page and "<del>peau</del>" in page and "The code is missing" in page
    assert 'value="take"' in page
    client.post(address, {"step": "take"})
    done(TermImport.objects.get())
    assert waiting() == {"term_fr": "cuir <b>"}
    assert 'value="undo"' in client.get(address).content.decode()
