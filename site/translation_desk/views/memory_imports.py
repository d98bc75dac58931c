"""TMX files on their way into the translation memory."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, gettext_lazy

from core.i18n import language_name
from translation_desk import memory_imports
from translation_desk.memory_imports import BAD_MARKS, EMPTY, NO_ENGLISH, NO_LANGUAGE, TOO_LONG
from translation_desk.models import MemoryImport
from translation_desk.views.imports import Files, ImportsView, ImportView, UploadForm

REASONS = {
    NO_ENGLISH: gettext_lazy("There is no English text."),
    NO_LANGUAGE: gettext_lazy("There is no translation into a language that you may import into."),
    EMPTY: gettext_lazy("The translation is empty."),
    TOO_LONG: gettext_lazy("The text is longer than 10,000 characters."),
    BAD_MARKS: gettext_lazy("The marks in the translation do not fit together."),
}


class TmxForm(UploadForm):
    """Asks for a TMX file."""

    accept = ".tmx,.xml"
    help_text = gettext_lazy("TMX 1.1 to 1.4, at most 50 MB. Its English must be marked as English.")


class MemoryFiles(Files):
    """Files of translation memories, for people who may import into a language."""

    service = memory_imports
    file_url = "translation_desk:memory_import"

    def allowed(self) -> bool:
        """Tell whether there is such a language."""
        return bool(memory_imports.languages(self.request.user))

    def rows(self) -> QuerySet[MemoryImport]:
        """Return the files that the person may see."""
        return memory_imports.rows(self.request.user)


class MemoryImportsView(MemoryFiles, ImportsView):
    """The form that sends a file, above those that were sent."""

    page_title = gettext_lazy("Import into the translation memory")
    form_class = TmxForm
    intro = gettext_lazy(
        "Translations of other tools help translators like those approved here, and stand behind them. They reach no visitor "
        "by themselves, and a file can be taken back as a whole."
    )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the memory."""
        *before, here = super().get_breadcrumbs_items()
        return [*before, {"url": reverse("translation_desk:memory"), "label": _("Translation memory")}, here]


@dataclass(frozen=True, slots=True)
class Language:
    """What a file has for a language."""

    name: str
    new: int
    different: int
    known: int


class MemoryImportView(MemoryFiles, ImportView):
    """One file with its report."""

    report_template = "translation_desk/memory/report.html"

    def may_take(self) -> bool:
        """Tell whether the memory lacks anything that is in the file."""
        return self.row.is_read and bool(memory_imports.taken_over(self.row.report))

    def back(self) -> tuple[str, Any]:
        """Return address and name of the list of files."""
        return reverse("translation_desk:memory_imports"), _("Import into the translation memory")

    def report(self) -> dict[str, Any]:
        """Return what is in the file by language, and what is left out."""
        report = self.row.report
        languages = [
            Language(language_name(code), numbers["new"], numbers["different"], numbers["known"])
            for code, numbers in report.get("languages", {}).items()
            if any(numbers.values())
        ]
        left = [{**each, "sentence": REASONS[each["reason"]]} for each in report.get("left", [])]
        return {"units": report.get("units", 0), "languages": languages, "left": left, "takes": memory_imports.taken_over(report)}


urlpatterns: list[URLPattern] = [
    path("memory/imports/", MemoryImportsView.as_view(), name="memory_imports"),
    path("memory/imports/<int:pk>/", MemoryImportView.as_view(), name="memory_import"),
]
