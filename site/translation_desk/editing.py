"""Writing translations: saving a segment, keeping, filling repetitions, accepting corrections, restoring, choosing objects.

Each function checks permission, the job's state and who saved first, writes the segment, its history and the job's counts in one
transaction, and returns the segment as it is then. None of them touches what visitors read.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _, ngettext

from translation_desk import places, tags, writing
from translation_desk.errors import BadTextError, ConflictError, NotAllowedError, WrongStateError
from translation_desk.models import Segment, SegmentHistory, TranslationJob

Action = SegmentHistory.Action


def save_text(user: Any, segment: Segment, text: str, *, version: int, own: Sequence[str] = ()) -> Segment:
    """Save a text as it was edited, with marks for tags. `version` is that of the segment when the person began to write.

    `own`: texts sent before of which no answer came back; if one of them was saved after all, that is no conflict.
    Raises NotAllowedError, WrongStateError, ConflictError, BadTextError.
    """
    with transaction.atomic():
        job, segment = _opened(user, segment)
        stored = stored_text(segment, text, job)
        if stored == segment.text:
            return segment
        if version != segment.version and segment.text not in {_stored_or_none(segment, sent, job) for sent in own}:
            raise ConflictError(
                theirs=tags.to_marks(segment.source, segment.text),
                by=str(segment.author.get_full_name() or segment.author) if segment.author else "",
                version=segment.version,
            )
        return writing.write(job, [segment], [stored], user, Action.WRITTEN)[0]


def keep(user: Any, segment: Segment) -> Segment:
    """Declare the previous translation still valid although its English changed."""
    with transaction.atomic():
        job, segment = _opened(user, segment)
        text = previous_text(segment)
        if not text:
            raise WrongStateError(_("There is no earlier translation to keep."))
        _require_fitting(segment, text, job)
        return writing.write(job, [segment], [text], user, Action.KEPT, kept=True)[0]


def fill_repeated(user: Any, segment: Segment, *, except_ids: Collection[int] = ()) -> list[Segment]:
    """Give the same English elsewhere in the job the same translation, but for the segments named. Return those that changed."""
    with transaction.atomic():
        job, segment = _opened(user, segment)
        if not segment.text:
            raise WrongStateError(_("Translate this segment first; then its repetitions can be filled."))
        twins = [
            twin
            for twin in repetitions(segment).select_for_update().exclude(pk__in=except_ids)
            if twin.text != segment.text and _fits(twin, segment.text, job)
        ]
        # What nobody has read yet is not read by being repeated.
        texts, unread = [segment.text] * len(twins), segment.prefilled
        return writing.write(job, twins, texts, user, Action.FILLED, prefilled=unread, machine=segment.machine)


def accept_suggestion(user: Any, segment: Segment) -> Segment:
    """Take over the reviewer's correction. The words stay the reviewer's; that another person accepted them lets them approve."""
    with transaction.atomic():
        job, segment = _opened(user, segment)
        if not segment.suggestion:
            raise WrongStateError(_("There is no correction to accept."))
        if segment.suggested_by_id == user.pk:
            raise NotAllowedError(_("Another person has to accept a correction that you proposed."))
        people = {"author": segment.suggested_by, "accepted_by": user} if segment.suggested_by else {}
        return writing.write(job, [segment], [segment.suggestion], user, Action.ACCEPTED, **people)[0]


def accept_suggestions(user: Any, job: TranslationJob) -> list[Segment]:
    """Take over all corrections of a job that others proposed. The words stay theirs, as in `accept_suggestion`."""
    with transaction.atomic():
        job = writing.opened(user, job.pk)
        rows = Segment.objects.filter(job=job, active=True).exclude(suggestion="").exclude(suggested_by=user)
        found = list(rows.select_related("suggested_by").select_for_update(of=("self",)).order_by("order", "pk"))
        if not found:
            raise WrongStateError(_("There is no correction to accept."))
        done: list[Segment] = []
        for author in {row.suggested_by for row in found}:
            own = [row for row in found if row.suggested_by == author]
            people = {"author": author, "accepted_by": user} if author else {}
            done += writing.write(job, own, [row.suggestion for row in own], user, Action.ACCEPTED, **people)
        return done


def restore(user: Any, segment: Segment, history: SegmentHistory) -> Segment:
    """Bring an earlier text of the segment, or of the one that it replaces, back as the draft."""
    with transaction.atomic():
        job, segment = _opened(user, segment)
        if history.segment_id not in {segment.pk, segment.previous_id}:
            raise WrongStateError(_("This text belongs to another segment."))
        _require_fitting(segment, history.text, job)
        if history.text == segment.text:
            return segment
        # What comes from a machine is read anew, whoever brings it back.
        machine = machine_of(history)
        return writing.write(job, [segment], [history.text], user, Action.RESTORED, machine=machine)[0]


def set_object(user: Any, segment: Segment, value: str) -> Segment:
    """Choose another image, file or address for this language; an empty value means: as in English."""
    with transaction.atomic():
        job, segment = _opened(user, segment)
        value = value.strip()
        if segment.kind == Segment.Kind.TEXT:
            raise WrongStateError(_("This place holds a text."))
        if value == segment.source:
            value = ""
        if value:
            _require_existing(segment, value, job)
        if value == segment.text:
            return segment
        return writing.write(job, [segment], [value], user, Action.WRITTEN)[0]


def previous_text(segment: Segment) -> str:
    """Return the translation of the English that this segment's English replaced; empty if there was none."""
    row = segment.previous
    while row is not None and not (row.text or row.approved_text):
        row = row.previous
    return (row.approved_text or row.text) if row else ""


def machine_of(event: SegmentHistory) -> str:
    """Return the engine that a text of the history comes from as it is; empty where a person or the memory wrote it."""
    return event.tool if event.action in {Action.MACHINE, Action.FILLED, Action.RESTORED} else ""


def repetitions(segment: Segment) -> Any:
    """Return the other segments of the job that have the same English."""
    return Segment.objects.filter(job=segment.job_id, active=True, kind=segment.kind, source=segment.source).exclude(
        pk=segment.pk
    )


def stored_text(segment: Segment, edited: str, job: TranslationJob | None = None) -> str:
    """Return an edited text as it is stored, if the place of the segment can hold it. Raises BadTextError."""
    return stored_in(places.outline((job or segment.job).version).place(segment.path), segment, edited)


def stored_in(place: places.Place, segment: Segment, edited: str) -> str:
    """Do the same for a place that is known already."""
    stored = tags.to_stored(segment.source, edited, rich=place.rich, lines=place.lines)
    _require_length(place, stored)
    return stored


def unfinished(job: TranslationJob) -> dict[int, str]:
    """Return what keeps a job from being handed in: a sentence by the id of each segment.

    It has no text, lacks a link, or came from the memory or a machine and nobody has said that it is right.
    """
    rows = job.segments.filter(active=True, kind=Segment.Kind.TEXT).order_by("order")
    found = {
        pk: _unfinished(source, text, prefilled=prefilled, machine=machine)
        for pk, source, text, prefilled, machine in rows.values_list("pk", "source", "text", "prefilled", "machine")
    }
    return {pk: sentence for pk, sentence in found.items() if sentence}


def _unfinished(source: str, text: str, *, prefilled: bool, machine: str) -> str:
    if not text:
        return _("Not translated")
    if prefilled:
        return _("Filled from the memory. Read it, then change it or say that it is right as it is.")
    if machine:
        return _("Machine translation (%(engine)s). Read it, then change it or say that it is right as it is.") % {
            "engine": machine
        }
    return tags.sentence_of_missing(tags.missing(source, text))


def _opened(user: Any, segment: Segment) -> tuple[TranslationJob, Segment]:
    """Return the job, begun and locked, and the segment as it is now."""
    job = writing.opened(user, segment.job_id)
    rows = Segment.objects.select_related("author", "previous", "suggested_by").select_for_update(of=("self",))
    found = rows.filter(pk=segment.pk, job=job).first()
    if found is None or not found.active:
        raise WrongStateError(_("The English of this segment has changed. Load the page anew to see what replaced it."))
    found.job = job
    return job, found


def _stored_or_none(segment: Segment, edited: str, job: TranslationJob) -> str | None:
    try:
        return stored_text(segment, edited, job)
    except BadTextError:
        return None


def _require_length(place: places.Place, stored: str) -> None:
    length = len(tags.plain(stored))
    if place.limit and not place.rich and length > place.limit:
        raise BadTextError(
            ngettext(
                "This text has %(length)s characters; this place takes at most %(limit)s character.",
                "This text has %(length)s characters; this place takes at most %(limit)s characters.",
                place.limit,
            )
            % {"length": length, "limit": place.limit}
        )


def _require_fitting(segment: Segment, text: str, job: TranslationJob) -> None:
    """Refuse a stored text whose links the English does not have, or that is too long: it was made for another English."""
    known = {(tag.name, tag.id) for tag in tags.tags_of(segment.source)}
    strange = [tag for tag in tags.tags_of(text) if tag.id and (tag.name, tag.id) not in known]
    if strange:
        raise BadTextError(_("This text has a link that the English has not. Copy it and set its links anew."))
    _require_length(places.outline(job.version).place(segment.path), text)


def _fits(segment: Segment, text: str, job: TranslationJob) -> bool:
    try:
        _require_fitting(segment, text, job)
    except BadTextError:
        return False
    return True


def _require_existing(segment: Segment, value: str, job: TranslationJob) -> None:
    if segment.kind == Segment.Kind.LINK:
        try:
            URLValidator(schemes=["http", "https"])(value)
        except ValidationError as error:
            raise BadTextError(_("Give a whole address that begins with https:// or http://.")) from error
        return
    model = places.outline(job.version).place(segment.path).model
    if model is None or not value.isdigit() or not model._base_manager.filter(pk=value).exists():
        raise BadTextError(_("What you chose does not exist any more."))
