"""Forms of the translation plan: a rule, a request."""

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Locale, Page

from core.i18n import CODES, SOURCE_CODE, language_name, locale_code
from translation_desk import planning
from translation_desk.filters import page_types
from translation_desk.models import Level, PlanRule

LONGEST = 1000
Scope = PlanRule.Scope


def note(label: Any, help_text: Any) -> forms.CharField:
    """Return a field for a few sentences that colleagues read."""
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=widget, help_text=help_text)


class RuleForm(forms.Form):
    """What a rule is about, for which language, and what it says."""

    scope = forms.ChoiceField(
        label=pgettext_lazy("translation plan", "Applies to"),
        choices=Scope.choices,
        widget=forms.RadioSelect,
        help_text=_("The most specific rule holds: a page, then the nearest section, then the type of page."),
    )
    page = forms.ModelChoiceField(
        label=_("English page"), queryset=Page.objects.filter(depth__gte=2), required=False, widget=AdminPageChooser
    )
    type = forms.ChoiceField(label=_("Type of page"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    level = forms.ChoiceField(
        label=pgettext_lazy("translation plan", "In the plan"),
        choices=Level.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Jobs arise for what is required or wanted. What is on request is planned as soon as somebody asks for it. Readers "
            "cannot ask for what is not planned."
        ),
    )
    note = note(pgettext_lazy("translation plan", "Note"), _("Why it is so. Colleagues read it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["type"].choices = [("", _("Choose a type")), *page_types()]
        languages = [(code, capfirst(language_name(code))) for code in CODES if code != SOURCE_CODE]
        fields["language"].choices = [("", _("All languages")), *languages]

    @staticmethod
    def values(rule: PlanRule) -> dict[str, Any]:
        """Return what the form begins with for a rule."""
        return {
            "scope": rule.scope,
            "page": planning.english(rule),
            "type": str(rule.content_type_id or ""),
            "language": locale_code(rule.locale_id) if rule.locale_id else "",
            "level": rule.level,
            "note": rule.note,
        }

    def draft(self, rule: PlanRule | None) -> PlanRule:
        """Return the rule as it would be, not saved. Raises BadValueError."""
        data = self.cleaned_data
        code, type_id = data["language"], data["type"]
        return planning.draft(
            scope=data["scope"],
            page=data["page"],
            content_type=ContentType.objects.get_for_id(int(type_id)) if type_id else None,
            locale=Locale.objects.get(language_code=code) if code else None,
            level=data["level"],
            note=data["note"],
            rule=rule,
        )


class RequestForm(forms.Form):
    """Why somebody asks for a translation."""

    reason = note(_("Reason (optional)"), _("For whom or for what it is needed. Managers and translators read it."))
