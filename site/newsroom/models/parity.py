"""How far the languages are: figures of each day, and the counts that made them."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Locale

from translation_desk.models import Level
from translation_desk.models.background import BackgroundWork


class Layer(models.TextChoices):
    """What is counted; texts of the three kinds are translated and published in three ways."""

    PAGES = "pages", pgettext_lazy("parity of languages", "Pages")
    VOCABULARIES = "vocabularies", _("Vocabularies and settings")
    INTERFACE = "interface", _("Words of the interface")


class ParitySummary(models.Model):
    """The figures of one day: a language, a section, a level of the plan. Those of today are rewritten, earlier ones stay.

    One piece is a page, a column of a row, or a text of the interface. `section` is the id of the English page that a section
    begins with, the label of a model, or the part of the interface. Vocabularies and the interface are required as a whole.
    """

    date = models.DateField()
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    layer = models.CharField(max_length=12, choices=Layer.choices)
    section = models.CharField(max_length=64)
    level = models.CharField(max_length=12, choices=Level.choices)
    due = models.PositiveIntegerField(help_text="Pieces that exist in English.")
    current = models.PositiveIntegerField(help_text="Those that visitors find in the language, up to date with English.")
    outdated = models.PositiveIntegerField(help_text="Those that visitors find, while English has changed.")
    in_work = models.PositiveIntegerField(help_text="Missing or outdated pieces that somebody is at.")
    words_due = models.PositiveIntegerField(help_text="English words of all pieces.")
    words_missing = models.PositiveIntegerField()
    words_outdated = models.PositiveIntegerField(help_text="English words whose translation is not approved anew yet.")
    readers = models.PositiveIntegerField(help_text="How often readers asked for what is missing.")
    colleagues = models.PositiveIntegerField(help_text="How often staff did.")
    oldest_at = models.DateTimeField(null=True, help_text="Since when the piece that is missing longest has been missing.")
    oldest_key = models.UUIDField(null=True, help_text="Translation key of that page.")

    class Meta:
        verbose_name = _("figures of parity")
        verbose_name_plural = _("figures of parity")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "layer", "locale", "section", "level"], name="one_parity_summary_per_day_and_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.layer} {self.locale_id} {self.section} {self.level}"


class ParityCount(BackgroundWork):
    """One count of all figures; the newest says how old they are, and whether the last attempt failed."""

    state_of_content = models.TextField(blank=True, help_text="What the figures depend on, as it was when the count began.")

    class Meta(BackgroundWork.Meta):
        verbose_name = _("count of parity")
        verbose_name_plural = _("counts of parity")
