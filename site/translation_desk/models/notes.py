"""What authors of the English leave for all who translate it."""

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.documents import get_document_model_string
from wagtail.models import Page


class SourceNote(models.Model):
    """A note, a file or a link for translators, about an English page or one of its blocks. Visitors never see it."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", help_text="The English page.")
    block = models.CharField(
        pgettext_lazy("note for translators", "about"),
        max_length=255,
        blank=True,
        help_text="As in `places.Group`; empty: the whole page.",
    )
    text = models.TextField(_("note"), max_length=5000, blank=True)
    document = models.ForeignKey(
        get_document_model_string(), verbose_name=_("file"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    link = models.URLField(_("link"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])])
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("note for translators")
        verbose_name_plural = _("notes for translators")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:50]
