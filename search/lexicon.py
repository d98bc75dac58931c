"""A lexicon in six languages, made of what staff keep anyway: termbase, topics, countries, regions, goals, types of documents.

It turns a query into the words that documents of another language use, and finds the terms and topics that a query names. A query
is read as `linguistics` reads it, so an inflected query meets the term in its basic form; the longest known phrase wins.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import linguistics
from core.i18n import BY_CODE, CODES, speaking
from core.remembering import remembered, remembered_each
from core.searching import glossary_address
from search import lexicon_data, synonyms
from search.engines.base import Alternative, Expression, Group
from search.lexicon_data import Concept, Lexicon, Unit
from search.models import KnownWord
from vocabulary.models import Term

if TYPE_CHECKING:
    from search.asking import Asked

MOST_ALTERNATIVES = 8
"""Terms of one language that may stand for a word with several meanings."""
CODE_LIKE = re.compile(r"\d|[^\W\d_]*[A-Z][^\W\d_]*[A-Z]")
"""What no language translates: numbers, formulas, abbreviations."""


class Span(NamedTuple):
    """A part of a query: units that are one known phrase, or a single unknown one."""

    units: tuple[Unit, ...]
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term that a query names, in the reader's language."""

    term: str
    definition: str
    url: str
    """Address in the glossary; empty where the reader's language has none."""


def translated(asked: "Asked") -> dict[str, Expression]:
    """Return the query in every other language that has terms for it. At most one query, and none for known words.

    Known words are replaced by that language's terms. Numbers and abbreviations stay, as do Latin words in a query of another
    script. What else is unknown is left out while it is no more than half of the query, else that language has no expression.
    """
    spans = _spans(asked)
    if not any(span.concepts for span in spans):
        return {}
    borrowed = _borrowed(spans, asked.language)
    found = {}
    for language in CODES:
        if language == asked.language:
            continue
        groups, left_out, any_known = [], 0, False
        for span in spans:
            alternatives = _alternatives(span, language)
            any_known = any_known or bool(alternatives)
            if not alternatives and _stays(span, language, asked.language, borrowed):
                tokens = tuple(linguistics.analyse(span.units[0].surface, language))
                alternatives = (Alternative(tokens),) if tokens else ()
            if alternatives:
                groups.append(Group(alternatives))
            else:
                left_out += len(span.units)
        if any_known and left_out * 2 <= sum(len(span.units) for span in spans):
            found[language] = Expression(tuple(dict.fromkeys(groups)))
    return found


def definitions(asked: "Asked", limit: int = 2) -> list[Definition]:
    """Return the terms that a query names and that are defined in the reader's language. At most one query."""
    ids = [concept.id for span in _spans(asked) for concept in span.concepts if concept.kind == "term"]
    if not ids:
        return []
    found = remembered_each(("definition", asked.reader), ids, lambda missing: _definitions(missing, asked.reader))
    return [definition for number in dict.fromkeys(ids) if (definition := found.get(number))][:limit]


def _definitions(ids: Collection[int], reader: str) -> dict[int, Definition | None]:
    """Return the definitions of terms by id; None where the reader's language has none."""
    suffix = BY_CODE[reader].field_suffix
    found: dict[int, Definition | None] = dict.fromkeys(ids)
    with speaking(reader):
        for term in Term.objects.filter(pk__in=ids, status__in=Term.SHOWN):
            text, definition = getattr(term, f"term_{suffix}"), getattr(term, f"definition_{suffix}")
            if text and definition:
                found[term.pk] = Definition(text, definition, glossary_address(reader, term.code, text))
    return found


def topics(asked: "Asked") -> list[int]:
    """Return the ids of the topics that a query names."""
    spans = _spans(asked)
    return list(dict.fromkeys(concept.id for span in spans for concept in span.concepts if concept.kind == "topic"))


def _spans(asked: "Asked") -> tuple[Span, ...]:
    """Return a query cut into known phrases, the longest first found from the left, and single unknown words."""
    text, language = asked.text, asked.language
    return remembered(("phrases of a query", language, text), lambda: tuple(_cut(text, language)))


def _cut(text: str, language: str) -> Iterator[Span]:
    lexicon = lexicon_data.current()
    entries = lexicon.entries.get(language, {})
    longest = lexicon.longest.get(language, 0)
    also = synonyms.of(language)
    units = lexicon_data.units(text, language)
    start = 0
    while start < len(units):
        for end in range(min(len(units), start + longest), start, -1):
            part = tuple(units[start:end])
            concepts = _named(part, lexicon, entries, also, alone=len(part) == len(units), language=language)
            if concepts:
                yield Span(part, concepts)
                start = end
                break
        else:
            yield Span((units[start],), ())
            start += 1


def _named(
    part: tuple[Unit, ...],
    lexicon: Lexicon,
    entries: dict[tuple[str, ...], tuple[int, ...]],
    also: "synonyms.Known",
    *,
    alone: bool,
    language: str,
) -> tuple[Concept, ...]:
    """Return the concepts that a phrase names, also under one of its synonyms."""
    if len(part) == 1 and part[0].han and not alone:
        return ()  # One Chinese character inside a longer query is a part of some word, not a word.
    tokens = tuple(unit.token for unit in part)
    numbers = entries.get(tokens, ())
    if not numbers and also:
        phrase = synonyms.tokens_of_phrase(_joined(part), language)
        for other in also.get(phrase, ()):
            numbers += entries.get(lexicon_data.as_units(other), ())
    return tuple(lexicon.concepts[number] for number in dict.fromkeys(numbers))


def _joined(part: tuple[Unit, ...]) -> str:
    """Return a phrase as it is written: Chinese characters without spaces."""
    return "".join(unit.surface if unit.han else f" {unit.surface} " for unit in part).strip()


def _alternatives(span: Span, language: str) -> tuple[Alternative, ...]:
    found = [form for concept in span.concepts for form in concept.forms.get(language, ())]
    return tuple(dict.fromkeys(found))[:MOST_ALTERNATIVES]


def _stays(span: Span, language: str, asked_in: str, borrowed: frozenset[tuple[str, str]]) -> bool:
    """Tell whether a word without translation is asked of another language as it is."""
    (first, *rest) = span.units
    if rest or not (first.latin or first.token.isdecimal()):
        return False
    if BY_CODE[asked_in].script != "latin" or CODE_LIKE.search(first.surface):
        return True
    return (language, linguistics.key(first.surface, language)) in borrowed


def _borrowed(spans: tuple[Span, ...], asked_in: str) -> frozenset[tuple[str, str]]:
    """Return which unknown words of an English, French or Spanish query other languages write too: names, mostly."""
    if BY_CODE[asked_in].script != "latin":
        return frozenset()
    words = {unit.surface for span in spans if not span.concepts for unit in span.units if unit.latin}
    keys = {linguistics.key(word, asked_in) for word in words if not CODE_LIKE.search(word)}
    if not keys:
        return frozenset()
    return frozenset(KnownWord.objects.filter(key__in=keys).exclude(language=asked_in).values_list("language", "key"))
