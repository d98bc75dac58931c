"""What was taken out of the tree: for ninety days it can come back, and its addresses are remembered for good."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

KEPT = timedelta(days=90)
"""How long archived pages can be restored."""


class ArchivedPage(models.Model):
    """A page that was put into the archive with its translations and all that lay below them."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+", help_text="The English page, or the only one.")
    title = models.CharField(max_length=255)
    parent = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+", help_text="Where it stood.")
    slug = models.CharField(max_length=255)
    pages = models.PositiveIntegerField(help_text="How many pages there are in all languages.")
    versions: Any = models.JSONField(help_text="What `archiving` needs to put each language back.")
    redirects: Any = models.JSONField(default=dict, help_text="Redirects made (null) or turned (to which page before), by id.")
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    archived_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("archived page")
        verbose_name_plural = _("archived pages")
        ordering = ["-archived_at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def kept_until(self) -> datetime:
        """When it is deleted for good."""
        return self.archived_at + KEPT

    @property
    def days_left(self) -> int:
        """How many days it can still be restored, the present one included."""
        return max((self.kept_until - timezone.now()).days + 1, 0)


class GoneAddress(models.Model):
    """An address at which a public page stood that was removed."""

    address = models.CharField(max_length=255, unique=True, help_text="As `/fr/topics/tanning`.")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("address of a removed page")
        verbose_name_plural = _("addresses of removed pages")

    def __str__(self) -> str:
        return self.address


class DeletionRequest(models.Model):
    """What an editor asks of those who may put pages into the archive."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(_("reason"), max_length=1000)
    requested_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("request for a deletion")
        verbose_name_plural = _("requests for deletions")
        ordering = ["requested_at", "pk"]

    def __str__(self) -> str:
        return f"{self.page_id}"
