"""Translations as files for people's own tools: writing them, sending them back, and what came back."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_GET
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from core.formatting import number as formatted
from core.i18n import SOURCE_CODE, language_name, locale_code
from exchange_formats.formats import ENDINGS, FORMATS
from translation_desk import differences, exchange, exchange_import
from translation_desk.errors import DeskError, NotAllowedError
from translation_desk.exchange_import import Outcome
from translation_desk.models import TranslationImport, TranslationJob
from translation_desk.permissions import can_see, can_translate, locales_to_open, locales_to_translate
from translation_desk.screen import in_language
from translation_desk.tags import marked_up
from translation_desk.views.bulk import chosen_jobs
from translation_desk.views.editor import readable_job
from translation_desk.views.imports import ImportsView, ImportView, UploadForm

ROWS = 50


class ExportForm(forms.Form):
    """Asks how the file is to be."""

    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=[(found.name, found.label) for found in FORMATS.values()])
    fill = forms.BooleanField(
        label=gettext_lazy("Put the English where there is no translation yet"),
        required=False,
        help_text=gettext_lazy(
            "Some tools, such as OmegaT, translate only texts that are there. English that comes back is left out."
        ),
    )


class FilesForm(UploadForm):
    """Asks for the file of any translation, or for several."""

    accept = f"{ENDINGS},.zip"
    help_text = gettext_lazy("One file as your tool saved it, or a ZIP of several.")


class FileForm(FilesForm):
    """Asks for the file of one translation."""

    accept = ENDINGS
    help_text = gettext_lazy("The file as your tool saved it, finished or not: XLIFF, PO or the HTML table.")


class ExchangeView(ImportsView):
    """Files of several translations: those chosen in the queue go out, any come back."""

    template_name = "translation_desk/exchange/index.html"
    service = exchange_import
    file_url = "translation_desk:exchange_import"
    form_class: type[FilesForm] = FilesForm
    page_title = pgettext_lazy("translation desk", "Translation files")
    header_icon = "download"

    def allowed(self) -> bool:
        """Tell whether the person works in a language."""
        return can_see(self.request.user) and bool(locales_to_open(self.request.user))

    def rows(self) -> QuerySet[TranslationImport]:
        """Return what the person sent."""
        return TranslationImport.objects.filter(requested_by=self.request.user.pk).order_by("-pk")

    def receive(self, form: Any) -> TranslationImport:
        """Keep one file, or each of a ZIP."""
        self.received = exchange_import.receive_any(self.request.user, form.cleaned_data["file"])
        return self.received[0]

    def form_valid(self, form: Any) -> HttpResponse:
        """Lead to the report of one file, to the list of several."""
        answer = super().form_valid(form)
        if form.is_valid() and len(self.received) > 1:
            text = ngettext("%(count)s file is being read.", "%(count)s files are being read.", len(self.received))
            messages.success(self.request, text % {"count": formatted(len(self.received))})
            return redirect("translation_desk:exchange")
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the queue."""
        above = {"url": reverse("translation_desk:queue"), "label": _("Translations")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form for what was chosen in the queue."""
        given = self.request.GET
        asked = any(name in given for name in ("job", "all"))
        chosen, left_out = own_jobs(self.request) if asked else ([], 0)
        return super().get_context_data(**kwargs) | {
            "export": ExportForm(prefix="export"),
            "export_url": reverse("translation_desk:exchange_files"),
            "asked": asked,
            "chosen": len(chosen),
            "left_out": left_out,
            "selected": [(name, value) for name in ("rows", "all", "job") for value in given.getlist(name)],
            "may_send": bool(locales_to_translate(self.request.user)),
        }


class JobExchangeView(ExchangeView):
    """The file of one translation: it goes out, and comes back."""

    template_name = "translation_desk/exchange/job.html"
    form_class = FileForm
    job: TranslationJob

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the job."""
        self.job = readable_job(request.user, kwargs["job_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Say what this is."""
        return str(pgettext_lazy("translation desk", "For your own tool"))

    def rows(self) -> QuerySet[TranslationImport]:
        """Return what anybody sent for this translation."""
        return TranslationImport.objects.filter(job=self.job).order_by("-pk")

    def receive(self, form: Any) -> TranslationImport:
        """Keep the file."""
        self.received = [exchange_import.receive(self.request.user, self.job, form.cleaned_data["file"])]
        return self.received[0]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the editor."""
        *above, last = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("translation_desk:job", args=[self.job.pk]), "label": self.job.source_title}, last]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form for the file."""
        return super().get_context_data(**kwargs) | {
            "job": self.job,
            "language": language_name(locale_code(self.job.locale_id)),
            "export_url": reverse("translation_desk:exchange_file", args=[self.job.pk]),
            "may_send": can_translate(self.request.user, self.job),
        }


class FileView(ImportView):
    """One file that came back: what it would bring, or has brought, segment by segment."""

    service = exchange_import
    file_url = ExchangeView.file_url
    report_template = "translation_desk/exchange/report.html"
    template_name = "translation_desk/exchange/file.html"

    def allowed(self) -> bool:
        """Tell whether the person has a part in translation."""
        return can_see(self.request.user)

    def rows(self) -> QuerySet[TranslationImport]:
        """Return what the person sent, and what came for the languages they may see."""
        user = self.request.user
        found = TranslationImport.objects.select_related("job__version").defer("before", "job__version__content")
        return found.filter(requested_by=user.pk) | found.filter(job__locale__in=locales_to_open(user))

    def may_take(self) -> bool:
        """Tell whether there are new texts."""
        return self.row.is_read and bool(self.row.report["counts"][Outcome.TAKEN])

    def back(self) -> tuple[str, Any]:
        """Lead to the translation's files, or to all of the person's."""
        if self.row.job_id is None:
            return reverse("translation_desk:exchange"), ExchangeView.page_title
        return reverse("translation_desk:exchange_job", args=[self.row.job_id]), self.row.job.source_title

    def report(self) -> dict[str, Any]:
        """Return one page of segments of one outcome."""
        row = self.row
        counts = row.report.get("counts")
        if not counts:
            return {}
        asked = self.request.GET.get("show", "")
        show = asked if asked in Outcome.values else next((name for name in Outcome.values if counts[name]), Outcome.UNCHANGED)
        found = [segment for segment in row.report["rows"] if segment["outcome"] == show]
        paginator = WagtailPaginator(found, ROWS)
        page = paginator.get_page(self.request.GET.get("p", 1))
        changed = set(row.report.get("changed", ()))
        return {
            "job": row.job,
            "language": language_name(locale_code(row.job.locale_id)),
            "tabs": [
                {"name": name, "label": label, "count": counts[name], "current": name == show}
                for name, label in Outcome.choices
                if counts[name]
            ],
            "segments": [drawn(segment, stays=segment["segment"] in changed) for segment in page.object_list],
            "page": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "counts": counts,
            "stayed": len(changed),
            "older": 0 < row.report["english"] < row.job.version.number,
            "in_target": in_language(locale_code(row.job.locale_id)),
            "in_english": in_language(SOURCE_CODE),
        }


def drawn(segment: dict[str, Any], *, stays: bool) -> dict[str, Any]:
    """Return a segment of a report as it is shown; `stays`: somebody had changed it when the file was taken back."""
    before, after = segment["before"], segment["after"]
    differs = bool(before and after) and before != after and segment["outcome"] != Outcome.BROKEN
    return {
        "number": segment["number"],
        "english": marked_up(segment["english"]),
        "text": differences.shown(before, after) if differs else marked_up(after or before),
        "sentence": _("Somebody has changed this text since, so it stays.") if stays else segment["sentence"],
    }


def own_jobs(request: HttpRequest) -> tuple[list[TranslationJob], int]:
    """Return the chosen translations whose texts the person may see, and how many others were chosen."""
    locales = locales_to_open(request.user)
    found = chosen_jobs(request)
    own = [job for job in found if job.locale_id in locales]
    return own, len(found) - len(own)


def answer(name: str, content: bytes, content_type: str) -> HttpResponse:
    """Return a file to keep, never shown by the browser."""
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def asked_for(request: HttpRequest) -> tuple[str, bool]:
    """Return format and filling as they were asked for; what is unknown is the most common."""
    name = request.GET.get("export-format", "")
    return (name if name in FORMATS else next(iter(FORMATS))), "export-fill" in request.GET


@require_GET
def export_job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Answer with the file of one translation."""
    job = readable_job(request.user, job_id)
    name, fill = asked_for(request)
    try:
        file_name, content = exchange.export(request.user, job, name, fill=fill)
    except DeskError as error:
        messages.error(request, str(error))
        return redirect("translation_desk:exchange_job", job.pk)
    return answer(file_name, content, FORMATS[name].content_type)


@require_GET
def export_jobs(request: HttpRequest) -> HttpResponse:
    """Answer with a ZIP of the files of chosen translations."""
    if not can_see(request.user):
        raise PermissionDenied
    jobs, _others = own_jobs(request)
    name, fill = asked_for(request)
    try:
        content = exchange.export_many(request.user, jobs, name, fill=fill)
    except NotAllowedError as error:
        raise PermissionDenied from error
    except DeskError as error:
        messages.error(request, str(error))
        return redirect("translation_desk:exchange")
    return answer("translations.zip", content, "application/zip")


urlpatterns: list[URLPattern] = [
    path("exchange/", ExchangeView.as_view(), name="exchange"),
    path("exchange/files/", export_jobs, name="exchange_files"),
    path("exchange/<int:pk>/", FileView.as_view(), name="exchange_import"),
    path("<int:job_id>/exchange/", JobExchangeView.as_view(), name="exchange_job"),
    path("<int:job_id>/exchange/file/", export_job, name="exchange_file"),
]
