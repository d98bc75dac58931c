"""Files of terms: sending one, its report line by line, taking it and taking it back."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from core.i18n import BY_CODE, language_name
from translation_desk import term_imports
from translation_desk.models import TermImport
from translation_desk.screen import in_language
from translation_desk.views.imports import Files, ImportsView, ImportView, UploadForm
from vocabulary.models import Term, TermVariant

TITLE = gettext_lazy("Import terms")
MOST_SHOWN = 500
"""Lines of a report that are printed; all of them are counted."""


class TermUploadForm(UploadForm):
    """Asks for a file of terms."""

    accept: ClassVar[str] = ".tbx,.xml,.csv,.tsv"
    help_text: ClassVar[Any] = gettext_lazy("TBX-Basic, version 3, in the DCA style; or CSV with the columns of the export.")


class TermFiles(Files):
    """Files of terms, for managers, who share them."""

    service = term_imports
    file_url = "translation_desk:term_import"

    def allowed(self) -> bool:
        """Tell whether the person may bring files."""
        return term_imports.may_import(self.request.user)

    def rows(self) -> QuerySet[TermImport]:
        """Return all files of terms."""
        return TermImport.objects.order_by("-requested_at")


class TermImportsView(TermFiles, ImportsView):
    """Sends a file of terms."""

    page_title = TITLE
    form_class = TermUploadForm
    intro = gettext_lazy(
        "New texts become proposals, which a second person of each language accepts before they hold. Status, notes and variants "
        "are taken over at once. What is empty in the file stays as it is."
    )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the terms."""
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("translation_desk:terms"), "label": _("Terms")}, here]


class TermImportView(TermFiles, ImportView):
    """One file of terms."""

    report_template = "translation_desk/terms/report.html"

    def may_take(self) -> bool:
        """Tell whether there is anything to take, and whether it is this person's to take."""
        counts = self.row.report.get("counts", {})
        own = self.row.requested_by_id == self.request.user.pk
        return self.row.is_read and own and bool(counts.get("new") or counts.get("changed"))

    def back(self) -> tuple[str, Any]:
        """Return the way to the files."""
        return reverse("translation_desk:term_imports"), TITLE

    def report(self) -> dict[str, Any]:
        """Return the lines of the report: broken ones first, then what is left out, then the rest."""
        lines = self.row.report.get("lines", [])
        told = [line for line in lines if line["kind"] != "unchanged" or line["notes"]]
        told.sort(key=lambda line: (line["kind"] != "broken", not line["notes"], line["line"]))
        counts = self.row.report.get("counts", {})
        return {
            "counts": [(label, counts.get(kind, 0)) for kind, label in _kinds().items()],
            "lines": [_shown(line) for line in told[:MOST_SHOWN]],
            "more": len(told) - MOST_SHOWN,
            "not_own": self.row.is_read and self.row.requested_by_id != self.request.user.pk,
        }


def _kinds() -> dict[str, Any]:
    return {
        "new": pgettext_lazy("line of a file", "New"),
        "changed": pgettext_lazy("line of a file", "Changed"),
        "unchanged": pgettext_lazy("line of a file", "Unchanged"),
        "broken": pgettext_lazy("line of a file", "Broken"),
    }


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    return {**line, "label": _kinds()[line["kind"]], "changes": [_shown_change(change) for change in line["changes"]]}


def _shown_change(change: dict[str, str]) -> dict[str, Any]:
    """Return a change with the name of what it is, and values in words."""
    name, code = change["name"], change["language"]
    variants = {status.value: _("Variant (%(status)s)") % {"status": status.label} for status in TermVariant.Status}
    label = variants.get(name) or str(Term._meta.get_field(name).verbose_name)
    choices = dict(Term._meta.get_field(name).flatchoices) if name in {"status", "part_of_speech"} else {}
    return {
        "label": capfirst(label),
        "language": capfirst(language_name(code)) if code else "",
        "lang": in_language(code) if code in BY_CODE else 'dir="auto"',
        "before": choices.get(change["before"], change["before"]),
        "after": choices.get(change["after"], change["after"]),
    }


urlpatterns: list[URLPattern] = [
    path("terms/imports/", TermImportsView.as_view(), name="term_imports"),
    path("terms/imports/<int:pk>/", TermImportView.as_view(), name="term_import"),
]
