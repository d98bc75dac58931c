"""Forms of questions to experts: the question, and the answer."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy

from core.formatting import number
from core.i18n import CODES, language_name
from newsroom.experts.answering import LONGEST_REMARK, LONGEST_WORDS
from newsroom.experts.asking import DAYS, LONGEST_MESSAGE
from newsroom.experts.reading import Passage
from newsroom.models import ExpertQuestion


class AskForm(forms.Form):
    """Whom to ask, how long, and with what weight."""

    name = forms.CharField(label=gettext_lazy("Name of the expert"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
        error_messages={"invalid": gettext_lazy("Write the address in the form name@example.org.")},
    )
    organisation = forms.CharField(label=gettext_lazy("Role or organisation"), max_length=160, required=False)
    language = forms.ChoiceField(
        label=pgettext_lazy("question to an expert", "Language of mail and page"),
        help_text=gettext_lazy("The expert’s page and the mails are in this language. The text stays in its own."),
    )
    message = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("What should the expert look at? It stands in the mail. Your own name does not, only your role."),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("The link works for"), coerce=int, initial=14)
    required = forms.TypedChoiceField(
        label=gettext_lazy("What the answer means"),
        coerce=lambda value: value == "required",
        choices=(
            ("advice", gettext_lazy("Advice: whoever approves the text reads it and decides")),
            ("required", gettext_lazy("Required: nobody can approve the text before the expert agrees")),
        ),
        initial="advice",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["language"].choices = [(code, capfirst(language_name(code))) for code in CODES]
        fields["days"].choices = [
            (days, ngettext("%(days)s day", "%(days)s days", days) % {"days": number(days)}) for days in DAYS
        ]


class AnswerForm(forms.Form):
    """What the expert says: of the whole, and of single passages."""

    answer = forms.ChoiceField(
        label=pgettext_lazy("expert", "Your answer"),
        choices=ExpertQuestion.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose your answer.")},
    )
    words = forms.CharField(
        label=pgettext_lazy("expert", "In your words"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy("Needed if changes are needed, unless you comment on passages."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    confirmed = forms.BooleanField(
        error_messages={"required": gettext_lazy("Confirm that this is your answer.")},
    )

    def __init__(self, *args: Any, passages: Sequence[Passage], name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passages = passages
        label = _("I am %(name)s, and this is my answer. I cannot change it afterwards.") % {"name": name}
        self.fields["confirmed"].label = label
        for passage in passages:
            self.fields[f"remark-{passage.number}"] = forms.CharField(
                label=_("Comment on this passage"),
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
            )

    def with_passages(self) -> Iterator[tuple[Passage, forms.BoundField]]:
        """Yield each passage with the field for what is said of it."""
        for passage in self.passages:
            yield passage, self[f"remark-{passage.number}"]

    def remarks(self) -> list[tuple[str, str]]:
        """Return beginnings of passages with what is said of them."""
        return [(passage.excerpt, self.cleaned_data[f"remark-{passage.number}"]) for passage in self.passages]

    def clean(self) -> dict[str, Any]:
        """Ask for words where changes are needed."""
        data = super().clean() or self.cleaned_data
        said = data.get("words", "").strip() or any(value for name, value in data.items() if name.startswith("remark-"))
        if data.get("answer") == ExpertQuestion.Answer.CHANGES and not said:
            self.add_error("words", _("Say what should change."))
        return data
