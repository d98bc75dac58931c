"""How much a change of the English matters to its translations."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Revision


class Grade(models.IntegerChoices):
    """What a change of the English asks of its translations. The numbers are in the order of weight."""

    TYPO = 0, pgettext_lazy("grade of a change", "Typo")
    UPDATE = 10, pgettext_lazy("grade of a change", "Update")
    URGENT = 20, pgettext_lazy("grade of a change", "Urgent")


class Hide(models.TextChoices):
    """What an urgent change takes away from readers of the translations that lack it."""

    NOTHING = "", pgettext_lazy("translation desk", "Nothing: readers are warned")
    PASSAGES = "passages", pgettext_lazy("translation desk", "The passages that change, in all languages until translated")
    PAGE = "page", pgettext_lazy("translation desk", "The whole page, in all languages until translated")


class EnglishChange(models.Model):
    """What people said of one revision of an English page: proposed with its submission, confirmed with its approval.

    Bound to the revision, so that later drafts never change it. Where nobody was asked the change is an update.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    revision = models.OneToOneField(Revision, null=True, on_delete=models.SET_NULL, related_name="english_change")
    note = models.CharField(pgettext_lazy("translation desk", "What changed"), max_length=300, blank=True)
    proposed = models.PositiveSmallIntegerField(choices=Grade.choices, null=True, help_text="Nobody was asked when None.")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    grade = models.PositiveSmallIntegerField(choices=Grade.choices, default=Grade.UPDATE, help_text="As confirmed.")
    hide = models.CharField(max_length=10, choices=Hide.choices, blank=True, default=Hide.NOTHING)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True)
    version = models.ForeignKey(
        "translation_desk.SourceVersion",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The English version that the change went into.",
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("translation desk", "change of the English")
        verbose_name_plural = pgettext_lazy("translation desk", "changes of the English")
        indexes = [models.Index(fields=["page", "version"])]

    def __str__(self) -> str:
        return f"{self.page_id} {self.grade}"
