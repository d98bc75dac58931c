"""Checks of words as a whole: nothing translated, letters of another script, one English and two translations."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from core.i18n import BY_CODE
from core.verbatim import LATIN_EVERYWHERE
from translation_checks.check import Check, each_once
from translation_checks.letters import BY_SCRIPT, CYRILLIC, LATIN, WORD
from translation_checks.text import Text

_SHORTEST = 3
"""Letters of the shortest word that counts."""
_FEWEST = 3
"""Words of the shortest text that has to be translated alike: grammar bends shorter ones, such as units."""
_QUOTES = re.compile("[«»“”„《》 \u00a0\u202f]")


def _words(prose: str) -> list[str]:
    return [
        word for word in WORD.findall(prose) if len(word) >= _SHORTEST and word not in LATIN_EVERYWHERE and not word.isupper()
    ]


class Untranslated(Check):
    """English is no translation."""

    id = "untranslated"
    title = _("Same as the English")
    explanation = _(
        "The translation is the English, word for word. Where that is meant, as for names, press “Same as the English”: it is "
        "remembered."
    )
    message = _("This is the English.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield an empty text where a text with words of its own was copied."""
        words = _words(text.prose_source)
        # Names are the same everywhere, and many a heading of one word is: Contact, Publications.
        if text.is_copy and any(word[0].islower() for word in words):
            yield ""


class OtherScript(Check):
    """A translation is written in the letters of its language."""

    id = "other_script"
    title = _("Letters of another script")
    explanation = _(
        "Russian is written in Cyrillic letters, Arabic in Arabic ones, Chinese in Chinese characters. Names in Latin letters "
        "may stand among them, but not alone, and no other script may stand in French or Spanish."
    )
    message = _("%(found)s is not in the letters of this language.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield the first words in a wrong script."""
        script = BY_CODE[text.code].script
        for other, letters in BY_SCRIPT.items():
            if other in {script, "latin"} or letters.search(text.source):
                continue
            if found := letters.search(text.prose):
                yield next((word for word in WORD.findall(text.prose) if found[0] in word), found[0])
        if script == "latin" or text.is_copy or BY_SCRIPT[script].search(text.prose):
            return
        words = _words(text.prose)
        if any(word[0].islower() for word in words):
            yield words[0]


_MIXED = re.compile(rf"\w*(?:[{LATIN}][{CYRILLIC}]|[{CYRILLIC}][{LATIN}])\w*")


class MixedLetters(Check):
    """Letters that look alike are not the same."""

    id = "mixed_letters"
    title = _("Latin and Cyrillic letters in one word")
    explanation = _(
        "Some Latin and Cyrillic letters look alike. A word in which both stand is not found by search and is read out wrongly."
    )
    message = _("In %(found)s Latin and Cyrillic letters are mixed.")
    languages = frozenset({"es", "fr", "ru"})

    def find(self, text: Text) -> Iterator[str]:
        """Yield words with letters of both."""
        yield from each_once(found[0] for found in _MIXED.finditer(text.prose))


class Consistency(Check):
    """The same English is translated in the same way on one page."""

    id = "consistency"
    title = _("Different translations of the same English")
    explanation = _("The same English stands on this page more than once, and its translations differ.")
    message = _("The same English is translated elsewhere on this page as %(found)s.")

    def find(self, text: Text) -> Iterator[str]:
        """Yield nothing: one text alone agrees with itself."""
        yield from ()

    def over(self, texts: Sequence[Text]) -> dict[int, str]:
        """Return by place in the list what the other translation is, where several exist."""
        alike: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place, text in enumerate(texts):
            if text.target and len(WORD.findall(text.prose_source)) >= _FEWEST:
                alike[text.source][_QUOTES.sub("", text.target)].append(place)
        return {
            place: texts[next(others[0] for other, others in translations.items() if other != target)].plain
            for translations in alike.values()
            if len(translations) > 1
            for target, places in translations.items()
            for place in places
        }


CHECKS = (Untranslated(), OtherScript(), MixedLetters(), Consistency())
