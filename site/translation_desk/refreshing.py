"""What happens in the background after an English page was published.

A refresh freezes the English, updates or creates the job of each language and carries over what needs no words. It is tried
again when it fails; a failure that remains is shown to staff until somebody has it tried again.
"""

from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django_tasks import task
from wagtail.models import Locale, Page, PageLogEntry

from core.i18n import CODES, SOURCE_CODE
from translation_desk import background, engine, jobs, layout, wordless
from translation_desk.models import SourceRefresh, SourceVersion, TranslationJob
from translation_desk.permissions import is_manager, require

english_changed = Signal()
"""Sent with `jobs` and `user` (the English approver) after jobs learnt of newer English."""


def enqueue(page: Page, user: Any = None) -> SourceRefresh:
    """Ask for a refresh of an English page's translations. Answers at once; a refresh that already waits is enough."""
    waiting = SourceRefresh.objects.filter(page_id=page.pk, state=SourceRefresh.State.WAITING, attempts=0).first()
    if waiting is not None:
        return waiting
    refresh = SourceRefresh.objects.create(page_id=page.pk, requested_by=user)
    run.enqueue(refresh.pk)
    return refresh


def try_again(user: Any, refresh: SourceRefresh) -> None:
    """Put a failed refresh back. Raises NotAllowedError."""
    require(is_manager(user))
    background.put_back(refresh, run)


@task()
def run(refresh_id: int) -> None:
    """Carry out a refresh; try again after a pause when it fails, and say so when it fails for good."""
    background.carry_out(SourceRefresh, refresh_id, lambda refresh: refresh_page(refresh.page_id), run)


@transaction.atomic
def refresh_page(page_id: int) -> list[TranslationJob]:
    """Freeze the live English of a page and bring its jobs up to date. Returns the jobs; none for a page that is not live."""
    page = Page.objects.select_related("locale").filter(pk=page_id, live=True, depth__gte=2).specific().first()
    if page is None or page.locale.language_code != SOURCE_CODE:
        return []
    latest = SourceVersion.objects.filter(translation_key=page.translation_key).defer("content").order_by("-number").first()
    frozen = engine.freeze(page)
    prints = engine.prints(page, frozen)
    changed = latest is None or latest.fingerprint != prints.whole
    found = _jobs(page)
    if changed:
        number = latest.number + 1 if latest else 1
        version = engine.store(page, frozen, prints, number=number, published_by=_approver(page))
    elif latest is not None:
        version = latest
    made = _missing_jobs(page, version, found)
    everything = [*found, *made]
    moved = [job for job in everything if job.latest_version_id != version.pk]
    for job in everything:
        job.source_title, job.source_page_id = page.title, page.pk
        job.latest_version = version
    TranslationJob.objects.bulk_update(everything, ["source_title", "source_page", "latest_version"])
    idle = [job for job in everything if job.enabled and not job.started and (job in made or job.version_id != version.pk)]
    if idle:
        layout.lay_out(idle, version)
    if changed and latest is not None and latest.shape != version.shape:
        wordless.bring_up_to_date(everything, version, version.published_by)
    jobs.refresh_counts(everything)
    if moved:
        english_changed.send(sender=TranslationJob, jobs=moved, user=version.published_by)
    return everything


def _approver(page: Page) -> Any:
    entry = (
        PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").select_related("user").order_by("-timestamp").first()
    )
    return entry.user if entry else None


def _jobs(page: Page) -> list[TranslationJob]:
    found = TranslationJob.objects.filter(translation_key=page.translation_key).exclude(locale=page.locale_id)
    return list(found.select_for_update().order_by("pk"))


def _missing_jobs(page: Page, version: SourceVersion, found: list[TranslationJob]) -> list[TranslationJob]:
    """Make the jobs of the languages that have none; pages that exist in those languages become their targets."""
    present = {job.locale_id for job in found}
    missing = [
        locale
        for locale in Locale.objects.all()
        if locale.pk not in present and locale.language_code in CODES and locale.language_code != SOURCE_CODE
    ]
    if not missing:
        return []
    targets = dict(Page.objects.filter(translation_key=page.translation_key, locale__in=missing).values_list("locale_id", "pk"))
    return TranslationJob.objects.bulk_create(
        TranslationJob(
            translation_key=page.translation_key,
            locale=locale,
            source_page_id=page.pk,
            target_page_id=targets.get(locale.pk),
            source_title=page.title,
            version=version,
            latest_version=version,
        )
        for locale in missing
    )
