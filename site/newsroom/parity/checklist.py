"""How the pages that have to exist in every language stand in each, for the report of parity."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import pgettext
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code
from core.tree import ARCHIVE_PATH
from newsroom.standards.required_pages import REQUIRED_PAGES, RequiredPage
from translation_desk import plan
from translation_desk.models import Level, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.permissions import can_see, require

CURRENT, OUTDATED, MISSING = "current", "outdated", "missing"
"""What readers find."""


@dataclass(frozen=True, slots=True)
class State:
    """One required page in one language."""

    code: str
    readers: str
    """What they find."""
    status: str
    """The status of the job; empty without one."""
    asked: bool
    """Whether the plan requires the page in this language."""


@dataclass(frozen=True, slots=True)
class Required:
    """One required page: the live English page, None where there is none, and its state in each other language."""

    demand: RequiredPage
    page: Page | None
    states: list[State]


def words(state: State) -> str:
    """Return what readers find, in words."""
    return {
        CURRENT: pgettext("parity of languages", "Up to date"),
        OUTDATED: pgettext("parity of languages", "Outdated"),
        MISSING: pgettext("parity of languages", "Missing"),
    }[state.readers]


def check(user: Any) -> list[Required]:
    """Return all required pages in the order of the list, in five queries at most. Raises NotAllowedError."""
    require(can_see(user))
    locales = plan.target_locales()
    home = Page.objects.filter(depth=2, locale__language_code=SOURCE_CODE).exclude(url_path__startswith=ARCHIVE_PATH).first()
    paths = {f"{home.url_path}{demand.path}": demand for demand in REQUIRED_PAGES} if home else {}
    english = {page.url_path: page for page in _live().filter(url_path__in=paths, locale__language_code=SOURCE_CODE)}
    keys = [page.translation_key for page in english.values()]
    live = set(_live().filter(translation_key__in=keys, locale__in=locales).values_list("translation_key", "locale_id"))
    jobs = {(job.translation_key, job.locale_id): job for job in TranslationJob.objects.filter(translation_key__in=keys)}
    levels = plan.levels(english.values())
    found = []
    for demand in REQUIRED_PAGES:
        page = english.get(f"{home.url_path}{demand.path}") if home else None
        states = []
        for locale_id in locales:
            place = (page.translation_key, locale_id) if page else None
            job = jobs.get(place) if place else None
            readers = MISSING
            if place in live:
                readers = OUTDATED if job and job.enabled and job.grade is not None else CURRENT
            asked = place is not None and levels[place] == Level.REQUIRED
            states.append(State(locale_code(locale_id), readers, Status(job.status).value if job else "", asked))
        found.append(Required(demand, page, states))
    return found


def _live() -> QuerySet[Page]:
    return Page.objects.filter(live=True, depth__gt=1)
