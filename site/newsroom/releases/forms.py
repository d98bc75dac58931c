"""Forms of releases: what one is made of, which pages, and each step with its words."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from core.i18n import language_name
from newsroom.models import Release
from newsroom.releases import wording
from newsroom.releases.composing import LANGUAGES
from translation_desk import queue
from translation_desk.review_forms import words


def _languages() -> list[tuple[str, str]]:
    return [(code, capfirst(language_name(code))) for code in LANGUAGES]


class ReleaseForm(forms.Form):
    """What a release is made of, beside its pages."""

    title = forms.CharField(
        label=pgettext_lazy("release", "Title"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    goes_live_at = forms.DateTimeField(label=gettext_lazy("Goes live at"), required=False, widget=AdminDateTimeInput)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("English is always part of it. Languages that are not chosen go on as if there were no release."),
    )
    least = forms.TypedChoiceField(
        label=gettext_lazy("Ready when"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Languages of a page that are not ready by then go live by themselves once they are approved."),
    )
    required = forms.MultipleChoiceField(
        label=gettext_lazy("Never without"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Of the chosen languages, those that each page needs whatever their number."),
    )
    announces = forms.BooleanField(label=gettext_lazy("Tell readers that the missing languages are coming"), required=False)
    note = words(gettext_lazy("Note for staff"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["languages"].choices = fields["required"].choices = _languages()
        several = [(number, wording.ready_when(number)) for number in range(len(LANGUAGES))]
        fields["least"].choices = [("", wording.ready_when(None)), *several]
        offset = f"{timezone.localtime():%z}"
        fields["goes_live_at"].help_text = _("Leave empty until the time is known. Times are in your time zone, %(zone)s.") % {
            "zone": f"{timezone.get_current_timezone()} (UTC{offset[:3]}:{offset[3:]})"
        }

    @staticmethod
    def values(release: Release | None) -> dict[str, Any]:
        """Return what the form shows of a release; of a new one, all languages."""
        if release is None:
            return {"languages": list(LANGUAGES), "announces": True}
        names = ("title", "goes_live_at", "languages", "least", "required", "announces", "note")
        return {name: getattr(release, name) for name in names}


class PagesForm(forms.Form):
    """Which English pages are offered to be added."""

    q = forms.CharField(label=gettext_lazy("Title"), required=False, widget=forms.TextInput(attrs={"dir": "auto"}))
    section = forms.ChoiceField(label=pgettext_lazy("translation desk", "Section"), required=False)
    missing = forms.ChoiceField(label=gettext_lazy("Readers lack it in"), required=False)

    def __init__(self, *args: Any, sections: list[queue.Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["section"].choices = [("", _("All sections")), *((str(section.pk), section.title) for section in sections)]
        fields["missing"].choices = [("", _("Any language")), *_languages()]


class OrderForm(forms.Form):
    """What the translators are told with an order."""

    due = forms.DateField(label=pgettext_lazy("date", "Due"), required=False, widget=AdminDateInput)
    note = words(gettext_lazy("Message to the translators"), required=False)


class FateForm(forms.Form):
    """What becomes of the approved texts of pages that leave a release."""

    LIVE, DRAFTS = "live", "drafts"

    fate = forms.ChoiceField(
        label=gettext_lazy("Approved texts"),
        widget=forms.RadioSelect,
        choices=[
            (DRAFTS, gettext_lazy("Become drafts again; nobody sees them before they are approved anew")),
            (LIVE, gettext_lazy("Go live by themselves from now on, English first")),
        ],
    )


class CallOffForm(FateForm):
    """Why a release is dissolved."""

    reason = words(gettext_lazy("Reason"), required=False)


class RollBackForm(forms.Form):
    """Why a release is rolled back, and what of it."""

    reason = words(gettext_lazy("Reason"), required=False)
    leave_out = forms.BooleanField(label=gettext_lazy("Roll back the others and leave these pages as they are"), required=False)

    def __init__(self, *args: Any, hindered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not hindered:
            del self.fields["leave_out"]


class IntoReleaseForm(forms.Form):
    """Which open release many pages are put into, or what a new one is called."""

    release = forms.ModelChoiceField(
        label=pgettext_lazy("release", "Release"),
        queryset=Release.objects.still_open(),
        required=False,
        empty_label=pgettext_lazy("release", "A new release"),
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the new release"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=gettext_lazy("It is made in all languages and without a time. Both can be changed."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the title of a new release."""
        data = super().clean() or {}
        if not self.errors and data.get("release") is None and not data.get("title", "").strip():
            self.add_error("title", _("Give the release a title."))
        return data


class ChooseReleaseForm(forms.Form):
    """Which open release pages are put into."""

    release = forms.ModelChoiceField(
        label=pgettext_lazy("release", "Release"), queryset=Release.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, releases: Iterable[Release], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["release"]
        field.queryset = releases
