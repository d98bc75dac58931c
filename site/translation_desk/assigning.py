"""Who does what until when: take, assign, name a reviewer, set dates and priority, remind; for one job or for thousands.

Each step is first a list of effects, row by row, which a person may look at; carrying it out computes the same list again on
locked rows. What was changed is kept as a `JobBatch` and can be undone as long as nobody changed the rows since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.i18n import language_name, locale_code
from translation_desk import absences, log_entries, notifying
from translation_desk.errors import DeskError, NotAllowedError, WrongStateError
from translation_desk.models import DeskGroup, JobBatch, Notice, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.permissions import Role, can_manage, can_translate, is_manager, require, roles_of
from translation_desk.queue import DONE, OPEN

CHUNK = 500
"""Rows locked and written at a time: databases limit how many values a query may name."""

PAUSE_BETWEEN_REMINDERS = timedelta(days=1)

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Effect:
    """What a step does to one job: new values by column, or the reason why it does nothing."""

    job: TranslationJob
    changes: dict[str, Any] = field(default_factory=dict)
    refusal: DeskError | None = None
    people: tuple[Any, ...] = ()
    """Who is reminded."""
    fills: int = 0
    """How many texts the memory fills."""

    @property
    def does_something(self) -> bool:
        """Whether anything comes of it."""
        return bool(self.changes or self.people or self.fills)

    @property
    def before(self) -> dict[str, Any]:
        """The values that would be replaced."""
        return {name: getattr(self.job, name) for name in self.changes}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done: the jobs that changed, those left as they were, those refused, and the batch that undoes it."""

    done: list[Effect]
    unchanged: list[Effect]
    refused: list[Effect]
    batch: JobBatch | None = None
    later: int = 0
    """Jobs that are served in the background."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What came of undoing: how many jobs have their old values, and which were changed by others since."""

    restored: int
    kept: list[TranslationJob]


def take(user: Any, jobs: Iterable[TranslationJob], *, over: bool = False) -> Outcome:
    """Become the translator of jobs. `over` also takes what a colleague has, who is told."""
    return _carry_out(user, jobs, "take", over)


def assign(user: Any, jobs: Iterable[TranslationJob], translator: Any) -> Outcome:
    """Give jobs to a translator of their language, or to nobody (None)."""
    return _carry_out(user, jobs, "assign", translator)


def set_reviewer(user: Any, jobs: Iterable[TranslationJob], reviewer: Any) -> Outcome:
    """Name the reviewer of jobs, or nobody (None): then every reviewer of the language may decide."""
    return _carry_out(user, jobs, "set_reviewer", reviewer)


def set_due(user: Any, jobs: Iterable[TranslationJob], due: date | None) -> Outcome:
    """Set the day until which jobs shall be done, or take it away (None)."""
    return _carry_out(user, jobs, "set_due", due)


def set_priority(user: Any, jobs: Iterable[TranslationJob], priority: int) -> Outcome:
    """Set how much jobs press."""
    return _carry_out(user, jobs, "set_priority", priority)


def remind(user: Any, jobs: Iterable[TranslationJob], message: str = "") -> Outcome:
    """Remind whoever acts next: the translator, in review the reviewer or all reviewers of the language. Cannot be undone."""
    return _carry_out(user, jobs, "remind", message)


def preview_effect(user: Any, jobs: Iterable[TranslationJob], action: str, value: Any = None) -> list[Effect]:
    """Return what a step would do to each job, without doing it."""
    jobs = list(jobs)
    if action == "remind":
        return _reminders(user, jobs)
    return [_effect(user, job, action, value) for job in jobs]


def candidates(role: str, locale_ids: Iterable[int]) -> QuerySet[Any]:
    """Return the people who may be given work of a role in any of some languages. Reviewers may translate too."""
    roles = {role, Role.REVIEWER}
    groups = DeskGroup.objects.filter(role__in=roles, locale_id__in=set(locale_ids)).values("group")
    people = get_user_model().objects.current().filter(groups__in=groups).select_related("absence__deputy__absence")
    return people.order_by("last_name", "first_name", get_user_model().USERNAME_FIELD).distinct()


# --- Effects ---


def _effect(user: Any, job: TranslationJob, action: str, value: Any) -> Effect:
    try:
        changes = CHANGES[action](user, job, value)
    except DeskError as error:
        return Effect(job, refusal=error)
    return Effect(job, {name: new for name, new in changes.items() if getattr(job, name) != new})


def _take(user: Any, job: TranslationJob, over: Any) -> dict[str, Any]:
    if not can_translate(user, job):
        language = language_name(locale_code(job.locale_id))
        raise NotAllowedError(_("You do not translate into %(language)s.") % {"language": language})
    _require_kept_here(job)
    if job.status not in OPEN:
        raise WrongStateError(_("There is nothing to translate: %(status)s.") % {"status": Status(job.status).label})
    if job.translator_id not in {None, user.pk} and not over:
        raise WrongStateError(_("%(person)s translates this page.") % {"person": _name(job.translator)})
    return _translator(job, user)


def _assign(user: Any, job: TranslationJob, translator: Any) -> dict[str, Any]:
    _require_manager(user, job)
    _require_kept_here(job)
    if translator is None:
        return {"translator_id": None}
    roles = {Role.TRANSLATOR, Role.REVIEWER}
    _require_role(translator, job, roles)
    return _translator(job, absences.stand_in(translator, lambda deputy: _has_role(deputy, job, roles)))


def _translator(job: TranslationJob, person: Any) -> dict[str, Any]:
    """Somebody who translates does not review the same work."""
    return {"translator_id": person.pk, **({"reviewer_id": None} if job.reviewer_id == person.pk else {})}


def _set_reviewer(user: Any, job: TranslationJob, reviewer: Any) -> dict[str, Any]:
    _require_manager(user, job)
    _require_kept_here(job)
    if reviewer is None:
        return {"reviewer_id": None}
    _require_role(reviewer, job, {Role.REVIEWER})

    def allowed(deputy: Any) -> bool:
        return _has_role(deputy, job, {Role.REVIEWER}) and deputy.pk != job.translator_id

    reviewer = absences.stand_in(reviewer, allowed)
    if job.translator_id == reviewer.pk:
        raise WrongStateError(_("%(person)s translates this page; somebody else must review it.") % {"person": _name(reviewer)})
    return {"reviewer_id": reviewer.pk}


def _set_due(user: Any, job: TranslationJob, due: Any) -> dict[str, Any]:
    _require_open(user, job)
    return {"due": due}


def _set_priority(user: Any, job: TranslationJob, priority: Any) -> dict[str, Any]:
    _require_open(user, job)
    return {"priority": priority}


CHANGES = {
    "take": _take,
    "assign": _assign,
    "set_reviewer": _set_reviewer,
    "set_due": _set_due,
    "set_priority": _set_priority,
}


def _reminders(user: Any, jobs: list[TranslationJob]) -> list[Effect]:
    """Return whom a reminder reaches; whoever was reminded within a day is left in peace."""
    since = timezone.now() - PAUSE_BETWEEN_REMINDERS
    recent: set[int] = set()
    for chunk in _chunks([job.pk for job in jobs]):
        found = Notice.objects.filter(event=Notice.Event.REMINDER, job__in=chunk, created_at__gt=since)
        recent.update(found.values_list("job_id", flat=True))
    reviewers: dict[int, list[Any]] = {}
    for row in DeskGroup.objects.filter(role=Role.REVIEWER).prefetch_related("group__user_set"):
        reviewers[row.locale_id] = [person for person in row.group.user_set.all() if person.is_current]
    effects = []
    for job in jobs:
        try:
            effects.append(Effect(job, people=_reminded(user, job, recent, reviewers)))
        except DeskError as error:
            effects.append(Effect(job, refusal=error))
    return effects


def _reminded(user: Any, job: TranslationJob, recent: set[int], reviewers: Mapping[int, list[Any]]) -> tuple[Any, ...]:
    _require_open(user, job)
    if job.pk in recent:
        raise WrongStateError(_("A reminder went out less than a day ago."))
    if job.status == Status.IN_REVIEW:
        named = [job.reviewer] if job.reviewer else reviewers.get(job.locale_id, [])
        people = tuple(person for person in named if person.pk != job.translator_id)
    else:
        people = (job.translator,) if job.translator else ()
    if not people:
        raise WrongStateError(_("Nobody is assigned who could be reminded."))
    return people


def _require_open(user: Any, job: TranslationJob) -> None:
    _require_manager(user, job)
    _require_kept_here(job)
    if job.status in DONE:
        raise WrongStateError(_("Nothing is left to do: %(status)s.") % {"status": Status(job.status).label})


def _require_kept_here(job: TranslationJob) -> None:
    if not job.enabled:
        raise WrongStateError(_("The page is kept by hand in the page editor."))
    if job.source_page_id is None:
        raise WrongStateError(_("The English page was deleted."))


def _require_role(person: Any, job: TranslationJob, roles: set[Role]) -> None:
    """Work is given only to people of the language; that an administrator may do everything is not enough."""
    if not _has_role(person, job, roles):
        language = language_name(locale_code(job.locale_id))
        sentence = (
            _("%(person)s does not review %(language)s.")
            if roles == {Role.REVIEWER}
            else _("%(person)s does not translate into %(language)s.")
        )
        raise NotAllowedError(sentence % {"person": _name(person), "language": language})


def _has_role(person: Any, job: TranslationJob, roles: set[Role]) -> bool:
    return any((role, job.locale_id) in roles_of(person) for role in roles)


def _require_manager(user: Any, job: TranslationJob) -> None:
    if not can_manage(user, job.locale_id):
        sentence = _("Only reviewers of %(language)s and managers may do this.")
        raise NotAllowedError(sentence % {"language": language_name(locale_code(job.locale_id))})


def _name(person: Any) -> str:
    return (person.get_full_name() or person.get_username()) if person else ""


# --- Carrying out ---


def _carry_out(user: Any, jobs: Iterable[TranslationJob], action: str, value: Any) -> Outcome:
    """Do a step to every job that allows it. Raises the first refusal when no job could be served at all."""
    ids = [job.pk for job in jobs]
    effects: list[Effect] = []
    with transaction.atomic():
        for chunk in _chunks(ids):
            effects += preview_effect(user, _locked(chunk), action, value)
        refused = [effect for effect in effects if effect.refusal]
        done = [effect for effect in effects if effect.changes or effect.people]
        unchanged = [effect for effect in effects if not (effect.changes or effect.people or effect.refusal)]
        if refused and not done and not unchanged:
            raise refused[0].refusal or WrongStateError()
        batch = None
        if any(effect.changes for effect in done):
            _write((effect.job.pk, effect.changes) for effect in done)
            before = {str(effect.job.pk): _plain(effect.before) for effect in done}
            after = {str(effect.job.pk): _plain(effect.changes) for effect in done}
            batch = JobBatch.objects.create(user=user, action=action, before=before, after=after)
        _tell(user, action, done, value)
    return Outcome(done, unchanged, refused, batch)


@transaction.atomic
def undo(user: Any, batch: JobBatch) -> Undone:
    """Give the jobs of a batch their old values back, except those that somebody changed since.

    Raises NotAllowedError, and WrongStateError when the batch was undone before.
    """
    batch = JobBatch.objects.select_for_update().get(pk=batch.pk)
    require(batch.user_id == user.pk or is_manager(user), _("Only the person who did this may undo it."))
    if batch.undone_at is not None:
        raise WrongStateError(_("This was undone before."))
    # Nobody is given work back who has left meanwhile.
    gone = set(get_user_model().objects.exclude(pk__in=get_user_model().objects.current()).values_list("pk", flat=True))
    restored: list[tuple[int, dict[str, Any]]] = []
    kept: list[TranslationJob] = []
    for chunk in _chunks([int(key) for key in batch.before]):
        for job in _locked(chunk):
            key = str(job.pk)
            unchanged = _plain({name: getattr(job, name) for name in batch.after[key]}) == batch.after[key]
            if unchanged and not {batch.before[key].get(name) for name in ("translator_id", "reviewer_id")} & gone:
                restored.append((job.pk, batch.before[key]))
            else:
                kept.append(job)
    _write(restored)
    Notice.objects.filter(
        job__in=[pk for pk, _values in restored],
        event=Notice.Event.ASSIGNED,
        actor=batch.user,
        mailed_at=None,
        created_at__gte=batch.created_at,
    ).delete()
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    return Undone(len(restored), kept)


def _locked(ids: Sequence[int]) -> list[TranslationJob]:
    jobs = TranslationJob.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return list(jobs.defer("search_text").prefetch_related("translator", "reviewer"))


def _write(rows: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Write new values; jobs that get the same ones share a query."""
    alike: dict[tuple, list[int]] = {}
    for pk, values in rows:
        alike.setdefault(tuple(sorted(values.items())), []).append(pk)
    for values_, ids in alike.items():
        for chunk in _chunks(ids):
            TranslationJob.objects.filter(pk__in=chunk).update(**dict(values_))


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _chunks(items: Sequence[Item]) -> Iterable[Sequence[Item]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _tell(user: Any, action: str, done: list[Effect], value: Any) -> None:
    """Tell people what was given to them or taken from them, and carry reminders: one mail a person, however many jobs."""
    if action == "remind":
        notifying.notify_all(Notice.Event.REMINDER, [(effect.job, effect.people) for effect in done], actor=user, message=value)
        return
    if action not in {"take", "assign", "set_reviewer"}:
        return
    person = user if action == "take" else value
    role = Role.REVIEWER if action == "set_reviewer" else Role.TRANSLATOR
    for given, effects in _by_person(person, done, "reviewer_id" if role == Role.REVIEWER else "translator_id"):
        data = {"role": role, "to": _name(given), "to_id": given.pk if given else None}
        log_entries.write_all("assign", [effect.job for effect in effects], user, **data)
        if given is not None:
            notifying.notify_all(Notice.Event.ASSIGNED, [(effect.job, [given]) for effect in effects], actor=user, role=role)
    if role == Role.TRANSLATOR:
        left = [(effect.job, [effect.job.translator]) for effect in done if effect.job.translator_id]
        notifying.notify_all(Notice.Event.HANDED_OVER, left, actor=user)


def _by_person(person: Any, done: Iterable[Effect], column: str) -> list[tuple[Any, list[Effect]]]:
    """Return who was given which jobs: the person chosen, or whoever stands in."""
    rows: dict[int | None, list[Effect]] = {}
    for effect in done:
        rows.setdefault(effect.changes.get(column, getattr(effect.job, column)), []).append(effect)
    known = {person.pk if person else None: person}
    others = get_user_model().objects.in_bulk([pk for pk in rows if pk is not None and pk not in known])
    return [({**others, **known}[pk], effects) for pk, effects in rows.items()]
