"""What the report of translated words is asked for: days, a language, a person."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from core.i18n import language_name
from translation_desk import word_report
from translation_desk.filters import person_name
from translation_desk.word_report import Period


class WordReportForm(forms.Form):
    """The choices of the report; people and languages are those that the person may count."""

    first_day = forms.DateField(
        label=pgettext_lazy("first day of a period", "From"), required=False, widget=AdminDateInput(attrs={"autocomplete": "off"})
    )
    last_day = forms.DateField(
        label=pgettext_lazy("last day of a period", "Until"), required=False, widget=AdminDateInput(attrs={"autocomplete": "off"})
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    person = forms.ChoiceField(label=pgettext_lazy("translation desk", "Person"), required=False)

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        languages = [(code, capfirst(language_name(code))) for code in word_report.languages(user)]
        choices["language"].choices = [("", _("All languages")), *languages]
        people = [(str(person.pk), person_name(person)) for person in word_report.people(user)]
        choices["person"].choices = [("", pgettext("translation desk", "Everybody")), *people]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        return cleaned

    @property
    def period(self) -> Period:
        """The days that were asked for; only of a valid form."""
        return Period(self.cleaned_data["first_day"], self.cleaned_data["last_day"])

    @property
    def chosen(self) -> dict[str, Any]:
        """The language and the person as the service takes them; only of a valid form."""
        person = self.cleaned_data.get("person")
        return {"code": self.cleaned_data["language"], "person_id": int(person) if person else None}
