"""Screens of handing in and of review: hand in, withdraw, send back, approve."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext, pgettext_lazy

from translation_desk import conditions, four_eyes, lifting, obstacles, reviewing, submitting
from translation_desk.models import HeldApproval, Segment, Submission
from translation_desk.permissions import can_manage, can_translate, is_manager
from translation_desk.review_forms import ApproveForm, LiftForm, SendBackForm, SubmitForm
from translation_desk.views.decisions import DecisionView
from translation_desk.wording import local_time, person


class SubmitView(DecisionView):
    """Hand in for review."""

    page_title = pgettext_lazy("translation desk", "Hand in for review")
    button = pgettext_lazy("translation desk", "Hand in")
    explanation = gettext_lazy("A reviewer reads the translation. Until the decision nobody changes it; you may withdraw it.")
    form_class = SubmitForm

    def allowed(self, user: Any) -> bool:
        """Allow people who write in the language."""
        return can_translate(user, self.job)

    def perform(self, form: Any) -> str:
        """Hand in."""
        submitting.submit(self.request.user, self.job, note=form.cleaned_data["note"])
        return _("“%(title)s” is handed in for review.") % {"title": self.job.source_title}

    def facts(self) -> list[tuple[Any, str]]:
        """Say how far the work is and who reviews it."""
        reviewer = person(self.job.reviewer) if self.job.reviewer else _("any reviewer of the language")
        done = _("%(done)d of %(total)d") % {"done": self.job.segments_done, "total": self.job.segments_total}
        return [(_("Segments translated"), done), (pgettext("translation desk", "Reviewer"), reviewer)]

    def warnings(self) -> list[str]:
        """Say when English moved on."""
        number = self.job.segments_pending
        sentence = ngettext(
            "English changed again: %(count)d segment. You may merge it first, or hand in what you have.",
            "English changed again: %(count)d segments. You may merge them first, or hand in what you have.",
            number,
        )
        return [sentence % {"count": number}] if number else []


class WithdrawView(DecisionView):
    """Take back from review, or from waiting for a date."""

    page_title = pgettext_lazy("translation desk", "Withdraw")
    button = pgettext_lazy("translation desk", "Withdraw")
    explanation = gettext_lazy("The translation goes back to its translator, who may go on writing.")

    def allowed(self, user: Any) -> bool:
        """Allow people of the language and managers."""
        return can_translate(user, self.job) or can_manage(user, self.job.locale_id)

    def perform(self, form: Any) -> str:
        """Withdraw."""
        submitting.withdraw(self.request.user, self.job)
        return _("“%(title)s” is withdrawn.") % {"title": self.job.source_title}


class PendingView(DecisionView):
    """A decision on what waits for review."""

    def pending(self) -> Submission | None:
        """Return what waits for the decision."""
        if not hasattr(self, "_pending"):
            waiting = self.job.submissions.filter(decision=Submission.Decision.PENDING)
            self._pending = waiting.select_related("submitted_by", "revision", "version").first()
        return self._pending

    def facts(self) -> list[tuple[Any, str]]:
        """Say who handed in what, when, and with which words."""
        submission = self.pending()
        if submission is None:
            return []
        changed = sum(1 for entry in submission.texts.values() if entry["changed"])
        facts = [
            (_("Handed in by"), person(submission.submitted_by)),
            (_("Handed in on"), local_time(submission.submitted_at)),
            (_("Segments that change"), _("%(done)d of %(total)d") % {"done": changed, "total": len(submission.texts)}),
        ]
        if submission.note:
            facts.append((_("Message of the translator"), submission.note))
        return [*facts, *conditions.told(submission.revision)] if submission.revision is not None else facts

    def refusal(self) -> str:
        """Say when somebody decided before."""
        if self.pending() is None:
            return _("This translation does not wait for review. Perhaps somebody decided a moment ago.")
        return ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name what is shown, so that nobody decides on what took its place meanwhile."""
        submission = self.pending()
        return super().get_context_data(shown=str(submission.pk) if submission else "", **kwargs)


class SendBackView(PendingView):
    """Return to the translator."""

    page_title = pgettext_lazy("translation desk", "Send back to the translator")
    button = pgettext_lazy("translation desk", "Send back")
    form_class = SendBackForm
    error_field = "message"

    def perform(self, form: Any) -> str:
        """Send back."""
        reviewing.send_back(self.request.user, self.job, form.cleaned_data["message"])
        return _("“%(title)s” is sent back to the translator.") % {"title": self.job.source_title}


class ApproveView(PendingView):
    """Let it go live, now or later."""

    page_title = pgettext_lazy("translation desk", "Approve")
    button = pgettext_lazy("translation desk", "Approve and publish")
    explanation = gettext_lazy("Visitors read exactly what was handed in, now or from the time you choose.")
    form_class = ApproveForm
    error_field = "at"

    def perform(self, form: Any) -> str:
        """Approve."""
        data = form.cleaned_data
        shown = self.request.POST.get("shown")
        submission = reviewing.approve(self.request.user, self.job, at=data["at"], message=data["message"], shown=shown)
        if HeldApproval.objects.filter(revision=submission.revision_id).exists():
            told = _("“%(title)s” is approved. It goes live by itself as soon as nothing stands in its way.")
            return told % {"title": self.job.source_title}
        if submission.go_live_at:
            return _("“%(title)s” is approved and goes live on %(time)s.") % {
                "title": self.job.source_title,
                "time": local_time(submission.go_live_at),
            }
        return _("“%(title)s” is approved and live.") % {"title": self.job.source_title}

    def refusal(self) -> str:
        """Say when four eyes forbid it."""
        submission = self.pending()
        if submission is not None and submission.revision is not None:
            return four_eyes.refusal(self.request.user, submission.revision)
        return super().refusal()

    def warnings(self) -> list[str]:
        """Say what is flagged or proposed, that English moved on, and that nobody else has to read it."""
        found = []
        if waits := obstacles.of_jobs([self.job]).get(self.job.pk):
            found += [obstacle.sentence() for obstacle in waits]
            found.append(_("What you approve is not shown to visitors before that; then it goes live by itself."))
        submission = self.pending()
        if submission is not None and four_eyes.is_lifted(submission):
            found.append(_("A manager lifted four eyes for this text: you may approve it alone. The record says so."))
        if number := self.job.segments_pending:
            sentence = ngettext(
                "English changed again: %(count)d segment. Approve what was reviewed, or send it back.",
                "English changed again: %(count)d segments. Approve what was reviewed, or send it back.",
                number,
            )
            found.append(sentence % {"count": number})
        if number := self.job.segments.filter(active=True, review=Segment.Review.FLAGGED).count():
            sentence = ngettext(
                "%(count)d segment is flagged or corrected. Approving leaves it as it was handed in.",
                "%(count)d segments are flagged or corrected. Approving leaves them as they were handed in.",
                number,
            )
            found.append(sentence % {"count": number})
        return found


class LiftView(PendingView):
    """Let one person approve, with a reason."""

    page_title = pgettext_lazy("translation desk", "Lift four eyes")
    button = pgettext_lazy("translation desk", "Lift four eyes")
    explanation = gettext_lazy(
        "One reviewer may then approve this text, also words of their own. It holds for what is handed in now, and for nothing "
        "later."
    )
    form_class = LiftForm
    error_field = "reason"
    serious = True

    def allowed(self, user: Any) -> bool:
        """Allow managers."""
        return is_manager(user)

    def perform(self, form: Any) -> str:
        """Lift it."""
        lifting.lift(self.request.user, self.job, form.cleaned_data["reason"], shown=self.request.POST.get("shown"))
        return _("Four eyes are lifted for “%(title)s”. The people of the language are told.") % {"title": self.job.source_title}


urlpatterns: list[URLPattern] = [
    path("<int:job_id>/submit/", SubmitView.as_view(), name="submit"),
    path("<int:job_id>/withdraw/", WithdrawView.as_view(), name="withdraw"),
    path("<int:job_id>/send-back/", SendBackView.as_view(), name="send_back"),
    path("<int:job_id>/lift-four-eyes/", LiftView.as_view(), name="lift"),
    path("<int:job_id>/approve/", ApproveView.as_view(), name="approve"),
]
