"""Lengths of texts as translators count them: words; in Chinese, characters."""

import re
from html import unescape

from core.i18n import SCRIPT_RANGES

TAG = re.compile(r"<[^>]+>")
HAN = re.compile(f"[{SCRIPT_RANGES['han']}]")
WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")


def plain(text: str) -> str:
    """Return a text with inline tags as plain text."""
    return unescape(TAG.sub("", text))


def words(text: str) -> int:
    """Return the number of words of a text with inline tags. Numbers count as words, punctuation does not."""
    return len(WORD.findall(unescape(TAG.sub(" ", text))))


def length(text: str, code: str) -> int:
    """Return the length of a translation: characters of the Chinese script plus other words for Chinese, else words."""
    bare = unescape(TAG.sub(" ", text))
    if code != "zh-hans":
        return words(bare)
    return len(HAN.findall(bare)) + words(HAN.sub(" ", bare))
