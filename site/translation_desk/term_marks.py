"""The terms of the termbase in the English of a segment: found, and underlined where it is shown."""

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from exchange_formats.inline import MARK
from termbase.recognising import Occurrence, Termbase, occurrences, uses
from termbase.uses import TermUse
from translation_desk.tags import marked_up


def blanked(edited: str) -> str:
    """Return an edited text with spaces in the place of its marks, so that words keep their places."""
    return MARK.sub(lambda mark: " " * len(mark[0]), edited) if "⟦" in edited else edited


def in_text(edited: str, terms: Termbase) -> tuple[Occurrence, ...]:
    """Return the terms that occur in an edited English text, with their places in it."""
    return occurrences(blanked(edited), terms)


def uses_in(edited: str, code: str, terms: Termbase) -> tuple[TermUse, ...]:
    """Return the same as checks of a language's translations need them."""
    return uses(blanked(edited), code, terms)


def underlined(edited: str, terms: Termbase) -> SafeString:
    """Return an edited English text as HTML in which marks stand out and terms are underlined."""
    found = in_text(edited, terms)
    if not found:
        return marked_up(edited)
    parts: list[str] = []
    position = 0
    for occurrence in found:
        parts += [marked_up(edited[position : occurrence.start]), *_underlined(edited[occurrence.start : occurrence.end])]
        position = occurrence.end
    parts.append(marked_up(edited[position:]))
    return mark_safe("".join(parts))  # noqa: S308  # each part is escaped


def _underlined(phrase: str) -> Iterable[str]:
    """Yield a phrase piece by piece: a mark inside it stays a mark."""
    position = 0
    for mark in [*MARK.finditer(phrase), None]:
        end = mark.start() if mark else len(phrase)
        if words := phrase[position:end]:
            yield format_html('<span class="desk-term">{}</span>', marked_up(words))
        if mark:
            yield marked_up(mark[0])
            position = mark.end()
