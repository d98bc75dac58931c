"""What there is to translate: frozen English versions, and one job per page and language."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Locale, Page, Revision

from core.i18n import folded
from translation_desk.models.grades import Grade, Hide
from translation_desk.models.plan import Level


class LiveVersions(models.Manager["SourceVersion"]):
    """English as it was published; what is approved and not live yet concerns nobody but those it was ordered from."""

    def get_queryset(self) -> models.QuerySet["SourceVersion"]:
        """Leave out English that is not live yet."""
        return super().get_queryset().exclude(number=0)


class SourceVersion(models.Model):
    """The English of a page as it was published once, cut into segments. Nothing of it but its grade changes after it is made.

    A job under way stands on the version it was started on, so English that is published again neither discards nor blocks it.
    English of which translations are ordered before it is live has the number 0 until then.
    """

    HEAVY = ("content", "segments", "steps")
    """What only makes a version slow to read where it is only named."""

    translation_key = models.UUIDField(db_index=True)
    number = models.PositiveIntegerField(help_text="1 for the first version of a page; 0 while it is not live yet.")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    content: Any = models.JSONField(encoder=DjangoJSONEncoder, help_text="The page as Wagtail serialises revisions.")
    segments: Any = models.JSONField(encoder=DjangoJSONEncoder, help_text="What `engine.freeze` cut it into.")
    fingerprint = models.CharField(max_length=40, help_text="Of all that travels to the other languages: `engine.prints`.")
    shape = models.CharField(max_length=40, help_text="The same of that part which holds no words.")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who approved it; while it is not live yet, who ordered translations of it.",
    )
    grade = models.PositiveSmallIntegerField(choices=Grade.choices, default=Grade.UPDATE)
    note = models.TextField(blank=True, help_text="What changed, in the author's words.")
    hide = models.CharField(max_length=10, choices=Hide.choices, blank=True, default=Hide.NOTHING)
    steps: Any = models.JSONField(
        default=list,
        help_text="What changed since the version before: [path, place before or empty, place now or empty] of each text.",
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = LiveVersions()
    everything = models.Manager["SourceVersion"]()

    class Meta:
        verbose_name = _("English version")
        verbose_name_plural = _("English versions")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "number"], condition=models.Q(number__gt=0), name="one_number_per_source_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.number}"

    @classmethod
    def heavy(cls, relation: str) -> list[str]:
        """Return the columns to leave unread of a version that is joined by a relation."""
        return [f"{relation}__{name}" for name in cls.HEAVY]


class Status(models.TextChoices):
    """The one list of statuses. Plain words that say who acts next; nothing else is shown anywhere."""

    NOT_STARTED = "not_started", pgettext_lazy("status of a translation", "Not started")
    IN_TRANSLATION = "in_translation", _("In translation")
    IN_REVIEW = "in_review", _("Waiting for review")
    SENT_BACK = "sent_back", _("Sent back to the translator")
    APPROVED = "approved", _("Approved, waiting for its date")
    LIVE = "live", pgettext_lazy("status of a translation", "Live")
    OUTDATED = "outdated", _("Live, English has changed")


LOCKED = (Status.IN_REVIEW, Status.APPROVED)
"""While work waits for a decision or for its date, nobody writes."""


class Priority(models.IntegerChoices):
    """How much a job presses."""

    NORMAL = 0, _("Normal")
    URGENT = 10, _("Urgent")


class FoldedTitles(models.TextField):
    """Both titles of a job without capitals and accents, written with every save, so that one LIKE searches any script.

    Neither database can fold Cyrillic or Arabic by itself. English stands first: sorting by this column sorts by English title.
    """

    TITLES = ("source_title", "target_title")

    def pre_save(self, model_instance: Any, add: bool) -> str:
        """Fold the titles as they are being saved."""
        text = "\n".join(folded(getattr(model_instance, name)) for name in self.TITLES)
        setattr(model_instance, self.attname, text)
        return text


class TranslationJobQuerySet(models.QuerySet["TranslationJob"]):
    """Jobs; keeps what is searched in step with the titles."""

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Update many jobs; changed titles are folded anew, which Django leaves to `save`."""
        objs, fields = list(objs), list(fields)
        if set(fields) & set(FoldedTitles.TITLES):
            column = TranslationJob._meta.get_field("search_text")
            for job in objs:
                column.pre_save(job, add=False)
            fields = [*fields, "search_text"]
        return super().bulk_update(objs, fields, batch_size=batch_size)


class PresentJobs(models.Manager.from_queryset(TranslationJobQuerySet)):
    """Jobs of pages that are not in the archive: no screen, list or count knows the others."""

    def get_queryset(self) -> TranslationJobQuerySet:
        """Leave out jobs of archived pages."""
        return super().get_queryset().filter(archived=False)


class TranslationJob(models.Model):
    """The translation of one page into one language, for as long as both exist.

    `status` and the counts are kept by `jobs.refresh_counts`; Wagtail's workflow state is the truth for review.
    """

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    source_page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="translation_jobs")
    target_page = models.OneToOneField(Page, null=True, on_delete=models.SET_NULL, related_name="translation_job")
    source_title = models.CharField(max_length=255)
    target_title = models.CharField(max_length=255, blank=True, help_text="The live title, else the drafted one.")
    search_text = FoldedTitles(blank=True, editable=False)
    version = models.ForeignKey(
        SourceVersion, on_delete=models.PROTECT, related_name="+", help_text="The English that the segments answer to."
    )
    latest_version = models.ForeignKey(SourceVersion, on_delete=models.PROTECT, related_name="+")
    ordered_version = models.ForeignKey(
        SourceVersion,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="English that is not live yet and that a manager ordered the translation of.",
    )
    live_version = models.ForeignKey(
        SourceVersion,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The English that the live text answers to.",
    )
    enabled = models.BooleanField(default=True, help_text="Off while people keep the page by hand in the page editor.")
    started = models.BooleanField(default=False, help_text="On from taking until approval: somebody is at work.")
    archived = models.BooleanField(default=False, help_text="The English page lies in the archive, or is offline alone.")
    correction = models.BooleanField(default=False, help_text="The work under way mends a live translation; English is the same.")
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.NOT_STARTED)
    waiting_since = models.DateTimeField(_("waiting since"), default=timezone.now)
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("translator"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("reviewer"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    due = models.DateField(_("due"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    level = models.CharField(
        pgettext_lazy("translation plan", "in the plan"), max_length=12, choices=Level.choices, default=Level.WANTED
    )
    urgent_since = models.ForeignKey(
        SourceVersion, null=True, on_delete=models.SET_NULL, related_name="+", help_text="The English that made the job urgent."
    )
    grade = models.PositiveSmallIntegerField(
        choices=Grade.choices, null=True, help_text="Weightiest change of the English that the live text lacks."
    )
    english_since = models.DateTimeField(null=True, help_text="When the newest change that the live text lacks was published.")
    urgent_passages: Any = models.JSONField(
        default=list, help_text="[path, id of the heading block above] of each text that an urgent change concerns."
    )
    go_live_at = models.DateTimeField(_("publication time"), null=True, blank=True)

    segments_total = models.PositiveIntegerField(default=0)
    segments_done = models.PositiveIntegerField(default=0)
    words_total = models.PositiveIntegerField(default=0, help_text="Words of the English text.")
    words_done = models.PositiveIntegerField(default=0, help_text="Words of the English segments that are translated.")
    written = models.PositiveIntegerField(default=0, help_text="Length of the translation: words, in Chinese characters.")
    segments_changed = models.PositiveIntegerField(default=0, help_text="Segments of the newest English without approved text.")
    words_changed = models.PositiveIntegerField(default=0)
    segments_pending = models.PositiveIntegerField(default=0, help_text="Segments changed in English after the work began.")
    words_pending = models.PositiveIntegerField(default=0)
    comments_open = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PresentJobs()
    everything = TranslationJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation job")
        verbose_name_plural = _("translation jobs")
        # Databases do not agree where "no date" stands.
        ordering = ["-priority", models.F("due").asc(nulls_last=True), "waiting_since", "pk"]
        constraints = [models.UniqueConstraint(fields=["translation_key", "locale"], name="one_job_per_page_and_language")]
        indexes = [
            models.Index(fields=["status", "locale"]),
            models.Index(fields=["translator", "status"]),
            models.Index(fields=["reviewer", "status"]),
            models.Index(fields=["waiting_since"]),
            models.Index(fields=["due"]),
        ]

    def __str__(self) -> str:
        return f"{self.source_title} ({self.locale_id})"

    @property
    def wanted_version(self) -> SourceVersion:
        """The English to be translated: what is ordered, else the newest that is live."""
        return self.ordered_version or self.latest_version

    @property
    def wanted_version_id(self) -> int:
        """Its id."""
        return self.ordered_version_id or self.latest_version_id

    def save(self, **kwargs: Any) -> None:
        """Save; a title among `update_fields` takes the folded titles along."""
        names = kwargs.get("update_fields")
        if names is not None and set(names) & set(FoldedTitles.TITLES):
            kwargs["update_fields"] = {*names, "search_text"}
        super().save(**kwargs)


class JobBatch(models.Model):
    """One bulk action with the values before it, so that it can be undone as a whole."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=30)
    before: Any = models.JSONField(help_text="Values of the changed fields by the id of the job.")
    after: Any = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("bulk action")
        verbose_name_plural = _("bulk actions")

    def __str__(self) -> str:
        return f"{self.action} {self.created_at:%Y-%m-%d %H:%M}"
