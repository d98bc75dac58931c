"""What people said of the findings of the mechanical checks, and which checks a language does without."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from translation_desk.models.segments import Segment


class Verdict(models.Model):
    """Somebody's word that a text is right although a check objects. Holds for this text; another English is another segment."""

    class Kind(models.TextChoices):
        """What was judged."""

        DISMISSED = "dismissed", _("Warning judged to be wrong")
        OVERRIDDEN = "overridden", _("Error judged to be none, by a reviewer")
        SAME = "same", _("The English is the translation")

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="verdicts")
    name = models.CharField(max_length=40, help_text="Of the check.")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(help_text="The translation that it was said of.")
    reason = models.TextField(_("reason"), blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("verdict on a finding")
        verbose_name_plural = _("verdicts on findings")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.name}"


class SilencedCheck(models.Model):
    """A check that a language does without."""

    name = models.CharField(max_length=40, help_text="Of the check.")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("check that is switched off")
        verbose_name_plural = _("checks that are switched off")
        constraints = [models.UniqueConstraint(fields=["name", "locale"], name="silenced_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.locale_id}"
