"""The screens of files on their way in: sending one, its report, taking it and taking it back. Each kind builds on these."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
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


class ImportsView(WagtailAdminTemplateMixin, FormView):
    """The form that sends a file, above the files that were sent."""

    template_name = "translation_desk/imports/index.html"
    header_icon = "upload"
    intro: ClassVar[Any] = ""

    def rows(self) -> QuerySet[Any]:
        """Return the files that the person may see, the latest first, without their content."""
        raise NotImplementedError

    def receive(self, form: Any) -> FileImport:
        """Keep the file and have it read. May raise BadFileError or a DeskError."""
        raise NotImplementedError

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
        raise NotImplementedError

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


class ImportView(WagtailAdminTemplateMixin, TemplateView):
    """One file: how far its work is, its report, and the steps that are left."""

    template_name = "translation_desk/imports/file.html"
    header_icon = "upload"
    report_template: ClassVar[str]
    """Prints the report of a file that was read; has `row` and what `report` returns."""
    steps: ClassVar[tuple[str, ...]] = ("take", "undo", "again")
    pk: int

    def rows(self) -> QuerySet[Any]:
        """Return the files that the person may see."""
        raise NotImplementedError

    def take(self, row: Any) -> None:
        """Ask for the file to be taken. May raise a DeskError."""
        raise NotImplementedError

    def undo(self, row: Any) -> None:
        """Ask for the file to be taken back. May raise a DeskError."""
        raise NotImplementedError

    def again(self, row: Any) -> None:
        """Ask for work that failed once more. May raise a DeskError."""
        raise NotImplementedError

    def report(self) -> dict[str, Any]:
        """Return what the report prints."""
        return {}

    def may_take(self) -> bool:
        """Tell whether there is anything to take."""
        return self.row.is_read

    def back(self) -> tuple[str, Any]:
        """Return address and name of the list of files."""
        raise NotImplementedError

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
        if step not in self.steps:
            raise PermissionDenied
        try:
            getattr(self, step)(self.row)
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
