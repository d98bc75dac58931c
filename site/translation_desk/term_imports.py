"""Files of terms on their way in: read, taken as a whole, taken back as a whole.

Texts become proposals of whoever brings the file, which a second person of each language accepts; codes, status and variants are
taken over. Managers bring files.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from core.i18n import LANGUAGES
from exchange_formats import tbx, term_table
from exchange_formats.concepts import Concept, Variant
from translation_desk import importing, permissions, proposals, term_files
from translation_desk.errors import WrongStateError
from translation_desk.models import ColumnProposal, TermImport
from translation_desk.term_files import Line
from vocabulary.models import Term, TermSubject, TermVariant

Decision, Stage = ColumnProposal.Decision, TermImport.Stage


def may_import(user: Any) -> bool:
    """Tell whether somebody may bring files of terms."""
    return permissions.is_manager(user)


def receive(user: Any, file: UploadedFile) -> TermImport:
    """Keep a file and have it read. Raises NotAllowedError, BadFileError."""
    permissions.require(may_import(user))
    name = (file.name or "").casefold()
    kind = TermImport.Format.CSV if name.endswith((".csv", ".tsv", ".txt")) else TermImport.Format.TBX
    row = TermImport(format=kind)
    importing.receive(row, file, user, run)
    return row


def take(user: Any, row: TermImport) -> TermImport:
    """Ask for a file to be taken over. Raises NotAllowedError, WrongStateError.

    Its texts become proposals of whoever takes it, which is whoever brought it: the report holds for nobody else.
    """
    permissions.require(may_import(user) and row.requested_by_id == user.pk, _("Only whoever sent the file can take it over."))
    return importing.ask(row, Stage.TAKING, run)


def undo(user: Any, row: TermImport) -> TermImport:
    """Ask for a file to be taken back. Raises NotAllowedError, and WrongStateError where people have built on it meanwhile."""
    permissions.require(may_import(user))
    accepted = _proposals(row).filter(decision=Decision.ACCEPTED).count()
    if accepted:
        raise WrongStateError(_("Texts of this file have been accepted meanwhile, so it cannot be taken back as a whole."))
    others = ColumnProposal.objects.filter(content_type__app_label="vocabulary", content_type__model="term")
    if others.filter(object_id__in=row.undo.get("made", [])).exclude(pk__in=row.undo.get("proposals", [])).exists():
        raise WrongStateError(_("Others have written texts for new terms of this file, so it cannot be taken back as a whole."))
    return importing.ask(row, Stage.UNDOING, run)


def again(user: Any, row: TermImport) -> None:
    """Have work that failed tried again. Raises NotAllowedError, WrongStateError."""
    permissions.require(may_import(user))
    importing.again(row, run)


@task()
def run(import_id: int) -> None:
    """Do the work that a file waits for."""
    work = {Stage.READING: _read, Stage.TAKING: _take, Stage.UNDOING: _undo}
    importing.carry_out(TermImport, import_id, {str(stage): one for stage, one in work.items()}, run)


def _concepts(row: TermImport) -> list[Concept]:
    return (term_table if row.format == TermImport.Format.CSV else tbx).read(row.data())


def _read(row: TermImport) -> None:
    lines = term_files.compared(row.requested_by, _concepts(row))
    row.report = {"lines": [_reported(line) for line in lines], "counts": Counter(line.kind for line in lines)}
    row.total = row.done = len(lines)


def _reported(line: Line) -> dict[str, Any]:
    return {
        "line": line.concept.line,
        "code": line.concept.code,
        "kind": line.kind,
        "problem": line.problem,
        "notes": line.notes,
        "changes": [] if line.problem else line.changes(),
    }


def _take(row: TermImport) -> None:
    lines = [line for line in term_files.compared(row.requested_by, _concepts(row)) if line.kind in {"new", "changed"}]
    subjects = dict(TermSubject.objects.values_list("code", "pk"))
    done: dict[str, list[Any]] = {"made": [], "proposals": [], "facts": [], "variants": []}
    row.total = len(lines)
    for line in lines:
        term = line.term
        facts = {name: text for name, text in line.facts.items() if name != "subject"}
        if "subject" in line.facts:
            facts["subject_id"] = subjects[line.facts["subject"]]
        if term is None:
            term = Term.objects.create(code=line.concept.code, **facts)
            done["made"].append(term.pk)
        elif facts:
            done["facts"].append([term.pk, {name: getattr(term, name) for name in facts}, facts])
            for name, value in facts.items():
                setattr(term, name, value)
            term.save(update_fields=list(facts))
        done["proposals"] += [proposal.pk for proposal in proposals.propose(row.requested_by, term, line.texts)]
        done["variants"] += _write_variants(term, line.variants)
        row.done += 1
    row.undo, row.content = done, b""


def _write_variants(term: Term, variants: Iterable[Variant]) -> list[list[Any]]:
    """Write variants and return of each its id and what it was before; nothing where it is new."""
    written: list[list[Any]] = []
    for one in variants:
        known = TermVariant.objects.filter(term=term, language=one.language, text=one.text).first()
        before = [known.status, known.note] if known else None
        variant = known or TermVariant(term=term, language=one.language, text=one.text)
        variant.status, variant.note = one.status, one.note or variant.note
        variant.save()
        written.append([variant.pk, before])
    return written


def _proposals(row: TermImport) -> Any:
    return ColumnProposal.objects.filter(pk__in=row.undo.get("proposals", []))


def _undo(row: TermImport) -> None:
    """Take a file back. What somebody changed since stays as they left it."""
    waiting = _proposals(row).filter(decision=Decision.WAITING)
    waiting.update(decision=Decision.WITHDRAWN, decided_by=row.requested_by, decided_at=timezone.now())
    for pk, before in reversed(row.undo["variants"]):
        if before is None:
            TermVariant.objects.filter(pk=pk).delete()
        else:
            TermVariant.objects.filter(pk=pk).update(status=before[0], note=before[1])
    for pk, before, after in row.undo["facts"]:
        term = Term.objects.filter(pk=pk, **after).first()
        if term is not None:
            for name, value in before.items():
                setattr(term, name, value)
            term.save(update_fields=list(before))
    for term in Term.objects.filter(pk__in=row.undo["made"]):
        if not any(getattr(term, f"term_{language.field_suffix}") for language in LANGUAGES):
            term.delete()
