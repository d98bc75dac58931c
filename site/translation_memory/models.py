"""Tables of the translation memory."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from translation_memory.texts import LONGEST_TOKEN


class SourceText(models.Model):
    """One English text that was translated into a language, however many places it stands in."""

    language = models.CharField(max_length=10, help_text="Of its translations.")
    key = models.CharField(max_length=32, help_text="The same for the same text: `texts.key`.")
    text = models.TextField(help_text="What others are compared with: `texts.compared`.")
    length = models.PositiveIntegerField(help_text="Signs that are compared.")

    class Meta:
        verbose_name = _("text of the translation memory")
        verbose_name_plural = _("texts of the translation memory")
        constraints = [models.UniqueConstraint(fields=["language", "key"], name="one_source_text_per_language")]

    def __str__(self) -> str:
        return self.text[:50]


class SourceToken(models.Model):
    """An English text has a word. A word's rows lie in order of the texts' lengths: what is alike is about as long."""

    source_text = models.ForeignKey(SourceText, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=10)
    token = models.CharField(max_length=LONGEST_TOKEN)
    length = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "token", "length", "source_text"], name="one_token_of_a_source_text")
        ]

    def __str__(self) -> str:
        return f"{self.token}: {self.source_text_id}"


class MemoryUnit(models.Model):
    """An approved pair of texts, with the place it was approved in.

    Never deleted when another one takes its place: it stays as what was approved before.
    """

    language = models.CharField(max_length=10)
    source_text = models.ForeignKey(SourceText, on_delete=models.PROTECT, related_name="units")
    source = models.TextField(help_text="English, with the ids that the tags of the translation have.")
    target = models.TextField()
    translation_key = models.UUIDField(help_text="Of the page.")
    path = models.TextField(help_text="Where it stands on the page.")
    before = models.CharField(max_length=32, blank=True, help_text="Key of the English text before it on the page.")
    after = models.CharField(max_length=32, blank=True, help_text="Key of the English text after it on the page.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, help_text="When another unit took its place.")
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("unit of the translation memory")
        verbose_name_plural = _("units of the translation memory")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "translation_key", "path", "source_text"],
                condition=Q(replaced_at__isnull=True),
                name="one_present_unit_of_a_text_in_a_place",
            )
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.source[:50]}"


class TargetToken(models.Model):
    """The translation of a unit has a word."""

    unit = models.ForeignKey(MemoryUnit, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=10)
    token = models.CharField(max_length=LONGEST_TOKEN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "token", "unit"], name="one_token_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.token}: {self.unit_id}"
