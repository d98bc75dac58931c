"""Changes of translated columns that wait for a second person, and what became of them."""

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Locale

from core.i18n import BY_CODE, Language, locale_code


class Proposal(models.Model):
    """What somebody proposes in a language and a second person decides on; rows stay as the history."""

    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    message = models.TextField(_("message"), blank=True, help_text="The words of whoever decided.")

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]

    @property
    def language(self) -> Language:
        """The language of the text."""
        return BY_CODE[locale_code(self.locale_id)]

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.decision == "waiting"


class ColumnProposal(Proposal):
    """A text proposed for one column of one row: of a vocabulary, of the settings, of an alert, an image or a document.

    The row keeps its live text until a second person of the language accepts the proposal. Rows stay as the history of the
    column; they outlive the row that they are about.
    """

    class Decision(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting for approval")
        ACCEPTED = "accepted", pgettext_lazy("state of a proposed text", "Accepted")
        REFUSED = "refused", pgettext_lazy("state of a proposed text", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a proposed text", "Taken back")
        REPLACED = "replaced", _("Replaced by a newer proposal")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    field = models.CharField(max_length=60, help_text="Name of the field without its language: `name`.")
    old_text = models.TextField(blank=True, help_text="What was live when this was proposed, or looked at again.")
    text = models.TextField(blank=True)
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)

    class Meta(Proposal.Meta):
        verbose_name = _("proposed text")
        verbose_name_plural = _("proposed texts")
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "locale"],
                condition=Q(decision="waiting"),
                name="one_waiting_proposal_per_column",
            )
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id", "field", "locale"], name="proposals_of_a_column"),
            models.Index(fields=["decision", "locale"], name="proposals_by_decision"),
        ]

    def __str__(self) -> str:
        return f"{self.column} {self.object_id} {self.decision}"

    @property
    def column(self) -> str:
        """Name of the column: `name_zh_hans`."""
        return f"{self.field}_{self.language.field_suffix}"

    def live_text(self, row: Any) -> str:
        """Return what visitors read in the column of a row."""
        return getattr(row, self.column) or ""
