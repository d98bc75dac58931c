"""Pages as tables: what there is, files to fetch, sending one, its report, taking it, having it approved, taking it back."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from django.views.generic.base import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from exchange_formats import archives
from exchange_formats.errors import BadFileError
from newsroom.models import TableApproval, TableImport
from newsroom.tables import approving, importing, packed, server_folder, sheets
from newsroom.tables.registry import TABLES
from newsroom.tables.table import RowTable, Table
from translation_desk.errors import DeskError, NotAllowedError
from translation_desk.views.imports import Files, ImportsView, ImportView, UploadForm

TITLE = _("Tables")
MOST_SHOWN = 300
"""Rows of a report that are printed; all of them are counted."""
KINDS: dict[str, Any] = {
    "new": pgettext_lazy("line of a file", "New"),
    "changed": pgettext_lazy("line of a file", "Changed"),
    "unchanged": pgettext_lazy("line of a file", "Unchanged"),
    "broken": pgettext_lazy("line of a file", "Broken"),
    "conflict": pgettext_lazy("line of a file", "In the way"),
}
FIRST = {kind: place for place, kind in enumerate(("broken", "conflict", "changed", "new"))}


class FolderInput(forms.FileInput):
    """Lets a person choose a folder; where the browser cannot, several files."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__({"multiple": True, "webkitdirectory": True})


class FolderField(forms.FileField):
    """The files of a folder, as one ZIP."""

    widget = FolderInput

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """Return the files as if a ZIP of them had come; None where there are none."""
        files = [super(FolderField, self).clean(file, initial) for file in data or () if file.size]
        try:
            return packed.zipped(files) if files else None
        except BadFileError as error:
            raise ValidationError(str(error)) from error


class TableUploadForm(UploadForm):
    """Asks for a table, and for the files that it names: in a ZIP, in a folder, or in one that lies on the server."""

    accept: ClassVar[str] = ".csv,.tsv,.xlsx"
    help_text: ClassVar[Any] = _("CSV in UTF-8 or XLSX, with the columns of the template.")

    archive = forms.FileField(
        label=_("ZIP with files"),
        required=False,
        help_text=_("Only where rows name files that are not on the site yet. Folders in it do not matter."),
        widget=forms.FileInput(attrs={"accept": ".zip"}),
    )
    folder = FolderField(
        label=_("Or a folder with them"),
        required=False,
        help_text=_("A folder on your computer. All files in it are sent, 50 MB together at most."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        folders = server_folder.folders()
        if folders:
            whole = (server_folder.WHOLE, _("The whole folder"))
            names = [(name, name) for name in folders if name != server_folder.WHOLE]
            choices = [("", "—"), whole, *names]
            self.fields["server_folder"] = forms.ChoiceField(
                label=_("Or a folder on the server"), required=False, choices=choices
            )

    def clean_archive(self) -> UploadedFile | None:
        """Refuse what is no ZIP."""
        file: UploadedFile | None = self.cleaned_data["archive"]
        if file is not None:
            if not archives.is_archive(file.read(4)):
                raise ValidationError(_("This is not a ZIP."))
            file.seek(0)
        return file

    def clean(self) -> dict[str, Any]:
        """Take files from one place only, so that nobody has to ask which of two files was meant."""
        data = self.cleaned_data
        given = [name for name in ("archive", "folder", "server_folder") if data.get(name)]
        for name in given[1:]:
            self.add_error(name, _("Choose one: a ZIP or a folder."))
        return data


class PlainTableUploadForm(UploadForm):
    """Asks for a table whose rows name no files."""

    accept: ClassVar[str] = TableUploadForm.accept
    help_text: ClassVar[Any] = TableUploadForm.help_text


class TablesView(WagtailAdminTemplateMixin, TemplateView):
    """All tables, with the number of their rows."""

    template_name = "newsroom/tables/index.html"
    page_title = TITLE
    header_icon = "table"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in those who answer for the English."""
        if not importing.may_use(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the screen."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count the rows."""
        tables = [(table, table.number(), reverse("newsroom:table", args=[table.code])) for table in TABLES.values()]
        return super().get_context_data(tables=tables, **kwargs)


class TableFiles(Files):
    """Files of one table."""

    service = importing
    file_url = "newsroom:table_import"

    @cached_property
    def table(self) -> Table:
        """The table that the address names."""
        if self.kwargs["table"] not in TABLES:
            raise Http404
        return TABLES[self.kwargs["table"]]

    def allowed(self) -> bool:
        """Tell whether the person may bring tables."""
        return importing.may_use(self.request.user)

    def rows(self) -> QuerySet[TableImport]:
        """Return the files of all tables."""
        return TableImport.objects.order_by("-requested_at").defer("files", "undo")


class TableView(TableFiles, ImportsView):
    """One table: files to fetch, its columns, and the form that sends one."""

    template_name = "newsroom/tables/table.html"
    intro = _(
        "Every row is found again by its code. Columns that the file has not stay as they are; an empty cell empties its field. "
        "What is not in the file is left alone. What a file changes becomes a draft in your name, and somebody else approves it."
    )

    def get_form_class(self) -> type[UploadForm]:
        """Return the form; files are asked for where rows name them."""
        return PlainTableUploadForm if isinstance(self.table, RowTable) else TableUploadForm

    def get_page_title(self) -> str:
        """Return the name of the table."""
        return str(self.table.label)

    def rows(self) -> QuerySet[TableImport]:
        """Return the files of this table."""
        return super().rows().filter(table=self.table.code)

    def receive(self, form: Any) -> TableImport:
        """Keep the table and its files."""
        data = form.cleaned_data
        files = data.get("archive") or data.get("folder")
        return importing.receive(self.request.user, self.table, data["file"], files, data.get("server_folder", ""))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the tables."""
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("newsroom:tables"), "label": TITLE}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns and the addresses of the files."""
        code = self.table.code
        return super().get_context_data(
            columns=importing.explanations(self.table),
            exports=[(kind.upper(), reverse("newsroom:table_export", args=[code, kind])) for kind in sheets.FORMATS],
            templates=[(kind.upper(), reverse("newsroom:table_template", args=[code, kind])) for kind in sheets.FORMATS],
            **kwargs,
        )


class TableImportView(TableFiles, ImportView):
    """One file: its report, and what may be done with it."""

    template_name = "newsroom/tables/file.html"
    report_template = "newsroom/tables/report.html"

    @cached_property
    def table(self) -> Table:
        """The table that the file is for."""
        return TABLES[self.row.table]

    def rows(self) -> QuerySet[TableImport]:
        """Return the files with what was done."""
        return TableImport.objects.defer("files")

    def back(self) -> tuple[str, Any]:
        """Return the way to the table."""
        return reverse("newsroom:table", args=[self.table.code]), self.table.label

    def may_take(self) -> bool:
        """Tell whether there is anything to take, and whether it is this person's to take."""
        own = self.row.requested_by_id == self.request.user.pk
        return self.row.is_read and own and importing.takeable(self.row.report)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take a step; two of them say more than its name."""
        step = request.POST.get("step", "")
        if step not in {"take", "approve"}:
            return super().post(request, **kwargs)
        try:
            if step == "take":
                importing.take(request.user, self.row, hand_in="hand_in" in request.POST)
            else:
                approving.approve(request.user, self.row)
        except NotAllowedError as error:
            raise PermissionDenied from error
        except DeskError as error:
            messages.error(request, str(error))
        return redirect(request.path)

    def report(self) -> dict[str, Any]:
        """Return the rows of the report, broken ones first, and how far approval is."""
        row = self.row
        approval = TableApproval.objects.filter(table_import=row.pk).select_related("requested_by").first()
        names = {column.name: capfirst(str(column.label)) for column in self.table.columns}
        waiting = len(approving.waiting(row)) if row.is_taken else 0
        return {
            **reported(row.report, names),
            "not_own": row.is_read and row.requested_by_id != self.request.user.pk,
            "unnamed_files": row.report.get("files", []),
            "left": [title for title in row.report.get("left", []) if title],
            "approval": approval,
            "approving": approval is not None and approval.state == TableApproval.State.WAITING,
            "number_waiting": waiting,
            "may_approve": bool(waiting) and approving.may_approve(self.request.user, row),
        }


def reported(report: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Return what the report of a table prints; `names` are those of its columns."""
    counts = report.get("counts", {})
    lines = sorted(report.get("lines", []), key=lambda line: (FIRST[line["kind"]], line["row"]))
    return {
        "counts": [(label, counts[kind], kind) for kind, label in KINDS.items() if counts.get(kind)],
        "lines": [
            {
                **line,
                "label": KINDS[line["kind"]],
                "problems": [(names.get(column, column), sentence) for column, sentence in line["problems"]],
                "changes": [(names.get(column, column), before, after) for column, before, after in line["changes"]],
            }
            for line in lines[:MOST_SHOWN]
        ],
        "more": len(lines) - MOST_SHOWN,
        "blocked": bool(counts.get("broken") or counts.get("conflict")),
    }


class TableExportView(View):
    """A table as a file."""

    empty = False
    """Whether only the template is asked for."""

    def get(self, request: HttpRequest, table: str, kind: str) -> HttpResponse:
        """Answer with the file."""
        if table not in TABLES or kind not in sheets.FORMATS:
            raise Http404
        try:
            data = importing.exported(request.user, TABLES[table], kind, empty=self.empty)
        except NotAllowedError as error:
            raise PermissionDenied from error
        return as_file(data, f"{table}{'-template' if self.empty else ''}.{kind}")


def as_file(data: bytes, name: str) -> HttpResponse:
    """Return an answer that the browser saves."""
    kind = name.rpartition(".")[2]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=sheets.FORMATS[kind], headers=headers)


urlpatterns: list[URLPattern] = [
    path("tables/", TablesView.as_view(), name="tables"),
    path("tables/imports/<int:pk>/", TableImportView.as_view(), name="table_import"),
    path("tables/<slug:table>/", TableView.as_view(), name="table"),
    path("tables/<slug:table>/export/<slug:kind>/", TableExportView.as_view(), name="table_export"),
    path("tables/<slug:table>/template/<slug:kind>/", TableExportView.as_view(empty=True), name="table_template"),
]
