"""Takes away from readers what an urgent change of the English made wrong, in every language until it is translated.

The live page is rendered anew without the passage, or unpublished, so it vanishes wherever visitors could read it. The revision
that was live before is remembered: what is shown again is made of it. With the approved translation it returns by itself.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from core import searching
from translation_desk import jobs, wordless
from translation_desk.models import Grade, HiddenText, Hide, SourceVersion, TranslationJob


def settle(found: Sequence[TranslationJob], user: Any) -> None:
    """Hide what urgent changes hide of the live translations of one page, and show again what nothing hides any more.

    The counts of the jobs must be up to date; they are afterwards.
    """
    if not found:
        return
    rows = {row.job_id: row for row in HiddenText.objects.filter(job__in=found).select_related("revision", "live_version")}
    hiding = SourceVersion.objects.filter(translation_key=found[0].translation_key, grade=Grade.URGENT).exclude(hide=Hide.NOTHING)
    versions = list(hiding.values_list("hide", "steps", "number"))
    if not versions and not rows:
        return
    pages = Page.objects.select_related("live_revision").in_bulk([job.target_page_id for job in found if job.target_page_id])
    touched = []
    for job in found:
        page, row = pages.get(job.target_page_id or 0), rows.get(job.pk)
        if page is None or not job.enabled:
            continue
        if row is not None and row.whole:
            if not any(hide == Hide.PAGE for hide, _steps, _number in versions):
                _show_page(row, job, page, user)
            continue
        if not page.live or job.live_version is None:
            continue
        lacking = [step for step in versions if job.grade == Grade.URGENT and step[2] > job.live_version.number]
        if any(hide == Hide.PAGE for hide, _steps, _number in lacking):
            _hide_page(row, job, page, user)
            touched.append(job)
            continue
        changed = {path for _hide, steps, _number in lacking for path, _before, _now in steps}
        paths = [path for path, _heading in job.urgent_passages if path in changed and "." in path]
        if _remember(row, job, page, paths):
            touched.append(job)
    _render([job for job in touched if pages[job.target_page_id or 0].live], user)
    HiddenText.objects.filter(job__in=found, whole=False, paths=[]).delete()
    jobs.refresh_counts(found)


def forget(job: TranslationJob) -> None:
    """Forget what was hidden of a job, because another text has gone live."""
    HiddenText.objects.filter(job=job).delete()


def _remember(row: HiddenText | None, job: TranslationJob, page: Page, paths: Iterable[str]) -> bool:
    """Write down which passages of a job are hidden; tell whether that changed."""
    wanted = sorted(paths)
    if row is None and wanted and page.live_revision is not None:
        HiddenText.objects.create(job=job, revision=page.live_revision, live_version=job.live_version, paths=wanted)
        return True
    if row is not None and row.paths != wanted:
        row.paths = wanted
        row.save(update_fields=["paths"])
        return True
    return False


def _render(found: Sequence[TranslationJob], user: Any) -> None:
    changed = [done for job in found for done in wordless.bring_up_to_date([job], job.latest_version, user)]
    search = searching.search()
    if search is not None:
        # Other words may leave the search a moment later; these were hidden because they do harm.
        search.take_out([job.target_page_id for job in changed if job.target_page_id])


def _hide_page(row: HiddenText | None, job: TranslationJob, page: Page, user: Any) -> None:
    revision: Revision | None = row.revision if row is not None else page.live_revision
    if revision is None:
        revision = page.specific.save_revision(user=user, clean=False)
    said = {"revision": revision, "live_version": job.live_version, "whole": True, "paths": []}
    HiddenText.objects.update_or_create(job=job, defaults=said)
    UnpublishPageAction(page.specific, user=user).execute(skip_permission_checks=True)
    job.live_version = None
    page.live = False


def _show_page(row: HiddenText, job: TranslationJob, page: Page, user: Any) -> None:
    version = row.live_version
    row.delete()
    if page.live or row.revision is None:
        return
    row.revision.publish(user=user, skip_permission_checks=True)
    TranslationJob.objects.filter(pk=job.pk).update(live_version=version)
    job.live_version = version
