"""Work on the page tree that all languages follow."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from translation_desk.models.background import BackgroundWork


class TreeOperation(BackgroundWork):
    """One change of the tree, carried out in all languages together or not at all."""

    class Kind(models.TextChoices):
        """What happens to the page and its translations."""

        FOLLOW = "follow", _("Address, place and order follow English")
        UNPUBLISH = "unpublish", _("Take offline")
        ARCHIVE = "archive", _("Put into the archive")
        RESTORE = "restore", _("Restore from the archive")
        RELEASE = "release", _("Publish what was approved and had to wait")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    data: Any = models.JSONField(default=dict, help_text="What the person chose.")
    queued_at = models.DateTimeField(default=timezone.now, help_text="When a worker was last asked for it.")

    class Meta(BackgroundWork.Meta):
        verbose_name = _("change of the page tree")
        verbose_name_plural = _("changes of the page tree")
