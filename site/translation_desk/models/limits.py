"""How long work may wait before the managers are told."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

AT_LEAST_A_DAY = [MinValueValidator(1), MaxValueValidator(365)]


@register_setting(icon="time")
class WaitingLimits(BaseGenericSetting):
    """Days, kept by the managers in the administration's settings."""

    days_for_review = models.PositiveSmallIntegerField(
        _("days for a review"),
        default=5,
        validators=AT_LEAST_A_DAY,
        help_text=_("After so many days in review without a decision, the managers are told once."),
    )
    days_after_sending_back = models.PositiveSmallIntegerField(
        _("days after sending back"),
        default=10,
        validators=AT_LEAST_A_DAY,
        help_text=_("After so many days without a new version from the translator, the managers are told once."),
    )

    panels = [FieldPanel("days_for_review"), FieldPanel("days_after_sending_back")]

    class Meta:
        verbose_name = _("waiting times of translations")
