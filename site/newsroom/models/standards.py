"""The last check by the standards for multilingual websites, and what it found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from translation_desk.models.background import BackgroundWork


class StandardsRun(BackgroundWork):
    """One check of all live pages. Its findings stay until the next one is done."""

    pages = models.PositiveIntegerField(default=0, help_text="Pages that were checked.")
    seconds = models.FloatField(default=0, help_text="How long it took.")

    class Meta(BackgroundWork.Meta):
        verbose_name = _("check of the standards")
        verbose_name_plural = _("checks of the standards")


class StandardsFinding(models.Model):
    """Something that is against a rule, without words: everybody reads it in their language."""

    run = models.ForeignKey(StandardsRun, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=40, help_text="Code of the rule.")
    sentence = models.CharField(max_length=40, help_text="Which of the rule's sentences says what is wrong.")
    language = models.CharField(max_length=10, help_text="Code of the page's language.")
    title = models.CharField(max_length=255, blank=True)
    address = models.TextField()
    element = models.TextField(blank=True, help_text="Where on the page, or the words that it is about.")
    named = models.JSONField(default=dict, help_text="What the sentence names.")

    class Meta:
        verbose_name = _("finding of the standards check")
        verbose_name_plural = _("findings of the standards check")
        ordering = ("pk",)
        indexes = (models.Index(fields=["run", "rule", "language"]),)

    def __str__(self) -> str:
        return f"{self.rule} {self.address}"
