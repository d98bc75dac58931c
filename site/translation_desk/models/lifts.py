"""Exceptions to the rule that a second person approves."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from translation_desk.models.submissions import Submission


class FourEyesLift(models.Model):
    """A manager's permission to approve one's own words, for one handing in and no other."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="lift")
    reason = models.TextField(_("reason"))
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    lifted_at = models.DateTimeField(default=timezone.now)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who approved words of their own; empty where a second person approved all the same, or nobody did.",
    )
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("exception to four eyes")
        verbose_name_plural = _("exceptions to four eyes")
        ordering = ["-lifted_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.lifted_at:%Y-%m-%d}"
