"""When people are away, and who stands in for them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Absence(models.Model):
    """The days on which somebody is away; one row for each person, that of the next or present absence."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absence")
    first_day = models.DateField(pgettext_lazy("translation desk", "First day away"))
    last_day = models.DateField(pgettext_lazy("translation desk", "Last day away"))
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("translation desk", "Deputy"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        indexes = [models.Index(fields=["last_day"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first_day} {self.last_day}"
