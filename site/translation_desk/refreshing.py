"""What happens in the background after an English page was published.

A refresh freezes the English, updates or creates the job of each language and carries over what needs no words. It is tried
again when it fails; a failure that remains is shown to staff until somebody has it tried again.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django_tasks import task
from wagtail.models import Locale, Page, PageLogEntry

from core.i18n import SOURCE_CODE
from translation_desk import (
    background,
    corrections,
    engine,
    grading,
    hiding,
    holding,
    jobs,
    layout,
    lineage,
    log_entries,
    orders,
    plan,
    wordless,
)
from translation_desk.models import EnglishChange, Grade, Level, SourceRefresh, SourceVersion, TranslationJob
from translation_desk.models.plan import PLANNED
from translation_desk.permissions import is_manager, require

english_changed = Signal()
"""Sent with `jobs`, `user` (the English approver) and `version` after jobs learnt of newer English that they lack."""


def enqueue(page: Page, user: Any = None) -> SourceRefresh:
    """Ask for a refresh of an English page's translations. Answers at once; a refresh that already waits is enough.

    One that has waited for long is asked for once more: its workers may have been killed so often that its task was given up.
    """
    waiting = background.waiting(SourceRefresh.objects.filter(page_id=page.pk))
    if waiting is not None:
        if background.is_stranded(waiting):
            run.enqueue(waiting.pk)
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
    version, latest = _version(page)
    found = _jobs(page)
    made = _missing_jobs(page, version, found)
    everything = [*found, *made]
    moved = [job for job in everything if job.latest_version_id != version.pk]
    for job in everything:
        job.source_title, job.source_page_id = page.title, page.pk
        job.latest_version = version
    TranslationJob.objects.bulk_update(everything, ["source_title", "source_page", "latest_version", "level"])
    ready: list[TranslationJob] = []
    if any(job.ordered_version_id for job in everything) or holding.waits_for_english(everything):
        ready = orders.settle(everything, version)
        holding.release([job.target_page_id for job in everything if job.target_page_id])
        # Both write the jobs anew.
        everything = list(TranslationJob.objects.filter(pk__in=[job.pk for job in everything]).order_by("pk"))
        moved = [job for job in everything if job in moved]
    free = [job for job in everything if job.enabled and not job.started and job.ordered_version_id is None]
    idle = [job for job in free if job in made or job.version_id != version.pk]
    if idle:
        layout.lay_out(idle, version)
    if latest is not None and latest.shape != version.shape:
        wordless.bring_up_to_date(everything, version, version.published_by)
    jobs.refresh_counts(everything)
    if moved and version.grade == Grade.URGENT:
        grading.press(moved, version)
    if moved:
        if version.hide:
            log_entries.write_all("hiding", moved, version.published_by, hide=version.hide, comment=version.note)
        hiding.settle(everything, version.published_by)
        _tell(moved, version, ready)
    return everything


def _version(page: Page) -> tuple[SourceVersion, SourceVersion | None]:
    """Freeze the live English of a page; return its version, and the one before it that another text was live as."""
    latest = SourceVersion.objects.filter(translation_key=page.translation_key).defer("content").order_by("-number").first()
    frozen = engine.freeze(page)
    prints = engine.prints(page, frozen)
    graded = grading.of_publication(page)
    if latest is not None and latest.fingerprint == prints.whole:
        version, before = latest, None
    else:
        number = latest.number + 1 if latest else 1
        steps = lineage.steps(latest.segments, frozen.segments) if latest else []
        grade = _grade(graded.grade, latest, frozen, prints)
        said = {"number": number, "published_by": _approver(page), "grade": grade, "note": graded.note, "steps": steps}
        version = orders.now_live(page, prints.whole, **said) or engine.store(page, frozen, prints, **said)
        before = latest
        if grade == Grade.URGENT and graded.hide:
            version.hide = graded.hide
            version.save(update_fields=["hide"])
    EnglishChange.objects.filter(pk__in=[change.pk for change in graded.changes]).update(version=version)
    return version, before


def _tell(moved: list[TranslationJob], version: SourceVersion, ready: list[TranslationJob]) -> None:
    """Log a change of the English, and tell of it whoever did not translate it before it was live."""
    if version.number > 1:
        said = {"number": version.number, "grade": version.grade}
        log_entries.write_all("english_changed", moved, version.published_by, english=said, comment=version.note)
    others = [job for job in moved if job not in ready]
    if others and version.grade > Grade.TYPO:
        english_changed.send(sender=TranslationJob, jobs=others, user=version.published_by, version=version)


def _grade(asked: int, latest: SourceVersion | None, frozen: engine.Frozen, prints: engine.Prints) -> int:
    """Return the grade of what was published; what turns out to be more than a typo counts as an update."""
    if asked != Grade.TYPO:
        return asked
    if latest is None or corrections.obstacles(latest.segments, frozen.segments, same_shape=latest.shape == prints.shape):
        return Grade.UPDATE
    return Grade.TYPO


def _approver(page: Page) -> Any:
    entry = (
        PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish").select_related("user").order_by("-timestamp").first()
    )
    return entry.user if entry else None


def _jobs(page: Page) -> list[TranslationJob]:
    # Those that left the queue while the English alone was offline come back with it.
    TranslationJob.everything.filter(translation_key=page.translation_key, archived=True).update(archived=False)
    found = TranslationJob.objects.filter(translation_key=page.translation_key).exclude(locale=page.locale_id)
    return list(found.select_for_update().order_by("pk"))


def _missing_jobs(page: Page, version: SourceVersion, found: list[TranslationJob]) -> list[TranslationJob]:
    """Note what the plan says of each job, and make the jobs that it asks for and that are missing.

    Pages that exist in a language become targets, kept by hand and planned or not, so that they go on being maintained.
    """
    rules = plan.load()
    levels = plan.asked_for(page, rules)
    for job in found:
        job.level = levels.get(job.locale_id, job.level)
    absent = set(levels) - {job.locale_id for job in found}
    if not absent:
        return []
    there = Page.objects.filter(translation_key=page.translation_key, locale__in=absent).values_list("locale_id", flat=True)
    planned = {locale_id for locale_id in absent if levels[locale_id] in PLANNED}
    made = _make(page, version, planned | set(there), levels)
    for above in page.get_ancestors().filter(depth__gt=2).order_by("-path") if planned else ():
        needed = [locale_id for locale_id in planned if rules.level(plan.facts(above), locale_id) not in PLANNED]
        needed_below(above, needed)
    return made


def needed_below(page: Page, locales: Collection[int]) -> list[TranslationJob]:
    """Make jobs of an English page that the plan leaves out, since one below it is translated. Returns those that are new.

    None for a page that was never published in English.
    """
    if not locales:
        return []
    version = SourceVersion.objects.filter(translation_key=page.translation_key).order_by("-number").first()
    if version is None:
        return []
    known = TranslationJob.everything.filter(translation_key=page.translation_key).values_list("locale_id", flat=True)
    missing = set(locales) - set(known)
    made = _make(page, version, missing, dict.fromkeys(missing, Level.WANTED))
    layout.lay_out(made, version)
    jobs.refresh_counts(made)
    return made


def _make(page: Page, version: SourceVersion, locales: Collection[int], levels: Mapping[int, Level]) -> list[TranslationJob]:
    wanted = list(Locale.objects.filter(pk__in=locales).order_by("pk"))
    targets = dict(Page.objects.filter(translation_key=page.translation_key, locale__in=wanted).values_list("locale_id", "pk"))
    return TranslationJob.objects.bulk_create(
        TranslationJob(
            translation_key=page.translation_key,
            locale=locale,
            source_page_id=page.pk,
            target_page_id=targets.get(locale.pk),
            enabled=locale.pk not in targets,
            source_title=page.title,
            version=version,
            latest_version=version,
            level=levels[locale.pk],
        )
        for locale in wanted
    )
