"""What was handed in for review, word for word, and what became of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from translation_desk.models.jobs import SourceVersion, TranslationJob


class Submission(models.Model):
    """One handing in: the revision that reviewers see and approval publishes, and the texts it was made of."""

    class Decision(models.TextChoices):
        """What became of it."""

        PENDING = "pending", _("Waiting for review")
        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent_back", _("Sent back to the translator")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REPLACED = "replaced", _("Replaced, corrections were accepted")

    job = models.ForeignKey(TranslationJob, on_delete=models.CASCADE, related_name="submissions")
    revision = models.OneToOneField(Revision, null=True, on_delete=models.SET_NULL, related_name="submission")
    version = models.ForeignKey(SourceVersion, on_delete=models.PROTECT, related_name="+")
    texts: Any = models.JSONField(help_text="By id of each active segment: {text, author, accepted_by, changed}; people by id.")
    original = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The approved submission whose texts were put before visitors again at once.",
    )
    note = models.TextField(_("message"), blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.PENDING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    message = models.TextField(_("message"), blank=True, help_text="The reviewer's words.")
    go_live_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-submitted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.job_id} {self.decision}"
