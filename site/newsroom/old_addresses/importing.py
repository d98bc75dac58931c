"""Tables of old addresses on their way in and out: read and reported, taken as a whole, taken back as a whole. For managers."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.contrib.redirects.models import Redirect

from exchange_formats.errors import BadFileError
from newsroom.models import OldAddressImport
from newsroom.old_addresses import comparing
from newsroom.old_addresses.comparing import BROKEN, CHANGED, COLUMNS, EXAMPLE, NEW, REQUIRED, UNCHANGED, Line, Site, Target
from newsroom.tables import sheets
from newsroom.tables.columns import NO, YES
from translation_desk import importing, permissions
from translation_desk.errors import WrongStateError
from translation_desk.importing import Stage

FIELDS = ("redirect_page_id", "redirect_link", "is_permanent")


def may_use(user: Any) -> bool:
    """Tell whether somebody may bring and fetch tables of old addresses."""
    return permissions.is_manager(user)


def exported(user: Any, kind: str) -> bytes:
    """Return all redirects as a file. Raises NotAllowedError. Five queries."""
    permissions.require(may_use(user))
    rows = comparing.exported(Site())
    if kind == "csv":
        return sheets.csv_file(COLUMNS, rows)
    return sheets.workbook("redirects", COLUMNS, rows, [[name, str(text)] for name, text, _example in explanations()])


def explanations() -> list[tuple[str, Any, str]]:
    """Return of each column its name, its help and an example."""
    return [
        (
            "old_address",
            _("An address that the site had before, from its first slash on, and what stands behind a question mark."),
            EXAMPLE,
        ),
        (
            "new_address",
            _("Where it leads: an address, a page by its table and code, or a document by the name of its file."),
            "publications:mass-balance",
        ),
        ("permanent", _("“%(yes)s” for good, “%(no)s” for a time; empty is for good.") % {"yes": YES, "no": NO}, "yes"),
    ]


def receive(user: Any, file: UploadedFile) -> OldAddressImport:
    """Keep a table and have it read. Raises NotAllowedError, BadFileError."""
    permissions.require(may_use(user))
    row = OldAddressImport()
    importing.receive(row, file, user, run)
    return row


def take(user: Any, row: OldAddressImport) -> OldAddressImport:
    """Ask for a table to be taken. Raises NotAllowedError, WrongStateError."""
    permissions.require(may_use(user))
    if row.is_read and not takeable(row.report):
        raise WrongStateError(_("There is nothing in this file that could be taken over."))
    return importing.ask(row, Stage.TAKING, run)


def undo(user: Any, row: OldAddressImport) -> OldAddressImport:
    """Ask for a table to be taken back; what somebody changed since stays. Raises NotAllowedError, WrongStateError."""
    permissions.require(may_use(user))
    return importing.ask(row, Stage.UNDOING, run)


def again(user: Any, row: OldAddressImport) -> None:
    """Have work that failed tried once more. Raises NotAllowedError, WrongStateError."""
    permissions.require(may_use(user))
    importing.again(row, run)


def load(name: str, data: bytes) -> int:
    """Take a table over at once, for commands that load content; return how many addresses are new.

    Raises BadFileError with the first row that is broken. Asks for no right.
    """
    row = OldAddressImport(name=name)
    row.keep(data)
    _take(row)
    return len(row.undo["made"])


def takeable(report: dict[str, Any]) -> bool:
    """Tell whether a file that was read can be taken: something changes, and nothing is broken."""
    counts = report.get("counts", {})
    return not counts.get(BROKEN) and bool(counts.get(NEW) or counts.get(CHANGED))


@task()
def run(pk: int) -> None:
    """Do the work that a file waits for."""
    work = {Stage.READING: _read, Stage.TAKING: _take, Stage.UNDOING: _undo}
    importing.carry_out(OldAddressImport, pk, {str(stage): one for stage, one in work.items()}, run)


def _compared(row: OldAddressImport) -> tuple[list[Line], Site]:
    rows = sheets.read(row.name, row.data(), COLUMNS, REQUIRED)
    site = Site()
    return comparing.compared(rows, site), site


def _read(row: OldAddressImport) -> None:
    lines, site = _compared(row)
    row.report = {
        "counts": comparing.counts(lines),
        "lines": [_reported(line) for line in lines if line.kind != UNCHANGED],
        "leading_on": len(comparing.leading_on(lines, site)),
    }
    row.total = row.done = len(lines)


def _reported(line: Line) -> dict[str, Any]:
    return {
        "row": line.row.number,
        "code": line.old or line.row.cells.get("old_address", "")[:255],
        "title": "",
        "kind": line.kind,
        "problems": [[line.column, line.problem]] if line.problem else [],
        "changes": [] if line.problem else [["new_address", line.before, line.after]],
        "shortened": line.shortened and not line.problem,
    }


def _take(row: OldAddressImport) -> None:
    lines, site = _compared(row)
    for line in lines:
        if line.problem:
            raise BadFileError(_("Row %(number)s: %(message)s") % {"number": line.row.number, "message": line.problem})
    changed = [(line.known, _values(line.target, line.permanent)) for line in lines if line.kind == CHANGED]
    changed += [(one, _values(end, one.is_permanent)) for one, end in comparing.leading_on(lines, site)]
    new = [Redirect(old_path=line.old, **_values(line.target, line.permanent)) for line in lines if line.kind == NEW]
    row.undo = {
        "made": [[made.pk, _stored(made)] for made in Redirect.objects.bulk_create(new, batch_size=500)],
        "changed": [[one.pk, _stored(one), values] for one, values in changed if one is not None],
    }
    _write((one, values) for one, values in changed if one is not None)
    row.content = b""


def _undo(row: OldAddressImport) -> None:
    there = Redirect.objects.in_bulk([pk for pk, *_values in [*row.undo["made"], *row.undo["changed"]]])
    gone = [pk for pk, values in row.undo["made"] if pk in there and _stored(there[pk]) == values]
    _write((there[pk], before) for pk, before, after in row.undo["changed"] if pk in there and _stored(there[pk]) == after)
    Redirect.objects.filter(pk__in=gone).delete()


def _write(changes: Iterable[tuple[Redirect, dict[str, Any]]]) -> None:
    rows = []
    for redirect, values in changes:
        for name, value in values.items():
            setattr(redirect, name, value)
        rows.append(redirect)
    Redirect.objects.bulk_update(rows, FIELDS, batch_size=200)


def _stored(redirect: Redirect) -> dict[str, Any]:
    return {name: getattr(redirect, name) for name in FIELDS}


def _values(target: Target, permanent: bool) -> dict[str, Any]:
    """Return what the table of redirects keeps. Its form takes whole addresses only, so those of the site have its host there."""
    link = target.link
    if link.startswith("/"):
        link = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{link}"
    return {"redirect_page_id": target.page, "redirect_link": link, "is_permanent": permanent}
