"""Forms of decisions: a message or a reason, a publication time, other people."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.models import Locale

from core import formatting
from core.i18n import language_name
from translation_desk import absences, assigning
from translation_desk.models import Grade, Hide, Question, TranslationJob
from translation_desk.permissions import Role

LONGEST = 5000


def words(label: Any, *, required: bool, help_text: Any = "") -> forms.CharField:
    """Return a field for a few sentences in any language."""
    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto", "data-desk-keep-target": "text", "data-action": "desk-keep#store"})
    return forms.CharField(label=label, required=required, max_length=LONGEST, widget=widget, help_text=help_text)


class SubmitForm(forms.Form):
    """What the translator tells the reviewer."""

    note = words(gettext_lazy("Message to the reviewer"), required=False)


class SendBackForm(forms.Form):
    """What the reviewer tells the translator."""

    message = words(
        gettext_lazy("Message to the translator"),
        required=False,
        help_text=gettext_lazy("Needed unless you flagged segments. Flagged segments come first when the translator goes on."),
    )


class ApproveForm(forms.Form):
    """When the translation goes live."""

    at = forms.DateTimeField(label=gettext_lazy("Publication time"), required=False, widget=AdminDateTimeInput)
    message = words(gettext_lazy("Message to the translator"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offset = f"{timezone.localtime():%z}"
        self.fields["at"].help_text = _("Leave empty to publish now. Times are in your time zone, %(zone)s.") % {
            "zone": f"{timezone.get_current_timezone()} (UTC{offset[:3]}:{offset[3:]})"
        }


class OrderForm(forms.Form):
    """Which translations are ordered before their English is live."""

    languages = forms.MultipleChoiceField(label=gettext_lazy("Languages"), widget=forms.CheckboxSelectMultiple)
    due = forms.DateField(label=pgettext_lazy("date", "Due"), required=False, widget=AdminDateInput)
    note = words(
        gettext_lazy("Message to the translators"),
        required=False,
        help_text=gettext_lazy("It goes out with the order and stands above the texts while they translate."),
    )

    def __init__(self, *args: Any, locales: Iterable[Locale], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["languages"]
        field.choices = [(locale.language_code, capfirst(language_name(locale.language_code))) for locale in locales]
        field.initial = [code for code, _name in field.choices]


class ReasonForm(forms.Form):
    """Why something is taken from visitors at once."""

    reason = words(gettext_lazy("Reason"), required=True, help_text=gettext_lazy("The managers and the translator read it."))


class LiftForm(forms.Form):
    """Why one person may approve."""

    reason = words(
        gettext_lazy("Reason"),
        required=True,
        help_text=gettext_lazy("Everybody who translates or reviews this language reads it, and the record keeps it."),
    )


class QuestionForm(forms.Form):
    """What is said to a question: an answer, what is missing, why it is closed."""

    text = words(gettext_lazy("Message"), required=False)


class AskForm(forms.Form):
    """A question about one English text of a page."""

    segment = forms.ChoiceField(label=gettext_lazy("English text"))
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=Question.Kind.choices, initial=Question.Kind.QUESTION, widget=forms.RadioSelect
    )
    text = words(
        gettext_lazy("Question or fault"),
        required=True,
        help_text=gettext_lazy("All languages see it with its answer, so write English if you can."),
    )

    def __init__(self, *args: Any, segments: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["segment"]
        field.choices = segments


def name_with_absence(person: Any) -> str:
    """Return a name for a list to choose from, with the end of an absence."""
    name = str(person.get_full_name() or person.get_username())
    away = absences.of(person)
    if away is None:
        return name
    if away.deputy is None:
        return _("%(person)s, away until %(date)s") % {"person": name, "date": formatting.day(away.last_day)}
    deputy = away.deputy.get_full_name() or away.deputy.get_username()
    values = {"person": name, "date": formatting.day(away.last_day), "deputy": deputy}
    return _("%(person)s, away until %(date)s, deputy: %(deputy)s") % values


GRADES = (
    (Grade.TYPO, gettext_lazy("Typo: the sense stays, so translations stay as they are")),
    (Grade.UPDATE, gettext_lazy("Update: translators bring their texts up to date, readers are told meanwhile")),
    (Grade.URGENT, gettext_lazy("Urgent: translators do this first, readers are warned meanwhile")),
)


class GradeForm(forms.Form):
    """What a change of the English asks of its translations."""

    grade = forms.TypedChoiceField(
        label=pgettext_lazy("translation desk", "Kind of change"), choices=GRADES, coerce=int, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=pgettext_lazy("translation desk", "What changed"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("A few words for translators, in English."),
    )


class ProposeChangeForm(GradeForm):
    """What the author says of a change."""

    def clean(self) -> dict[str, Any]:
        """Ask for the words that translators read; a typo needs none."""
        data = super().clean() or {}
        if data.get("grade") and not data.get("note"):
            self.add_error("note", _("Say in a few words what changed."))
        return data


class RegradeForm(GradeForm):
    """What a change asks of its translations, and what it takes away from their readers meanwhile."""

    hide = forms.ChoiceField(
        label=pgettext_lazy("translation desk", "Hide"),
        choices=Hide.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("For urgent changes only. What is hidden returns with the approved translation."),
    )


class ApproveChangeForm(RegradeForm):
    """What the approver says of a change, and to its author."""

    message = words(gettext_lazy("Message to the author"), required=False)


class PersonField(forms.ModelChoiceField):
    """Chooses a person by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Show the name, and until when the person is away."""
        return name_with_absence(obj)


class PeopleForm(forms.Form):
    """Who translates and who reviews."""

    translator = PersonField(label=gettext_lazy("Translator"), queryset=None, required=False, empty_label=gettext_lazy("Nobody"))
    reviewer = PersonField(
        label=gettext_lazy("Reviewer"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("Any reviewer of the language"),
    )

    def __init__(self, *args: Any, job: TranslationJob, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, role in (("translator", Role.TRANSLATOR), ("reviewer", Role.REVIEWER)):
            field: Any = self.fields[name]
            field.queryset = assigning.candidates(role, [job.locale_id])

    def clean(self) -> dict[str, Any]:
        """Ask for two people."""
        data = super().clean() or {}
        if data.get("translator") and data.get("translator") == data.get("reviewer"):
            self.add_error("reviewer", _("Nobody reviews their own work: choose two people."))
        return data
