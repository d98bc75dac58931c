"""Screens of what is or was live: take offline, all approved versions, return to one of them."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.generic.edit import FormView

from translation_desk import differences, reviewing, tags
from translation_desk.models import Submission
from translation_desk.models.jobs import Status
from translation_desk.permissions import can_review, can_see
from translation_desk.review_forms import ReasonForm
from translation_desk.views.decisions import DecisionView, JobView
from translation_desk.wording import local_time, person


class OfflineView(DecisionView):
    """Take away from visitors at once."""

    page_title = pgettext_lazy("translation desk", "Take offline")
    button = pgettext_lazy("translation desk", "Take offline now")
    explanation = gettext_lazy(
        "Visitors of this language no longer find the page. A correction opens; it goes live again when that is approved."
    )
    form_class = ReasonForm
    serious = True
    error_field = "reason"

    def perform(self, form: Any) -> str:
        """Take offline."""
        reviewing.take_offline(self.request.user, self.job, form.cleaned_data["reason"])
        return _("“%(title)s” is offline. A correction is open.") % {"title": self.job.source_title}

    def refusal(self) -> str:
        """Say when there is nothing to take offline."""
        page = self.job.target_page
        live = page is not None and page.live
        return "" if live or self.job.status == Status.APPROVED else _("This translation is not live.")


class VersionsView(JobView, FormView):
    """All approved versions, newest first."""

    template_name = "translation_desk/review/versions.html"
    page_title = gettext_lazy("Approved versions")
    form_class = forms.Form
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let everybody with a part in translation look."""
        if not can_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say of each version who approved it and how far it is from what is live."""
        live_revision = self.job.target_page.live_revision_id if self.job.target_page else None
        again = self.job.submissions.filter(revision=live_revision).values_list("original", flat=True).first()
        approved = dict(self.job.segments.values_list("pk", "approved_text"))
        rows = [
            {
                "submission": version,
                "live": bool(live_revision) and (version.revision_id == live_revision or version.pk == again),
                "by": person(version.submitted_by),
                "approved_by": person(version.decided_by),
                "differs": sum(1 for pk, entry in version.texts.items() if approved.get(int(pk)) != entry["text"]),
            }
            for version in reviewing.approved_versions(self.job)
        ]
        return super().get_context_data(rows=rows, may_return=can_review(self.request.user, self.job), **kwargs)


class ReturnView(DecisionView):
    """Put an earlier approved version before visitors again."""

    template_name = "translation_desk/review/return.html"
    page_title = pgettext_lazy("translation desk", "Return to an earlier version")
    button = pgettext_lazy("translation desk", "Show visitors this version now")
    explanation = gettext_lazy("Visitors read exactly the words of that version, on the English of its time. A correction opens.")
    form_class = ReasonForm
    serious = True
    error_field = "reason"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the version too."""
        super().setup(request, *args, **kwargs)
        versions = self.job.submissions.filter(decision=Submission.Decision.APPROVED).select_related("version", "decided_by")
        self.submission = get_object_or_404(versions, pk=kwargs["submission_id"])

    def perform(self, form: Any) -> str:
        """Return to the version."""
        reviewing.return_to(self.request.user, self.job, self.submission, form.cleaned_data["reason"])
        told = _("Visitors read the earlier version of “%(title)s” again. A correction is open.")
        return told % {"title": self.job.source_title}

    def facts(self) -> list[tuple[Any, str]]:
        """Say which version it is."""
        return [
            (_("Approved by"), person(self.submission.decided_by)),
            (_("Approved on"), local_time(self.submission.decided_at)),
            (_("English version"), str(self.submission.version.number)),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Set each text that would change beside the live one."""
        rows = self.job.segments.filter(pk__in=self.submission.texts).order_by("order", "pk")
        changes = []
        for row in rows:
            text = self.submission.texts[str(row.pk)]["text"]
            if text != row.approved_text:
                old, new = tags.to_marks(row.source, row.approved_text), tags.to_marks(row.source, text)
                changes.append({"source": tags.plain(row.source), "difference": differences.shown(old, new)})
        return super().get_context_data(changes=changes, submission=self.submission, **kwargs)


urlpatterns: list[URLPattern] = [
    path("<int:job_id>/offline/", OfflineView.as_view(), name="take_offline"),
    path("<int:job_id>/versions/", VersionsView.as_view(), name="versions"),
    path("<int:job_id>/versions/<int:submission_id>/return/", ReturnView.as_view(), name="return_to"),
]
