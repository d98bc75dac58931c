"""The form in which somebody says when they are away, in their own settings and on the screen of people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from translation_desk import absences
from translation_desk.errors import BadValueError
from translation_desk.models import Absence
from translation_desk.review_forms import PersonField


class AbsenceForm(forms.Form):
    """Days of absence and the deputy of one person."""

    first_day = forms.DateField(label=pgettext_lazy("translation desk", "First day away"), required=False, widget=AdminDateInput)
    last_day = forms.DateField(
        label=pgettext_lazy("translation desk", "Last day away"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Leave both days empty to take the absence away."),
    )
    deputy = PersonField(
        label=pgettext_lazy("translation desk", "Deputy"),
        queryset=None,
        required=False,
        empty_label=_("Nobody"),
        help_text=_("New work and messages go to the deputy meanwhile, as far as their roles allow."),
    )

    def __init__(self, *args: Any, user: Any, person: Any, **kwargs: Any) -> None:
        absence = Absence.objects.filter(user=person).first()
        if absence is not None:
            kwargs["initial"] = {name: getattr(absence, name) for name in ("first_day", "last_day", "deputy")}
        super().__init__(*args, **kwargs)
        self.user = user
        self.person = person
        field: Any = self.fields["deputy"]
        field.queryset = absences.possible_deputies(person).select_related("absence")

    def clean(self) -> dict[str, Any]:
        """Show beside its field what makes no absence."""
        data = super().clean() or {}
        if not self.errors:
            try:
                absences.check(self.person, data["first_day"], data["last_day"], data["deputy"])
            except BadValueError as error:
                self.add_error(error.field, str(error))
        return data

    def save(self) -> None:
        """Keep the absence. Raises DeskError."""
        data = self.cleaned_data
        absences.set_absence(self.user, self.person, data["first_day"], data["last_day"], data["deputy"])
