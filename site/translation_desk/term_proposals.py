"""New terms proposed while somebody translates: made, taken back, refused, and accepted into the termbase by a second person.

Reviewers of a language accept the pair of an English term and its translation into their language. The English of the termbase
concerns all languages, so such a term begins as *allowed*, offered and not demanded, unless who accepts it manages all languages.
What people of other languages proposed for the same English becomes a proposed text of the new term.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.columns import columns_of
from core.i18n import BY_CODE, SOURCE_CODE, folded, locale_code, locale_ids
from termbase import phrases, recognising
from termbase.recognising import Entry
from translation_desk import notifying, permissions, proposals
from translation_desk.errors import BadTextError, BadValuesError, OwnProposalError, WrongStateError
from translation_desk.models import ColumnProposal, Notice, Segment, TermProposal
from translation_desk.proposals import LONGEST_MESSAGE
from vocabulary.models import Term, TermSubject

Decision = TermProposal.Decision
LONGEST_CODE = 70
"""Of what a code is made of; the rest is for a number that makes it unique."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form says of a term."""

    english: str
    text: str
    note: str = ""
    subject: str = ""
    """Code of the subject; may be empty until the term is accepted."""
    part_of_speech: str = ""
    status: str = Term.Status.ALLOWED


@dataclass(slots=True)
class Translation:
    """The same translation in one language, proposed by one person or by several."""

    proposals: list[TermProposal] = field(default_factory=list)

    @property
    def first(self) -> TermProposal:
        """The proposal that came first."""
        return self.proposals[-1]


@dataclass(slots=True)
class Proposed:
    """An English term with all translations that wait for a decision."""

    english: str
    translations: list[Translation] = field(default_factory=list)


@transaction.atomic
def propose(user: Any, segment: Segment, wanted: Wanted) -> TermProposal:
    """Propose a term that was met in a segment, in the language of its job.

    Another proposal of the same person for the same English and language is replaced. Raises NotAllowedError for people of other
    languages, and BadValuesError for what is missing and for a term that the termbase has.
    """
    job = segment.job
    permissions.require(permissions.can_propose(user, job.locale_id))
    wanted, problems = _cleaned(wanted, locale_code(job.locale_id))
    if problems:
        raise BadValuesError(problems)
    key = _key(wanted.english)
    before = TermProposal.objects.select_for_update().filter(
        decision=Decision.WAITING, key=key, locale=job.locale_id, author=user
    )
    for earlier in before:
        _decide(earlier, user, Decision.REPLACED)
    return TermProposal.objects.create(
        english=wanted.english,
        key=key,
        locale_id=job.locale_id,
        text=wanted.text,
        note=wanted.note,
        subject=TermSubject.objects.filter(code=wanted.subject).first(),
        job=job,
        segment=segment,
        author=user,
    )


def waiting(user: Any) -> list[Proposed]:
    """Return what waits in all languages, what was proposed last first; one query. Raises NotAllowedError."""
    permissions.require(permissions.can_see(user))
    found: dict[str, Proposed] = {}
    translations: dict[tuple[str, int, str], Translation] = {}
    for row in with_people(TermProposal.objects.filter(decision=Decision.WAITING)):
        group = found.setdefault(row.key, Proposed(row.english))
        same = (row.key, row.locale_id, row.text)
        if same not in translations:
            translations[same] = Translation()
            group.translations.append(translations[same])
        translations[same].proposals.append(row)
    return list(found.values())


def count_waiting() -> int:
    """Return how many English terms wait, each once however many languages and people propose it."""
    return TermProposal.objects.filter(decision=Decision.WAITING).order_by().values("key").distinct().count()


def count_to_decide(user: Any) -> int:
    """Return how many proposed terms wait for somebody: English terms in languages that they review, without their own."""
    own = permissions.locales_to_accept(user)
    if not own:
        return 0
    waits = TermProposal.objects.filter(decision=Decision.WAITING, locale__in=own).exclude(author=user)
    return waits.order_by().values("key").distinct().count()


def decided(user: Any) -> Any:
    """Return what was decided, the latest first. Raises NotAllowedError."""
    permissions.require(permissions.can_see(user))
    return with_people(TermProposal.objects.exclude(decision=Decision.WAITING)).order_by("-decided_at", "-pk")


def with_people(found: Any) -> Any:
    """Read proposals with all that a list shows of them."""
    return found.select_related("author", "decided_by", "job", "subject", "term")


def rivals(proposal: TermProposal) -> list[TermProposal]:
    """Return what else waits for the same English, in whatever language, the latest first; one query."""
    same = TermProposal.objects.filter(decision=Decision.WAITING, key=proposal.key).exclude(pk=proposal.pk)
    return list(with_people(same))


def may_decide(user: Any, proposal: TermProposal, others: Iterable[TermProposal]) -> bool:
    """Tell whether somebody decides on a proposal: reviewers of its language who proposed no translation for it themselves."""
    return permissions.can_accept(user, proposal.locale_id) and not _is_own(user, [proposal, *others], proposal.locale_id)


@transaction.atomic
def accept(user: Any, proposal: TermProposal, wanted: Wanted) -> Term:
    """Take a proposed term into the termbase, as it was mended, and return it.

    Raises NotAllowedError for people who do not decide in the language, for whoever proposed it, and for a status that managers
    choose; WrongStateError when somebody has decided; BadValuesError for what is missing and for a term that the termbase has.
    """
    proposal, others = _locked(proposal)
    _require_decider(user, proposal, others)
    permissions.require(wanted.status == Term.Status.ALLOWED or permissions.is_manager(user))
    wanted, problems = _cleaned(wanted, locale_code(proposal.locale_id))
    subject = TermSubject.objects.filter(code=wanted.subject).first()
    if subject is None:
        problems.setdefault("subject", _("Choose a subject."))
    if problems:
        raise BadValuesError(problems)
    facts = {"status": wanted.status, "part_of_speech": wanted.part_of_speech, "note": wanted.note}
    term = Term.objects.create(code=_free_code(wanted.english), subject=subject, **facts)
    log(instance=term, action="wagtail.create", user=user)
    for locale_id, text in ((locale_ids()[SOURCE_CODE], wanted.english), (proposal.locale_id, wanted.text)):
        proposals.settle(user, term, _text_of(term, locale_id, text, proposal.author))
    _settle_others(user, term, proposal.locale_id, wanted.text, others)
    _conclude(user, proposal, Decision.ACCEPTED, term=term)
    return term


@transaction.atomic
def refuse(user: Any, proposal: TermProposal, message: str) -> TermProposal:
    """Refuse a proposed term with a reason. Other proposals for the same English go on waiting.

    Raises NotAllowedError, WrongStateError, and BadTextError without a reason.
    """
    proposal, others = _locked(proposal)
    _require_decider(user, proposal, others)
    message = message.strip()
    if not message:
        raise BadTextError(_("Say why, so that the author can do better."))
    if len(message) > LONGEST_MESSAGE:
        raise BadTextError(_("The message is too long."))
    return _conclude(user, proposal, Decision.REFUSED, message)


@transaction.atomic
def withdraw(user: Any, proposal: TermProposal) -> TermProposal:
    """Take one's own proposal back. Raises NotAllowedError, WrongStateError."""
    proposal, _others = _locked(proposal)
    permissions.require(proposal.author_id == user.pk, _("Only the person who proposed this can take it back."))
    return _decide(proposal, user, Decision.WITHDRAWN)


def _cleaned(wanted: Wanted, code: str) -> tuple[Wanted, dict[str, str]]:
    """Return what a form says, in order, and what is wrong with it by field."""
    problems: dict[str, str] = {}
    texts = {}
    for name, column in (("english", f"term_{SOURCE_CODE}"), ("text", f"term_{BY_CODE[code].field_suffix}")):
        try:
            texts[name] = proposals.clean(columns_of(Term)[column], getattr(wanted, name), Term())
        except BadTextError as error:
            texts[name], problems[name] = "", str(error)
        else:
            if not texts[name]:
                problems[name] = _("This is missing.")
    if texts["english"] and not phrases.key(texts["english"], SOURCE_CODE):
        problems["english"] = _("There is no word in this.")
    elif texts["english"] and (entry := known(texts["english"])):
        problems["english"] = _told_of(entry, code)
    note = wanted.note.strip().replace("\r\n", "\n")
    if len(note) > LONGEST_MESSAGE:
        problems["note"] = _("The note is too long.")
    if wanted.subject and not TermSubject.objects.filter(code=wanted.subject).exists():
        problems["subject"] = _("This subject does not exist any more.")
    if wanted.part_of_speech and wanted.part_of_speech not in Term.PartOfSpeech.values:
        problems["part_of_speech"] = _("Choose one of the list.")
    if wanted.status not in Term.Status.values:
        problems["status"] = _("Choose one of the list.")
    cleaned = Wanted(texts["english"], texts["text"], note, wanted.subject, wanted.part_of_speech, wanted.status)
    return cleaned, problems


def known(english: str) -> Entry | None:
    """Return the term of the termbase that is called like this in English, itself or as a variant, in whatever form; one query.

    Words that differ by their form alone would be one and the same in a text.
    """
    entries = recognising.current().entries
    names = phrases.names(english, SOURCE_CODE)
    return next((entry for name in names if (entry := entries.get(phrases.key(name, SOURCE_CODE)))), None)


def _told_of(entry: Entry, code: str) -> str:
    values = {"term": entry.texts[SOURCE_CODE], "text": entry.agreed(code)}
    if entry.status == Term.Status.DEPRECATED:
        return _("The termbase has “%(term)s” already, as a term to be avoided.") % values
    if not values["text"]:
        return _("The termbase has “%(term)s” already, without a translation. Propose one in the list of terms.") % values
    return _("The termbase has “%(term)s” already. Its agreed translation is “%(text)s”.") % values


def _key(english: str) -> str:
    return folded(english)[:400]


def _free_code(english: str) -> str:
    """Return a code for a new term that no other has."""
    plain = slugify(english)[:LONGEST_CODE].strip("-") or "term"
    taken = set(Term.objects.filter(code__startswith=plain).values_list("code", flat=True))
    return next(
        code for number in range(1, len(taken) + 2) if (code := f"{plain}-{number}" if number > 1 else plain) not in taken
    )


def _text_of(term: Term, locale_id: int, text: str, author: Any) -> ColumnProposal:
    """Propose a text of a new term in somebody's name."""
    (made,) = proposals.in_name_of(author, term, {f"term_{BY_CODE[locale_code(locale_id)].field_suffix}": text})
    return made


def _settle_others(user: Any, term: Term, locale_id: int, text: str, others: Iterable[TermProposal]) -> None:
    """Decide on what else was proposed for the English of a new term. Of another language the latest translation waits on."""
    chosen = {locale_id: text}
    for row in others:
        if row.locale_id not in chosen:
            chosen[row.locale_id] = row.text
            _text_of(term, row.locale_id, row.text, row.author)
        if chosen[row.locale_id] != row.text:
            decision = Decision.OUTDONE
        else:
            decision = Decision.ACCEPTED if row.locale_id == locale_id else Decision.HANDED_ON
        _conclude(user, row, decision, term=term)


def _locked(proposal: TermProposal) -> tuple[TermProposal, list[TermProposal]]:
    """Return a waiting proposal and the others of its English, locked. Raises WrongStateError when somebody has decided."""
    rows = list(TermProposal.objects.select_for_update().filter(decision=Decision.WAITING, key=proposal.key))
    found = next((row for row in rows if row.pk == proposal.pk), None)
    if found is None:
        raise WrongStateError(_("Somebody else has decided on this a moment ago."))
    return found, [row for row in rows if row.pk != proposal.pk]


def _require_decider(user: Any, proposal: TermProposal, others: Iterable[TermProposal]) -> None:
    permissions.require(permissions.can_accept(user, proposal.locale_id))
    if _is_own(user, [proposal, *others], proposal.locale_id):
        raise OwnProposalError


def _is_own(user: Any, rows: Iterable[TermProposal], locale_id: int) -> bool:
    return any(row.author_id == user.pk for row in rows if row.locale_id == locale_id)


def _conclude(user: Any, row: TermProposal, decision: str, message: str = "", term: Term | None = None) -> TermProposal:
    """Decide on a proposal and tell its author, as long as the page is there on which it was made."""
    row.term = term
    _decide(row, user, decision, message)
    if row.job is not None and row.author is not None:
        notifying.notify(
            Notice.Event.TERM,
            row.job,
            [row.author],
            actor=user,
            message=message,
            term_proposal=row.pk,
            term=row.english,
            decision=decision,
        )
    return row


def _decide(row: TermProposal, user: Any, decision: str, message: str = "") -> TermProposal:
    row.decision, row.decided_by, row.decided_at, row.message = decision, user, timezone.now(), message
    row.save(update_fields=["decision", "decided_by", "decided_at", "message", "term"])
    return row
