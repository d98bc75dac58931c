"""Questions about the English and faults in it: asked once by somebody, answered once for all languages.

A question belongs to an English text in its place. Every job that has the same text there shows it, whichever language asked.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code
from core.tree import ARCHIVE_PATH
from translation_desk import places, tags
from translation_desk.errors import BadTextError, WrongStateError
from translation_desk.models import Notice, Question, QuestionEvent, Segment, SourceVersion, TranslationJob
from translation_desk.notifying import notify, notify_all, writers_of
from translation_desk.permissions import can_see, locales_to_translate, require, writes_english

Action = QuestionEvent.Action
Kind = Question.Kind
State = Question.State

LONGEST = 5000


def connect() -> None:
    """Connect the handler; called once when the application is ready."""
    post_save.connect(_english_published, sender=SourceVersion, dispatch_uid="translation_desk.faults_corrected")


def visible_questions(user: Any) -> QuerySet[Question]:
    """Return the questions that somebody may read: for everybody who has a role all of them, but of pages in the archive."""
    present = Question.objects.exclude(job__archived=True).exclude(page__url_path__startswith=ARCHIVE_PATH)
    return present if can_see(user) else Question.objects.none()


def at(segment: Segment) -> QuerySet[Question]:
    """Return the questions about the English text of a segment, the newest last."""
    return Question.objects.filter(page=segment.job.source_page_id, place=segment.place, source=segment.source)


def with_people(found: QuerySet[Question]) -> QuerySet[Question]:
    """Fetch with each question who asked in which language, and its events."""
    return found.select_related("author", "job", "page").prefetch_related("events__user")


def may_solve(user: Any, question: Question) -> bool:
    """Tell whether somebody may close a question: who asked it and the people of English; a fault is for the latter.

    One in a page of one language is for the people of that language.
    """
    if locale_code(question.page.locale_id) != SOURCE_CODE:
        return question.page.locale_id in locales_to_translate(user)
    return writes_english(user) or (not question.is_fault and question.author_id == user.pk)


@transaction.atomic
def ask(user: Any, segment: Segment, text: str, *, fault: bool = False) -> Question:
    """Ask about the English of a segment, or report a fault in it; whoever answers for the page is told.

    Raises NotAllowedError, BadTextError, and WrongStateError when the English page is gone.
    """
    require(can_see(user))
    job = segment.job
    if job.source_page is None:
        raise WrongStateError(_("The English page was deleted, so nobody can answer."))
    question = Question.objects.create(
        kind=Kind.FAULT if fault else Kind.QUESTION,
        page=job.source_page,
        job=job,
        version=job.version,
        place=segment.place,
        path=segment.path,
        source=segment.source,
        quote=_quote(segment),
        text=checked(text),
        author=user,
    )
    _tell_writers(question, user, question.text)
    return question


@transaction.atomic
def report(user: Any, page: Page, text: str) -> Question:
    """Report a fault that a reader noticed somewhere in an English page, or in a page of one language.

    It names no text, so nobody but a person closes it. Asks for no right. Raises BadTextError.
    """
    job = TranslationJob.objects.filter(source_page=page.pk).select_related("latest_version").order_by("pk").first()
    question = Question.objects.create(
        kind=Kind.FAULT,
        page=page,
        job=job,
        version=job.latest_version if job else None,
        place=page.translation_key,
        text=checked(text),
        author=user,
    )
    _tell_writers(question, user, question.text)
    return question


@transaction.atomic
def answer(user: Any, question: Question, text: str) -> Question:
    """Answer a question, once for all languages that have work on its page; their people are told.

    Raises NotAllowedError, BadTextError, and WrongStateError when somebody else was first.
    """
    require(writes_english(user), _("Editors and approvers of the English answer."))
    text = checked(text)
    question = _locked(question)
    if locale_code(question.page.locale_id) != SOURCE_CODE:
        raise WrongStateError(_("This is about a page of one language. Its people close it."))
    if question.state != State.OPEN:
        raise WrongStateError(_("This was answered or closed meanwhile. Open it again if something is missing."))
    _move(question, State.ANSWERED, Action.ANSWERED, user, text)
    jobs = TranslationJob.objects.filter(source_page=question.page_id).select_related("translator", "reviewer")
    told = [(job, [job.translator, job.reviewer, question.author if job.pk == question.job_id else None]) for job in jobs]
    notify_all(Notice.Event.ANSWERED, told, actor=user, message=text, question=question)
    return question


@transaction.atomic
def solve(user: Any, question: Question, text: str = "") -> Question:
    """Close a question. A fault is closed with a message to whoever reported it. Raises NotAllowedError, BadTextError."""
    require(may_solve(user, question), _("Whoever asked closes it, or an editor or approver of the English."))
    text = checked(text) if question.is_fault else optional(text)
    question = _locked(question)
    if question.state != State.SOLVED:
        _move(question, State.SOLVED, Action.SOLVED, user, text)
        if question.is_fault and question.job is not None:
            notify(Notice.Event.SOLVED, question.job, [question.author], actor=user, message=text, question=question)
    return question


@transaction.atomic
def reopen(user: Any, question: Question, text: str) -> Question:
    """Open a question again and say what is missing; whoever answers for the page is told. Raises as `ask` does."""
    require(can_see(user))
    text = checked(text)
    question = _locked(question)
    if question.state != State.OPEN:
        _move(question, State.OPEN, Action.REOPENED, user, text)
        _tell_writers(question, user, text, renewed=True)
    return question


def checked(text: str) -> str:
    """Return a text without space around it. Raises BadTextError for nothing and for too much."""
    text = optional(text)
    if not text:
        raise BadTextError(_("Write a few words first."))
    return text


def optional(text: str) -> str:
    """Return a text that may be empty. Raises BadTextError for too much."""
    text = text.strip()
    if len(text) > LONGEST:
        raise BadTextError(_("This may have at most %(limit)s characters.") % {"limit": LONGEST})
    return text


def _quote(segment: Segment) -> str:
    if segment.kind != Segment.Kind.OBJECT:
        return tags.plain(segment.source)
    model = places.outline(segment.job.version).place(segment.path).model
    found = model._base_manager.filter(pk=segment.source).first() if model and segment.source.isdigit() else None
    return str(found or "")


def _locked(question: Question) -> Question:
    return Question.objects.select_for_update().get(pk=question.pk)


def _move(question: Question, state: str, action: str, user: Any, text: str) -> None:
    question.state = state
    question.save(update_fields=["state"])
    QuestionEvent.objects.create(question=question, action=action, text=text, user=user)


def _tell_writers(question: Question, user: Any, text: str, **data: Any) -> None:
    event = Notice.Event.FAULT if question.is_fault else Notice.Event.QUESTION
    if question.job is None:  # what people are told hangs on a job; without one it stands in the list of faults
        return
    notify(event, question.job, writers_of(question.page), actor=user, message=text, question=question, **data)


def _english_published(instance: SourceVersion, created: bool, **_kwargs: Any) -> None:
    """Close the faults whose text is not in a new English version any more, and tell who reported them."""
    if created and instance.page_id:
        _close_corrected(instance)


@transaction.atomic
def _close_corrected(version: SourceVersion) -> None:
    faults = Question.objects.filter(page=version.page_id, kind=Kind.FAULT).exclude(state=State.SOLVED).exclude(path="")
    found = list(faults.select_for_update(of=("self",)).select_related("job", "author"))
    present = _texts(version.segments) if found else set()
    for fault in found:
        if (str(fault.place), fault.source) not in present:
            _move(fault, State.SOLVED, Action.CORRECTED, version.published_by, "")
            if fault.job is not None:
                notify(Notice.Event.SOLVED, fault.job, [fault.author], actor=None, question=fault)


def _texts(segments: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(entry["place"], str(entry["data"])) for entry in segments if entry["kind"] != "template"}
