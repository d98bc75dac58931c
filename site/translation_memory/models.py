"""Tables of the translation memory."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
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

    source_text = models.ForeignKey(SourceText, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    token = models.CharField(max_length=LONGEST_TOKEN)
    length = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "token", "length", "source_text"], name="one_token_of_a_source_text")
        ]

    def __str__(self) -> str:
        return f"{self.token}: {self.source_text_id}"


class MemorySource(models.Model):
    """A file of another translation memory. Its units are found once all of them are there, and go with it."""

    name = models.CharField(max_length=255, help_text="Of the file.")
    tool = models.CharField(max_length=100, blank=True, help_text="The program that wrote it, as it says itself.")
    added_at = models.DateTimeField(default=timezone.now)
    visible = models.BooleanField(default=False, help_text="Whether its units are found: not before all are there.")

    class Meta:
        verbose_name = _("file of a translation memory")
        verbose_name_plural = _("files of translation memories")

    def __str__(self) -> str:
        return self.name


class MemoryUnitQuerySet(models.QuerySet["MemoryUnit"]):
    """Units, and which of them may be found."""

    def visible(self) -> "MemoryUnitQuerySet":
        """Return what was approved, and what came with a file that is there as a whole."""
        return self.filter(Q(imported_from__isnull=True) | Q(imported_from__visible=True))

    def present(self) -> "MemoryUnitQuerySet":
        """Return those whose place no other unit has taken."""
        return self.visible().filter(replaced_at__isnull=True)


class MemoryUnit(models.Model):
    """An approved pair of texts, with the place it was approved in; or one that came with a file, which has no place.

    Never deleted when another one takes its place: it stays as what was approved before.
    """

    language = models.CharField(max_length=10)
    source_text = models.ForeignKey(SourceText, on_delete=models.PROTECT, related_name="units")
    source = models.TextField(help_text="English, with the ids that the tags of the translation have.")
    target = models.TextField()
    translation_key = models.UUIDField(null=True, help_text="Of the page; none where it came with a file.")
    path = models.TextField(blank=True, help_text="Where it stands on the page.")
    imported_from = models.ForeignKey(MemorySource, null=True, on_delete=models.CASCADE, related_name="units")
    before = models.CharField(max_length=32, blank=True, help_text="Key of the English text before it on the page.")
    after = models.CharField(max_length=32, blank=True, help_text="Key of the English text after it on the page.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(help_text="When it was written, for what came with a file.")
    replaced_at = models.DateTimeField(null=True, help_text="When another unit took its place.")
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = MemoryUnitQuerySet.as_manager()

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

    unit = models.ForeignKey(MemoryUnit, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    token = models.CharField(max_length=LONGEST_TOKEN)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "token", "unit"], name="one_token_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.token}: {self.unit_id}"
