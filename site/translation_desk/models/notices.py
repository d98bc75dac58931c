"""What people are told, and how they want to be told."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from translation_desk.models.jobs import TranslationJob
from translation_desk.models.questions import Question


class NoticeSettings(models.Model):
    """How a person is told of events at the desk."""

    class Delivery(models.TextChoices):
        """Ways of delivery."""

        AT_ONCE = "at_once", _("A mail for each event, at once")
        DAILY = "daily", _("One mail a day")
        NONE = "none", _("No mail; the dashboard only")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_settings")
    delivery = models.CharField(_("translation mails"), max_length=10, choices=Delivery.choices, default=Delivery.AT_ONCE)
    last_digest = models.DateField(null=True, editable=False, help_text="The day of the last collected mail: one a day.")

    class Meta:
        verbose_name = _("notification settings")
        verbose_name_plural = _("notification settings")

    def __str__(self) -> str:
        return self.delivery


class Notice(models.Model):
    """One event that concerns one person."""

    class Event(models.TextChoices):
        """Kinds of events."""

        ASSIGNED = "assigned", _("Assigned to you")
        ORDERED = "ordered", _("Translation ordered")
        ORDER_ENDED = "order_ended", _("Order has ended")
        HANDED_OVER = "handed_over", _("No longer yours")
        SUBMITTED = "submitted", _("Handed in for review")
        SENT_BACK = "sent_back", _("Sent back to you")
        CORRECTED = "corrected", _("Corrections proposed")
        APPROVED = "approved", _("Approved")
        DUE_SOON = "due_soon", _("Due soon")
        ENGLISH_CHANGED = "english_changed", _("English has changed")
        URGENT_CHANGE = "urgent_change", _("English has changed urgently")
        REMINDER = "reminder", _("Reminder")
        TAKEN_OFFLINE = "taken_offline", _("Taken offline")
        RETURNED = "returned", _("Returned to an earlier version")
        FREED = "freed", _("Back in the queue")
        ESCALATED = "escalated", _("Waits too long")
        LIFTED = "lifted", _("Four eyes lifted")
        QUESTION = "question", _("Question about the English")
        FAULT = "fault", _("Fault in the English")
        ANSWERED = "answered", _("Question answered")
        SOLVED = "solved", _("Fault in the English dealt with")
        READER = "reader", _("A reader noticed something")
        TERM = "term", _("Decision on a proposed term")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="desk_notices")
    job = models.ForeignKey(
        TranslationJob,
        null=True,
        on_delete=models.CASCADE,
        related_name="notices",
        help_text="None where it is about something English: `data` says what.",
    )
    question = models.ForeignKey(
        Question, null=True, on_delete=models.CASCADE, related_name="+", help_text="What it leads to, instead of the job."
    )
    event = models.CharField(max_length=20, choices=Event.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    instead_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who is away and for whom the person stands in.",
    )
    message = models.TextField(blank=True)
    data: Any = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "mailed_at"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.event}"
