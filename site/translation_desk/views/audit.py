"""Who translated, changed, approved and published what: on a screen, as CSV and as XLSX."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, gettext_lazy, pgettext, pgettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from core.i18n import BY_CODE, CODES, locale_code
from translation_desk import audit, comments
from translation_desk.models import TranslationJob
from translation_desk.permissions import can_see
from translation_desk.wording import language_of

PER_PAGE = 50
HEADINGS = {
    "at": pgettext_lazy("translation desk", "Time"),
    "person": pgettext_lazy("translation desk", "Person"),
    "step": pgettext_lazy("translation desk", "Step"),
    "place": gettext_lazy("Place on the page"),
    "english": gettext_lazy("English text"),
    "text": gettext_lazy("Translated text"),
    "version": gettext_lazy("English version"),
    "comment": pgettext_lazy("translation desk", "Comment"),
    "translated_by": gettext_lazy("Translated by"),
    "accepted_by": gettext_lazy("Correction accepted by"),
    "approved_by": gettext_lazy("Approved by"),
    "approved_at": gettext_lazy("Approved on"),
    "published_at": gettext_lazy("Published on"),
}


class AuditView(SpreadsheetExportMixin, WagtailAdminTemplateMixin, TemplateView):
    """The record of one page in one language: `show=words` for the approved words, else everything that happened."""

    template_name = "translation_desk/audit.html"
    page_title = pgettext_lazy("translation desk", "Record")
    header_icon = "history"
    export_headings = HEADINGS
    job: TranslationJob

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the job and which of the two readings is wanted."""
        super().setup(request, *args, **kwargs)
        if not can_see(request.user):
            raise PermissionDenied
        related = ("source_page", "target_page", "locale")
        self.job = get_object_or_404(TranslationJob.objects.select_related(*related), pk=kwargs["job_id"])
        self.words = request.GET.get("show") == "words"
        wanted = request.GET.get("person", "")
        self.person_id = int(wanted) if wanted.isdecimal() and len(wanted) < 18 else None
        self.list_export = (
            ["place", "english", "text", "translated_by", "accepted_by", "approved_by", "approved_at", "published_at", "version"]
            if self.words
            else ["at", "person", "step", "place", "english", "text", "version", "comment"]
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with a screen or a file."""
        if self.is_export:
            return self.as_spreadsheet(self.all_rows(), request.GET["export"])
        return self.render_to_response(self.get_context_data(**kwargs))

    def all_rows(self) -> Iterator[Any]:
        """Read everything, a few hundred at a time."""
        read, keys = self.reading()
        paginator = WagtailPaginator(keys, 500)
        for number in paginator.page_range:
            yield from read(paginator.page(number).object_list)

    def reading(self) -> tuple[Any, Any]:
        """Return how rows are read, and what from."""
        if self.words:
            return partial(audit.as_words, self.job), audit.approved_words(self.job)
        # Drafts are nobody's business outside of their language; who did what when concerns everybody with a role.
        in_words = comments.may_comment(self.request.user, self.job)
        return partial(audit.events, in_words=in_words), audit.event_keys(self.job, user_id=self.person_id)

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """Begin with the mark by which spreadsheet programs know Unicode; without it they garble Arabic and Chinese."""
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)

    def get_heading(self, queryset: Any, field: str) -> str:
        """Return the heading of a column."""
        return str(HEADINGS[field])

    def get_filename(self) -> str:
        """Name the file after page, language and reading."""
        slug = self.job.source_page.slug if self.job.source_page else str(self.job.pk)
        return f"{slug}-{locale_code(self.job.locale_id)}-{'words' if self.words else 'record'}"

    def get_page_subtitle(self) -> str:
        """Name page and language."""
        return _("%(title)s (%(language)s)") % {"title": self.job.source_title, "language": language_of(self.job)}

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the job."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("translation_desk:job", args=[self.job.pk]), "label": self.get_page_subtitle()},
            {"url": "", "label": pgettext("translation desk", "Record")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read one page of rows and the other languages of the page."""
        read, keys = self.reading()
        paginator = WagtailPaginator(keys, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p", 1))
        siblings = TranslationJob.objects.filter(translation_key=self.job.translation_key)
        in_order = sorted(siblings, key=lambda sibling: CODES.index(locale_code(sibling.locale_id)))
        return super().get_context_data(
            job=self.job,
            words=self.words,
            rows=read(page.object_list),
            page=page,
            elided_page_range=paginator.get_elided_page_range(page.number),
            people=audit.people(self.job) if not self.words else [],
            person_id=self.person_id,
            siblings=[{"job": sibling, "name": language_of(sibling)} for sibling in in_order],
            language=BY_CODE[locale_code(self.job.locale_id)],
            **kwargs,
        )


urlpatterns: list[URLPattern] = [path("<int:job_id>/record/", AuditView.as_view(), name="audit")]
