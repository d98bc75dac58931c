"""One spelling for what is the same word to a reader: width, case, accents, invisible characters, digits."""

import re
import unicodedata

from linguistics.scripts import INVISIBLE, MARKS

_DROPPED = re.compile(f"[{INVISIBLE}\u0640]")
_MARKS = re.compile(f"[{MARKS}]+")
_LATIN_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")
_DIGITS = re.compile(r"[^\D0-9]")
# Letters that Unicode does not take apart, and Arabic and Cyrillic letters that writers exchange.
_FOLDS = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th", "ħ": "h",
        "ё": "е", "ѐ": "е",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه",
        "ۀ": "ه", "ە": "ه", "ة": "ه", "ۃ": "ه",
    }
)  # fmt: skip


def normalised(text: str) -> str:
    """Return the text in compatibility form and small letters, without vowel signs, invisible characters and foreign digits."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", _DROPPED.sub("", text)).casefold()
    # Ligatures may bring marks and stretching lines of their own; small letters may come apart.
    text = _MARKS.sub("", _DROPPED.sub("", unicodedata.normalize("NFC", text)))
    return _DIGITS.sub(lambda digit: str(unicodedata.decimal(digit[0], digit[0])), text)


def folded(text: str) -> str:
    """Return normalised text without accents on Latin letters and with one form for letters that writers exchange."""
    if text.isascii():
        return text
    text = _LATIN_ACCENTED.sub(lambda letter: unicodedata.normalize("NFD", letter[0])[0], text)
    return text.translate(_FOLDS)
