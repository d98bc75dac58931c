"""Forms that editors fill in where Wagtail's own would ask for data instead of choices."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.page_forms import PageForm


class ContactPageForm(PageForm):
    """The contact page: the languages of the answers are ticked, not typed."""

    reply_languages = forms.MultipleChoiceField(
        label=_("Languages of the answers"),
        choices=settings.LANGUAGES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Languages in which the office answers. The form says so before anybody writes."),
    )
