"""Scripts: which characters belong to which, and which language a query is written in."""

import re

# Radicals that PDF files give for the characters they look like, and that normalising leaves as they are. The other radicals are
# signs, not letters.
RADICALS = dict(
    zip(
        "\u2ea0\u2ec1\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed1\u2ed3\u2ed4\u2ed8\u2ed9\u2eda\u2edb"
        "\u2edc\u2edd\u2ee2\u2ee3\u2ee4\u2ee5\u2ee6\u2ee7\u2ee8\u2ee9\u2eec\u2eee\u2ef0",
        "民虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙",
        strict=True,
    )
)

# Ranges of regular expressions, to stand inside square brackets.
HAN = f"{''.join(RADICALS)}\u2e9f\u2ef3\u2f00-\u2fd5\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Letters only: Arabic digits count as digits, vowel signs as marks.
ARABIC = (
    "\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u0870-\u0887\u0889-\u088e\u08a0-\u08c9"
    "\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
CYRILLIC = "\u0400-\u052f\u1c80-\u1c8a\u2de0-\u2dff\ua640-\ua69f"
# Signs over and under letters: Latin and Cyrillic accents, Arabic vowels and Quranic marks, variation selectors.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08ff"
    "\u20d0-\u20f0\ufe00-\ufe0f"
)
# Invisible inside a word: soft hyphen, zero-width characters, directions.
INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# Everything that is typed as an apostrophe; two of them are letters to Unicode.
APOSTROPHES = "'\u2018\u2019\u201b\u02b9\u02bb\u02bc\u00b4`\u2032\uff07"

# As written between the parts of a word.
HYPHENS = "\\-\u2010\u2011"

LANGUAGES = ("ar", "zh-hans", "en", "fr", "ru", "es")
SCRIPT_LANGUAGE = {"arabic": "ar", "han": "zh-hans", "cyrillic": "ru"}

ARABIC_LETTER = re.compile(f"[{ARABIC}]")
CYRILLIC_LETTER = re.compile(f"[{CYRILLIC}]")
HAN_CHARACTER = re.compile(f"[{HAN}]")
_SCRIPTS = {"han": HAN_CHARACTER, "arabic": ARABIC_LETTER, "cyrillic": CYRILLIC_LETTER}


def language_of(text: str, default: str) -> str:
    """Return the language whose rules suit a query: its script speaks louder than the language of the page it was asked on."""
    fallback = default if default in LANGUAGES else "en"
    if text.isascii():
        return fallback
    counts = {SCRIPT_LANGUAGE[script]: len(letters.findall(text)) for script, letters in _SCRIPTS.items()}
    if counts.get(fallback) or not any(counts.values()):
        return fallback
    return max(counts, key=counts.__getitem__)


def word_language(word: str, language: str) -> str:
    """Return the language whose stemmer takes one normalised word, which may be foreign to the text around it."""
    if not word.isascii():
        if CYRILLIC_LETTER.search(word):
            return "ru"
        if ARABIC_LETTER.search(word):
            return "ar"
    return language if language in {"en", "fr", "es"} else "en"
