"""Whether a person wants the weekly mail, on Wagtail's page of personal settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from newsroom.models import UpkeepMails
from translation_desk.permissions import can_see


class UpkeepMailsForm(forms.ModelForm):
    """The one choice. A pair of buttons rather than a box: a box that is not ticked is not sent."""

    wanted = forms.TypedChoiceField(
        label=_("mails about upkeep"),
        coerce=lambda value: value == "True",
        choices=[(True, _("One mail a week")), (False, _("No mail; the dashboard only"))],
        widget=forms.RadioSelect,
        help_text=_("It comes only while something is open that concerns you."),
    )

    class Meta:
        model = UpkeepMails
        fields = ["wanted"]


class UpkeepMailsPanel(BaseSettingsPanel):
    """The mail about upkeep: each week or never."""

    name = "upkeep_mails"
    title = pgettext_lazy("newsroom", "Upkeep")
    tab = notifications_tab
    order = 210
    form_class = UpkeepMailsForm

    def is_active(self) -> bool:
        """Leave the panel out for people whom no point concerns."""
        return can_see(self.user)

    def get_form(self) -> UpkeepMailsForm:
        """Edit the person's row, which is only made when they save."""
        instance = UpkeepMails.objects.filter(user=self.user).first() or UpkeepMails(user=self.user)
        data: Any = self.request.POST if self.request.method == "POST" else None
        # A form of Wagtail's that was sent without this field (by a script) leaves it as it is.
        if data is not None and f"{self.name}-wanted" not in data:
            data = None
        return UpkeepMailsForm(data, instance=instance, prefix=self.name)
