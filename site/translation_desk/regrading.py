"""Raises or lowers the grade of a change of the English that is long published; what the grade did is done or undone."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import formatting
from translation_desk import corrections, grading, hiding, jobs, layout, lineage, log_entries, places
from translation_desk.errors import BadTextError, WrongStateError
from translation_desk.models import Grade, SourceVersion, TranslationJob
from translation_desk.permissions import is_manager, require
from translation_desk.refreshing import english_changed


@transaction.atomic
def regrade(user: Any, version: SourceVersion, *, grade: int, note: str, hide: str = "") -> SourceVersion:
    """Give a published change of the English another grade or note. Its effects on all languages follow at once.

    Raises NotAllowedError, WrongStateError, and BadTextError for a typo that is none.
    """
    require(is_manager(user))
    version = SourceVersion.objects.select_for_update().get(pk=version.pk)
    if version.number == 1:
        raise WrongStateError(_("This is the first English version: it changed nothing."))
    if grade == Grade.TYPO and (found := why_no_typo(version)):
        raise BadTextError(formatting.sentences([_("This is more than a typo, so translators have to see it."), *found]))
    if version.page is not None:
        grading.require_hideable(version.page, [step[0] for step in version.steps], grade, hide)
    before, was = lineage.of_page(version.translation_key), version.grade
    hid = version.hide
    version.grade, version.note, version.hide = grade, note.strip(), hide
    version.save(update_fields=["grade", "note", "hide"])
    if (grade, hide) == (was, hid):
        return version
    found_jobs = list(TranslationJob.objects.select_for_update().filter(translation_key=version.translation_key).order_by("pk"))
    after = lineage.of_page(version.translation_key)
    if grade == Grade.TYPO:
        layout.take_over_again(found_jobs, after)
    elif was == Grade.TYPO:
        layout.give_back(found_jobs, before, after)
    jobs.refresh_counts(found_jobs)
    if grade != was:
        _follow(user, version, found_jobs, was)
    if hide != hid:
        log_entries.write_all("hiding", found_jobs, user, hide=hide, comment=version.note)
    hiding.settle(found_jobs, user)
    return version


def why_no_typo(version: SourceVersion) -> list[str]:
    """Return why a version is more than a correction of typos, as sentences; none if it is no more."""
    earlier = SourceVersion.objects.filter(translation_key=version.translation_key, number=version.number - 1).first()
    if earlier is None:
        return [_("The English version before it is gone.")]
    same_shape = earlier.shape == version.shape
    found = corrections.obstacles(earlier.segments, version.segments, same_shape=same_shape)
    outline = places.outline(version)
    return list(dict.fromkeys(obstacle.sentence(outline) for obstacle in found))


def _follow(user: Any, version: SourceVersion, found: Sequence[TranslationJob], was: int) -> None:
    """Order the jobs anew and tell their people of a change that weighs more than before."""
    if version.grade == Grade.URGENT:
        grading.press(found, version)
    else:
        grading.release(found)
    said = {"number": version.number, "grade": version.grade, "was": was}
    log_entries.write_all("regraded", found, user, english=said, comment=version.note)
    lacking = [job for job in found if job.grade is not None and job.grade >= version.grade]
    if version.grade > was and lacking:
        english_changed.send(sender=TranslationJob, jobs=lacking, user=user, version=version)


def changes(key: Any) -> list[SourceVersion]:
    """Return the changes of an English page, newest first."""
    found = SourceVersion.objects.filter(translation_key=key, number__gt=1).select_related("published_by")
    return list(found.defer("content", "segments", "steps").order_by("-number"))
