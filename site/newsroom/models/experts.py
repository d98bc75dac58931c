"""Questions to experts who have no account: about one text, answered once."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Page, Revision

from translation_desk.models import DeskGroup


class ExpertQuestionQuerySet(models.QuerySet["ExpertQuestion"]):
    """Questions by what can still become of them."""

    def still_open(self) -> "ExpertQuestionQuerySet":
        """Return those that the expert may still answer."""
        return self.filter(answer="", ended="", expires_at__gt=timezone.now())


class ExpertQuestion(models.Model):
    """What somebody wants to hear from an expert about exactly one text of a page, and the answer."""

    class Answer(models.TextChoices):
        """What the expert says."""

        AGREES = "agrees", pgettext_lazy("expert", "I agree")
        CHANGES = "changes", pgettext_lazy("expert", "Changes are needed")

    class Ended(models.TextChoices):
        """Why a question has ended, other than by its answer or its date."""

        WITHDRAWN = "withdrawn", pgettext_lazy("question to an expert", "Withdrawn")
        REPLACED = "replaced", pgettext_lazy("question to an expert", "The text has changed")

    class State(models.TextChoices):
        """Where a question stands; follows from the other columns."""

        OPEN = "open", pgettext_lazy("question to an expert", "Waiting for the answer")
        AGREES = "agrees", pgettext_lazy("answer of an expert", "Agrees")
        CHANGES = "changes", pgettext_lazy("answer of an expert", "Asks for changes")
        WITHDRAWN = "withdrawn", pgettext_lazy("question to an expert", "Withdrawn")
        REPLACED = "replaced", pgettext_lazy("question to an expert", "The text has changed")
        EXPIRED = "expired", pgettext_lazy("question to an expert", "Expired without an answer")

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, help_text="Of the text: a revision may be written over.")
    nonce = models.CharField(max_length=32, help_text="Part of the link. The rest is made with the site's secret.")
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    organisation = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=10)
    message = models.TextField(blank=True)
    required = models.BooleanField(default=False, help_text="Whether nobody may approve the text before the expert agrees.")
    asked_as = models.CharField(max_length=20, choices=DeskGroup.Role.choices)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    words = models.TextField(blank=True)
    remarks: Any = models.JSONField(default=list, help_text="Of single passages: {text, words}.")
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    ended_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text="When whoever asked was told that its time passed without an answer.")
    forgotten_at = models.DateTimeField(null=True, help_text="When name, address and organisation were erased.")

    objects = ExpertQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to an expert")
        verbose_name_plural = _("questions to experts")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page_id} {self.state}"

    @property
    def state(self) -> State:
        """Where the question stands. That a newer text took the place of the one asked about is known to `following` only."""
        if self.answer:
            return self.State(self.answer)
        if self.ended:
            return self.State(self.ended)
        return self.State.EXPIRED if self.expires_at <= timezone.now() else self.State.OPEN
