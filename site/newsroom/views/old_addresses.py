"""Old addresses in bulk: all redirects as a file, sending one, its report, taking it and taking it back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic.base import View

from newsroom.models import OldAddressImport
from newsroom.old_addresses import importing
from newsroom.tables import sheets
from newsroom.views.tables import PlainTableUploadForm, as_file, reported
from translation_desk.errors import NotAllowedError
from translation_desk.views.imports import Files, ImportsView, ImportView

TITLE = _("Old addresses")
LABELS: dict[str, Any] = {"old_address": _("Old address"), "new_address": _("New address"), "permanent": _("For good")}


class OldAddressFiles(Files):
    """Tables of old addresses, for managers, who share them."""

    service = importing
    file_url = "newsroom:old_address_import"

    def allowed(self) -> bool:
        """Tell whether the person may bring them."""
        return importing.may_use(self.request.user)

    def rows(self) -> QuerySet[OldAddressImport]:
        """Return all files."""
        return OldAddressImport.objects.order_by("-requested_at").defer("undo")


class OldAddressesView(OldAddressFiles, ImportsView):
    """Sends a table of old addresses."""

    template_name = "newsroom/tables/table.html"
    page_title = TITLE
    header_icon = "redirect"
    form_class = PlainTableUploadForm
    intro = _(
        "Every row is an address that the site had before and where it leads now. Chains are shortened to one step; circles and "
        "dead ends are refused. Redirects that are not in the file stay as they are."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns and the addresses of the files."""
        kinds = sheets.FORMATS
        return super().get_context_data(
            columns=[(name, LABELS[name], text, example) for name, text, example in importing.explanations()],
            exports=[(kind.upper(), reverse("newsroom:old_addresses_export", args=[kind])) for kind in kinds],
            all_redirects=reverse("wagtailredirects:index"),
            **kwargs,
        )


class OldAddressImportView(OldAddressFiles, ImportView):
    """One table of old addresses."""

    report_template = "newsroom/tables/report.html"

    def back(self) -> tuple[str, Any]:
        """Return the way to the files."""
        return reverse("newsroom:old_addresses"), TITLE

    def may_take(self) -> bool:
        """Tell whether there is anything to take."""
        return self.row.is_read and importing.takeable(self.row.report)

    def report(self) -> dict[str, Any]:
        """Return the rows of the report, broken ones first."""
        return {**reported(self.row.report, LABELS), "leading_on": self.row.report.get("leading_on", 0), "addresses": True}


class OldAddressExportView(View):
    """All redirects as a file."""

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Answer with the file."""
        if kind not in sheets.FORMATS:
            raise Http404
        try:
            return as_file(importing.exported(request.user, kind), f"old-addresses.{kind}")
        except NotAllowedError as error:
            raise PermissionDenied from error


urlpatterns: list[URLPattern] = [
    path("old-addresses/", OldAddressesView.as_view(), name="old_addresses"),
    path("old-addresses/export/<slug:kind>/", OldAddressExportView.as_view(), name="old_addresses_export"),
    path("old-addresses/imports/<int:pk>/", OldAddressImportView.as_view(), name="old_address_import"),
]
