"""Checks of what single languages demand: French spaces, Spanish inverted marks, Arabic, Chinese and Russian signs."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from translation_checks.check import Check, PatternCheck, each_once
from translation_checks.letters import ARABIC, HAN, LATIN, NO_BREAK
from translation_checks.text import Text

_FRENCH_SPACE = re.compile(
    # An ordinary space where none may break, or none at all where one belongs.
    rf"\w+[ ][;:!?»](?!\w)|« ?[\w]+|[\d.,]*\d ?%|[{LATIN}]+[;!?»](?![\w/=])|[{LATIN}]+:(?=\s)"
)


class FrenchSpaces(PatternCheck):
    """French puts a space before some signs, and no line may break there."""

    id = "french_spaces"
    title = _("French spaces")
    explanation = _("A no-break space stands before ; : ! ? % and inside « ». Narrow or ordinary no-break space are both right.")
    message = _("%(found)s needs a no-break space.")
    languages = frozenset({"fr"})
    wrong = _FRENCH_SPACE


class SpanishMarks(Check):
    """Spanish opens questions and exclamations."""

    id = "spanish_marks"
    title = _("Inverted marks")
    explanation = _("Questions begin with ¿ and exclamations with ¡.")
    message = _("%(found)s is missing.")
    languages = frozenset({"es"})

    def find(self, text: Text) -> Iterator[str]:
        """Yield the inverted mark that is missing."""
        closing = re.findall("[?!]+", text.prose)
        if len(re.findall("[¿¡]+", text.prose)) < len(closing):
            questions = sum(1 for marks in closing if marks.startswith("?"))
            yield "¿" if text.prose.count("¿") < questions else "¡"


_LATIN_SIGN = re.compile(rf"[{ARABIC}]+ ?[,;?]|[,;?](?= ?[{ARABIC}])")


class ArabicPunctuation(PatternCheck):
    """Arabic has a comma, a semicolon and a question mark of its own."""

    id = "arabic_punctuation"
    title = _("Arabic punctuation")
    explanation = _("Arabic text has the comma ،, the semicolon ؛ and the question mark ؟.")
    message = _("%(found)s has a sign of Latin text.")
    languages = frozenset({"ar"})
    wrong = _LATIN_SIGN


_KASHIDA = re.compile(rf"[{ARABIC}]*(?<=[{ARABIC}])ـ+(?=[{ARABIC}])[{ARABIC}]*")


class Kashida(PatternCheck):
    """Letters are not lengthened."""

    id = "kashida"
    title = _("Lengthened letters (kashida)")
    explanation = _("A kashida inside a word is decoration. Search does not find the word. At the end, as in هـ, it is right.")
    message = _("%(found)s is lengthened.")
    languages = frozenset({"ar"})
    wrong = _KASHIDA


_EUROPEAN = re.compile(rf"(?<![{LATIN}\d.-])\d+(?![{LATIN}\d])", re.ASCII)
_EASTERN = re.compile("[٠-٩]+")


class ArabicDigits(Check):
    """One kind of digits on all Arabic pages."""

    id = "arabic_digits"
    title = _("Digits in Arabic")
    explanation = _(
        "All Arabic pages of this site have the same digits: European (0 to 9) or Arabic-Indic (٠ to ٩), as it is set up."
    )
    message = _("%(found)s has the other kind of digits.")
    languages = frozenset({"ar"})

    def find(self, text: Text) -> Iterator[str]:
        """Yield numbers in the digits that this site does not show."""
        wrong = _EUROPEAN if settings.ARABIC_DIGITS == "arab" else _EASTERN
        yield from each_once(found[0] for found in wrong.finditer(text.prose))


_HALF_WIDTH = re.compile(
    rf"[{HAN}”」》）] ?[,;:?!]|[,;:?!](?=[{HAN}])|[{HAN}]\.(?=\s|$)|\([^()]*[{HAN}][^()]*\)|[{HAN}]{{2}}\((?=[{HAN}])"
)


class ChinesePunctuation(PatternCheck):
    """Chinese signs are as wide as characters."""

    id = "chinese_punctuation"
    title = _("Chinese punctuation")
    explanation = _("Beside Chinese characters the signs ，。；：？！ and （） have full width.")
    message = _("%(found)s has a sign of half width.")
    languages = frozenset({"zh-hans"})
    wrong = _HALF_WIDTH


_WIDE = "，。；：？！、（）《》"
_CHINESE_SPACE = re.compile(rf"[{HAN}][ {NO_BREAK}]+[{HAN}]|[ {NO_BREAK}]+[{_WIDE}]|[{_WIDE}][ {NO_BREAK}]+")


class ChineseSpaces(PatternCheck):
    """Chinese characters stand without spaces."""

    id = "chinese_spaces"
    title = _("Spaces in Chinese")
    explanation = _(
        "No space stands between Chinese characters or beside their signs. Beside Latin letters and digits one may stand."
    )
    message = _("A space stands in %(found)s.")
    languages = frozenset({"zh-hans"})
    wrong = _CHINESE_SPACE


_RUSSIAN_DASH = re.compile(rf"[^\W\d]+[ {NO_BREAK}][-–][ {NO_BREAK}][^\W\d]+")


class RussianDashes(PatternCheck):
    """A dash between words is long."""

    id = "russian_dashes"
    title = _("Russian dashes")
    explanation = _(
        "The dash between words is the long one, with spaces: «Хром — металл». The short one joins numbers, the hyphen words."
    )
    message = _("%(found)s needs the long dash.")
    languages = frozenset({"ru"})
    wrong = _RUSSIAN_DASH


CHECKS = (
    FrenchSpaces(),
    SpanishMarks(),
    ArabicPunctuation(),
    Kashida(),
    ArabicDigits(),
    ChinesePunctuation(),
    ChineseSpaces(),
    RussianDashes(),
)
