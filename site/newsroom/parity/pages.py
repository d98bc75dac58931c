"""Counts the pages of each language against the live English ones, in eight queries however many pages there are."""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from wagtail.models import Page

from core.i18n import SOURCE_CODE
from newsroom.parity.figures import Figures
from translation_desk import plan
from translation_desk.models import SourceVersion, TranslationJob, TranslationRequest
from translation_desk.models.jobs import Status
from translation_desk.queue import SECTION_DEPTH, STEP

HOME_SECTION = "home"
"""The section of the home page, which lies in none."""
IN_WORK = (Status.IN_TRANSLATION, Status.SENT_BACK, Status.IN_REVIEW, Status.APPROVED)
"""Statuses in which somebody is at a translation, or it waits for its day."""

Place = tuple[UUID, int]
"""Translation key and id of a locale."""


def count() -> dict[tuple[int, str, str], Figures]:
    """Return the figures by id of the locale, section and level of the plan."""
    locales = plan.target_locales()
    pages = plan.live_pages()
    levels = plan.weighed(pages, plan.load(), locales)
    sections = _sections()
    published = _english_since()
    targets = _targets(locales)
    jobs = _jobs()
    words = _words(jobs)
    asked = {(key, pk): numbers for key, pk, *numbers in _requests()}
    found: dict[tuple[int, str, str], Figures] = defaultdict(Figures)
    for page in pages:
        section = sections.get(page.path[: STEP * SECTION_DEPTH], HOME_SECTION)
        for locale_id in locales:
            place = (page.key, locale_id)
            figures = found[locale_id, section, levels[place]]
            live, before = targets.get(place, (False, None))
            status, behind, changed = jobs.get(place, ("", False, 0))[:3]
            figures.due += 1
            figures.words_due += words.get(page.key, 0)
            if live and not behind:
                figures.current += 1
                continue
            figures.in_work += status in IN_WORK
            if live:
                figures.outdated += 1
                figures.words_outdated += min(changed, words.get(page.key, 0))
                continue
            figures.words_missing += words.get(page.key, 0)
            readers, colleagues = asked.get(place, (0, 0))
            figures.readers += readers
            figures.colleagues += colleagues
            figures.miss(_later(published.get(page.key), before), page.key)
    return found


def _later(english: datetime | None, before: datetime | None) -> datetime | None:
    """Return since when a page is missing at most: since the English is live, or since the translation last went live."""
    return max(filter(None, (english, before)), default=None) if english else None


def _sections() -> dict[str, str]:
    pages = Page.objects.filter(depth=SECTION_DEPTH, locale__language_code=SOURCE_CODE).order_by()
    return {path: str(pk) for path, pk in pages.values_list("path", "pk")}


def _english_since() -> dict[UUID, datetime | None]:
    pages = Page.objects.filter(locale__language_code=SOURCE_CODE, live=True, depth__gt=1).order_by()
    return dict(pages.values_list("translation_key", "first_published_at"))


def _targets(locales: list[int]) -> dict[Place, tuple[bool, datetime | None]]:
    """Return of each translation whether it is live, and when it last went live."""
    rows = Page.objects.filter(locale__in=locales, depth__gt=1).order_by()
    values = rows.values_list("translation_key", "locale_id", "live", "last_published_at")
    return {(key, locale_id): (live, at) for key, locale_id, live, at in values}


def _jobs() -> dict[Place, tuple[str, bool, int, int]]:
    """Return of each job its status, whether the live text is behind, and the English words that changed and in all."""
    rows = TranslationJob.objects.order_by().values_list(
        "translation_key", "locale_id", "status", "enabled", "grade", "words_changed", "words_total"
    )
    # What people keep by hand may differ from English, so only they know whether it is behind.
    return {
        (key, locale_id): (status, enabled and grade is not None, changed, total)
        for key, locale_id, status, enabled, grade, changed, total in rows
    }


def _words(jobs: dict[Place, Any]) -> dict[UUID, int]:
    """Return the English words of each page: as its jobs count them, else of the newest version of what is not planned at all."""
    found: dict[UUID, int] = {}
    for (key, _locale_id), (_status, _behind, _changed, total) in jobs.items():
        found[key] = max(total, found.get(key, 0))
    any_job = TranslationJob.objects.filter(translation_key=OuterRef("translation_key"))
    versions = SourceVersion.objects.filter(~Exists(any_job)).order_by("number")
    for key, segments in versions.values_list("translation_key", "segments").iterator(chunk_size=200):
        found[key] = sum(segment.get("words", 0) for segment in segments)
    return found


def _requests() -> Any:
    return TranslationRequest.objects.order_by().values_list("translation_key", "locale_id", "readers", "colleagues")
