"""What people choose before a page goes away or comes back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from translation_desk.tree.withdrawing import Scope


class WithdrawForm(forms.Form):
    """In which languages a page goes offline, and with what below it."""

    scope = forms.ChoiceField(label=_("Languages"), choices=Scope.choices, initial=Scope.ALL, widget=forms.RadioSelect)
    include_descendants = forms.BooleanField(label=_("Take the pages below offline too"), required=False)

    def __init__(self, *args: Any, below: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not below:
            del self.fields["include_descendants"]


class DeleteForm(forms.Form):
    """Where the addresses of a deleted page lead."""

    target = forms.ModelChoiceField(
        label=_("Lead visitors to"),
        queryset=Page.objects.filter(live=True, depth__gte=2),
        required=False,
        widget=AdminPageChooser,
        help_text=_(
            "The old addresses lead to this page in each language in which it exists. In the others, and without a page here, "
            "they answer that the page was removed."
        ),
    )


class RestoreForm(forms.Form):
    """Where a page of the archive comes back."""

    parent = forms.ModelChoiceField(label=_("Page above"), queryset=Page.objects.filter(depth__gte=2), widget=AdminPageChooser)
    slug = forms.SlugField(label=_("Last part of the address"), max_length=255)


class AskForm(forms.Form):
    """Why a page should be deleted."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
