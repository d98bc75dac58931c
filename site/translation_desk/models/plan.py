"""The translation plan: what is to exist in which language, and what was asked for beyond it."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Locale

from translation_desk.models.background import BackgroundWork


class Level(models.TextChoices):
    """What the plan says of a page in a language, in the order of weight."""

    REQUIRED = "required", pgettext_lazy("translation plan", "Required")
    WANTED = "wanted", pgettext_lazy("translation plan", "Wanted")
    ON_REQUEST = "on_request", pgettext_lazy("translation plan", "On request")
    NOT_PLANNED = "not_planned", pgettext_lazy("translation plan", "Not planned")


PLANNED = (Level.REQUIRED, Level.WANTED)
"""Levels for which jobs arise."""


class PlanRule(models.Model):
    """What the plan says of one page, of a section or of a type of page, in one language or in all.

    Pages are known by their translation key, so a rule follows its page wherever it moves.
    """

    class Scope(models.TextChoices):
        """What a rule is about; of two that apply the first here holds."""

        PAGE = "page", pgettext_lazy("translation plan", "One page")
        SECTION = "section", pgettext_lazy("translation plan", "A page and all below it")
        TYPE = "type", pgettext_lazy("translation plan", "All pages of a type")

    class Origin(models.TextChoices):
        """Why there is a rule."""

        PERSON = "person", pgettext_lazy("translation plan", "Set by somebody")
        REQUEST = "request", pgettext_lazy("translation plan", "Asked for")

    scope = models.CharField(max_length=10, choices=Scope.choices)
    translation_key = models.UUIDField(null=True, help_text="Of the page, or of the page that a section begins with.")
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.CASCADE, related_name="+")
    locale = models.ForeignKey(Locale, null=True, on_delete=models.CASCADE, related_name="+", help_text="None: all languages.")
    level = models.CharField(max_length=12, choices=Level.choices)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.PERSON)
    note = models.TextField(blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("translation plan", "rule of the plan")
        verbose_name_plural = pgettext_lazy("translation plan", "rules of the plan")
        # Databases count two empty columns as different, hence one constraint with a language and one without.
        constraints = [
            models.UniqueConstraint(fields=["scope", "translation_key", "locale"], name="one_rule_per_page_and_language"),
            models.UniqueConstraint(
                fields=["scope", "translation_key"], condition=models.Q(locale=None), name="one_rule_per_page"
            ),
            models.UniqueConstraint(fields=["content_type", "locale"], name="one_rule_per_type_and_language"),
            models.UniqueConstraint(fields=["content_type"], condition=models.Q(locale=None), name="one_rule_per_type"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.translation_key or self.content_type_id} {self.locale_id} {self.level}"


class TranslationRequest(models.Model):
    """How often a page was asked for in a language. Of readers nothing is kept but their number."""

    translation_key = models.UUIDField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    readers = models.PositiveIntegerField(default=0)
    colleagues = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True, help_text="What a colleague said last.")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", help_text="The last colleague."
    )
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = pgettext_lazy("translation plan", "request for a translation")
        verbose_name_plural = pgettext_lazy("translation plan", "requests for translations")
        ordering = ["-last_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["translation_key", "locale"], name="one_request_per_page_and_language")]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.locale_id}"


class PlanWork(BackgroundWork):
    """Jobs being brought in line with the plan; kept so that a failure is seen and can be tried again."""

    class Meta(BackgroundWork.Meta):
        verbose_name = _("change of the translation plan")
        verbose_name_plural = _("changes of the translation plan")
