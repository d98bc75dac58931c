"""Where words occur in the memory: in the English or in the translations of a language, whatever their endings."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

import linguistics
from config.languages import SOURCE_CODE
from translation_memory import texts
from translation_memory.models import MemoryUnit, SourceToken, TargetToken

Side = Literal["source", "target"]
MOST_WORDS = 10
"""Words of a question that are looked for."""
MOST_FOUND = 1000
"""Units that are found; of a frequent word there may be a hundred times as many."""


def wanted(words: str, language: str) -> list[str]:
    """Return the tokens that a text must have in which the words occur; none where there is no word."""
    found = [token[: texts.LONGEST_TOKEN] for group in linguistics.asked(words, language) for token in group]
    return list(dict.fromkeys(found))[:MOST_WORDS]


def language_of(side: Side, language: str) -> str:
    """Return the language in which is searched."""
    return SOURCE_CODE if side == "source" else language


@dataclass(frozen=True, slots=True)
class Found:
    """The units in which words occur, by id, those entered last first."""

    ids: list[int]
    more: bool
    """Whether there are further ones, which nobody would read."""


def search(language: str, words: str, side: Side) -> Found:
    """Return the units of a language in which all of the words occur, replaced ones too; one query."""
    tokens = wanted(words, language_of(side, language))
    if not tokens:
        return Found([], more=False)
    units = MemoryUnit.objects.visible().filter(language=language)
    for token in tokens:
        if side == "source":
            texts_with = SourceToken.objects.filter(language=language, token=token)
            units = units.filter(source_text__in=texts_with.values("source_text"))
        else:
            units = units.filter(pk__in=TargetToken.objects.filter(language=language, token=token).values("unit"))
    ids = list(units.order_by("-pk").values_list("pk", flat=True)[: MOST_FOUND + 1])
    return Found(ids[:MOST_FOUND], more=len(ids) > MOST_FOUND)


def units_of(ids: Sequence[int]) -> list[MemoryUnit]:
    """Return units with their people, in the order of the ids; one query."""
    found = MemoryUnit.objects.select_related("author", "approver", "imported_from").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def marked(text: str, language: str, tokens: Collection[str]) -> SafeString:
    """Return a stored text as a reader sees it, with the words marked that have one of the tokens."""
    plain = texts.plain(text)
    pieces, end = [], 0
    for start, stop in linguistics.marks(plain, language, tokens):
        pieces += [escape(plain[end:start]), f"<mark>{escape(plain[start:stop])}</mark>"]
        end = stop
    return mark_safe("".join([*pieces, escape(plain[end:])]))  # noqa: S308  # every piece is escaped
