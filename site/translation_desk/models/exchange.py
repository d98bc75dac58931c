"""Translations that come back from people's own tools."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from translation_desk.models.imports import FileImport
from translation_desk.models.jobs import TranslationJob


class TranslationImport(FileImport):
    """One file with the texts of one translation. Its report has a row for each segment in it."""

    job = models.ForeignKey(
        TranslationJob, null=True, on_delete=models.CASCADE, related_name="imports", help_text="Known once the file was read."
    )
    format = models.CharField(max_length=10, blank=True, help_text="As in `exchange_formats.formats`.")
    before: Any = models.JSONField(
        default=dict, help_text="What was taken: by segment its text, author and so on before, and its version after."
    )

    class Meta(FileImport.Meta):
        verbose_name = _("import of a translation")
        verbose_name_plural = _("imports of translations")
