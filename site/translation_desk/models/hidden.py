"""What is taken away from readers for a while."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision

from translation_desk.models.jobs import SourceVersion, TranslationJob


class HiddenText(models.Model):
    """What of a live translation is hidden until it is translated, and what visitors read before."""

    job = models.OneToOneField(TranslationJob, on_delete=models.CASCADE, related_name="hidden")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    live_version = models.ForeignKey(SourceVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    whole = models.BooleanField(default=False, help_text="The whole page is hidden.")
    paths: Any = models.JSONField(default=list, help_text="Paths of the hidden texts.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("translation desk", "hidden text")
        verbose_name_plural = pgettext_lazy("translation desk", "hidden texts")

    def __str__(self) -> str:
        return f"{self.job_id}"
