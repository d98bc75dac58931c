"""A page in its six languages as one person meets it: each with its state, and the one thing that they may do there.

Links only lead to the screens: what is done there is decided by the services again.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, pgettext
from wagtail.models import Page

from core.i18n import CODES, SOURCE_CODE, language_name, locale_code
from core.tree import home_paths
from core.versions import public_path
from translation_desk import comments, permissions, plan, presenting
from translation_desk.models import DeskGroup, Level, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.models.plan import PLANNED
from translation_desk.presenting import PageState

ORDER = tuple(sorted(CODES, key=lambda code: code != SOURCE_CODE))
"""English, which all others follow, then the other languages in the order of the table."""


@dataclass(frozen=True, slots=True)
class State:
    """One language of a page."""

    code: str
    name: str
    """Of the language, in the person's."""
    status: str
    label: str
    current: bool
    """Whether this is the version that the person looks at."""
    url: str = ""
    """Where the person may do something; empty where they may only know."""
    action: str = ""
    live_url: str = ""
    """Where visitors read it; empty while they cannot."""


@dataclass(frozen=True, slots=True)
class Whole:
    """All languages of a page."""

    states: list[State]
    english: Page | None
    record_url: str = ""
    """Where the past of the version that the person looks at stands."""
    record_label: str = ""


def of(key: UUID, user: Any, current: str) -> Whole:
    """Return the languages of a page for somebody who has a role. `current`: the language in which they look at it.

    Three queries, two more where a language is off the plan, a few while a version waits for approval, and those of Wagtail's
    permissions once for each request.
    """
    jobs = {
        locale_code(job.locale_id): job for job in TranslationJob.objects.filter(translation_key=key).select_related("locale")
    }
    found = Page.objects.filter(translation_key=key, depth__gt=1).select_related("held_approval").prefetch_workflow_states()
    found = found.annotate_approved_schedule()
    pages = {locale_code(page.locale_id): page for page in found}
    english = pages.get(SOURCE_CODE)
    levels: dict[tuple[UUID, int], Level] = {}
    if english is not None and any(code not in jobs and code not in pages for code in ORDER):
        levels = plan.levels([english])
    planned = {locale_code(locale_id): level for (_key, locale_id), level in levels.items()}
    states = [
        _state(code, jobs.get(code), pages.get(code), user, current)
        if code in jobs or code in pages
        else _absent(code, english, planned.get(code, Level.WANTED), current)
        for code in ORDER
    ]
    if english is None and pages and permissions.writes_english(user):
        # A page of one language: how it comes to an English version is told there.
        url = reverse("translation_desk:about_one_language", args=[next(iter(pages.values())).pk])
        states[0] = replace(states[0], url=url, action=_("Add English"))
    return Whole(states, english, *_record(jobs.get(current), pages.get(current), user))


def key_at(path: str) -> UUID | None:
    """Return the key of the page that stands at this path below the home pages, live or not; None where there is none."""
    suffix = f"/{path.strip('/')}/"
    if suffix == "//" or len(suffix) > 255:
        return None
    at = Page.objects.filter(url_path__in=[home + suffix[1:] for home in home_paths()])
    return at.order_by("pk").values_list("translation_key", flat=True).first()


def _absent(code: str, english: Page | None, level: Level, current: str) -> State:
    """Return what is said of a language in which there is nothing of the page, and where one may ask for it."""
    name, here = capfirst(language_name(code)), code == current
    if level in PLANNED or english is None:
        return State(code, name, "none", _("No translation"), here)
    if not english.live:
        return State(code, name, "none", str(level.label), here)
    url = reverse("translation_desk:plan_ask", args=[english.pk, code])
    return State(code, name, "none", str(level.label), here, url, pgettext("translation desk", "Ask for it"))


def _state(code: str, job: TranslationJob | None, page: Page | None, user: Any, current: str) -> State:
    name, here = capfirst(language_name(code)), code == current
    live = public_path(page.url_path, code) if page is not None and page.live else ""
    if job is not None and job.enabled:
        status = Status(job.status)
        return State(code, name, status.value, str(status.label), here, *_step_of_job(job, user), live)
    if page is not None:
        state = presenting.state_of(page)
        return State(code, name, state.value, str(state.label), here, *_step_of_page(page, state, user), live)
    return State(code, name, "none", _("No translation"), here)


def _step_of_job(job: TranslationJob, user: Any) -> tuple[str, str]:
    """Return address and name of what somebody may do with a translation; of the record for people of other languages."""
    if not comments.may_comment(user, job):
        return reverse("translation_desk:audit", args=[job.pk]), pgettext("translation desk", "Record")
    url = reverse("translation_desk:job", args=[job.pk])
    if job.status == Status.IN_REVIEW and permissions.can_review(user, job) and job.translator_id != user.pk:
        return url, pgettext("translation desk", "Review")
    if job.source_page_id is None or not permissions.can_translate(user, job):
        return url, pgettext("translation desk", "Open")
    if job.status == Status.LIVE:
        return url, pgettext("translation desk", "Correct")
    theirs = job.translator_id in {None, user.pk} or permissions.can_review(user, job)
    if theirs and job.status not in {Status.IN_REVIEW, Status.APPROVED}:
        return url, pgettext("translation desk", "Translate")
    return url, pgettext("translation desk", "Open")


def _step_of_page(page: Page, state: PageState, user: Any) -> tuple[str, str]:
    if not page.permissions_for_user(user).can_edit():
        return "", ""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if state != PageState.IN_REVIEW:
        return url, pgettext("translation desk", "Edit")
    deciding = DeskGroup.Role.APPROVER if locale_code(page.locale_id) == SOURCE_CODE else DeskGroup.Role.REVIEWER
    if permissions.has_role(user, deciding, page.locale_id):
        return url, pgettext("translation desk", "Review")
    return url, pgettext("translation desk", "Open")


def _record(job: TranslationJob | None, page: Page | None, user: Any) -> tuple[str, str]:
    if job is not None:
        return reverse("translation_desk:audit", args=[job.pk]), _("Record of the translation")
    if page is not None:
        rights = page.permissions_for_user(user)
        if rights.can_edit() or rights.can_publish():
            return reverse("wagtailadmin_pages:history", args=[page.pk]), _("History of the page")
    return "", ""
