"""Steps of a whole job beside review: taking, mending, merging, keeping by hand. Forms, so that they need no script."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from translation_desk import assigning, comments, editing, jobs, machine, prefilling, reviewing, submitting
from translation_desk.errors import DeskError, WrongStateError
from translation_desk.models import Segment, TranslationJob
from translation_desk.permissions import can_manage
from translation_desk.views.decisions import DecisionView
from translation_desk.views.editor import readable_job


def _start(user: Any, job: TranslationJob, _request: HttpRequest) -> None:
    jobs.start(user, job)


def _take_over(user: Any, job: TranslationJob, _request: HttpRequest) -> None:
    for effect in assigning.take(user, [job], over=True).refused:
        if effect.refusal:
            raise effect.refusal


def _correct(user: Any, job: TranslationJob, _request: HttpRequest) -> None:
    jobs.open_correction(user, job)


def _merge(user: Any, job: TranslationJob, _request: HttpRequest) -> None:
    jobs.merge(user, job)


def _accept_all(user: Any, job: TranslationJob, _request: HttpRequest) -> None:
    rows = job.segments.filter(active=True).exclude(review=Segment.Review.FLAGGED)
    reviewing.accept_segments(user, list(rows))


def _accept_corrections(user: Any, job: TranslationJob, _request: HttpRequest) -> None:
    submitting.accept_corrections(user, job)


def _prefill(user: Any, job: TranslationJob, _request: HttpRequest) -> None:
    if not prefilling.fill(user, job):
        raise WrongStateError(_("The memory has nothing that could be filled in here."))


def _confirm(user: Any, job: TranslationJob, _request: HttpRequest) -> None:
    prefilling.confirm(user, job)


def _machine(user: Any, job: TranslationJob, _request: HttpRequest) -> None:
    machine.request(user, job)


def _accept_proposed(user: Any, job: TranslationJob, _request: HttpRequest) -> None:
    editing.accept_suggestions(user, job)


def _remark(user: Any, job: TranslationJob, request: HttpRequest) -> None:
    comments.add(user, job, request.POST.get("text", ""))


STEPS: dict[str, tuple[Callable[[Any, TranslationJob, HttpRequest], None], Any]] = {
    "start": (_start, gettext_lazy("You translate this page now.")),
    "take-over": (_take_over, gettext_lazy("You translate this page now.")),
    "correct": (_correct, gettext_lazy("A correction is open. Visitors read the present text until yours is approved.")),
    "merge": (_merge, gettext_lazy("The English changes were brought in.")),
    "accept-all": (_accept_all, gettext_lazy("All segments that are not flagged are accepted.")),
    "accept-corrections": (_accept_corrections, gettext_lazy("The corrections were taken over and handed in again.")),
    "prefill": (_prefill, gettext_lazy("The texts that the memory has are filled in. Read each before you confirm it.")),
    "confirm-all": (_confirm, gettext_lazy("All texts from the memory are confirmed as right.")),
    "machine": (_machine, gettext_lazy("The empty texts are being translated. You can go on writing meanwhile.")),
    "accept-proposed": (_accept_proposed, gettext_lazy("The proposed texts were taken over. Read them before you hand in.")),
    "remark": (_remark, gettext_lazy("Your comment was added.")),
}


@require_POST
def take_step(request: HttpRequest, job_id: int, step: str) -> HttpResponse:
    """Take a step, say what happened, and show the editor again."""
    job = readable_job(request.user, job_id)
    carry_out, done = STEPS[step]
    try:
        carry_out(request.user, job, request)
    except DeskError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("translation_desk:job", job.pk)


class StopView(DecisionView):
    """Let the page be kept by hand."""

    page_title = gettext_lazy("Keep this page by hand")
    button = gettext_lazy("Keep it by hand")
    explanation = gettext_lazy(
        "The page is then edited in the page editor, so that its structure may differ from English. It is reviewed as before. "
        "The texts at the desk stay and can be taken up again."
    )

    def allowed(self, user: Any) -> bool:
        """Allow those who manage the language."""
        return can_manage(user, self.job.locale_id)

    def perform(self, form: Any) -> str:
        """Stop."""
        jobs.stop(self.request.user, self.job)
        return _("“%(title)s” is kept by hand now, in the page editor.") % {"title": self.job.source_title}


class RestartView(StopView):
    """Take a page that was kept by hand back to the desk."""

    page_title = gettext_lazy("Translate this page at the desk again")
    button = gettext_lazy("Translate it at the desk")
    explanation = gettext_lazy(
        "Texts of the hand-made page become drafts where they have a place in the English page. Visitors read the hand-made page "
        "until a translation is approved."
    )

    def perform(self, form: Any) -> str:
        """Take up again."""
        jobs.restart(self.request.user, self.job)
        return _("“%(title)s” is translated at the desk again.") % {"title": self.job.source_title}


urlpatterns: list[URLPattern] = [
    path("<int:job_id>/stop/", StopView.as_view(), name="stop"),
    path("<int:job_id>/restart/", RestartView.as_view(), name="restart"),
    *(path(f"<int:job_id>/{step}/", take_step, {"step": step}, name=step.replace("-", "_")) for step in STEPS),
]
