"""Tables of pages on their way in and out. A file is read and reported, taken as drafts as a whole, and taken back as a whole.

Those who answer for the English bring and fetch tables. Nothing goes live here: every page is approved by somebody else.
"""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django_tasks import task

from core import formatting, queueing
from exchange_formats.errors import BadFileError
from newsroom.models import TableImport
from newsroom.tables import comparing, mails, saving, server_folder, sheets
from newsroom.tables.comparing import Line
from newsroom.tables.names import Names
from newsroom.tables.packed import Packed, unpacked
from newsroom.tables.registry import TABLES
from newsroom.tables.table import Table, cells
from translation_desk import importing, permissions
from translation_desk.errors import WrongStateError
from translation_desk.importing import Stage, Steps

BATCH = 10
"""Pages that are written in one step."""
LONGEST_SHOWN = 200
"""Signs of a value that a report keeps."""
MOST_NAMED = 5


def may_use(user: Any) -> bool:
    """Tell whether somebody may bring and fetch tables."""
    return permissions.writes_english(user)


# --- What a person asks for ---


def exported(user: Any, table: Table, kind: str, *, empty: bool = False) -> bytes:
    """Return a table as a file, as the latest revisions have it; `empty` for the template. Raises NotAllowedError.

    The number of queries does not grow with the rows.
    """
    permissions.require(may_use(user))
    names = Names()
    rows = [] if empty else [cells(table, item, names) for item in table.items()]
    if kind == "csv":
        return sheets.csv_file(table.names, rows)
    explained = [[str(cell) for cell in line] for line in explanations(table)]
    return sheets.workbook(table.code, table.names, rows, explained)


def explanations(table: Table) -> list[tuple[str, Any, Any, str]]:
    """Return of each column its name, what it is called on the page, its help and an example."""
    code = ("code", _("code"), _("Stays the same for ever: by it the row is found again. New pages get it as their address."), "")
    return [code, *((column.name, column.label, _help(column), column.example) for column in table.columns)]


def _help(column: Any) -> str:
    choices = getattr(column, "choices", None)
    parts = [str(column.help or column.usual_help)]
    if choices is not None and len(choices) <= MOST_NAMED:
        parts.append(", ".join(code for code, _name in choices))
    if column.required:
        parts.append(_("Must not be empty."))
    return formatting.sentences(parts)


def receive(user: Any, table: Table, file: UploadedFile, files: UploadedFile | None = None, folder: str = "") -> TableImport:
    """Keep a table and the ZIP that goes with it, and have them read. Raises NotAllowedError, BadFileError.

    `folder` is one of `server_folder.folders()`, whose files go with the table in place of those of a ZIP.
    """
    permissions.require(may_use(user))
    row = TableImport(table=table.code, folder=folder)
    if folder:
        server_folder.files(folder)
    if files is not None:
        row.files = importing.content_of(files)
    importing.receive(row, file, user, run)
    return row


def take(user: Any, row: TableImport, *, hand_in: bool = True) -> TableImport:
    """Ask for a table to be taken: as drafts in the name of whoever brought it. Raises NotAllowedError, WrongStateError."""
    permissions.require(may_use(user) and row.requested_by_id == user.pk, _("Only whoever sent the file can take it over."))
    if row.is_read and not takeable(row.report):
        raise WrongStateError(_("There is nothing in this file that could be taken over."))
    TableImport.objects.filter(pk=row.pk).update(hand_in=hand_in)
    return importing.ask(row, Stage.TAKING, run)


def undo(user: Any, row: TableImport) -> TableImport:
    """Ask for a table to be taken back. Raises NotAllowedError, and WrongStateError that names what was touched since."""
    permissions.require(may_use(user))
    touched = [title or _("a page that was deleted") for title in saving.touched(row.undo.get("pages", [])).values()]
    if touched:
        raise WrongStateError(
            _(
                "This file cannot be taken back as a whole: since then others have changed, locked, published or deleted "
                "%(titles)s."
            )
            % {"titles": formatting.listed([f"\u2068{title}\u2069" for title in _some(touched)])}
        )
    return importing.ask(row, Stage.UNDOING, run)


def again(user: Any, row: TableImport) -> None:
    """Have work that failed tried once more. Raises NotAllowedError, WrongStateError."""
    permissions.require(may_use(user))
    importing.again(row, run)


def takeable(report: dict[str, Any]) -> bool:
    """Tell whether a file that was read can be taken: something changes, and nothing is broken or in the way."""
    counts = report.get("counts", {})
    blocked = counts.get(comparing.BROKEN, 0) + counts.get(comparing.CONFLICT, 0)
    return not blocked and bool(counts.get(comparing.NEW) or counts.get(comparing.CHANGED))


def _some(titles: list[str]) -> list[str]:
    more = len(titles) - MOST_NAMED
    return titles if more <= 0 else [*titles[:MOST_NAMED], _("%(number)s more") % {"number": formatting.number(more)}]


# --- In the background ---


@task()
def run(pk: int) -> None:
    """Do the work that a file waits for."""
    work: dict[str, importing.Work] = {Stage.READING: _read, Stage.TAKING: _take, Stage.UNDOING: _undo}
    importing.carry_out_in_steps(TableImport, pk, work, run, tidy=_tidy)


def _compared(row: TableImport) -> tuple[Table, list[Line], Names]:
    table = TABLES[row.table]
    rows = sheets.read(row.name, row.data(), table.names, ("code",))
    names = Names(Packed(server_folder.files(row.folder) if row.folder else unpacked(row.zipped())))
    return table, comparing.compared(table, rows, names, row.requested_by), names


def _read(row: Any, _steps: Steps) -> None:
    _table, lines, names = _compared(row)
    row.report = {
        "counts": comparing.counts(lines),
        "lines": [_reported(line) for line in lines if line.kind != comparing.UNCHANGED],
        # Of a folder on the server others may need the rest.
        "files": [] if row.folder else names.packed.left_over(),
    }
    row.total = row.done = len(lines)


def _reported(line: Line) -> dict[str, Any]:
    title = line.row.cells.get("title") or line.row.cells.get("name") or ""
    problems = [[problem.column, problem.sentence] for problem in line.problems]
    if line.kind == comparing.CONFLICT:
        problems = [["", line.conflict]]
    changes = line.changes if line.kind in {comparing.NEW, comparing.CHANGED} else []
    return {
        "row": line.row.number,
        "code": line.code[:LONGEST_SHOWN],
        "title": title[:LONGEST_SHOWN],
        "kind": line.kind,
        "problems": problems,
        "changes": [[one.column, one.before[:LONGEST_SHOWN], one.after[:LONGEST_SHOWN]] for one in changes],
    }


def _take(row: Any, steps: Steps) -> Callable[[], None]:
    """Write the pages; where somebody is at one of them meanwhile, take back what was written and say so."""
    _restore(row, steps)
    if not may_use(row.requested_by):
        raise BadFileError(_("Whoever sent this file does not answer for the English any more."))
    table, lines, names = _compared(row)
    for line in lines:
        if line.kind in {comparing.BROKEN, comparing.CONFLICT}:
            sentence = line.problems[0].sentence if line.problems else line.conflict
            raise BadFileError(_("Row %(number)s: %(message)s") % {"number": line.row.number, "message": sentence})
    groups = saving.grouped(table, lines)
    with steps.step(done=0, total=len(groups)):
        row.undo = {"pages": []}
        row.save(update_fields=["undo"])
    try:
        for start in range(0, len(groups), BATCH):
            some = groups[start : start + BATCH]
            with steps.step(done=start + len(some), total=len(groups)):
                for group in some:
                    entry = saving.write(table, group, names, row.requested_by, hand_in=row.hand_in)
                    row.undo["pages"].append(entry)
                row.undo |= names.packed.made()
                row.save(update_fields=["undo"])
    except BadFileError:
        row.refresh_from_db(fields=["undo"])
        _restore(row, steps)
        raise

    def finish() -> None:
        row.content = row.files = b""
        if row.hand_in:
            queueing.with_commit(mails.tell_approvers, row.pk)

    return finish


def _undo(row: Any, steps: Steps) -> None:
    row.report["left"] = _restore(row, steps)


def _restore(row: Any, steps: Steps) -> list[str]:
    """Take back, page by page, what was written of a file; return the titles of pages that were touched since."""
    entries = row.undo.get("pages", [])
    left = list(saving.touched(entries).values())
    for done, entry in enumerate(reversed(entries), start=1):
        with steps.step(done=done, total=len(entries)):
            saving.take_back(entry, row.requested_by)
    if row.undo:
        with steps.step():
            saving.remove_files(row.undo)
            row.undo = {}
            row.save(update_fields=["undo"])
    return left


def _tidy(row: Any) -> None:
    """Take back what was written of a file that could not be taken over as a whole."""
    if row.stage == Stage.TAKING:
        row.refresh_from_db(fields=["undo"])
        for entry in reversed(row.undo.get("pages", [])):
            saving.take_back(entry, row.requested_by)
        saving.remove_files(row.undo)
        TableImport.objects.filter(pk=row.pk).update(undo={})
