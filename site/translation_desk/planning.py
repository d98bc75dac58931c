"""Changing the translation plan, and bringing the jobs in line with it.

Jobs arise for what is required or wanted. What the plan asks for no more loses its job only where nobody has done anything yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from core.i18n import SOURCE_CODE, language_name, locale_code
from core.tree import is_archived
from translation_desk import background, plan, refreshing
from translation_desk.errors import BadValueError
from translation_desk.models import (
    Level,
    Notice,
    PlanRule,
    PlanWork,
    Question,
    Segment,
    SegmentComment,
    Submission,
    TranslationJob,
)
from translation_desk.models.jobs import Status
from translation_desk.models.plan import PLANNED
from translation_desk.permissions import is_manager, require

Scope, Origin = PlanRule.Scope, PlanRule.Origin
CHUNK = 500


class RuleExistsError(BadValueError):
    """There is a rule for the same thing and language; `rule` is that one."""

    def __init__(self, rule: PlanRule) -> None:
        super().__init__("language", _("There is a rule for this already. Change that one instead."))
        self.rule = rule


@dataclass(frozen=True, slots=True)
class Effect:
    """What bringing the jobs in line does: how many are made, taken away, and kept although the plan asks for them no more."""

    made: int
    taken: int
    kept: int


def draft(
    *,
    scope: str,
    page: Page | None = None,
    content_type: ContentType | None = None,
    locale: Locale | None = None,
    level: str,
    note: str = "",
    rule: PlanRule | None = None,
) -> PlanRule:
    """Return a rule, new or `rule` with other values, not saved. Raises BadValueError, RuleExistsError."""
    made = PlanRule(pk=rule.pk) if rule else PlanRule()
    made.scope, made.level, made.note, made.locale = scope, Level(level), note.strip(), locale
    if scope == Scope.TYPE:
        made.content_type = _type(content_type)
    else:
        made.translation_key = _page(scope, page).translation_key
    if locale is not None and locale.language_code == SOURCE_CODE:
        raise BadValueError("language", _("English is where translations come from. Choose another language."))
    same = PlanRule.objects.filter(
        scope=scope, translation_key=made.translation_key, content_type=made.content_type_id, locale=locale
    )
    other = same.exclude(pk=made.pk).first()
    if other is not None:
        raise RuleExistsError(other)
    return made


def _page(scope: str, page: Page | None) -> Page:
    if page is None:
        raise BadValueError("page", _("Choose a page."))
    if is_archived(page):
        raise BadValueError("page", _("This page is in the archive."))
    if page.depth < 2 or locale_code(page.locale_id) != SOURCE_CODE:
        raise BadValueError("page", _("Choose an English page: the plan follows the English."))
    if page.depth == 2 and scope == Scope.PAGE:
        raise BadValueError("page", _("The home page is always required in every language."))
    return page


def _type(content_type: ContentType | None) -> ContentType:
    if content_type is None:
        raise BadValueError("type", _("Choose a type of page."))
    if not Page.objects.filter(content_type=content_type, locale__language_code=SOURCE_CODE).exists():
        raise BadValueError("type", _("There is no English page of this type."))
    return content_type


@transaction.atomic
def save(user: Any, rule: PlanRule) -> PlanRule:
    """Save a rule that `draft` made and have the jobs brought in line. Raises NotAllowedError."""
    require(is_manager(user))
    before = PlanRule.objects.filter(pk=rule.pk).values_list("level", flat=True).first() if rule.pk else None
    rule.set_by, rule.set_at, rule.origin = user, timezone.now(), Origin.PERSON
    rule.save()
    write(rule, user, "plan", was=before or "")
    enqueue(user)
    return rule


@transaction.atomic
def remove(user: Any, rule: PlanRule) -> None:
    """Take a rule out of the plan and have the jobs brought in line. Raises NotAllowedError."""
    require(is_manager(user))
    write(rule, user, "plan_removed")
    rule.delete()
    enqueue(user)


def write(rule: PlanRule, user: Any, action: str, **data: Any) -> None:
    """Log a step of the plan: on the English page, or on the rule where it is about a type."""
    page = english(rule)
    values = {"level": rule.level, "language": locale_code(rule.locale_id) if rule.locale_id else "", "comment": rule.note}
    log(instance=page or rule, action=f"translation_desk.{action}", user=user, data={**values, "scope": rule.scope, **data})


def english(rule: PlanRule) -> Page | None:
    """Return the English page that a rule is about or that its section begins with."""
    return Page.objects.filter(translation_key=rule.translation_key, locale__language_code=SOURCE_CODE).first()


# --- Jobs in line with the plan ---


@dataclass(frozen=True, slots=True)
class _State:
    """All there is, against the plan."""

    missing: set[tuple[int, int]]
    """Ids of the English pages and locales that lack a job."""
    off: list[int]
    """Ids of the jobs that the plan does not ask for."""
    levels: dict[Level, list[int]]
    """Ids of the jobs whose level is to change."""


def _state(rules: plan.Rules) -> _State:
    """Weigh all live English pages. Three queries."""
    pages = plan.live_pages()
    levels = plan.weighed(pages, rules, plan.target_locales())
    jobs = {
        (key, locale_id): (pk, level)
        for pk, key, locale_id, level in TranslationJob.objects.order_by().values_list(
            "pk", "translation_key", "locale_id", "level"
        )
    }
    ids = {page.key: page.pk for page in pages}
    changed: dict[Level, list[int]] = {}
    for place, (pk, level) in jobs.items():
        if place in levels and levels[place] != level:
            changed.setdefault(levels[place], []).append(pk)
    return _State(
        missing={(ids[key], locale) for (key, locale), level in levels.items() if level in PLANNED and (key, locale) not in jobs},
        off=[pk for place, (pk, _level) in jobs.items() if place in levels and levels[place] not in PLANNED],
        levels=changed,
    )


def effect(*, adding: PlanRule | None = None, without: PlanRule | None = None) -> Effect:
    """Return what a change of one rule would do to the jobs. `adding` takes the place of the rule with its id."""
    left_out = {rule.pk for rule in (adding, without) if rule is not None and rule.pk}
    rules = [rule for rule in PlanRule.objects.all() if rule.pk not in left_out]
    now = _state(plan.load())
    then = _state(plan.load([*rules, adding] if adding else rules))
    already = set(now.off)
    leaving = [pk for pk in then.off if pk not in already]
    taken = sum(untouched(leaving[start : start + CHUNK]).count() for start in range(0, len(leaving), CHUNK))
    return Effect(made=len(then.missing - now.missing), taken=taken, kept=len(leaving) - taken)


def untouched(ids: Iterable[int]) -> QuerySet[TranslationJob]:
    """Return those of some jobs with which nobody has done anything yet, so that nothing is lost with them."""
    jobs = TranslationJob.objects.filter(pk__in=list(ids), status=Status.NOT_STARTED, started=False, enabled=True)
    jobs = jobs.filter(target_page=None, translator=None, reviewer=None, due=None, live_version=None, ordered_version=None)
    written = Segment.objects.filter(~Q(text="", approved_text="", suggestion="") | Q(version__gt=0), job=OuterRef("pk"))
    for model in (Notice, Question, SegmentComment, Submission):
        jobs = jobs.filter(~Exists(model.objects.filter(job=OuterRef("pk"))))
    return jobs.filter(~Exists(written))


def enqueue(user: Any = None) -> PlanWork:
    """Have the jobs brought in line with the plan. Answers at once. Work that waits may have read the plan already."""
    work = PlanWork.objects.create(requested_by=user)
    run.enqueue(work.pk)
    return work


def page_moved(instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    """Have the jobs follow an English page into another section."""
    if parent_page_before.pk == parent_page_after.pk or locale_code(instance.locale_id) != SOURCE_CODE:
        return
    if not is_archived(parent_page_after) and PlanRule.objects.exists():
        enqueue()


def try_again(user: Any, work: PlanWork) -> None:
    """Put failed work back. Raises NotAllowedError."""
    require(is_manager(user))
    background.put_back(work, run)


@task()
def run(work_id: int) -> None:
    """Carry the work out; try again after a pause when it fails, and say so when it fails for good."""
    background.carry_out(PlanWork, work_id, lambda _work: bring_in_line(), run)


@transaction.atomic
def bring_in_line() -> None:
    """Note the level of each job, take away what is not asked for and untouched, have the missing jobs made page by page."""
    state = _state(plan.load())
    for level, ids in state.levels.items():
        for chunk in _chunks(ids):
            TranslationJob.objects.filter(pk__in=chunk).update(level=level)
    for chunk in _chunks(state.off):
        untouched(chunk).delete()
    for page in Page.objects.filter(pk__in={page_id for page_id, _locale_id in state.missing}).order_by("path"):
        refreshing.enqueue(page)


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def language_label(locale_id: int | None) -> str:
    """Return how a rule's language is called on a screen."""
    return capfirst(language_name(locale_code(locale_id))) if locale_id else _("All languages")
