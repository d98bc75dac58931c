"""TMX files on their way into the translation memory."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, gettext_lazy

from core.i18n import language_name
from translation_desk import memory_imports
from translation_desk.memory_imports import BAD_MARKS, EMPTY, NO_ENGLISH, NO_LANGUAGE, TOO_LONG
from translation_desk.models import MemoryImport
from translation_desk.views.imports import ImportsView, ImportView, UploadForm

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


class _Reviewers:
    """Only for people who may import into a language."""

    request: HttpRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse everybody else."""
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # a mixin; the view that follows has it
        if not memory_imports.languages(request.user):
            raise PermissionDenied

    def rows(self) -> QuerySet[MemoryImport]:
        """Return the files that the person may see."""
        return memory_imports.rows(self.request.user)


class MemoryImportsView(_Reviewers, ImportsView):
    """The form that sends a file, above those that were sent."""

    page_title = gettext_lazy("Import into the translation memory")
    form_class = TmxForm
    intro = gettext_lazy(
        "Translations of other tools help translators like those approved here, and stand behind them. They reach no visitor "
        "by themselves, and a file can be taken back as a whole."
    )

    def receive(self, form: Any) -> MemoryImport:
        """Keep the file and have it read."""
        return memory_imports.receive(self.request.user, form.cleaned_data["file"])

    def address(self, row: Any) -> str:
        """Return where a file is looked at."""
        return reverse("translation_desk:memory_import", args=[row.pk])

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


class MemoryImportView(_Reviewers, ImportView):
    """One file with its report."""

    report_template = "translation_desk/memory/report.html"

    def take(self, row: Any) -> None:
        """Ask for the file to be taken."""
        memory_imports.take(self.request.user, row)

    def undo(self, row: Any) -> None:
        """Ask for the file to be taken back."""
        memory_imports.undo(self.request.user, row)

    def again(self, row: Any) -> None:
        """Ask for work that failed once more."""
        memory_imports.again(self.request.user, row)

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
