"""Chinese words.

No spaces part them, so the index holds characters and pairs of characters, and a query is cut into words.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import opencc
from icu4py.breakers import WordBreaker

from linguistics.scripts import HAN, RADICALS
from linguistics.tables import words

_converter = opencc.OpenCC("t2s")
_OTHER = re.compile(f"[^{HAN}]+")
_AS_CHARACTERS = str.maketrans(RADICALS)

STOP_WORDS = words(
    """
    的 地 得 了 着 和 与 及 或 在 是 也 都 就 而 于 为 之 以 对 从 由 被 把 其 这 那 有 等 个 吗 呢 吧
    以及 关于 对于 由于 因为 所以 什么 怎么 如何 怎样 哪些 为了 并且 或者 这些 那些 我们 他们 它们 一个 一些
    """
)


def simplified(text: str) -> str:
    """Return the text in simplified characters."""
    return text if text.isascii() else _converter.convert(text)


def characters(run: str) -> str:
    """Return a run of Han characters as simplified ones, without anything invisible between them, one for each."""
    plain = unicodedata.normalize("NFKC", _OTHER.sub("", run)).translate(_AS_CHARACTERS)
    converted = _converter.convert(plain)
    return converted if len(converted) == len(plain) else "".join(_converter.convert(one)[:1] for one in plain)


@lru_cache(maxsize=4096)
def cut(run: str) -> tuple[str, ...]:
    """Return the words of a run of simplified characters, as a dictionary has them."""
    return tuple(WordBreaker(run, "zh"))


def straddling(run: str) -> frozenset[int]:
    """Return where pairs begin that are no word: the end of one and the beginning of another, as `海关` in `上海关注`.

    Only between words of two characters and more: beside a single character the dictionary may have missed a word.
    """
    places = set()
    end = 0
    for first, second in pairwise(cut(run)):
        end += len(first)
        if len(first) > 1 and len(second) > 1:
            places.add(end - 1)
    return frozenset(places)


def tokens(run: str) -> list[str]:
    """Return a run's characters and pairs, interleaved, so that neighbours in the list are neighbours in the text."""
    found = [run[0]]
    apart = straddling(run) if len(run) > 3 else ()
    for place, (first, second) in enumerate(pairwise(run)):
        if place not in apart:
            found.append(first + second)
        found.append(second)
    return found


def asked(run: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield the words of a run in a query, each as the tokens a text must have, and whether it is a stop word.

    Single characters side by side are a word that the dictionary does not have, as `铬鞣`.
    """
    loose = ""
    for word in (*cut(run), ""):
        if len(word) == 1 and word not in STOP_WORDS:
            loose += word
            continue
        if loose:
            yield pairs(loose), False
            loose = ""
        if word:
            yield pairs(word), word in STOP_WORDS


def pairs(word: str) -> tuple[str, ...]:
    """Return the tokens that a text with this word must have."""
    return (word,) if len(word) == 1 else tuple(first + second for first, second in pairwise(word))
