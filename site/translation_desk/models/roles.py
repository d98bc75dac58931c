"""Which groups of people do what, in which language."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Locale


class DeskGroup(models.Model):
    """Gives a group a role at the desk. Groups may be renamed; this row keeps their meaning."""

    class Role(models.TextChoices):
        """What the people of a group do."""

        EDITOR = "editor", pgettext_lazy("translation desk", "Editor")
        APPROVER = "approver", pgettext_lazy("translation desk", "Approver")
        TRANSLATOR = "translator", pgettext_lazy("translation desk", "Translator")
        REVIEWER = "reviewer", pgettext_lazy("translation desk", "Reviewer")

    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="desk_group")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = _("group of the translation desk")
        verbose_name_plural = _("groups of the translation desk")
        constraints = [models.UniqueConstraint(fields=["locale", "role"], name="one_group_per_role_and_language")]

    def __str__(self) -> str:
        return str(self.group)
