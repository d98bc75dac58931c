"""What upkeep found, the addresses on other sites that it asks, and who wants its mails."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from translation_desk.models.background import BackgroundWork


class UpkeepCheck(BackgroundWork):
    """One look at everything that is live; kept so that the screen says how old its list is."""

    class Meta(BackgroundWork.Meta):
        verbose_name = _("check of what needs upkeep")
        verbose_name_plural = _("checks of what needs upkeep")
        indexes = [models.Index(fields=["state"], name="newsroom_upkeep_state")]


class CheckedLink(models.Model):
    """An address on another site that live pages lead to, and what it answered last."""

    class Verdict(models.TextChoices):
        """What is known of an address: the sentences for people are in `wording`."""

        UNKNOWN = "unknown"
        WORKS = "works"
        FAILING = "failing"
        BROKEN = "broken"
        REFUSED = "refused"

    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the address: addresses are too long for an index.")
    address = models.TextField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.UNKNOWN)
    answer = models.CharField(max_length=20, blank=True, help_text="A status of HTTP, or a word of `asking.FAILURES`.")
    failures = models.PositiveSmallIntegerField(default=0, help_text="In a row.")
    failing_since = models.DateField(null=True)
    asked_at = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(null=True, help_text="When somebody wanted it asked at once.")
    ask_on = models.DateField(default=timezone.localdate, db_index=True, help_text="The day from which it is asked again.")

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")

    def __str__(self) -> str:
        return self.address


class UpkeepPoint(models.Model):
    """One thing that needs a person. It is deleted by the check that finds it no more."""

    class Kind(models.TextChoices):
        """Groups of the list, in its order."""

        LINK = "link", _("Broken links")
        REVIEW = "review", _("Pages due for review")
        FACT = "fact", _("Facts due for a check")
        PAGE_ALT = "page_alt", _("Pages with pictures that nobody described")
        IMAGE_ALT = "image_alt", _("Images without description")
        PUBLICATION = "publication", _("Publications with gaps")
        IMAGE = "image", _("Unused images")
        FILE = "file", _("Unused files")

    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of kind, thing and place.")
    state = models.CharField(
        max_length=64, help_text="SHA-256 of what the judgement rests on: a dismissal holds while it is the same."
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey("wagtailcore.Page", null=True, on_delete=models.CASCADE, related_name="+")
    image = models.ForeignKey("core.CustomImage", null=True, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey("core.CustomDocument", null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=255)
    data: Any = models.JSONField(default=dict, help_text="What `wording` makes a sentence of.")
    since = models.DateField(default=timezone.localdate)
    dismissed_at = models.DateTimeField(null=True)
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("point of upkeep")
        verbose_name_plural = _("points of upkeep")
        ordering = ["-since", "pk"]
        indexes = [models.Index(fields=["kind", "locale"], name="newsroom_upkeep_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class UpkeepMails(models.Model):
    """Whether somebody wants the weekly mail, and the day of the last."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wanted = models.BooleanField(_("mails about upkeep"), default=True)
    sent_on = models.DateField(null=True, editable=False)

    class Meta:
        verbose_name = _("mails about upkeep")
        verbose_name_plural = _("mails about upkeep")

    def __str__(self) -> str:
        return f"{self.user_id} {self.wanted}"
