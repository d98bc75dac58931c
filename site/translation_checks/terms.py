"""Checks of terms: the agreed translation is used, no word to be avoided stands in its place, some words stay English.

Which terms occur in the English is handed in with the text.
"""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from termbase import phrases
from translation_checks.check import Check, each_once
from translation_checks.text import Text


class AgreedTerms(Check):
    """A term is called what was agreed."""

    id = "terms"
    title = _("Agreed term not used")
    explanation = _(
        "The termbase has an agreed translation for a term of the English. Neither it nor an allowed variant stands here, in "
        "whatever form. Use it, have another variant allowed, or say why the text is right."
    )
    message = _("The agreed translation of a term is not used: %(found)s.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield each term that is missing with its agreed translation."""
        yield from each_once(
            f"{use.english} ({use.wanted[0]})" for use in text.terms if use.wanted and not _is_used(text, use.english, use.wanted)
        )


def _is_used(text: Text, english: str, wanted: tuple[str, ...]) -> bool:
    # A name that stays as it is: American Leather Chemists Association.
    kept = english[:1].isupper() and english in text.plain
    return kept or any(phrases.has(text.plain, name, text.code) for name in wanted)


class AvoidedTerms(Check):
    """A word that the termbase says to avoid is not used."""

    id = "avoided_terms"
    title = _("Term to be avoided")
    explanation = _("The termbase says what not to call a term of the English in this language, and that is what stands here.")
    message = _("This is a word to be avoided: %(found)s.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield each word that should not stand here."""
        avoided = (name for use in text.terms for name in use.avoided)
        yield from each_once(name for name in avoided if phrases.stands_in(text.plain, name, text.code))


class VerbatimTerms(Check):
    """A term that is not translated stands as in English."""

    id = "verbatim_terms"
    title = _("Term that is not translated")
    explanation = _("The termbase says that a term of the English is not translated; it has to stand here as it is.")
    message = _("%(found)s is not translated.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield each term that is not there."""
        there = text.plain.casefold()
        yield from each_once(use.english for use in text.terms if use.verbatim and use.english.casefold() not in there)


CHECKS = (AgreedTerms(), AvoidedTerms(), VerbatimTerms())
