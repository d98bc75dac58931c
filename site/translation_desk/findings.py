"""What the mechanical checks find in the segments of a job, and what people said of it.

Nothing that is found keeps a text from being saved. Handing in waits until each finding in a text that is new to visitors is
mended or has a verdict: a warning from whoever translates, an error from a reviewer, with a reason. Markup that would break the
page has to be mended.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Locale

from core import formatting
from core.i18n import locale_code
from termbase import recognising
from termbase.recognising import Termbase
from translation_checks import CHECKS, Check, Finding, Severity, Text, found_in_page
from translation_desk import editing, jobs, places, tags, term_marks, writing
from translation_desk.errors import BadTextError, WrongStateError
from translation_desk.models import Segment, SilencedCheck, TranslationJob, Verdict
from translation_desk.models.jobs import LOCKED
from translation_desk.permissions import can_review, can_translate, is_administrator, require

LONGEST_REASON = 500
UNTRANSLATED = "untranslated"

Kind = Verdict.Kind


class Record(Protocol):
    """What is read of a segment."""

    @property
    def pk(self) -> int:
        """The id."""

    @property
    def kind(self) -> str:
        """Text, link or object."""

    @property
    def path(self) -> str:
        """Where it stands."""

    @property
    def source(self) -> str:
        """The English."""

    @property
    def text(self) -> str:
        """The draft."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with what was said of it, if anything."""

    finding: Finding
    verdict: Verdict | None = None

    @property
    def is_error(self) -> bool:
        """Whether only a reviewer may say that the text is right."""
        return self.finding.check.severity == Severity.ERROR

    @property
    def marked(self) -> SafeString:
        """The message as HTML in which the words that are concerned stand out."""
        message = escape(self.finding.check.message)
        if not self.finding.found:
            return message
        return format_html(message.replace("%(found)s", '<bdi class="desk-finding__found">{}</bdi>'), self.finding.found)

    @property
    def sentence(self) -> str:
        """Severity and message in one sentence."""
        pattern = _("Error: %(message)s") if self.is_error else _("Warning: %(message)s")
        return pattern % {"message": self.finding.message}


def silenced(locale_id: int) -> frozenset[str]:
    """Return the names of the checks that a language does without."""
    return frozenset(SilencedCheck.objects.filter(locale=locale_id).values_list("name", flat=True))


def of_rows(job: TranslationJob, rows: Iterable[Record], terms: Termbase | None = None) -> dict[int, list[Told]]:
    """Return what is found in the texts of a job, by id of the segment, errors first. Three queries, however many there are.

    `terms`: the termbase, where the caller has read it.
    """
    rows = [row for row in rows if row.kind == Segment.Kind.TEXT]
    outline = places.outline(job.version)
    code = locale_code(job.locale_id)
    known = terms or recognising.current()
    found = found_in_page([_text(row, outline.place(row.path), code, known) for row in rows])
    if not any(found):
        return {}
    off = silenced(job.locale_id)
    kept = ([finding for finding in findings if finding.check.id not in off] for findings in found)
    with_findings = {row.pk: (row, findings) for row, findings in zip(rows, kept, strict=True) if findings}
    said = {
        (verdict.segment_id, verdict.name, verdict.text): verdict
        for verdict in Verdict.objects.filter(segment__job=job, segment__active=True).select_related("user").order_by("at", "pk")
    }
    return {
        pk: sorted(
            (Told(finding, said.get((pk, finding.check.id, row.text))) for finding in findings),
            key=lambda told: not told.is_error,
        )
        for pk, (row, findings) in with_findings.items()
    }


def of_segment(job: TranslationJob, segment: Segment) -> list[Told]:
    """Return what is found in one text, compared with others of the same English on its page."""
    twins = editing.repetitions(segment).exclude(text="").only("pk", "kind", "path", "source", "text")
    return of_rows(job, [segment, *twins]).get(segment.pk, [])


def _text(row: Record, place: places.Place, code: str, terms: Termbase) -> Text:
    english = tags.to_marks(row.source, row.source)
    return Text(
        english,
        tags.to_marks(row.source, row.text),
        code,
        frozenset(str(tag.number) for tag in tags.tags_of(row.source) if tag.required),
        (place.limit or 0) if not place.rich else 0,
        term_marks.uses_in(english, code, terms),
    )


def blocking(job: TranslationJob, rows: Sequence[Segment]) -> dict[int, str]:
    """Return what keeps texts from being handed in: sentences by id of the segment. What visitors read already may stay."""
    new = {row.pk for row in rows if row.text and row.changed}
    found = of_rows(job, rows) if new else {}
    sentences = {
        pk: formatting.sentences(told.sentence for told in findings if told.verdict is None)
        for pk, findings in found.items()
        if pk in new
    }
    return {pk: sentence for pk, sentence in sentences.items() if sentence}


def may_judge(user: Any, job: TranslationJob) -> bool:
    """Tell whether somebody may say of a warning that the text is right: whoever may write here, while it is written."""
    own = job.translator_id in {None, user.pk} or can_review(user, job)
    return own and can_translate(user, job) and job.enabled and job.status not in LOCKED


@transaction.atomic
def judge(user: Any, segment: Segment, name: str, reason: str) -> Verdict:
    """Say that the present text is right although a check objects: a warning by who translates, an error by a reviewer.

    Raises NotAllowedError, WrongStateError, BadTextError.
    """
    job, segment = _writable(user, segment)
    told = next((told for told in of_segment(job, segment) if told.finding.check.id == name), None)
    if told is None:
        raise WrongStateError(_("The check does not object to this text any more."))
    if told.finding.check.final:
        raise WrongStateError(_("This would break the page, so it has to be mended."))
    if told.is_error:
        require(can_review(user, job), _("Only a reviewer of the language may say that this error is none."))
    reason = reason.strip()
    if not reason:
        raise BadTextError(_("Say in a word why the text is right."))
    if len(reason) > LONGEST_REASON:
        raise BadTextError(_("Say it in fewer words."))
    kind = Kind.OVERRIDDEN if told.is_error else Kind.DISMISSED
    return _write(user, segment, name, kind, reason)


@transaction.atomic
def same_as_english(user: Any, segment: Segment, *, version: int) -> Verdict:
    """Take the English over as the translation and remember that it is meant.

    Raises NotAllowedError, WrongStateError, ConflictError, BadTextError.
    """
    edited = tags.to_marks(segment.source, segment.source)
    segment = editing.save_text(user, segment, edited, version=version)
    _job, segment = _writable(user, segment)
    return _write(user, segment, UNTRANSLATED, Kind.SAME, "")


def _write(user: Any, segment: Segment, name: str, kind: str, reason: str) -> Verdict:
    values = {"kind": kind, "reason": reason, "user": user, "at": timezone.now()}
    verdict, _made = Verdict.objects.update_or_create(segment=segment, name=name, text=segment.text, defaults=values)
    return verdict


def _writable(user: Any, segment: Segment) -> tuple[TranslationJob, Segment]:
    job = TranslationJob.objects.select_related("version", "translator").filter(pk=segment.job_id).first()
    if job is None:
        raise WrongStateError(_("This translation does not exist any more."))
    require(can_translate(user, job))
    writing.require_own(user, job)
    jobs.require_open(job)
    found = Segment.objects.select_for_update().filter(pk=segment.pk, active=True, kind=Segment.Kind.TEXT).first()
    if found is None:
        raise WrongStateError(_("The English of this segment has changed. Load the page anew to see what replaced it."))
    return job, found


def switch(user: Any, check: Check, locale: Locale, *, on: bool) -> None:
    """Have a language do with or without a check. Administrators decide; what would break a page is always checked.

    Raises NotAllowedError, WrongStateError.
    """
    require(is_administrator(user), _("Only an administrator may switch checks on and off."))
    if check.final:
        raise WrongStateError(_("This check cannot be switched off: what it finds would break the page."))
    if on:
        SilencedCheck.objects.filter(name=check.id, locale=locale).delete()
    else:
        SilencedCheck.objects.get_or_create(name=check.id, locale=locale, defaults={"user": user})


__all__ = ["CHECKS", "Told", "blocking", "judge", "may_judge", "of_rows", "of_segment", "same_as_english", "silenced", "switch"]
