"""Finds text that is not in the language it claims to be in. What it cannot tell for certain, it lets pass."""

import re
from collections.abc import Iterable
from functools import cache

import polib

from core.catalogues import catalogue_path

LATIN = r"A-Za-z\u00c0-\u024f"
"""Letters, for patterns."""

SCRIPTS = {
    "Arabic": re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]+"),
    "Cyrillic": re.compile(r"[\u0400-\u052f]+"),
    "Han": re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+"),
    # A word, not a code, a unit or a formula: three small letters in a row.
    "Latin": re.compile(r"[A-Za-z\u00c0-\u024f'’-]*[a-z\u00df-\u00ff]{3,}[A-Za-z\u00c0-\u024f'’-]*"),
}
SCRIPT_OF = {
    "ar": "Arabic",
    "ru": "Cyrillic",
    "zh": "Han",
    "en": "Latin",
    "fr": "Latin",
    "es": "Latin",
    "it": "Latin",
    "de": "Latin",
    "pt": "Latin",
}

# Host names, mail addresses, addresses of pages and names with an underscore are codes.
ADDRESS = re.compile(
    r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+|https?://\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?|(?<!\w)/[\w/.-]+"
)
# What a visitor typed and the page repeats, isolated, is nobody's language.
TYPED = re.compile("\u2068[^\u2069]*\u2069")

FUNCTION_WORDS = {
    "en": set("the of and with for from by is are was were which that this to into their".split()),
    "fr": set("le les des du et une pour dans est sur avec qui aux par sont cette au".split()),
    "es": set("el los las del y una para con por que es al se su sus como".split()),
}
LETTERS = re.compile(r"[^\W\d_]+")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
FEWEST_LETTERS = 4


class Wording:
    """Checks pieces of text; holds the names that may stand in Latin letters anywhere.

    With `unknown_names` it also lets names pass that nobody has listed: words with a capital in a sentence of another script, and
    one without.
    """

    def __init__(self, allowed: Iterable[str], *, unknown_names: bool = False) -> None:
        self.unknown_names = unknown_names
        alternatives = "|".join(re.escape(name) for name in sorted(allowed, key=len, reverse=True))
        self.allowed = re.compile(rf"(?<![{LATIN}])(?:{alternatives})(?![{LATIN}])") if alternatives else re.compile(r"(?!)")

    def foreign(self, text: str, tag: str) -> list[str]:
        """Return the parts of a text that are in another script than its language's, or in another Latin language."""
        code = tag.split("-", maxsplit=1)[0].lower()
        own = SCRIPT_OF.get(code)
        if own is None:
            return []
        bare = self.allowed.sub(" ", ADDRESS.sub(" ", TYPED.sub(" ", text)))
        found = [run for name, script in SCRIPTS.items() if name != own for run in script.findall(bare)]
        if self.unknown_names and SCRIPTS[own].search(bare) and self._are_names(bare, found):
            found = []
        return found or self._other_latin(bare, code)

    @staticmethod
    def _are_names(text: str, found: list[str]) -> bool:
        small = [run for run in found if not run[0].isupper()]
        in_sentence = len(small) == 1 and 2 * sum(map(len, found)) < len(text)
        return all(SCRIPTS["Latin"].fullmatch(run) for run in found) and (not small or in_sentence)

    @staticmethod
    def _other_latin(text: str, code: str) -> list[str]:
        own = FUNCTION_WORDS.get(code)
        if own is None:
            return []
        words = {word.lower() for word in LETTERS.findall(text)}
        for other, theirs in FUNCTION_WORDS.items():
            foreign = (words & theirs) - own
            if other != code and len(foreign) > max(1, len(words & own)):
                return [f"{other}: {text[:80]}"]
        return []


@cache
def interface(code: str) -> "Untranslated":
    """Return what recognises texts of the interface left in English; read once for each language."""
    return Untranslated(code)


class Untranslated:
    """Recognises texts of the interface that a page in another language shows in English."""

    def __init__(self, code: str) -> None:
        self.plain: set[str] = set()
        patterns: list[str] = []
        entries = list(polib.pofile(str(catalogue_path(code))))
        for entry in entries:
            translations = {" ".join(text.split()) for text in (entry.msgstr, *entry.msgstr_plural.values())}
            for text in filter(None, (entry.msgid, entry.msgid_plural)):
                if entry.obsolete or " ".join(text.split()) in translations:
                    continue
                literal = PLACEHOLDER.sub("", text)
                if sum(character.isalpha() for character in literal) < FEWEST_LETTERS:
                    continue
                if literal == text:
                    self.plain.add(" ".join(text.split()))
                else:
                    pieces = PLACEHOLDER.split(text)[::3]
                    patterns.append(".+".join(re.escape(piece) for piece in pieces))
        # One meaning of a word may be spelt as in English where another is not: "Section" is French too.
        self.plain -= {" ".join(entry.msgstr.split()) for entry in entries}
        self.patterns = re.compile("|".join(patterns)) if patterns else re.compile(r"(?!)")

    def shown(self, text: str) -> bool:
        """Tell whether a text is such a one."""
        return text in self.plain or self.patterns.fullmatch(text) is not None
