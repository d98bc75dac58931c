"""The form that visitors write with."""

from collections.abc import Sequence
from typing import Any, Self
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from core.i18n import BY_CODE, SOURCE_CODE, Language, active_language, split_path


class LanguageSelect(forms.Select):
    """A choice of languages, each named in itself and marked as such."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add language and direction to an option."""
        option = super().create_option(name, value, *args, **kwargs)
        language = BY_CODE.get(str(value))
        if language:
            option["attrs"] |= {"lang": language.tag, "dir": language.direction}
        return option


class ContactForm(forms.Form):
    """The form on the contact page. Only the message is required."""

    message = forms.CharField(
        label=_("Your message"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={
            "required": _("Write your message."),
            "max_length": _("The message is too long: at most %(limit_value)d characters, now %(show_value)d."),
        },
    )
    name = forms.CharField(
        label=_("Your name (optional)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address (optional)"),
        required=False,
        help_text=_("Needed only if you want an answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={"invalid": _("Write the address in the form name@example.org.")},
    )
    reply_language = forms.ChoiceField(label=_("Language of the answer"), choices=[], widget=LanguageSelect)
    page = forms.CharField(
        label=_("Page (optional)"),
        max_length=500,
        required=False,
        help_text=_("Address of the page your message is about."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}))

    template_name = "home/contact_form.html"

    def __init__(self, *args: Any, answers_in: Sequence[Language], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [language.code for language in answers_in]
        reader = active_language().code
        self.fields["reply_language"].choices = [(language.code, language.bar_name) for language in answers_in]
        self.initial.setdefault("reply_language", next(code for code in (reader, SOURCE_CODE, *codes) if code in codes))

    @classmethod
    def about(cls, path: str, answers_in: Sequence[Language]) -> Self:
        """Return an empty form, with the address of the page to report if it is one of ours."""
        language, _rest = split_path(path)
        known = language is not None and len(path) <= 500 and path.isprintable()
        return cls(initial={"page": path if known else ""}, answers_in=answers_in)

    def clean_page(self) -> str:
        """Keep only the path of an address; what cannot be read as one is left out."""
        try:
            return urlsplit(self.cleaned_data["page"]).path
        except ValueError:
            return ""
