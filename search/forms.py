"""Forms in which staff keep synonyms and promoted results."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from core.i18n import locale_code
from search.synonyms import repeated, tokens_of_phrase


class LinesForm(WagtailAdminModelForm):
    """A form with a field of several lines, each a word, a phrase or a query."""

    lines_field = ""
    fewest = 1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The lines may be in any of the six languages, whatever the language of the administration.
        self.fields[self.lines_field].widget.attrs["dir"] = "auto"

    def language_of_lines(self) -> str | None:
        """Return the code of the language of the lines; None while it is not known."""
        raise NotImplementedError

    def too_few(self) -> str:
        """Return the sentence for fewer lines than are needed."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any] | None:
        """Check the lines: enough of them, each with letters or digits, none twice."""
        cleaned = super().clean()
        language, text = self.language_of_lines(), self.cleaned_data.get(self.lines_field)
        if not language or not text:
            return cleaned
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
        if not problems and len(lines) < self.fewest:
            problems = [self.too_few()]
        for problem in problems:
            self.add_error(self.lines_field, forms.ValidationError(problem))
        self.cleaned_data[self.lines_field] = "\n".join(lines)
        return cleaned


class SynonymsForm(LinesForm):
    """Words that mean the same."""

    lines_field = "words"
    fewest = 2

    def language_of_lines(self) -> str | None:
        """Return the language that was chosen."""
        return self.cleaned_data.get("language")

    def too_few(self) -> str:
        """Say that one word has no synonym."""
        return _("Enter at least two words or phrases, each on a line of its own.")


class PromotionForm(LinesForm):
    """A page and the queries that find it first."""

    lines_field = "queries"

    def language_of_lines(self) -> str | None:
        """Return the language of the page."""
        page = self.cleaned_data.get("page")
        return locale_code(page.locale_id) if page else None

    def too_few(self) -> str:
        """Say that a query is missing."""
        return _("Enter at least one query.")


def _isolated(text: str) -> str:
    """Return a text that keeps its direction inside a sentence that runs the other way."""
    return f"\u2068{text}\u2069"
