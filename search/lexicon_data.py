"""How the lexicon is made of the vocabularies: a list of concepts, and the phrases that name them in each language."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import models

import linguistics
from core.i18n import BY_CODE, LANGUAGES, script_of
from core.remembering import remembered
from search.engines.base import Alternative
from vocabulary.models import Country, DocumentType, Goal, Region, Term, Topic

LONGEST_PHRASE = 3
"""Tokens that are asked for side by side; of longer names, such as those of States, documents write parts in many ways."""
ALPHABETS = frozenset({"latin", "cyrillic"})
"""Scripts in which initials are usual."""
INITIALS = range(3, 5)
"""Words of a term that is known by its initials, too."""

SOURCES: tuple[tuple[str, type[models.Model], str], ...] = (
    ("term", Term, "term"),
    ("topic", Topic, "name"),
    ("country", Country, "name"),
    ("region", Region, "name"),
    ("type", DocumentType, "name"),
    ("goal", Goal, "name"),
)
"""Kind of a concept, its vocabulary, the field that names it. Terms come first where several are named alike."""

_ASIDE = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*")


class Unit(NamedTuple):
    """What phrases are compared by: a word, or one Chinese character."""

    surface: str
    token: str
    han: bool
    latin: bool


class Concept(NamedTuple):
    """An entry of a vocabulary."""

    kind: str
    id: int
    forms: dict[str, tuple[Alternative, ...]]
    """How documents of a language may name it; languages without a name are left out."""


class Lexicon(NamedTuple):
    """All concepts, and by language the phrases that name them, as places in the list of concepts."""

    concepts: list[Concept]
    entries: dict[str, dict[tuple[str, ...], tuple[int, ...]]]
    longest: dict[str, int]
    """Units of the longest phrase of a language."""


Named = tuple[tuple[str, tuple[tuple[Any, ...], ...]], ...]
"""What a lexicon is made of: by kind the id of each entry with its names in the order of our languages."""

_made: tuple[Named, Lexicon] | None = None
"""The lexicon that this process made last, with what it made it of."""


def current() -> Lexicon:
    """Return the lexicon of the vocabularies as they are; made anew, which takes a fifth of a second, where they have changed."""
    return remembered("lexicon", _current)


def _current() -> Lexicon:
    global _made  # noqa: PLW0603  # one for the process
    named = read()
    # Asked once: another thread may put a newer one in its place at any moment.
    made = _made
    if made is None or made[0] != named:
        made = _made = (named, lexicon_of(named))
    return made[1]


def units(text: str, language: str) -> list[Unit]:
    """Return the words of a text without its stop words, Chinese as single characters."""
    found: list[tuple[Unit, bool]] = []
    for word in linguistics.words(text):
        script = script_of(word.text)
        tokens = linguistics.tokens_of(word.text, language)
        if script == "han":
            # Characters that only join words, such as 的, stand for nothing here either.
            found += [
                (Unit(token, token, True, False), linguistics.only_stop_words(token, language)) for token in as_units(tokens)
            ]
        elif tokens:
            stops = linguistics.only_stop_words(word.text, language)
            surfaces = [word.text] if len(tokens) == 1 else tokens
            found += [
                (Unit(surface, token, False, script == "latin"), stops) for surface, token in zip(surfaces, tokens, strict=True)
            ]
    return [unit for unit, stops in found if not stops] or [unit for unit, _stops in found]


def as_units(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return tokens as the tokens of units: pairs of Chinese characters become the characters."""
    found: list[str] = []
    for place, token in enumerate(tokens):
        if script_of(token) != "han" or len(token) == 1:
            found.append(token)
        elif not _between(tokens, place):
            # Pairs without characters between them, as in a query: each adds what the one before does not end with.
            follows = found and place and tokens[place - 1].endswith(token[0]) and len(tokens[place - 1]) == len(token)
            found.extend(token[1:] if follows else token)
    return tuple(found)


def _between(tokens: tuple[str, ...], place: int) -> bool:
    """Tell whether a pair stands between its two characters, as in the tokens of a text."""
    return 0 < place < len(tokens) - 1 and tokens[place - 1] + tokens[place + 1] == tokens[place]


def read() -> Named:
    """Read the vocabularies: one query for each."""
    return tuple((kind, tuple(_entries(model, field))) for kind, model, field in SOURCES)


def _entries(model: type[models.Model], field: str) -> models.QuerySet:
    names = [f"{field}_{language.field_suffix}" for language in LANGUAGES]
    return model._default_manager.order_by("pk").values_list("pk", *names)


def lexicon_of(named: Named) -> Lexicon:
    """Return the lexicon of entries."""
    concepts: list[Concept] = []
    entries: dict[str, dict[tuple[str, ...], tuple[int, ...]]] = {language.code: {} for language in LANGUAGES}
    for kind, number, texts in ((kind, number, texts) for kind, found in named for number, *texts in found):
        forms = {}
        for language, text in zip(LANGUAGES, texts, strict=True):
            variants = list(_variants(text or "", language.code, kind))
            forms[language.code] = tuple(dict.fromkeys(_form(variant, language.code) for variant in variants))
            for variant in variants:
                key = tuple(unit.token for unit in units(variant, language.code))
                entries[language.code][key] = (*entries[language.code].get(key, ()), len(concepts))
        concepts.append(Concept(kind, number, {code: found for code, found in forms.items() if found}))
    longest = {code: max(map(len, phrases), default=0) for code, phrases in entries.items()}
    return Lexicon(concepts, entries, longest)


def _variants(text: str, language: str, kind: str) -> Iterator[str]:
    """Yield what a name may be found by: itself without what stands in brackets, and for a term that too, and its initials.

    In the termbase brackets give another name, «биохимическое потребление кислорода (БПК)», unless they say of what, "curing (of
    hides)". In the name of a State they give its form of government. Initials are how documents write "chemical oxygen demand".
    """
    plain = _ASIDE.sub(" ", text).strip()
    if linguistics.analyse(plain, language):
        yield plain
    if kind == "term":
        words = [unit.surface for unit in units(plain, language) if BY_CODE[language].script in ALPHABETS]
        if len(words) in INITIALS:
            yield "".join(word[0] for word in words).upper()
    if kind == "term":
        for aside in _ASIDE.findall(text):
            first = next(linguistics.words(aside), None)
            if first is not None and not linguistics.only_stop_words(first.text, language):
                yield aside


def _form(text: str, language: str) -> Alternative:
    tokens = tuple(linguistics.analyse(text, language))
    # In Chinese every phrase is asked for side by side, since its single characters are everywhere.
    together = len(tokens) > 1 and (language == "zh-hans" or len(tokens) <= LONGEST_PHRASE)
    return Alternative(tokens, phrase=together)
