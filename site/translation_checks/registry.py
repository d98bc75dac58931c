"""All checks, and asking them. What a text has is remembered, since an editor shows the same texts again and again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from translation_checks import customs, figures, markup, signs, terms, words
from translation_checks.check import Check
from translation_checks.text import Text

CHECKS: dict[str, Check] = {
    check.id: check for check in (*markup.CHECKS, *figures.CHECKS, *words.CHECKS, *terms.CHECKS, *signs.CHECKS, *customs.CHECKS)
}
"""Every check by its name, in the order in which findings are told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that one check found in one text."""

    check: Check
    found: str
    """The words that are concerned; empty where the whole text is meant."""

    @property
    def message(self) -> str:
        """What is said of it, in the active language. The words keep their own direction."""
        return str(self.check.message) % {"found": f"\u2068{self.found}\u2069"}


def checks_of(code: str) -> list[Check]:
    """Return the checks that a language has."""
    return [check for check in CHECKS.values() if code in check.languages]


def found_in(text: Text, *, without: Collection[str] = ()) -> list[Finding]:
    """Return what the checks find in a text, but for those that are switched off. A text that is not written has nothing."""
    if not text.target:
        return []
    return [finding for finding in _found_in(text, settings.ARABIC_DIGITS) if finding.check.id not in without]


@lru_cache(maxsize=16384)
def _found_in(text: Text, _digits: str) -> tuple[Finding, ...]:
    return tuple(Finding(check, found) for check in checks_of(text.code) for found in check.find(text))


def found_in_page(texts: Sequence[Text], *, without: Collection[str] = ()) -> list[list[Finding]]:
    """Return the same for all texts of a page in one language, and what is wrong between them."""
    found = [found_in(text, without=without) for text in texts]
    for check in CHECKS.values():
        between = {} if check.id in without else check.over(texts)
        for place, words_concerned in between.items():
            found[place].append(Finding(check, words_concerned))
    return found
