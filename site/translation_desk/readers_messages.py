"""What readers write about a page becomes work: a correction of its translation, or a fault in a page that has none.

Only the message is passed on, as whoever answers readers worded it; of the reader nothing is told.
"""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from core.i18n import BY_CODE, SOURCE_CODE, locale_code, split_path
from core.reports import Outcome, ReportError
from core.tree import home_paths, is_archived
from translation_desk import comments, jobs, questions
from translation_desk.errors import DeskError
from translation_desk.models import Notice, Question, SegmentComment, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.notifying import notify, reviewers_of, translators_of


class ReadersMessages:
    """What `core.reports.Keeper` says."""

    def offer(self, path: str) -> str:
        """Return what a message about the page at an address would become; empty where no page stands there."""
        page = page_at(path)
        if page is None:
            return ""
        if locale_code(page.locale_id) == SOURCE_CODE:
            return _("Editors of the English page “%(title)s” are told of a fault in it.") % {"title": page.title}
        if _job(page) is not None:
            sentence = _(
                "The people who translate “%(title)s” get your words as a comment. A correction opens unless work is under way."
            )
            return sentence % {"title": page.title}
        return _("The people who write “%(title)s” find it among the faults.") % {"title": page.title}

    @transaction.atomic
    def turn(self, user: Any, path: str, text: str) -> str:
        """Make work of a message and return a name for it, as `comment-12`. Raises ReportError."""
        page = page_at(path)
        if page is None:
            raise ReportError(_("No page of this site stands at the address of the message."))
        try:
            return _turn(user, page, text)
        except DeskError as error:
            raise ReportError(str(error)) from error

    def outcome(self, name: str) -> Outcome | None:
        """Return what became of it, in the words of the desk; None when it is there no more."""
        kind, _dash, number = name.partition("-")
        return _OUTCOMES[kind](int(number)) if kind in _OUTCOMES and number.isdecimal() else None


def page_at(address: str) -> Page | None:
    """Return the page at an address of ours, as `/fr/topics/tanning/`, or that its redirect leads to; None outside of pages."""
    language, path = split_path(address)
    if language is None or language.code not in BY_CODE or len(address) > 500 or "\x00" in address:
        return None
    path = path.strip("/")
    at = [home + (f"{path}/" if path else "") for home in home_paths([language.code])]
    page = Page.objects.filter(url_path__in=at).first()
    if page is None:
        left = Redirect.objects.filter(old_path=Redirect.normalise_path(address), redirect_page__isnull=False)
        found = left.select_related("redirect_page").first()
        page = found.redirect_page if found else None
    return page if page is not None and not is_archived(page) else None


def _job(page: Page) -> TranslationJob | None:
    return TranslationJob.objects.filter(target_page=page.pk).select_related("translator", "reviewer").first()


def _turn(user: Any, page: Page, text: str) -> str:
    job = _job(page)
    if job is not None and locale_code(page.locale_id) != SOURCE_CODE:
        return _correct(user, job, text)
    return f"question-{questions.report(user, page, text).pk}"


def _correct(user: Any, job: TranslationJob, text: str) -> str:
    """Pass a message on to the people of a translation; a live one that nobody works on is opened to be corrected."""
    made = comments.pass_on(user, job, text)
    jobs.open_for_readers(user, job)
    translators = [job.translator] if job.translator is not None and job.translator.is_current else translators_of(job)
    notify(Notice.Event.READER, job, [*translators, *reviewers_of(job)], actor=user, message=made.text)
    return f"comment-{made.pk}"


def _of_translation(pk: int) -> Outcome | None:
    comment = SegmentComment.objects.filter(pk=pk).select_related("job").first()
    if comment is None:
        return None
    job = comment.job
    state = Status(job.status).label if comment.resolved_at is None else pgettext("translation desk", "Comment resolved")
    label = _("Comment on the translation of “%(title)s”") % {"title": job.source_title}
    return Outcome(label, str(state), reverse("translation_desk:job", args=[job.pk]))


def _of_fault(pk: int) -> Outcome | None:
    question = Question.objects.filter(pk=pk).select_related("page").first()
    if question is None:
        return None
    label = _("Fault in the page “%(title)s”") % {"title": question.page.title}
    return Outcome(label, str(question.get_state_display()), reverse("translation_desk:question", args=[question.pk]))


_OUTCOMES = {"comment": _of_translation, "question": _of_fault}
