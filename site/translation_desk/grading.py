"""How much a change of the English asks of its translations: proposed with the submission, confirmed with the approval.

Asked for pages that are live in English only: the first publication of a page is no change. Where nobody was asked, or nobody
confirmed, a change is an update.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ManyToOneRel, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, TaskState

from core import formatting
from translation_desk import corrections, differences, engine, explorer, four_eyes, lineage, parts, tags
from translation_desk.errors import BadTextError, HidingError, NotAllowedError, WrongStateError
from translation_desk.models import EnglishChange, Grade, Hide, SourceVersion, TranslationJob
from translation_desk.models.jobs import Priority
from translation_desk.permissions import require
from translation_desk.places import Outline

HOME_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the English that changes."""

    name: str
    difference: SafeString


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a revision changes of the live English."""

    passages: list[Passage] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    """Why it is more than a typo, as sentences; none for a typo."""
    steps: list[lineage.Step] = field(default_factory=list)


def is_asked(page: Page) -> bool:
    """Tell whether a publication of the page changes English that is live and translated."""
    return page.live and explorer.is_source(page)


def compare(page: Page, revision: Revision) -> Comparison:
    """Set a revision of a live page beside what visitors read, word by word."""
    live, draft = page.specific_class.objects.get(pk=page.pk), revision.as_object()
    before, now = engine.freeze(live), engine.freeze(draft)
    old, new = ({entry["place"]: entry for entry in each.segments if entry["kind"] == "text"} for each in (before, now))
    outlines = [Outline(type(live), each.content) for each in (now, before)]
    passages = []
    steps = lineage.steps(before.segments, now.segments)
    for path, gone, made in steps:
        texts = [entries[place]["data"] if place else "" for entries, place in ((old, gone), (new, made))]
        shown = differences.shown(*(tags.to_marks(text, text) for text in texts))
        passages.append(Passage(corrections.passage(outlines[0 if made else 1], path), shown))
    changed = parts.changed(*(parts.take_apart(type(live), each.content) for each in (before, now)))
    found = corrections.obstacles(
        before.segments,
        now.segments,
        same_shape=engine.prints(live, before).shape == engine.prints(draft, now).shape,
        data=sorted(f"{name}.{key}" if key in _blocks(live, name) else name for name, key in changed),
    )
    return Comparison(passages, list(dict.fromkeys(obstacle.sentence(outlines[0]) for obstacle in found)), steps)


def _blocks(page: Page, name: str) -> set[str]:
    value = getattr(page, name, None)
    return {str(block.id) for block in value} if isinstance(value, StreamValue) else set()


def asked_of(page: Page) -> TaskState:
    """Return the step at which a change of a page waits for approval. Raises WrongStateError where none does."""
    if not is_asked(page):
        raise WrongStateError(_("This page is not live in English, so nothing is asked of translations."))
    state = page.current_workflow_task_state
    if state is None or state.status != TaskState.STATUS_IN_PROGRESS:
        raise WrongStateError(_("This page does not wait for approval. Perhaps somebody decided a moment ago."))
    return state


def proposal(state: TaskState) -> EnglishChange:
    """Return what was said of the revision at a step, else, unsaved, what was said of one before it in the same workflow."""
    own = EnglishChange.objects.filter(revision=state.revision_id).select_related("proposed_by").first()
    if own is not None:
        return own
    earlier = EnglishChange.objects.filter(revision__task_states__workflow_state=state.workflow_state_id)
    last = earlier.order_by("-pk").first()
    said = {"note": last.note, "grade": last.grade if last.proposed is None else last.proposed} if last else {}
    return EnglishChange(page_id=int(state.revision.object_id), revision_id=state.revision_id, **said)


@transaction.atomic
def propose(user: Any, page: Page, *, grade: int, note: str, shown: str) -> EnglishChange:
    """Say what the revision that waits for approval asks of its translations. `shown`: id of the revision the person saw.

    Raises NotAllowedError, WrongStateError, and BadTextError for a typo that is none.
    """
    require(page.permissions_for_user(user).can_edit())
    state = _shown(page, shown)
    _require_typo(page, state.revision, grade)
    said = {"page": page, "proposed": grade, "proposed_by": user, "note": note.strip(), "grade": Grade.UPDATE}
    change, _made = EnglishChange.objects.update_or_create(revision=state.revision, defaults=said)
    return change


@transaction.atomic
def approve(user: Any, page: Page, *, grade: int, note: str, message: str, shown: str, hide: str = "") -> bool:
    """Approve the English that waits, with the grade of its change; tell whether it is live now.

    Raises NotAllowedError (four eyes too), WrongStateError, and BadTextError for a typo that is none.
    """
    state = _shown(page, shown)
    task = state.task.specific
    if "approve" not in {name for name, _label, _modal in task.get_actions(page, user)}:
        raise NotAllowedError(four_eyes.refusal(user, state.revision))
    _require_typo(page, state.revision, grade)
    require_hideable(page, [path for path, *_places in compare(page, state.revision).steps], grade, hide)
    said = {"page": page, "grade": grade, "note": note.strip(), "confirmed_by": user, "hide": hide}
    EnglishChange.objects.update_or_create(revision=state.revision, defaults=said)
    try:
        task.on_action(state, user, "approve", comment=message.strip())
    except PermissionDenied as error:
        raise NotAllowedError(str(error)) from error
    return Page.objects.filter(pk=page.pk, live_revision=state.revision_id).exists()


def _shown(page: Page, shown: str) -> TaskState:
    state = asked_of(page)
    if str(state.revision_id) != shown:
        raise WrongStateError(_("The page was changed meanwhile, so the newer text waits for approval now. Look at it first."))
    return state


def _require_typo(page: Page, revision: Revision, grade: int) -> None:
    if grade == Grade.TYPO and (found := compare(page, revision).obstacles):
        raise BadTextError(formatting.sentences([_("This is more than a typo, so translators have to see it."), *found]))


def require_hideable(page: Page, paths: Iterable[str], grade: int, hide: str) -> None:
    """Raise HidingError where a change cannot hide what it is asked to hide."""
    if hide and grade != Grade.URGENT:
        raise HidingError(_("Only an urgent change hides something from readers."))
    if hide == Hide.PAGE and page.depth <= HOME_DEPTH:
        raise HidingError(_("A home page cannot be hidden: its whole language would vanish."))
    if hide == Hide.PASSAGES and not all(can_be_hidden(page.specific_class, path) for path in paths):
        raise HidingError(_("Title and summary cannot be hidden by themselves. Hide the whole page, or nothing."))


def can_be_hidden(model: type[Page], path: str) -> bool:
    """Tell whether a passage can be taken away by itself: a block or a row, no field such as title or summary."""
    return "." in path and isinstance(model._meta.get_field(path.split(".", maxsplit=1)[0]), StreamField | ManyToOneRel)


def published(page: Page, revision: Revision | None) -> None:
    """Remember that a revision of an English page went live; nobody was asked about one that nothing is known of."""
    if revision is None:
        return
    known = EnglishChange.objects.filter(revision=revision, version=None)
    if not known.update(published_at=page.last_published_at) and not EnglishChange.objects.filter(revision=revision).exists():
        EnglishChange.objects.create(page=page, revision=revision, published_at=page.last_published_at)


@dataclass(frozen=True, slots=True)
class Graded:
    """What was said of all that was published since the last English version."""

    grade: int
    note: str
    changes: list[EnglishChange]
    hide: str = Hide.NOTHING


def of_publication(page: Page) -> Graded:
    """Return what is known of what was published of a page since its last version, as it stands live now."""
    live = Q(published_at__lte=page.last_published_at) | Q(revision=page.live_revision_id)
    changes = list(EnglishChange.objects.filter(live, page=page.pk, version=None).order_by("pk"))
    grades = [change.grade if change.confirmed_by_id else Grade.UPDATE for change in changes]
    notes = dict.fromkeys(change.note for change in changes if change.note)
    return Graded(max(grades, default=Grade.UPDATE), "\n".join(notes), changes, _hide(changes))


def _hide(changes: Iterable[EnglishChange]) -> str:
    asked = {change.hide for change in changes if change.confirmed_by_id}
    return next((hide for hide in (Hide.PAGE, Hide.PASSAGES) if hide in asked), Hide.NOTHING)


def unanswered(job: TranslationJob) -> list[SourceVersion]:
    """Return the changes of English since the version that the live translation answers to, typos left out, newest first."""
    if job.grade is None or job.live_version is None:
        return []
    later = SourceVersion.objects.filter(translation_key=job.translation_key, number__gt=job.live_version.number)
    return list(later.filter(grade__gt=Grade.TYPO).defer("content", "segments", "steps").order_by("-number"))


def presses(job: TranslationJob) -> bool:
    """Tell whether an urgent change of the newest English concerns a job: its live text or its work under way lacks it."""
    return job.enabled and (job.grade == Grade.URGENT or (job.started and job.segments_pending > 0))


def press(jobs: Iterable[TranslationJob], version: SourceVersion) -> list[TranslationJob]:
    """Put the jobs that lack an urgent change on top; return them."""
    pressed = [job for job in jobs if presses(job)]
    raised = [job for job in pressed if job.priority < Priority.URGENT]
    for job in raised:
        job.priority, job.urgent_since = Priority.URGENT, version
    TranslationJob.objects.bulk_update(raised, ["priority", "urgent_since"])
    return pressed


def release(jobs: Iterable[TranslationJob]) -> None:
    """Give jobs that an urgent change put on top their usual place again, as soon as they lack none."""
    freed = [job for job in jobs if job.urgent_since_id and job.grade != Grade.URGENT]
    for job in freed:
        job.priority, job.urgent_since = Priority.NORMAL, None
    TranslationJob.objects.bulk_update(freed, ["priority", "urgent_since"])
