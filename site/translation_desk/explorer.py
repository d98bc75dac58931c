"""What lists of pages in the administration say of a page's state: the desk's words instead of Wagtail's own."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code
from translation_desk import one_language, permissions, presenting
from translation_desk.models import TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.models.plan import PLANNED


def jobs_by_key(pages: Iterable[Page]) -> dict[Any, list[TranslationJob]]:
    """Return the jobs of some pages and of their translations by translation key, in one query."""
    keys = {page.translation_key for page in pages}
    found: dict[Any, list[TranslationJob]] = {}
    for job in TranslationJob.objects.filter(translation_key__in=keys).order_by("pk"):
        found.setdefault(job.translation_key, []).append(job)
    return found


def cell(page: Page, jobs: list[TranslationJob], user: Any, *, alone: bool = False) -> dict[str, Any]:
    """Return what a list of pages shows of one page. `alone`: it exists in its language only."""
    own = next((job for job in jobs if job.locale_id == page.locale_id and job.enabled), None)
    status: Any = Status(own.status) if own else presenting.state_of(page)
    context = {
        "status": status.value,
        "label": status.label,
        "icon": presenting.icon_of(status.value),
        "live_url": page.url if page.live else None,
    }
    counted = [job for job in jobs if job.level in PLANNED or job.status in {Status.LIVE, Status.OUTDATED}]
    if counted and locale_code(page.locale_id) == SOURCE_CODE and permissions.can_see(user):
        context |= {
            "up_to_date": sum(job.status == Status.LIVE for job in counted),
            "languages": len(counted),
            "queue_url": translations_url(page),
        }
    if alone and permissions.can_see(user):
        context |= {"only": one_language.label(page), "only_url": reverse("translation_desk:about_one_language", args=[page.pk])}
    return context


def translations_url(page: Page) -> str:
    """Return the address of the queue that shows the translations of one English page."""
    return f"{reverse('translation_desk:queue')}?tab=all&page={page.pk}"


def is_source(page: Page) -> bool:
    """Tell whether a page is an English page that is translated: neither the root nor a translation."""
    return page.depth > 1 and locale_code(page.locale_id) == SOURCE_CODE
