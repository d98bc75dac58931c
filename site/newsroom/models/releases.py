"""Releases: pages that go live together, what became of them, and who did what."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Locale, Page, Revision

from translation_desk.models import SourceVersion


class ReleaseState(models.TextChoices):
    """What a release is at the moment; worked out from its dates, never stored."""

    OPEN = "open", pgettext_lazy("state of a release", "Without a date")
    PLANNED = "planned", pgettext_lazy("state of a release", "Planned")
    LATE = "late", pgettext_lazy("state of a release", "Late")
    LIVE = "live", pgettext_lazy("state of a release", "Live")
    ROLLED_BACK = "rolled_back", pgettext_lazy("state of a release", "Rolled back")
    CALLED_OFF = "called_off", pgettext_lazy("state of a release", "Called off")


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases."""

    def still_open(self) -> "ReleaseQuerySet":
        """Keep those that are not live yet and were not called off."""
        return self.filter(live_at=None, called_off_at=None)


class Release(models.Model):
    """A set of pages, in English and in chosen languages, that goes live in one transaction."""

    title = models.CharField(pgettext_lazy("release", "title"), max_length=200)
    note = models.TextField(_("note for staff"), blank=True)
    goes_live_at = models.DateTimeField(_("goes live at"), null=True, blank=True)
    languages: Any = models.JSONField(default=list, help_text="Codes of the languages that go live together, without English.")
    required: Any = models.JSONField(default=list, help_text="Codes of those that may be missing of no page.")
    least = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How many of the languages each page needs; without a number, all."
    )
    announces = models.BooleanField(
        default=True, help_text="Whether pages tell readers of the languages that come after the release."
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    reminded_ahead = models.DurationField(
        null=True, help_text="How long before its time people were reminded last; of a time just set, what had passed already."
    )
    late_since = models.DateTimeField(null=True, help_text="When its time had come and it was not ready; people were told then.")
    failed_at = models.DateTimeField(null=True, help_text="When it was ready and its pages could not be published.")
    failure: Any = models.JSONField(
        default=dict, blank=True, help_text="What the publication stopped at: title of the page, its language, the error."
    )
    live_at = models.DateTimeField(null=True)
    rolled_back_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("release", "release")
        verbose_name_plural = pgettext_lazy("release", "releases")
        ordering = [models.F("goes_live_at").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether its pages still wait for it."""
        return self.live_at is None and self.called_off_at is None

    @property
    def state(self) -> ReleaseState:
        """What it is at the moment."""
        if self.called_off_at:
            return ReleaseState.CALLED_OFF
        if self.rolled_back_at:
            return ReleaseState.ROLLED_BACK
        if self.live_at:
            return ReleaseState.LIVE
        if self.late_since:
            return ReleaseState.LATE
        return ReleaseState.PLANNED if self.goes_live_at else ReleaseState.OPEN


class ReleaseItem(models.Model):
    """One page of a release, by its English version; it stands for the page in all languages."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    translation_key = models.UUIDField()
    title = models.CharField(max_length=255, help_text="The English title when the page was added.")
    open = models.BooleanField(default=True, help_text="Whether the texts of the page wait for the release.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("release", "page of a release")
        verbose_name_plural = pgettext_lazy("release", "pages of a release")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key"], condition=models.Q(open=True), name="one_open_release_for_each_page"
            ),
            models.UniqueConstraint(fields=["release", "translation_key"], name="each_page_once_in_a_release"),
        ]

    def __str__(self) -> str:
        return self.title


class ReleaseOutcome(models.Model):
    """What a release did with a page in one language: what went live, and what was live before; or that it is to come.

    Public pages read which languages are to come, so a row here counts as content.
    """

    item = models.ForeignKey(ReleaseItem, on_delete=models.CASCADE, related_name="outcomes")
    translation_key = models.UUIDField(db_index=True)
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    was_live = models.BooleanField(default=False)
    previous = models.ForeignKey(
        Revision, null=True, on_delete=models.SET_NULL, related_name="+", help_text="What visitors read before."
    )
    previous_version = models.ForeignKey(
        SourceVersion, null=True, on_delete=models.SET_NULL, related_name="+", help_text="The English that it answered to."
    )
    coming = models.BooleanField(default=False, help_text="Readers are told that this language comes later.")

    class Meta:
        verbose_name = pgettext_lazy("release", "outcome")
        verbose_name_plural = pgettext_lazy("release", "outcomes")
        constraints = [models.UniqueConstraint(fields=["item", "locale"], name="one_outcome_for_each_language")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.locale_id}"


class ReleaseEvent(models.Model):
    """One step in the history of a release. Rows are only added."""

    class Action(models.TextChoices):
        """What was done."""

        MADE = "made", pgettext_lazy("history of a release", "Made")
        CHANGED = "changed", pgettext_lazy("history of a release", "Changed")
        ADDED = "added", pgettext_lazy("history of a release", "Page added")
        REMOVED = "removed", pgettext_lazy("history of a release", "Page taken out")
        ORDERED = "ordered", pgettext_lazy("history of a release", "Translations ordered")
        LATE = "late", pgettext_lazy("history of a release", "Not ready at its time")
        FAILED = "failed", pgettext_lazy("history of a release", "Could not be published")
        LIVE = "live", pgettext_lazy("history of a release", "Went live")
        ROLLED_BACK = "rolled_back", pgettext_lazy("history of a release", "Rolled back")
        CALLED_OFF = "called_off", pgettext_lazy("history of a release", "Called off")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=12, choices=Action.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    comment = models.TextField(blank=True, help_text="The person's words.")
    data: Any = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = pgettext_lazy("release", "event")
        verbose_name_plural = pgettext_lazy("release", "events")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.release_id} {self.action}"
