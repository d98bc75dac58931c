"""The texts of a job, one row for each place."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from translation_desk.models.jobs import SourceVersion, TranslationJob


class Segment(models.Model):
    """One English text in one place of a page, with its translation in the job's language.

    `text` is the draft; `approved_text` is what visitors may read. A changed English text gets a row of its own, which
    remembers the row it replaces; that row stays, inactive, and comes back if the English comes back.
    """

    class Kind(models.TextChoices):
        """What is translated or may differ."""

        TEXT = "text", _("Text")
        LINK = "link", _("Address of a link")
        OBJECT = "object", _("Image, file or page")

    class Review(models.TextChoices):
        """What the reviewer said of the present text; void when the text changes."""

        NONE = "", _("Not reviewed")
        ACCEPTED = "accepted", _("Accepted")
        FLAGGED = "flagged", _("Flagged")

    job = models.ForeignKey(TranslationJob, on_delete=models.CASCADE, related_name="segments")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TEXT)
    place = models.UUIDField(help_text="Hash of path and English text.")
    path = models.TextField(help_text="Where it stands: `body.<block id>.title`, `pillars.<key>.text`.")
    source = models.TextField(help_text="English: text with inline tags, attributes replaced by ids; for an object its id.")
    order = models.PositiveIntegerField()
    words = models.PositiveIntegerField(default=0, help_text="Words of the English text.")
    active = models.BooleanField(default=True, help_text="Whether the job's English version has this text in this place.")
    previous = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", help_text="The row that this one replaces."
    )

    text = models.TextField(blank=True, help_text="The draft. Empty: not translated; for links and objects: as in English.")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The translator who accepted the author's (a reviewer's) wording.",
    )
    written_at = models.DateTimeField(null=True)
    kept = models.BooleanField(default=False, help_text="The previous translation was declared still valid.")
    prefilled = models.BooleanField(
        default=False, help_text="The draft comes from the translation memory, and nobody has said yet that it is right."
    )
    # The database fills it in for code from before the column, which runs on during a deploy.
    machine = models.CharField(
        max_length=30,
        blank=True,
        default="",
        db_default="",
        help_text="The engine that the draft comes from, as long as nobody has said that it is right.",
    )
    version = models.PositiveIntegerField(default=0, help_text="Raised by each save; tells who saved first.")

    review = models.CharField(max_length=10, choices=Review.choices, default=Review.NONE, blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    suggestion = models.TextField(blank=True, help_text="The reviewer's correction, until the translator accepts or changes it.")
    suggested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    approved_text = models.TextField(blank=True)
    approved_author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["job", "place"], name="one_segment_per_place")]

    def __str__(self) -> str:
        return f"{self.job_id} {self.path}"

    @property
    def is_text(self) -> bool:
        """Whether words stand here."""
        return self.kind == self.Kind.TEXT

    @property
    def changed(self) -> bool:
        """Whether the draft differs from what visitors may read."""
        return self.text != self.approved_text


class SegmentHistory(models.Model):
    """What happened to a segment. Only added to; texts of one person saved within minutes share a row."""

    class Action(models.TextChoices):
        """Kinds of events."""

        WRITTEN = "written", _("Translated")
        KEPT = "kept", _("Kept as still valid")
        FILLED = "filled", _("Filled from a repetition")
        PREFILLED = "prefilled", _("Filled from the translation memory")
        MACHINE = "machine", _("Translated by a machine")
        CONFIRMED = "confirmed", _("Said to be right as it is")
        SUGGESTED = "suggested", _("Correction proposed")
        ACCEPTED = "accepted", _("Correction accepted")
        RESTORED = "restored", _("Restored")
        IMPORTED = "imported", _("Imported from a file")
        FLAGGED = "flagged", _("Flagged")
        CLEARED = "cleared", _("Accepted by the reviewer")
        APPROVED = "approved", _("Approved")

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="history")
    action = models.CharField(max_length=10, choices=Action.choices)
    text = models.TextField(blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    source_version = models.ForeignKey(SourceVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # The database fills it in for code from before the column, which runs on during a deploy.
    tool = models.CharField(
        max_length=100, blank=True, default="", db_default="", help_text="The program that an imported text was written with."
    )

    class Meta:
        verbose_name = _("event of a segment")
        verbose_name_plural = _("events of segments")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.action}"


class SegmentComment(models.Model):
    """A remark on a segment, or on the whole job when it names none. Answers name the comment they answer."""

    job = models.ForeignKey(TranslationJob, on_delete=models.CASCADE, related_name="comments")
    segment = models.ForeignKey(Segment, null=True, blank=True, on_delete=models.SET_NULL, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(_("comment"), max_length=5000)
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:50]
