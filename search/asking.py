"""What a visitor typed becomes an expression of tokens.

The query language is small: words, and "phrases" in any kind of quotation marks. Everything else is punctuation, so nothing that
can be typed is an error.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import linguistics
from core.pasted import clean_query
from search import synonyms
from search.engines.base import Alternative, Expression, Group

LONGEST_TEXT = 255
MOST_WORDS = 12
LONGEST_PHRASE = 60
"""Tokens of a phrase; a Chinese character brings two."""
_PHRASE = re.compile('"([^"]*)"|“([^”"]*)[”"]|„([^“”"]*)[“”"]|«([^»]*)»|「([^」]*)」|『([^』]*)』|＂([^＂]*)＂')
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
Words = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word as it was typed."""

    text: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, understood."""

    text: str
    """What was typed, without what cannot be shown and without superfluous spaces."""
    language: str
    """Language whose documents are searched."""
    reader: str
    """Language of the page."""
    words: tuple[AskedWord, ...]
    expression: Expression
    """Without groups where nothing can be searched for."""
    wanted: frozenset[str]
    """Every token that a passage marks."""
    only_stop_words: bool
    shortened: bool
    """Some of what was typed is not searched for."""

    def __bool__(self) -> bool:
        return bool(self.expression.groups)


def ask(text: str, language: str) -> Asked:
    """Understand a query that was typed on a page of a language. The script of the query may speak for another one."""
    plain, cut = cleaned(text)
    searched = linguistics.language_of(plain, language)
    expression, dropped = expressed(plain, searched)
    return Asked(
        text=plain,
        language=searched,
        reader=language,
        words=tuple(AskedWord(word.text, linguistics.tokens_of(word.text, searched)) for word in linguistics.words(plain)),
        expression=expression,
        wanted=wanted_of(expression),
        only_stop_words=linguistics.only_stop_words(plain, searched),
        shortened=cut or dropped,
    )


def cleaned(text: str) -> tuple[str, bool]:
    """Return a query without control characters and superfluous spaces, and whether its end was cut off."""
    # No more than this is looked at, since spaces and control characters leave little of it.
    head = text[: 4 * LONGEST_TEXT]
    plain = clean_query(head)
    return plain[:LONGEST_TEXT].rstrip(), len(plain) > LONGEST_TEXT or len(text) > len(head)


def expressed(text: str, language: str) -> tuple[Expression, bool]:
    """Return a cleaned query as an expression for the documents of a language, and whether words were left out."""
    phrases = [next(filter(None, found), "") for found in _PHRASE.findall(text)]
    rest = _PHRASE.sub(" ", text)
    quoted = [tokens for phrase in phrases if (tokens := _phrase(phrase, language))]
    words: Words = () if quoted and linguistics.only_stop_words(rest, language) else tuple(linguistics.asked(rest, language))
    kept = words[:MOST_WORDS]
    room = max(0, MOST_WORDS - len(kept))
    groups = [*_with_synonyms(kept, synonyms.of(language)), *(Group((_quoted(tokens),)) for tokens in quoted[:room])]
    dropped = len(words) > len(kept) or len(quoted) > room or any(len(tokens) > LONGEST_PHRASE for tokens in quoted)
    return Expression(tuple(dict.fromkeys(groups))), dropped


def wanted_of(expression: Expression) -> frozenset[str]:
    """Return the tokens to mark. Single Chinese characters of a phrase are in its pairs, and everywhere else besides."""
    return frozenset(
        token
        for group in expression.groups
        for alternative in group.alternatives
        for token in alternative.tokens
        if len(token) > 1 or len(alternative.tokens) == 1 or not _HAN.match(token)
    )


def _phrase(text: str, language: str) -> tuple[str, ...]:
    """Return the tokens of a phrase, none where it says nothing."""
    return () if linguistics.only_stop_words(text, language) else tuple(linguistics.analyse(text, language))


def _quoted(tokens: tuple[str, ...]) -> Alternative:
    return Alternative(tokens[:LONGEST_PHRASE], phrase=len(tokens) > 1)


def _with_synonyms(words: Words, known: Mapping[tuple[str, ...], Iterable[tuple[str, ...]]]) -> list[Group]:
    """Return a group for each word, and for several words in a row that have a synonym together; the longest are taken."""
    groups = []
    longest = max(map(len, known), default=1)
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + longest), start, -1):
            tokens = tuple(token for word in words[start:end] for token in word)
            others = known.get(tokens, ())
            if others or end == start + 1:
                alternatives = dict.fromkeys((Alternative(tokens), *map(_synonym, others)))
                groups.append(Group(tuple(alternatives)))
                start = end
                break
    return groups


def _synonym(tokens: tuple[str, ...]) -> Alternative:
    """Return a synonym; its words stand side by side, save in Chinese, where they are pairs of characters that overlap."""
    return Alternative(tokens, phrase=len(tokens) > 1 and not any(map(_HAN.match, tokens)))
