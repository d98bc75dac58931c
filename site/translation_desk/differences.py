"""What changed between two texts, word by word; in Chinese character by character."""

import re
from difflib import SequenceMatcher
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from core.i18n import SCRIPT_RANGES
from exchange_formats.inline import MARK
from translation_desk.tags import marked_up

TOKEN = re.compile(rf"{MARK.pattern.replace('?P<end>', '?:').replace('?P<name>', '?:')}|[{SCRIPT_RANGES['han']}]|\w+|\s+|[^\w\s]")
LONGEST = 4000
"""Tokens beyond which two texts are set against each other as wholes: comparing costs the square of their number."""

ALIKE = 0.4
"""Share of the longer text that must be in both. With less in common, a difference word by word reads like neither text."""


def changes(old: str, new: str) -> list[tuple[str, str]]:
    """Return the pieces of two edited texts in order, each with `same`, `removed` or `added`."""
    before = [match[0] for match in TOKEN.finditer(old)]
    after = [match[0] for match in TOKEN.finditer(new)]
    if len(before) + len(after) > LONGEST:
        return [("removed", old), ("added", new)]
    pieces: list[tuple[str, str]] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(before[start:end])))
            continue
        if end > start:
            pieces.append(("removed", "".join(before[start:end])))
        if new_end > new_start:
            pieces.append(("added", "".join(after[new_start:new_end])))
    in_both = sum(_length(text) for kind, text in pieces if kind == "same")
    if in_both < ALIKE * max(_length(old), _length(new)):
        pieces = [("removed", old), ("added", new)]
        return [(kind, text) for kind, text in pieces if text]
    return _joined(pieces)


def _length(text: str) -> int:
    """Return the length of an edited text without its marks."""
    return len(MARK.sub("", text))


def _joined(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join changes that only a space parts: three words changed in a row read better as one change."""
    result: list[tuple[str, str]] = []
    removed = added = ""
    for kind, text in [*pieces, ("end", "")]:
        if kind == "removed":
            removed += text
        elif kind == "added":
            added += text
        elif kind == "same" and text.isspace() and (removed or added):
            removed, added = removed + text, added + text
        else:
            tail = _common_space(removed, added)
            result += [
                (name, piece)
                for name, piece in (("removed", removed[: len(removed) - tail]), ("added", added[: len(added) - tail]))
                if piece
            ]
            result += [("same", removed[len(removed) - tail :])] if tail else []
            removed = added = ""
            if kind == "same":
                result.append((kind, text))
    return result


def _common_space(removed: str, added: str) -> int:
    """Return how many blanks both end with: they did not change."""
    length = 0
    for last, other in zip(reversed(removed), reversed(added), strict=False):
        if last != other or not last.isspace():
            break
        length += 1
    return length


@lru_cache(maxsize=2048)
def _shown(old: str, new: str, removed: str, added: str) -> SafeString:
    forms = {
        "same": "{1}",
        "removed": '<del><span class="w-sr-only">{0} </span>{1}</del>',
        "added": '<ins><span class="w-sr-only">{0} </span>{1}</ins>',
    }
    words = {"same": "", "removed": removed, "added": added}
    pieces = changes(old, new)
    if [kind for kind, _text in pieces] == ["removed", "added"]:
        forms = {kind: form.replace(">", ' class="desk-whole">', 1) for kind, form in forms.items()}
    return format_html_join("", "{}", ((format_html(forms[kind], words[kind], marked_up(text)),) for kind, text in pieces))


def shown(old: str, new: str) -> SafeString:
    """Return the difference of two edited texts as HTML, told apart by element, by look, and in words for screen readers."""
    return _shown(old, new, pgettext("in a text", "removed:"), pgettext("in a text", "added:"))
