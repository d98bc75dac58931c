"""What screens of decisions share: the job, a form that calls one service, and answers that lose nothing that was typed.

Each is a page with a form that works without scripts; scripts that ask for JSON get JSON. An error shows the form again beside
what caused it, and a text typed into an expired session is kept by the browser.
"""

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core import formatting
from core.i18n import BY_CODE, locale_code
from translation_desk import tags
from translation_desk.errors import BadTextError, DeskError, as_json
from translation_desk.models import Segment, TranslationJob
from translation_desk.permissions import can_review
from translation_desk.wording import language_of

RELATED = ("source_page", "target_page", "version", "translator", "reviewer", "live_version")


class JobView(WagtailAdminTemplateMixin):
    """What all screens about one job share: the job, its title, the way back."""

    header_icon = "globe"
    job: TranslationJob
    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the job."""
        super().setup(request, *args, **kwargs)
        self.job = self.read_job(kwargs["job_id"])

    def read_job(self, job_id: int | None) -> TranslationJob:
        """Return the job with what its screens show."""
        return get_object_or_404(TranslationJob.objects.select_related(*RELATED), pk=job_id)

    def get_page_subtitle(self) -> str:
        """Name page and language."""
        return _("%(title)s (%(language)s)") % {"title": self.job.source_title, "language": language_of(self.job)}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the job."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("translation_desk:job", args=[self.job.pk]), "label": self.get_page_subtitle()},
            {"url": "", "label": str(self.get_page_title())},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the job and the language of its texts."""
        return super().get_context_data(job=self.job, language=BY_CODE[locale_code(self.job.locale_id)], **kwargs)


class DecisionView(JobView, FormView, ABC):
    """A form whose sending calls one service."""

    template_name = "translation_desk/review/decision.html"
    form_class: type[forms.Form] = forms.Form
    button: Any = ""
    explanation: Any = ""
    serious = False
    error_field: str | None = None
    """The field that an error about words belongs to."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse people who have no part in this, before showing them a form."""
        if not self.allowed(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def allowed(self, user: Any) -> bool:
        """Tell whether the form is for this person. The service asks again."""
        return can_review(user, self.job)

    @abstractmethod
    def perform(self, form: Any) -> str:
        """Call the service and return what to tell the person. Raises DeskError."""

    def facts(self) -> list[tuple[Any, str]]:
        """Return what one should know before deciding: names and values."""
        return []

    def warnings(self) -> list[str]:
        """Return what one might overlook."""
        return []

    def refusal(self) -> str:
        """Return why it cannot be done now; the form is then left out."""
        return ""

    def back(self) -> str:
        """Return the address to go to afterwards, or instead."""
        return reverse("translation_desk:job", args=[self.job.pk])

    def keep_key(self) -> str:
        """Return the name under which the browser keeps what was typed; a new one for each new decision."""
        newest = self.job.submissions.values_list("pk", flat=True).first() or 0
        return f"{self.request.path}#{newest}"

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service; show its refusal where it belongs."""
        try:
            told = self.perform(form)
        except DeskError as error:
            return self.refused(form, error)
        address = get_valid_next_url_from_request(self.request) or self.back()
        if self.wants_json():
            return JsonResponse({"message": told, "redirect": address})
        messages.success(self.request, told)
        return HttpResponseRedirect(address)

    def refused(self, form: Any, error: DeskError) -> HttpResponse:
        """Show the form again with the sentence of an error."""
        if self.wants_json():
            return JsonResponse(as_json(error), status=error.status)
        problems = error.problems if isinstance(error, BadTextError) else {}
        form.add_error(self.error_field if isinstance(error, BadTextError) and not problems else None, str(error))
        return self.form_invalid(form, status=error.status, problems=self.problem_rows(problems))

    def form_invalid(self, form: Any, *, status: int = 422, **context: Any) -> HttpResponse:
        """Show the form again."""
        if self.wants_json():
            message = formatting.sentences(form_errors(form))
            return JsonResponse({"error": "bad_text", "message": message, "fields": form.errors}, status=status)
        return self.render_to_response(self.get_context_data(form=form, **context), status=status)

    def problem_rows(self, problems: dict[int, str]) -> list[dict[str, Any]]:
        """Return segments that are not ready, in the order of the page."""
        rows = Segment.objects.filter(pk__in=problems).order_by("order", "pk").only("pk", "source", "path")
        return [{"segment": row, "source": tags.plain(row.source), "sentence": problems[row.pk]} for row in rows]

    def wants_json(self) -> bool:
        """Tell whether a script asked."""
        return self.request.accepts("application/json") and not self.request.accepts("text/html")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template shows around the form."""
        return super().get_context_data(
            facts=self.facts(),
            warnings=self.warnings(),
            refusal=self.refusal(),
            button=self.button,
            explanation=self.explanation,
            back=self.back(),
            serious=self.serious,
            keep_key=self.keep_key(),
            next=get_valid_next_url_from_request(self.request),
            **kwargs,
        )


def form_errors(form: forms.Form) -> list[str]:
    """Return all errors of a form as sentences."""
    return [str(message) for messages_ in form.errors.values() for message in messages_]
