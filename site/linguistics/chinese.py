"""Chinese words.

No spaces part them, so the index holds characters and pairs of characters, and only a query is cut into words.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

import opencc
from icu4py.breakers import WordBreaker

from linguistics.scripts import HAN

_converter = opencc.OpenCC("t2s")
_OTHER = re.compile(f"[^{HAN}]+")

STOP_WORDS = frozenset(
    """
    的 地 得 了 着 和 与 及 或 在 是 也 都 就 而 于 为 之 以 对 从 由 被 把 其 这 那 有 等 个 吗 呢 吧
    以及 关于 对于 由于 因为 所以 什么 怎么 如何 怎样 哪些 为了 并且 或者 这些 那些 我们 他们 它们 一个 一些
    """.split()
)


def simplified(text: str) -> str:
    """Return the text in simplified characters."""
    return text if text.isascii() else _converter.convert(text)


def characters(run: str) -> str:
    """Return a run of Han characters as simplified ones, without anything invisible between them, one for each."""
    plain = unicodedata.normalize("NFKC", _OTHER.sub("", run))
    converted = _converter.convert(plain)
    return converted if len(converted) == len(plain) else "".join(_converter.convert(one)[:1] for one in plain)


def tokens(run: str) -> list[str]:
    """Return a run's characters and pairs, interleaved, so that neighbours in the list are neighbours in the text."""
    found = [run[0]]
    for first, second in pairwise(run):
        found += (first + second, second)
    return found


@lru_cache(maxsize=4096)
def cut(run: str) -> tuple[str, ...]:
    """Return the words of a run of simplified characters."""
    return tuple(WordBreaker(run, "zh"))


def pairs(word: str) -> tuple[str, ...]:
    """Return the tokens that a text with this word must have."""
    return (word,) if len(word) == 1 else tuple(first + second for first, second in pairwise(word))
