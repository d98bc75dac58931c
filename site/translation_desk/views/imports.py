"""The screens of files on their way in: sending one, its report, taking it and taking it back. Each kind builds on these."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.formatting import percent
from exchange_formats.errors import BadFileError
from translation_desk.errors import DeskError, NotAllowedError
from translation_desk.models.imports import FileImport

PER_PAGE = 20
STEPS = ("take", "undo", "again")
"""What may be asked for a file: functions of its service."""


class UploadForm(forms.Form):
    """Asks for the file. Each kind of file says in `help_text` what it may be."""

    accept: ClassVar[str] = ""
    """Endings of names, for the browser's window: `.tmx,.xml`."""
    help_text: ClassVar[Any] = ""

    file = forms.FileField(label=gettext_lazy("File"), allow_empty_file=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.help_text = self.help_text
        field.widget.attrs["accept"] = self.accept


class Files(WagtailAdminTemplateMixin, ABC):
    """Both screens of one kind of file: its service, the names of its addresses, and who may see which of them."""

    service: Any
    """The module with `take`, `undo` and `again`; each asks whether the person may."""
    file_url: ClassVar[str]
    """Name of the address of one file."""
    header_icon = "upload"
    request: HttpRequest

    def allowed(self) -> bool:
        """Tell whether the person may come here at all; the services ask for every step again."""
        return True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may come here."""
        if not self.allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """Return the files that the person may see, the latest first."""


class ImportsView(Files, FormView):
    """The form that sends a file, above the files that were sent."""

    template_name = "translation_desk/imports/index.html"
    intro: ClassVar[Any] = ""

    def receive(self, form: Any) -> FileImport:
        """Keep the file and have it read. May raise BadFileError or a DeskError."""
        return self.service.receive(self.request.user, form.cleaned_data["file"])

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the file, or say beside its field what is wrong with it."""
        try:
            row = self.receive(form)
        except NotAllowedError as error:
            raise PermissionDenied from error
        except (BadFileError, DeskError) as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return redirect(self.address(row))

    def address(self, row: Any) -> str:
        """Return where a file is looked at."""
        return reverse(self.file_url, args=[row.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read one page of files."""
        paginator = WagtailPaginator(self.rows().defer("content", "report").select_related("requested_by"), PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p", 1))
        return super().get_context_data(
            intro=self.intro,
            page=page,
            files=[(row, self.address(row)) for row in page.object_list],
            elided_page_range=paginator.get_elided_page_range(page.number),
            **kwargs,
        )


class ImportView(Files, TemplateView):
    """One file: how far its work is, its report, and the steps that are left."""

    template_name = "translation_desk/imports/file.html"
    report_template: ClassVar[str]
    """Prints the report of a file that was read; has `row` and what `report` returns."""

    def report(self) -> dict[str, Any]:
        """Return what the report prints."""
        return {}

    def may_take(self) -> bool:
        """Tell whether there is anything to take."""
        return self.row.is_read

    @abstractmethod
    def back(self) -> tuple[str, Any]:
        """Return address and name of the list of files."""

    @cached_property
    def row(self) -> Any:
        """The file, without its content."""
        return get_object_or_404(self.rows().defer("content").select_related("requested_by"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Return the name of the file."""
        return self.row.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        url, label = self.back()
        return [*super().get_breadcrumbs_items(), {"url": url, "label": label}, {"url": "", "label": self.row.name}]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Carry out a step."""
        step = request.POST.get("step", "")
        if step not in STEPS:
            raise PermissionDenied
        try:
            getattr(self.service, step)(request.user, self.row)
        except NotAllowedError as error:
            raise PermissionDenied from error
        except DeskError as error:
            messages.error(request, str(error))
        return redirect(request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read the file's row and report."""
        row = self.row
        return super().get_context_data(
            row=row,
            working=row.state == row.State.WAITING,
            failed=row.state == row.State.FAILED,
            share=percent(100 * row.done // row.total) if row.total else "",
            may_take=self.may_take(),
            report_template=self.report_template,
            back=self.back()[0],
            **self.report(),
            **kwargs,
        )
