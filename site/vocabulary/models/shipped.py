"""What the project's tables said of an entry when they were last loaded."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShippedEntry(models.Model):
    """Fingerprints of the fields of one entry as it was shipped, by which what staff changed is told from what nobody touched."""

    vocabulary = models.CharField(max_length=60, help_text="Label of the model: `vocabulary.Term`.")
    code = models.CharField(max_length=80)
    digests: Any = models.JSONField(default=dict, help_text="By field.")

    class Meta:
        verbose_name = _("shipped entry")
        verbose_name_plural = _("shipped entries")
        constraints = (models.UniqueConstraint(fields=("vocabulary", "code"), name="one_shipped_entry"),)

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.code}"
