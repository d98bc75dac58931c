"""Files of translations on their way in: read, set against the desk as it is, taken as a whole, taken back as a whole.

What a file says of a segment is taken only where nobody changed that segment since the file was made; nothing is overwritten.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils.translation import gettext as _, pgettext_lazy
from django_tasks import task

from core.i18n import BY_CODE, language_name, locale_code
from exchange_formats import archives
from exchange_formats.errors import BadFileError
from exchange_formats.formats import recognised
from exchange_formats.units import Translation, Unit, digest
from translation_desk import editing, exchange, importing, jobs, places, tags, writing
from translation_desk.errors import BadTextError, DeskError, WrongStateError
from translation_desk.models import Segment, SegmentHistory, TranslationImport, TranslationJob
from translation_desk.permissions import can_translate, locales_to_translate, require

Stage = TranslationImport.Stage


class Outcome(models.TextChoices):
    """What becomes of a segment of a file."""

    TAKEN = "taken", pgettext_lazy("segments of a file", "New texts")
    CONFLICT = "conflict", pgettext_lazy("segments of a file", "In conflict")
    BROKEN = "broken", pgettext_lazy("segments of a file", "Broken")
    UNKNOWN = "unknown", pgettext_lazy("segments of a file", "Unknown")
    UNCHANGED = "unchanged", pgettext_lazy("segments of a file", "Unchanged")


@dataclass(frozen=True, slots=True)
class Row:
    """One segment of a file, set against the desk. Texts as they are edited."""

    outcome: str
    segment: int
    """Its id; 0 for one that the desk does not know."""
    number: int
    """Its number on the page, else in the file."""
    english: str
    before: str
    after: str
    sentence: str = ""
    stored: str = ""


SHOWN = tuple(column.name for column in fields(Row) if column.name != "stored")
"""What of a row the report keeps."""


def receive(user: Any, job: TranslationJob, file: UploadedFile) -> TranslationImport:
    """Keep the file of one translation and have it read.

    Raises NotAllowedError, WrongStateError and BadFileError.
    """
    _require_writable(user, job)
    row = TranslationImport(job=job)
    importing.receive(row, file, user, work)
    return row


def receive_any(user: Any, file: UploadedFile) -> list[TranslationImport]:
    """Keep a file of any translation, or a ZIP of several, and have each read. Raises NotAllowedError and BadFileError."""
    require(bool(locales_to_translate(user)))
    data = importing.content_of(file)
    members = archives.members(data) if archives.is_archive(data) else [(file.name or "", data)]
    rows = [TranslationImport() for _member in members]
    with transaction.atomic():
        for row, (name, content) in zip(rows, members, strict=True):
            importing.keep(row, name, content, user, work)
    return rows


def take(user: Any, row: TranslationImport) -> None:
    """Take over what the file brings. Raises NotAllowedError, WrongStateError."""
    _require_sender(user, row)
    _require_writable(user, _job(row))
    importing.ask(row, Stage.TAKING, work)


def undo(user: Any, row: TranslationImport) -> None:
    """Take back what was taken from the file. Raises NotAllowedError, WrongStateError."""
    _require_sender(user, row)
    _require_writable(user, _job(row))
    importing.ask(row, Stage.UNDOING, work)


def again(user: Any, row: TranslationImport) -> None:
    """Have work that failed tried once more. Raises NotAllowedError, WrongStateError."""
    _require_sender(user, row)
    importing.again(row, work)


@task()
def work(import_id: int) -> None:
    """Do the work that a file waits for."""
    steps: dict[str, Callable[[Any], None]] = {Stage.READING: _read, Stage.TAKING: _take, Stage.UNDOING: _undo}
    importing.carry_out(TranslationImport, import_id, steps, work)


def _require_sender(user: Any, row: TranslationImport) -> None:
    require(row.requested_by_id == user.pk, _("Only the person who sent this file takes it over or back."))


def _require_writable(user: Any, job: TranslationJob) -> None:
    require(can_translate(user, job))
    writing.require_own(user, job)
    jobs.require_open(job)


def _job(row: TranslationImport) -> TranslationJob:
    job = TranslationJob.objects.select_related("translator").filter(pk=row.job_id or 0).first()
    if job is None:
        raise WrongStateError(_("The translation that this file is for does not exist any more."))
    return job


def _sender(row: TranslationImport) -> Any:
    if row.requested_by is None:
        raise BadFileError(_("Whoever sent this file is no longer here."))
    return row.requested_by


def _read(row: TranslationImport) -> None:
    user = _sender(row)
    data = row.data()
    found = recognised(data)
    translation = found.read(data)
    row.format, row.tool = found.name, translation.tool[:100]
    row.job = _job_of(row, translation)
    try:
        _require_writable(user, row.job)
    except DeskError as error:
        raise BadFileError(str(error)) from error
    rows = compare(row.job, translation.units, _segments(row.job))
    row.report = _report(rows, translation)
    row.done = row.total = len(rows)


def _take(row: TranslationImport) -> None:
    user = _sender(row)
    data = row.data()
    translation = recognised(data).read(data)
    try:
        with transaction.atomic():
            job = writing.opened(user, row.job_id or 0)
            segments = _segments(job)
            rows = compare(job, translation.units, segments)
            known = {segment.pk: segment for segment in segments}
            taken = [found for found in rows if found.outcome == Outcome.TAKEN]
            before = {found.segment: writing.kept_before(known[found.segment]) for found in taken}
            saved = writing.write(
                job,
                [known[found.segment] for found in taken],
                [found.stored for found in taken],
                user,
                SegmentHistory.Action.IMPORTED,
                tool=row.tool,
            )
    except DeskError as error:
        row.stage, row.report = Stage.READING, {**row.report, "refusal": str(error)}
        return
    row.before = {str(segment.pk): {**before[segment.pk], "after": segment.version} for segment in saved}
    row.report = _report(rows, translation)
    row.content, row.done, row.total = b"", len(rows), len(rows)


def _undo(row: TranslationImport) -> None:
    user = _sender(row)
    try:
        with transaction.atomic():
            job = writing.opened(user, row.job_id or 0)
            present = {segment.pk: segment for segment in _segments(job) if segment.active}
            ready, changed = [], []
            for key, values in row.before.items():
                segment = present.get(int(key))
                if segment is None or segment.version != values["after"]:
                    changed.append(int(key))
                    continue
                ready.append((segment, {name: value for name, value in values.items() if name != "after"}))
            writing.put_back(user, job, _with_present_people(ready))
    except DeskError as error:
        row.stage, row.report = Stage.TAKING, {**row.report, "refusal": str(error)}
        return
    row.report = {**row.report, "refusal": "", "changed": changed, "restored": len(ready)}
    row.done = row.total = len(row.before)


def _with_present_people(ready: list[tuple[Segment, dict[str, Any]]]) -> list[tuple[Segment, dict[str, Any]]]:
    """Return what segments had before, without people whose accounts have gone since."""
    named = {value for _segment, values in ready for name, value in values.items() if name.endswith("_id") and value}
    present = set(get_user_model()._default_manager.filter(pk__in=named).values_list("pk", flat=True))
    return [
        (segment, {name: None if name.endswith("_id") and value not in present else value for name, value in values.items()})
        for segment, values in ready
    ]


def _job_of(row: TranslationImport, translation: Translation) -> TranslationJob:
    """Return the translation that a file is for. Raises BadFileError where there is none, or another than the one meant."""
    related = TranslationJob.everything.select_related("version", "translator")
    named = None
    if translation.key:
        named = related.filter(translation_key=translation.key, locale__language_code=translation.code).first()
        if named is None or named.archived:
            raise BadFileError(_("The translation that this file is for does not exist any more."))
    job = related.filter(pk=row.job_id).first() if row.job_id and (named is None or named.pk != row.job_id) else named
    if job is None:
        raise BadFileError(_("This file does not say which page it is for. Send it from the editor of that page."))
    if named is not None and named.pk != job.pk:
        language = language_name(locale_code(named.locale_id))
        raise BadFileError(
            _("This file is for another translation: %(title)s (%(language)s).")
            % {"title": named.source_title, "language": language}
        )
    _require_language(translation.language, locale_code(job.locale_id))
    return job


def _require_language(named: str, code: str) -> None:
    """Refuse a file into another language; `fr-CA` is French, and `zh-TW` is not simplified Chinese. Raises BadFileError."""
    given, _slash, rest = named.lower().replace("_", "-").partition("-")
    same = given == code.partition("-")[0] and not (given == "zh" and set(rest.split("-")) & {"hant", "tw", "hk", "mo"})
    if named and not same:
        raise BadFileError(
            _("This file translates into “%(given)s”, not into “%(wanted)s”.") % {"given": named, "wanted": BY_CODE[code].tag}
        )


def _segments(job: TranslationJob) -> list[Segment]:
    """Return the texts of a job, also those whose English is no more; in a transaction that writes they are locked."""
    rows = Segment.objects.filter(job=job, kind=Segment.Kind.TEXT).order_by("order", "pk")
    return list(rows.select_for_update())


def compare(job: TranslationJob, units: Iterable[Unit], segments: Sequence[Segment]) -> list[Row]:
    """Return what would become of each segment of a file, in the order of the page. Sentences are in the active language."""
    outline = places.outline(job.version)
    active = [segment for segment in segments if segment.active]
    numbers = {segment.pk: number for number, segment in enumerate(active, start=1)}
    by_place = {str(segment.place): segment for segment in segments}
    rows = []
    for position, unit in enumerate(units, start=1):
        segment = by_place.get(unit.id.lower())
        if segment is None:
            sentence = _("This translation has no segment “%(id)s”.") % {"id": unit.id}
            rows.append(Row(Outcome.UNKNOWN, 0, position, unit.source, "", unit.target, sentence))
        else:
            rows.append(_compared(unit, segment, outline.place(segment.path), numbers.get(segment.pk, position)))
    return sorted(rows, key=lambda row: (row.outcome == Outcome.UNKNOWN, row.number))


def _compared(unit: Unit, segment: Segment, place: places.Place, number: int) -> Row:
    english, before = (tags.to_marks(segment.source, text) for text in (segment.source, segment.text))

    def row(outcome: str, sentence: str = "", stored: str = "") -> Row:
        after = tags.to_marks(segment.source, stored) if stored else unit.target
        return Row(outcome, segment.pk, number, english, before, after, sentence, stored)

    if not unit.target.strip() or unit.as_source:
        return row(Outcome.UNCHANGED, _("Not translated in the file."))
    try:
        stored = editing.stored_in(place, segment, unit.target)
    except BadTextError as error:
        if unit.target == before:
            return row(Outcome.UNCHANGED)
        return row(Outcome.BROKEN, str(error))
    present = exchange.as_stored(segment, place)
    if stored in {segment.text, present} or (unit.digest and digest(stored) == unit.digest):
        return row(Outcome.UNCHANGED)
    if not segment.active:
        return row(Outcome.CONFLICT, _("The English has changed since this file was made."), stored)
    # A tool may have dropped what we noted; then only what stands empty is sure not to be overwritten.
    if (digest(present) != unit.digest) if unit.digest else segment.text:
        return row(Outcome.CONFLICT, _("The text at the desk has changed since this file was made."), stored)
    return row(Outcome.TAKEN, tags.sentence_of_missing(tags.missing(segment.source, stored)), stored)


def _report(rows: Sequence[Row], translation: Translation) -> dict[str, Any]:
    counted: Mapping[str, int] = Counter(row.outcome for row in rows)
    shown = [{name: getattr(row, name) for name in SHOWN} for row in rows]
    return {"rows": shown, "counts": {str(name): counted[name] for name in Outcome.values}, "english": translation.number}


__all__ = ["Outcome", "Row", "again", "compare", "receive", "receive_any", "take", "undo", "work"]
