"""What a person may choose about mails of the desk, on Wagtail's page of personal settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab, profile_tab

from translation_desk.absence_forms import AbsenceForm
from translation_desk.models import NoticeSettings
from translation_desk.permissions import can_see


class NoticeSettingsForm(forms.ModelForm):
    """How mails about translations are delivered."""

    class Meta:
        model = NoticeSettings
        fields = ["delivery"]
        widgets = {"delivery": forms.RadioSelect}
        help_texts = {"delivery": _("The dashboard shows everything that concerns you in any case.")}


class TranslationMailsPanel(BaseSettingsPanel):
    """Mails about translations: at once, once a day, or none."""

    name = "translation_mails"
    title = _("Translations")
    tab = notifications_tab
    order = 200
    form_class = NoticeSettingsForm

    def is_active(self) -> bool:
        """Leave the panel out for people who have no part in translation."""
        return can_see(self.user)

    def get_form(self) -> NoticeSettingsForm:
        """Edit the person's row, which is only made when they save."""
        instance = NoticeSettings.objects.filter(user=self.user).first() or NoticeSettings(user=self.user)
        data: Any = self.request.POST if self.request.method == "POST" else None
        # A form of Wagtail's that was sent without these fields (by a script) leaves them as they are.
        if data is not None and f"{self.name}-delivery" not in data:
            data = None
        return NoticeSettingsForm(data, instance=instance, prefix=self.name)


class AbsencePanel(BaseSettingsPanel):
    """When the person is away, and who stands in."""

    name = "absence"
    title = pgettext_lazy("translation desk", "Absence")
    tab = profile_tab
    order = 250

    def is_active(self) -> bool:
        """Leave the panel out for people who have no part in translation."""
        return can_see(self.user)

    def get_form(self) -> AbsenceForm:
        """Edit the person's absence."""
        data: Any = self.request.POST if self.request.method == "POST" else None
        if data is not None and f"{self.name}-first_day" not in data:
            data = None
        return AbsenceForm(data, user=self.user, person=self.user, prefix=self.name)
