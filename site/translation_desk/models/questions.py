"""What people of all languages ask about the English, and the faults that they find in it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Page

from translation_desk.models.jobs import SourceVersion, TranslationJob


class Question(models.Model):
    """A question about one English text, or a fault in it. All languages see it where they have that text in that place.

    A fault that a reader noticed names no text, and stands without a job where its page has none.
    """

    class Kind(models.TextChoices):
        """What is wanted of the people of English."""

        QUESTION = "question", _("Question")
        FAULT = "fault", _("Fault in the English")

    class State(models.TextChoices):
        """Who acts next: the people of English, whoever asked, nobody."""

        OPEN = "open", pgettext_lazy("state of a question", "Open")
        ANSWERED = "answered", pgettext_lazy("state of a question", "Answered")
        SOLVED = "solved", pgettext_lazy("state of a question", "Solved")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.QUESTION)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="+", help_text="The English page, or one of one language."
    )
    job = models.ForeignKey(
        TranslationJob, null=True, on_delete=models.CASCADE, related_name="+", help_text="Where it was asked."
    )
    version = models.ForeignKey(
        SourceVersion, null=True, on_delete=models.PROTECT, related_name="+", help_text="The English it is about."
    )
    place = models.UUIDField(help_text="As in `Segment`: the same text in the same place, in every language.")
    path = models.TextField(blank=True, help_text="As in `Segment`; empty for a fault somewhere in the page.")
    source = models.TextField(blank=True, help_text="As in `Segment`.")
    quote = models.TextField(blank=True, help_text="The English as plain text; for an image or file its title.")
    text = models.TextField(_("question"), max_length=5000)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("question about the English")
        verbose_name_plural = _("questions about the English")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["page", "place"]), models.Index(fields=["kind", "state"])]

    def __str__(self) -> str:
        return self.text[:50]

    @property
    def is_fault(self) -> bool:
        """Whether the English is to be mended."""
        return self.kind == self.Kind.FAULT


class QuestionEvent(models.Model):
    """What happened to a question. Only added to."""

    class Action(models.TextChoices):
        """Kinds of events."""

        ANSWERED = "answered", pgettext_lazy("event of a question", "Answered")
        SOLVED = "solved", _("Marked as solved")
        CORRECTED = "corrected", _("The English was corrected")
        REOPENED = "reopened", _("Opened again")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=10, choices=Action.choices)
    text = models.TextField(blank=True, max_length=5000)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("event of a question")
        verbose_name_plural = _("events of questions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.question_id} {self.action}"
