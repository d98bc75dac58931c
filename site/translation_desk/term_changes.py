"""Agreed translations that were changed: which live texts have the earlier one, and proposing the new one there.

Nothing goes live: a proposal is a suggested draft in a job that is opened for correction. Whoever translates accepts it or writes
something else, and the job is reviewed and approved as ever.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.i18n import LANGUAGES, SOURCE_CODE, locale_code, locale_ids
from termbase import phrases, recognising
from termbase.recognising import Entry, Termbase
from translation_desk import editing, jobs, permissions, tags, term_marks
from translation_desk.errors import DeskError, WrongStateError
from translation_desk.models import ColumnProposal, Segment, SegmentHistory, TermChange, TranslationJob
from translation_desk.models.jobs import LOCKED
from vocabulary.models import Term
from vocabulary.shipping import Renewed, texts_renewed

_JOINED = "وفبكل"
"""Arabic words of one letter, which are written as a part of the next: and, so, with, like, for."""


def remember(row: models.Model, proposal: ColumnProposal, user: Any) -> TermChange | None:
    """Remember that an accepted text changed the agreed translation of a term; None where it did not."""
    code = locale_code(proposal.locale_id)
    if not isinstance(row, Term) or proposal.field != "term" or code == SOURCE_CODE:
        return None
    if proposal.old_text in {"", proposal.text}:
        return None
    texts = {"old_text": proposal.old_text, "new_text": proposal.text}
    return TermChange.objects.create(term=row, locale_id=proposal.locale_id, user=user, **texts)


def connect() -> None:
    """Connect the handler; called once when the application is ready."""
    texts_renewed.connect(_renewed, sender=Term, dispatch_uid="translation_desk.term_changes")


def _renewed(sender: type[Term], renewed: Iterable[Renewed], **_kwargs: Any) -> None:
    """Remember the agreed translations that a new version of the project changed."""
    wanted = {f"term_{language.field_suffix}": language.code for language in LANGUAGES if language.code != SOURCE_CODE}
    changed = [each for each in renewed if each.field in wanted]
    keys = dict(Term.objects.filter(code__in=[each.code for each in changed]).values_list("code", "pk"))
    locales = locale_ids()
    TermChange.objects.bulk_create(
        TermChange(term_id=keys[each.code], locale_id=locales[code], old_text=each.before, new_text=each.after)
        for each in changed
        if (code := wanted[each.field]) in locales
    )


@dataclass(frozen=True, slots=True)
class Place:
    """One live text that has the earlier translation."""

    segment: int
    job: int
    title: str
    refusal: str
    """Why nothing can be proposed there now."""


@dataclass(slots=True)
class Case:
    """The same English with the same translation, wherever it stands."""

    key: str
    source: str
    """As it is stored."""
    english: str
    before: str
    after: str
    """As they are edited; `after` is empty where the words stand apart, so that a person has to write it."""
    places: list[Place] = field(default_factory=list)

    @property
    def open(self) -> list[Place]:
        """The places where the new text can be proposed."""
        return [place for place in self.places if not place.refusal]


def may_requeue(user: Any, change: TermChange) -> bool:
    """Tell whether somebody may have the new translation proposed: reviewers of the language and managers."""
    return permissions.can_manage(user, change.locale_id)


def cases(user: Any, change: TermChange) -> list[Case]:
    """Return the live texts that have the earlier translation, those that most pages share first.

    Two queries, however many there are. Raises NotAllowedError.
    """
    permissions.require(change.locale_id in permissions.locales_to_open(user))
    return _cases(change)


def _cases(change: TermChange, ids: Collection[int] | None = None) -> list[Case]:
    terms = recognising.current()
    entry = next((entry for entry in terms.entries.values() if entry.pk == change.term_id), None)
    if entry is None:
        return []
    code = locale_code(change.locale_id)
    found: dict[str, Case] = {}
    for row in _rows(change, entry, ids):
        english, before = tags.to_marks(row.source, row.source), tags.to_marks(row.source, row.approved_text)
        if not _has_term(english, entry, terms) or not _has_old(before, change, code):
            continue
        key = blake2b(f"{row.source}\0{row.approved_text}".encode(), digest_size=8).hexdigest()
        if key not in found:
            found[key] = Case(key, row.source, english, before, replaced(before, change.old_text, change.new_text, code))
        title = row.job.target_title or row.job.source_title
        found[key].places.append(Place(row.pk, row.job_id, title, _refusal(row, found[key])))
    return sorted(found.values(), key=lambda case: -len(case.places))


def _rows(change: TermChange, entry: Entry, ids: Collection[int] | None) -> Any:
    """Return the live texts whose English may have the term: those that have the beginnings of its words."""
    wanted = Q()
    for name in (*phrases.names(entry.texts[SOURCE_CODE], SOURCE_CODE), *entry.variants(SOURCE_CODE)):
        words = Q()
        for word in name.split():
            words &= Q(source__icontains=_beginning(word))
        wanted |= words
    rows = Segment.objects.filter(wanted, active=True, kind=Segment.Kind.TEXT, job__locale=change.locale_id)
    rows = rows.filter(job__enabled=True, job__target_page__live=True).exclude(approved_text="")
    columns = ("source", "approved_text", "text", "suggestion", "job__status", "job__target_title", "job__source_title")
    rows = rows.select_related("job").only(*columns).order_by("job_id", "order")
    return rows if ids is None else rows.filter(pk__in=ids)


def _beginning(word: str) -> str:
    """Return what all forms of an English word begin with: as much as it shares with its stem."""
    plain, stems = word.casefold(), phrases.key(word, SOURCE_CODE)
    stem = stems[0].split("·")[0] if stems else plain
    return next(stem[:end] for end in range(len(stem), -1, -1) if plain.startswith(stem[:end]))


def _has_term(english: str, entry: Entry, terms: Termbase) -> bool:
    return any(occurrence.entry.pk == entry.pk for occurrence in term_marks.in_text(english, terms))


def _has_old(text: str, change: TermChange, code: str) -> bool:
    """Tell whether a translation has the earlier term, and not the new one yet."""
    plain = term_marks.blanked(text)
    old = [name for name in phrases.names(change.old_text, code) if phrases.has(plain, name, code)]
    new = [name for name in phrases.names(change.new_text, code) if phrases.has(plain, name, code)]
    # Where the new one is a part of the old one, having the old one is having both.
    return any(not any(not _is_part(later, earlier, code) for later in new) for earlier in old)


def _is_part(phrase: str, of: str, code: str) -> bool:
    return set(phrases.key(phrase, code)) <= set(phrases.key(of, code))


def replaced(text: str, old: str, new: str, code: str) -> str:
    """Return an edited text with another term in the place of one, in its basic form; empty where that cannot be done."""
    plain = term_marks.blanked(text)
    wanted = next(iter(phrases.names(new, code)), "")
    for name in phrases.names(old, code):
        spans = phrases.places(plain, name, code)
        if wanted and spans and not any("⟦" in text[start:end] for start, end in spans):
            parts, position = [], 0
            for start, end in spans:
                parts += [text[position:start], _like(text[start:end], name, wanted, code)]
                position = end
            return "".join([*parts, text[position:]])
    return ""


def _like(surface: str, old: str, new: str, code: str) -> str:
    """Return words as they take the place of others: with their capital, in Arabic with the word that is joined to them."""
    first = surface[:1]
    if code == "ar" and first in _JOINED and not old.startswith(first):
        return first + new
    return new[:1].upper() + new[1:] if first.isupper() else new


def _refusal(row: Segment, case: Case) -> str:
    if row.job.status in LOCKED:
        return _("The translation waits for a decision.")
    if row.text != row.approved_text:
        return _("Somebody is changing this text.")
    if row.suggestion and row.suggestion == _stored(row.source, case):
        return _("It is proposed already.")
    return ""


def _stored(source: str, case: Case) -> str:
    return tags.to_stored(source, case.after) if case.after else ""


@dataclass(slots=True)
class Requeued:
    """What became of a request."""

    texts: int = 0
    jobs: int = 0
    refused: list[tuple[str, DeskError]] = field(default_factory=list)
    """Titles of the pages that stay as they are, and why."""


def requeue(user: Any, change: TermChange, ids: Collection[int]) -> Requeued:
    """Propose the new translation in live texts, by id of the segment. A page that is refused leaves the others alone.

    Raises NotAllowedError.
    """
    permissions.require(may_requeue(user, change))
    by_job: dict[int, list[tuple[Place, Case]]] = defaultdict(list)
    for case in _cases(change, ids):
        for place in case.open:
            by_job[place.job].append((place, case))
    outcome = Requeued()
    for pk, chosen in by_job.items():
        try:
            outcome.texts += _propose(user, pk, chosen)
        except DeskError as error:
            outcome.refused.append((chosen[0][0].title, error))
        else:
            outcome.jobs += 1
    return outcome


@transaction.atomic
def _propose(user: Any, job_id: int, chosen: Iterable[tuple[Place, Case]]) -> int:
    """Open a job for correction unless it is open, and put the suggestions into it. Returns how many."""
    job = TranslationJob.objects.select_related("translator", "version").get(pk=job_id)
    wanted = {place.segment: case for place, case in chosen}
    if not job.started and not jobs.open_for_readers(user, job):
        raise WrongStateError(_("This translation cannot be opened now."))
    rows = Segment.objects.select_for_update().filter(pk__in=wanted, active=True)
    changed = []
    for row in rows:
        if row.text != row.approved_text:
            continue
        after = wanted[row.pk].after
        if after:
            row.suggestion, row.suggested_by = editing.stored_text(row, after, job), user
        else:
            # Where no text can be made up, the flag sends the translator there.
            row.review, row.reviewed_by, row.reviewed_at = Segment.Review.FLAGGED, user, timezone.now()
        changed.append(row)
    Segment.objects.bulk_update(changed, ["suggestion", "suggested_by", "review", "reviewed_by", "reviewed_at"])
    action = SegmentHistory.Action
    SegmentHistory.objects.bulk_create(
        SegmentHistory(
            segment=row,
            action=action.SUGGESTED if wanted[row.pk].after else action.FLAGGED,
            text=row.suggestion if wanted[row.pk].after else "",
            user=user,
            source_version_id=job.version_id,
        )
        for row in changed
    )
    return len(changed)


def changes(user: Any, locale_id: int) -> Any:
    """Return the changed terms of a language, the latest first. Raises NotAllowedError."""
    permissions.require(locale_id in permissions.locales_to_open(user))
    return TermChange.objects.filter(locale=locale_id).select_related("term", "user")
