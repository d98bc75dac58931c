"""The steps that may be taken with many rows of the queue: their names, what they ask for, how their effect reads."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from core import formatting
from core.i18n import language_name, locale_code
from translation_desk import assigning, permissions, prefilling
from translation_desk.filters import person_name
from translation_desk.models import TranslationJob
from translation_desk.models.jobs import Priority
from translation_desk.permissions import Role
from translation_desk.review_forms import name_with_absence

NOBODY = "nobody"


class ValueForm(forms.Form):
    """Asks for nothing; the forms of the steps build on it. They are shown with GET, so that an effect has an address."""

    def __init__(self, *args: Any, locale_ids: Iterable[int] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locale_ids = set(locale_ids)

    def value(self) -> Any:
        """Return what the step takes."""
        return None


class TakeForm(ValueForm):
    """Taking what is free, or also what a colleague has."""

    over = forms.BooleanField(
        label=gettext_lazy("Take over from colleagues too"),
        required=False,
        help_text=gettext_lazy("For the work of somebody who is absent. They are told."),
    )

    def value(self) -> bool:
        """Return whether to take over."""
        return bool(self.cleaned_data["over"])


class PersonForm(ValueForm):
    """Choosing somebody who works in at least one of the languages."""

    role = Role.TRANSLATOR
    person = forms.ChoiceField(label=pgettext_lazy("translation desk", "Translator"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = list(assigning.candidates(self.role, self.locale_ids).prefetch_related("groups__desk_group"))
        choices = [("", _("Choose a person")), (NOBODY, _("Nobody"))]
        fields: Any = self.fields
        fields["person"].choices = choices + [(str(user.pk), self.label_of(user)) for user in self.people]

    def label_of(self, user: Any) -> str:
        """Return the name with the languages, since a language may have several people and a person several languages."""
        rows = [group.desk_group for group in user.groups.all() if hasattr(group, "desk_group")]
        codes = {locale_code(row.locale_id) for row in rows if row.role in {self.role, Role.REVIEWER}}
        return f"{name_with_absence(user)} ({formatting.listed([language_name(code) for code in sorted(codes)])})"

    def value(self) -> Any:
        """Return the person, None for nobody."""
        chosen = self.cleaned_data["person"]
        return None if chosen == NOBODY else next(user for user in self.people if str(user.pk) == chosen)


class ReviewerForm(PersonForm):
    """Choosing a reviewer."""

    role = Role.REVIEWER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = pgettext("translation desk", "Reviewer")
        self.fields["person"].help_text = _("With nobody named, every reviewer of the language may decide.")


class DueForm(ValueForm):
    """Choosing a day; an empty field takes the date away."""

    due = forms.DateField(
        label=pgettext_lazy("date", "Due"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("Leave it empty to take the date away."),
    )

    def clean_due(self) -> date | None:
        """Refuse a day that has passed."""
        due = self.cleaned_data["due"]
        if due and due < timezone.localdate():
            raise ValidationError(_("This day has passed."))
        return due

    def value(self) -> date | None:
        """Return the day."""
        return self.cleaned_data["due"]


class PriorityForm(ValueForm):
    """Choosing how much the work presses."""

    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"), choices=Priority.choices, coerce=int, widget=forms.RadioSelect, initial=Priority.URGENT
    )

    def value(self) -> int:
        """Return the priority."""
        return self.cleaned_data["priority"]


class ReminderForm(ValueForm):
    """A word to go with the reminder."""

    message = forms.CharField(
        label=gettext_lazy("Message"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def value(self) -> str:
        """Return the message."""
        return self.cleaned_data["message"]


@dataclass(frozen=True, slots=True)
class Action:
    """One step for chosen rows."""

    name: str
    label: Any
    heading: Any
    icon: str
    form: type[ValueForm]
    carry_out: Callable[..., assigning.Outcome]
    for_managers: bool = True
    undoable: bool = True
    effects: Callable[..., list[assigning.Effect]] = assigning.preview_effect
    """Says of each row what the step would do: person, rows, name of the step, its value."""

    def offered_to(self, user: Any) -> bool:
        """Tell whether somebody may do this in at least one language."""
        if not self.for_managers:
            return bool(permissions.locales_to_translate(user))
        return permissions.is_manager(user) or bool(permissions.locales_to_review(user))


ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        Action(
            "take",
            pgettext_lazy("translation desk", "Take"),
            gettext_lazy("Take translations"),
            "user",
            TakeForm,
            lambda user, jobs, value: assigning.take(user, jobs, over=value),
            for_managers=False,
        ),
        Action(
            "assign",
            pgettext_lazy("translation desk", "Assign"),
            gettext_lazy("Assign a translator"),
            "user",
            PersonForm,
            assigning.assign,
        ),
        Action(
            "set_reviewer",
            pgettext_lazy("translation desk", "Name a reviewer"),
            gettext_lazy("Name a reviewer"),
            "glasses",
            ReviewerForm,
            assigning.set_reviewer,
        ),
        Action(
            "set_due",
            pgettext_lazy("translation desk", "Set due date"),
            gettext_lazy("Set a due date"),
            "date",
            DueForm,
            assigning.set_due,
        ),
        Action(
            "set_priority",
            pgettext_lazy("translation desk", "Set priority"),
            gettext_lazy("Set the priority"),
            "warning",
            PriorityForm,
            assigning.set_priority,
        ),
        Action(
            "remind",
            pgettext_lazy("translation desk", "Send reminder"),
            gettext_lazy("Send a reminder"),
            "mail",
            ReminderForm,
            assigning.remind,
            undoable=False,
        ),
        Action(
            "prefill",
            pgettext_lazy("translation desk", "Fill from the memory"),
            gettext_lazy("Fill from the translation memory"),
            "openquote",
            ValueForm,
            prefilling.fill_jobs,
            for_managers=False,
            undoable=False,
            effects=prefilling.effects,
        ),
    )
}
"""The steps by name, in the order of their buttons."""


FIELDS: dict[str, Any] = {
    "translator_id": pgettext_lazy("translation desk", "Translator"),
    "reviewer_id": pgettext_lazy("translation desk", "Reviewer"),
    "due": pgettext_lazy("date", "Due"),
    "priority": gettext_lazy("Priority"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One value of one job, before and after, in words."""

    label: str
    before: str
    after: str


def changes(values: dict[str, Any], job: TranslationJob, names: dict[int, str]) -> list[Change]:
    """Return what would change on a job, in words; `names` are those of the people that the values name."""
    return [
        Change(str(FIELDS[field]), _words(field, getattr(job, field), names), _words(field, new, names))
        for field, new in values.items()
    ]


def people_named(effects: Iterable[assigning.Effect]) -> dict[int, str]:
    """Return the names of everybody whom effects give work to or take it from, in one query."""
    ids = {
        value
        for effect in effects
        for field, new in effect.changes.items()
        if field.endswith("_id")
        for value in (new, getattr(effect.job, field))
        if value is not None
    }
    return {user.pk: person_name(user) for user in get_user_model().objects.filter(pk__in=ids)}


def _words(field: str, value: Any, names: dict[int, str]) -> str:
    if value is None:
        return _("No date") if field == "due" else _("Nobody")
    if field == "due":
        return formatting.day(value if isinstance(value, date) else date.fromisoformat(value))
    if field == "priority":
        return str(Priority(value).label)
    return names.get(value, "")


__all__ = ["ACTIONS", "Action", "Change", "changes", "people_named"]
