"""Files of terms that somebody brings, and agreed translations that were changed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from translation_desk.models.imports import FileImport


class TermImport(FileImport):
    """A file of terms. Its texts become proposals; what else it says is taken over."""

    class Format(models.TextChoices):
        """How it is written."""

        TBX = "tbx", "TBX"
        CSV = "csv", "CSV"

    format = models.CharField(max_length=3, choices=Format.choices)
    undo: Any = models.JSONField(default=dict, help_text="What taking it changed, so that it can be taken back.")

    class Meta(FileImport.Meta):
        verbose_name = _("file of terms")
        verbose_name_plural = _("files of terms")


class TermChange(models.Model):
    """The agreed translation of a term was changed, so that pages which have the earlier one can be found."""

    term = models.ForeignKey("vocabulary.Term", null=True, on_delete=models.SET_NULL, related_name="+")
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    old_text = models.CharField(max_length=200)
    new_text = models.CharField(max_length=200, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("changed term")
        verbose_name_plural = _("changed terms")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.old_text} → {self.new_text}"
