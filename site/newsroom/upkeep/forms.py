"""What the screens of upkeep ask for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet

from core.i18n import CODES, language_name
from newsroom.models import UpkeepPoint


class UpkeepFilterSet(WagtailFilterSet):
    """Filters of the list."""

    kind = ChoiceFilter(label=pgettext_lazy("upkeep", "Group"), choices=UpkeepPoint.Kind.choices)
    language = ChoiceFilter(label=_("Language"), field_name="locale__language_code")
    show = ChoiceFilter(
        label=pgettext_lazy("upkeep", "State"),
        choices=[("dismissed", pgettext_lazy("upkeep", "Not a problem"))],
        method="as_it_is",
    )

    class Meta:
        model = UpkeepPoint
        fields = ("kind", "language", "show")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["language"].extra["choices"] = [(code, capfirst(language_name(code))) for code in CODES]

    def as_it_is(self, queryset: QuerySet[UpkeepPoint], _name: str, _value: str) -> QuerySet[UpkeepPoint]:
        """Leave the rows alone: the view has chosen between open and dismissed ones already."""
        return queryset


class ReasonForm(forms.Form):
    """Why a point is no problem."""

    reason = forms.CharField(
        label=_("Why is this not a problem?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("The point leaves the list until what it is about changes. Others can read the reason."),
    )
