"""How jobs are put into words: titles with their language, progress, remarks. Templates only lay out what stands here."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
from wagtail.models import Page, WorkflowState

from core import formatting
from core.i18n import BY_CODE, SOURCE_CODE, locale_code
from translation_desk.models import Level, Notice, TranslationJob
from translation_desk.models.jobs import Status

ICONS: dict[str, str] = {
    Status.NOT_STARTED: "radio-empty",
    Status.IN_TRANSLATION: "edit",
    Status.IN_REVIEW: "view",
    Status.SENT_BACK: "resubmit",
    Status.APPROVED: "calendar-check",
    Status.LIVE: "circle-check",
    Status.OUTDATED: "warning",
    "draft": "draft",
    "sent_back_page": "resubmit",
    "newer_draft": "edit",
}
"""Wagtail's icon beside the words of a status; the words alone carry the meaning."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title with the language it is in."""

    text: str
    code: str

    @property
    def tag(self) -> str:
        """Value of `lang`."""
        return BY_CODE[self.code].tag

    @property
    def direction(self) -> str:
        """Value of `dir`."""
        return BY_CODE[self.code].direction


def code_of(job: TranslationJob) -> str:
    """Return the code of the language that a job translates into."""
    return locale_code(job.locale_id)


def address_of(notice: Notice) -> str:
    """Return the path of the screen that a notice leads to."""
    if notice.question_id:
        return reverse("translation_desk:question", args=[notice.question_id])
    if proposal := notice.data.get("term_proposal"):
        return reverse("translation_desk:term_proposal", args=[proposal])
    if about := notice.data.get("about"):
        return str(about["address"])
    return reverse("translation_desk:job", args=[notice.job_id])


def titles_of(notice: Notice) -> list[Title]:
    """Return the titles of what a notice is about, the English one last."""
    return titles(notice.job) if notice.job is not None else [Title(notice.data["about"]["title"], SOURCE_CODE)]


def titles(job: TranslationJob) -> list[Title]:
    """Return the title of the translation, where it has one, and the English title."""
    english = Title(job.source_title, SOURCE_CODE)
    return [Title(job.target_title, code_of(job)), english] if job.target_title else [english]


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a job is done."""

    done: int
    total: int
    segments: str
    lengths: list[str]


def progress(job: TranslationJob) -> Progress | None:
    """Return how far a translation is, in segments and words of English; in Chinese also the characters that were written."""
    if not job.segments_total:
        return None
    segments = ngettext("%(done)s of %(total)s segment", "%(done)s of %(total)s segments", job.segments_total)
    words = ngettext("%(done)s of %(total)s word", "%(done)s of %(total)s words", job.words_total)
    lengths = [words % {"done": formatting.number(job.words_done), "total": formatting.number(job.words_total)}]
    if code_of(job) == "zh-hans" and job.written:
        characters = ngettext("%(count)s character written", "%(count)s characters written", job.written)
        lengths.append(characters % {"count": formatting.number(job.written)})
    numbers = {"done": formatting.number(job.segments_done), "total": formatting.number(job.segments_total)}
    return Progress(job.segments_done, job.segments_total, segments % numbers, lengths)


def remarks(job: TranslationJob) -> list[str]:
    """Return what the status alone does not say."""
    found = []
    if not job.enabled:
        found.append(_("Kept by hand in the page editor"))
    if job.source_page_id is None:
        found.append(_("The English page was deleted"))
    if job.correction:
        found.append(_("Correction of the live text"))
    if job.level != Level.WANTED:
        found.append(str(Level(job.level).label))
    if readers := getattr(job, "readers", 0):
        asked = ngettext("Asked for by %(count)s reader", "Asked for by %(count)s readers", readers)
        found.append(asked % {"count": formatting.number(readers)})
    if job.status == Status.OUTDATED and job.segments_changed:
        found.append(_changed(job.segments_changed, job.words_changed))
    if job.segments_pending:
        again = ngettext(
            "English changed again: %(count)s segment", "English changed again: %(count)s segments", job.segments_pending
        )
        found.append(again % {"count": formatting.number(job.segments_pending)})
    if job.comments_open:
        comments = ngettext("%(count)s open comment", "%(count)s open comments", job.comments_open)
        found.append(comments % {"count": formatting.number(job.comments_open)})
    return found


def _changed(segments: int, words: int) -> str:
    text = ngettext(
        "%(segments)s segment has changed, %(words)s words", "%(segments)s segments have changed, %(words)s words", segments
    )
    return text % {"segments": formatting.number(segments), "words": formatting.number(words)}


def icon_of(status: Any) -> str:
    """Return the name of the icon beside a status."""
    return ICONS.get(status, "radio-empty")


class PageState(models.TextChoices):
    """The same words for pages that have no job: English ones, and those that people keep by hand."""

    DRAFT = "draft", pgettext_lazy("state of a page", "Draft")
    IN_REVIEW = "in_review", Status.IN_REVIEW.label
    SENT_BACK = "sent_back_page", gettext_lazy("Sent back to the author")
    APPROVED = "approved", Status.APPROVED.label
    LIVE = "live", Status.LIVE.label
    NEWER_DRAFT = "newer_draft", gettext_lazy("Live, with a newer draft")


def state_of(page: Page) -> PageState:
    """Return the state of a page without a job. Lists fetch workflow states, schedule and what is held beforehand."""
    workflow = page.current_workflow_state
    if workflow is not None:
        return PageState.IN_REVIEW if workflow.status == WorkflowState.STATUS_IN_PROGRESS else PageState.SENT_BACK
    if page.approved_schedule or hasattr(page, "held_approval"):
        return PageState.APPROVED
    if not page.live:
        return PageState.DRAFT
    return PageState.NEWER_DRAFT if page.has_unpublished_changes else PageState.LIVE
