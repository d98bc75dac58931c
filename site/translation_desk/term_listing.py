"""The terms that occur in a segment, as the editor's details show them."""

from dataclasses import dataclass

from core.i18n import SOURCE_CODE, locale_code
from termbase import phrases
from termbase.recognising import Entry, Status, Termbase
from translation_desk import tags, term_marks
from translation_desk.models import Segment, TranslationJob
from vocabulary.models import Term

LAST_KEY = 9


@dataclass(frozen=True, slots=True)
class Shown:
    """A term of a segment."""

    pk: int
    english: str
    text: str
    """What it is called in the language of the job; empty where nothing is agreed."""
    inserted: str
    """The same without what stands in brackets."""
    number: str
    """The key that inserts it; empty where there is none left, or nothing to insert."""
    status: str
    """In words; empty where it is preferred, as most are."""
    is_avoided: bool
    note: str
    allowed: tuple[str, ...]
    avoided: tuple[str, ...]


def beside(terms: Termbase, job: TranslationJob, segment: Segment) -> list[Shown]:
    """Return the terms of a segment in the order of its English, each once. The caller has asked who may read."""
    if segment.kind != Segment.Kind.TEXT:
        return []
    found = term_marks.in_text(tags.to_marks(segment.source, segment.source), terms)
    code = locale_code(job.locale_id)
    shown: list[Shown] = []
    for entry in {occurrence.entry.pk: occurrence.entry for occurrence in found}.values():
        shown.append(_shown(entry, code, sum(bool(one.number) for one in shown) + 1))
    return shown


def _shown(entry: Entry, code: str, number: int) -> Shown:
    english = entry.texts[SOURCE_CODE]
    text = english if entry.status == Status.DO_NOT_TRANSLATE else entry.texts.get(code, "")
    notes = [entry.note, *(note for language, _text, note in (*entry.allowed, *entry.deprecated) if language == code and note)]
    inserted = next(iter(phrases.names(text, code)), "") if entry.status != Status.DEPRECATED else ""
    return Shown(
        pk=entry.pk,
        english=english,
        text=text,
        inserted=inserted,
        number=str(number) if inserted and number <= LAST_KEY else "",
        status="" if entry.status == Status.PREFERRED else str(Term.Status(entry.status).label),
        is_avoided=entry.status == Status.DEPRECATED,
        note=" · ".join(filter(None, notes)),
        allowed=entry.variants(code),
        avoided=entry.variants(code, deprecated=True),
    )
