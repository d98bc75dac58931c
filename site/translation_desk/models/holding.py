"""Approved text that is not live yet because it waits for more than its date."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Revision


class HeldApproval(models.Model):
    """An approved revision of a page, of any language, that publishes itself as soon as nothing stands in its way.

    What it waits for is worked out anew each time (`obstacles.CHECKS`), so nothing here can become untrue. A revision that waits
    for its date alone has no row: Wagtail publishes it.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="held_approval")
    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="held_approval")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("translation desk", "held approval")
        verbose_name_plural = pgettext_lazy("translation desk", "held approvals")

    def __str__(self) -> str:
        return f"{self.page_id} {self.revision_id}"
