"""Who translated how many words: one row for each text that an approval made new or changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from translation_desk.models.jobs import TranslationJob
from translation_desk.models.segments import Segment


class TranslatedText(models.Model):
    """A text as it was translated once and approved. Rows are only added, so what was counted stays counted.

    Page and segment may go; key and title of the page stay. People who leave are erased with their account, which keeps its id.
    """

    job = models.ForeignKey(TranslationJob, null=True, on_delete=models.SET_NULL, related_name="+")
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="+")
    translation_key = models.UUIDField(help_text="Of the page.")
    title = models.CharField(max_length=255, help_text="The English title of the page when the text was approved.")
    locale = models.ForeignKey(Locale, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(db_index=True)
    words = models.PositiveIntegerField(help_text="Words of the English text.")
    length = models.PositiveIntegerField(help_text="Length of the translation: words, in Chinese characters.")
    revised = models.BooleanField(help_text="A translation of the same or of earlier English was approved in this place before.")
    percent = models.PositiveSmallIntegerField(
        default=0,
        help_text="The best match of the memory before this text entered it: 0 for none, 101 for the same text in the same"
        " context; 0 for a revised text too, which is not looked up.",
    )

    class Meta:
        verbose_name = _("translated text")
        verbose_name_plural = _("translated texts")
        ordering = ["approved_at", "pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.words}"
