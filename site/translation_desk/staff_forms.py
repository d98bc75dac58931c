"""Forms about people: who is listed, who is invited, what somebody may do until when."""

from collections import defaultdict
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from core.i18n import CODES, language_name, locale_code
from translation_desk import staffing
from translation_desk.permissions import Role

ROLES = "roles_"
"""Begins the name of each language's field of roles."""
LONGEST_NAME = 150


class StaffFilterForm(forms.Form):
    """What the list of people shows."""

    STATES = (
        ("current", _("Can sign in")),
        ("invited", _("Invited, never signed in")),
        ("closed", _("Account closed")),
    )

    q = forms.CharField(label=_("Name or address"), required=False, max_length=100)
    language = forms.ChoiceField(label=_("Language"), required=False)
    role = forms.ChoiceField(
        label=pgettext_lazy("translation desk", "Role"), required=False, choices=[("", _("All roles")), *Role.choices]
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("translation desk", "Account"), required=False, choices=[("", _("All accounts")), *STATES]
    )

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["language"].choices = [("", _("All languages")), *((code, capfirst(language_name(code))) for code in codes)]

    def chosen(self, people: QuerySet[Any]) -> QuerySet[Any]:
        """Return the people that pass; a value that no filter knows chooses nobody."""
        if not self.is_valid():
            return people.none()
        data = self.cleaned_data
        for word in data["q"].split():
            columns = ("first_name", "last_name", "username", "email")
            people = people.filter(Q(*((f"{column}__icontains", word) for column in columns), _connector=Q.OR))
        roles = {"groups__desk_group__role": data["role"], "groups__desk_group__locale__language_code": data["language"]}
        if given := {name: value for name, value in roles.items() if value}:
            people = people.filter(pk__in=people.model.objects.filter(**given).values("pk"))
        current = people.model.objects.current().values("pk")
        if data["state"] == "current":
            people = people.filter(pk__in=current)
        elif data["state"] == "invited":
            people = people.filter(pk__in=current, last_login=None).exclude(invited_at=None)
        elif data["state"] == "closed":
            people = people.exclude(pk__in=current)
        return people


class RolesForm(forms.Form):
    """The roles that somebody may give, a field for each language, and the last day of an account."""

    ends_on = forms.DateField(
        label=pgettext_lazy("translation desk", "Last day"),
        required=False,
        widget=AdminDateInput,
        help_text=_("Afterwards account and roles end by themselves. Leave it empty if no end is known."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locales: dict[str, int] = {}
        roles: dict[str, list[str]] = defaultdict(list)
        for role, locale_id in staffing.grantable(user):
            code = locale_code(locale_id)
            self.locales[code] = locale_id
            roles[code].append(role)
        fields: Any = self.fields
        for code in sorted(roles, key=CODES.index):
            fields[f"{ROLES}{code}"] = forms.MultipleChoiceField(
                label=capfirst(language_name(code)),
                required=False,
                choices=[choice for choice in Role.choices if choice[0] in roles[code]],
                widget=forms.CheckboxSelectMultiple,
            )
        self.order_fields([*(name for name in fields if name != "ends_on"), "ends_on"])

    def roles(self) -> set[tuple[str, int]]:
        """Return the roles that were ticked."""
        return {
            (role, locale_id) for code, locale_id in self.locales.items() for role in self.cleaned_data.get(f"{ROLES}{code}", [])
        }

    @staticmethod
    def ticked(held: Any) -> dict[str, list[str]]:
        """Return what is ticked at first for some roles."""
        initial: dict[str, list[str]] = defaultdict(list)
        for role, locale_id in held:
            initial[f"{ROLES}{locale_code(locale_id)}"].append(role)
        return dict(initial)


class InviteForm(RolesForm):
    """A new person. The mail is written in the language chosen here."""

    first_name = forms.CharField(label=_("First name"), max_length=LONGEST_NAME)
    last_name = forms.CharField(label=_("Last name"), max_length=LONGEST_NAME)
    # Also the name to sign in with, which is no longer than this.
    email = forms.EmailField(label=_("Email address"), max_length=150)
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        choices=settings.LANGUAGES,
        help_text=_("The administration speaks this language too, until the person chooses another."),
    )


class FactorForm(forms.Form):
    """Asks why a second factor is taken away."""

    reason = forms.CharField(
        label=pgettext_lazy("translation desk", "Reason"),
        max_length=300,
        help_text=_("For example how you made sure that it is the person themselves who asks. It stands in the record."),
    )


class EraseForm(forms.Form):
    """Asks whether somebody means it."""

    sure = forms.BooleanField(label=pgettext_lazy("translation desk", "Yes, erase name and address for good"))
