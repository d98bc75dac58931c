"""Forms in which staff keep synonyms and promoted results."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from core.i18n import locale_code
from search.synonyms import repeated, tokens_of_phrase


class LinesForm(WagtailAdminModelForm):
    """A form with a field of several lines, each a word, a phrase or a query."""

    lines_field: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The lines may be in any of the six languages, whatever the language of the administration.
        self.fields[self.lines_field].widget.attrs["dir"] = "auto"

    def check_lines(self, language: str | None, *, fewest: int, too_few: str) -> None:
        """Check the lines, whose language is None while it is not known: enough, each with letters or digits, none twice.

        `too_few` is the sentence for fewer lines than are needed.
        """
        text = self.cleaned_data.get(self.lines_field)
        if not language or not text:
            return
        lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
        problems = [
            _("“%(line)s” has no letters or digits.") % {"line": _isolated(line)}
            for line in lines
            if not tokens_of_phrase(line, language)
        ]
        problems += [
            _("“%(line)s” stands there twice.") % {"line": _isolated(line)}
            if line == earlier
            else _("“%(line)s” and “%(other)s” are the same to the search. Remove one of them.")
            % {"line": _isolated(earlier), "other": _isolated(line)}
            for earlier, line in repeated(lines, language)
        ]
        if not problems and len(lines) < fewest:
            problems = [too_few]
        for problem in problems:
            self.add_error(self.lines_field, forms.ValidationError(problem))
        self.cleaned_data[self.lines_field] = "\n".join(lines)


class SynonymsForm(LinesForm):
    """Words that mean the same."""

    lines_field = "words"

    def clean(self) -> dict[str, Any] | None:
        """Check the words in the language that was chosen; one alone has no synonym."""
        cleaned = super().clean()
        language = self.cleaned_data.get("language")
        self.check_lines(language, fewest=2, too_few=_("Enter at least two words or phrases, each on a line of its own."))
        return cleaned


class PromotionForm(LinesForm):
    """A page and the queries that find it first."""

    lines_field = "queries"

    def clean(self) -> dict[str, Any] | None:
        """Check the queries in the language of the page."""
        cleaned = super().clean()
        page = self.cleaned_data.get("page")
        language = locale_code(page.locale_id) if page else None
        self.check_lines(language, fewest=1, too_few=_("Enter at least one query."))
        return cleaned


def _isolated(text: str) -> str:
    """Return a text that keeps its direction inside a sentence that runs the other way."""
    return f"\u2068{text}\u2069"
