"""What a result shows of a document: its title and the passage that says most of what was asked, with marks.

Places are found on the text as it is stored; only then is it escaped, piece by piece, so a mark never falls into an entity.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from icu4py.breakers import CharacterBreaker

from linguistics import analyse, marks
from search.facts import own_text
from search.foreseeing import places
from search.models import SearchDocument

LENGTH = 160
HAN_LENGTH = 84
"""Han characters are twice as wide."""
SHORT = 600
"""Of longer texts only the neighbourhood of likely places is read word by word."""
SCANNED = 20_000
"""So much of a long text is read where no place is likely."""
NEIGHBOURHOOD = 300
FEW_PLACES = 6
LONGEST_WORD = 40

Source = Literal["text", "file", "summary"]
Span = tuple[int, int]

# Line ends and tabs are spaces to a reader; the other control characters have no place in HTML. One for one: places stay.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_SENTENCE_START = re.compile("(?<=[.!?؟…])\\s+|(?<=[。！？])\\s*|\\n\\s*")
_LINE_END = re.compile(r"\s*\n\s*")
_SPACES = re.compile("  +")
_ENDS = ".!?؟…。！？"
_NEVER_FIRST = " \t\n,;:.!?)]}»”’،؛؟。，、；：！？）》」』】…·–—-"
_NEVER_LAST = " \t\n,;:([{«“‘،؛，、；：（《「『【·–—-"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document."""

    html: SafeString
    source: Source
    """Where it stands: in the text of the page, in one of its files, or the summary because nothing of it was asked for."""
    language: str


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a text and the spans to mark in it."""

    text: str
    start: int
    end: int
    spans: tuple[Span, ...]
    score: int
    """Number of different wanted tokens."""


def marked_title(document: SearchDocument, wanted: Collection[str]) -> SafeString:
    """Return the title with the wanted words marked."""
    title = _CONTROLS.sub(" ", document.title)
    spans = [_whole(title, span) for span in marks(title, document.language, wanted)]
    return mark_safe(_marked(title, 0, len(title), spans))  # noqa: S308  # every piece is escaped


def passage(document: SearchDocument, wanted: Collection[str]) -> Passage | None:
    """Return the passage of summary and body with most of the wanted words, None where they have none of them."""
    body = own_text(document.body)
    text = f"{document.summary}\n{body}" if body else document.summary
    window = _best_window(text, document.language, wanted)
    return Passage(_html(window), "text", document.language) if window else None


def file_passage(text: str, language: str, wanted: Collection[str]) -> Passage | None:
    """Return the passage of a file's text with most of the wanted words, None where it has none of them."""
    window = _best_window(text, language, wanted)
    return Passage(_html(window), "file", language) if window else None


def summary_passage(document: SearchDocument, wanted: Collection[str]) -> Passage | None:
    """Return the summary, or the beginning of a text without one: what to show of a document found by a topic or a country.

    The text may not have been loaded, where it was known beforehand that nobody asks for it.
    """
    text = document.summary
    if not text and "body" not in document.get_deferred_fields():
        text = own_text(document.body)[: 4 * LENGTH]
    text = _CONTROLS.sub(" ", text).strip()
    if not text:
        return None
    spans = [_whole(text, span) for span in marks(text, document.language, wanted)]
    return Passage(_html(_around(text, (0, 0), spans, 0, length=2 * _length(text))), "summary", document.language)


def _best_window(text: str, language: str, wanted: Collection[str]) -> _Window | None:
    """Return the window with most different wanted tokens; of several the first."""
    if len(text) <= SHORT:
        return _window(_CONTROLS.sub(" ", text), (0, len(text)), language, wanted)
    best: _Window | None = None
    likely, most = places(text, language, wanted, width=LENGTH, limit=FEW_PLACES)
    for place in likely:
        window = _window(*_neighbourhood(text, place), language, wanted)
        if window and (best is None or window.score > best.score):
            best = window
            if best.score >= most:
                break
    # Else it is spelt in a way that was not foreseen.
    return best or _window(_CONTROLS.sub(" ", text), (0, _cut_before(text, SCANNED)), language, wanted)


def _neighbourhood(text: str, place: int) -> tuple[str, Span]:
    """Return the text around a place, and where in it words are to be marked: as far as a window may reach."""
    start = _cut_after(text, max(0, place - NEIGHBOURHOOD))
    end = _cut_before(text, min(len(text), place + LENGTH + NEIGHBOURHOOD))
    inner = _cut_after(text, max(start, place - LENGTH)), _cut_before(text, min(end, place + 2 * LENGTH))
    return _CONTROLS.sub(" ", text[start:end]), (inner[0] - start, inner[1] - start)


def _window(text: str, part: Span, language: str, wanted: Collection[str]) -> _Window | None:
    """Return the best window of a part of a text."""
    first, last = part
    spans = [_whole(text, (first + start, first + end)) for start, end in marks(text[first:last], language, wanted)]
    if not spans:
        return None
    length = _length(text[spans[0][0] : spans[0][0] + LENGTH])
    tokens = [frozenset(analyse(text[start:end], language)).intersection(wanted) for start, end in spans]
    inside: Counter[str] = Counter()
    best, best_score, first = (0, 0), 0, 0
    for last, (_start, end) in enumerate(spans):
        inside.update(tokens[last])
        while end - spans[first][0] > length and first < last:
            inside.subtract(tokens[first])
            inside += Counter()
            first += 1
        if len(inside) > best_score:
            best, best_score = (first, last), len(inside)
    return _around(text, (spans[best[0]][0], spans[best[1]][1]), spans, best_score, length=length)


def _around(text: str, core: Span, spans: Collection[Span], score: int, *, length: int) -> _Window:
    """Return a window around a core, from the start of a sentence where one is near, without cutting a word."""
    first, last = core
    if len(text) <= length * 1.15:
        start, end = 0, len(text)
    else:
        room = max(0, length - (last - first))
        start = _opening(text, first, room)
        end = _closing(text, max(start + length, min(last, start + 2 * length)), last, length)
    shown = tuple((max(begin, start), min(stop, end)) for begin, stop in spans if begin < end and stop > start)
    return _Window(text, start, end, shown, score)


def _opening(text: str, first: int, room: int) -> int:
    earliest = max(0, first - int(room * 0.6))
    if not earliest:
        return 0
    for found in _SENTENCE_START.finditer(text, earliest, first):
        return found.end()
    start = _cut_after(text, max(0, first - min(room // 3, 50)), first)
    while start < first and text[start] in _NEVER_FIRST:
        start += 1
    return start


def _closing(text: str, end: int, last: int, length: int) -> int:
    if end >= len(text):
        return len(text)
    starts = [found.start() for found in _SENTENCE_START.finditer(text, max(last, end - length // 3), end + 1)]
    if starts:
        return starts[-1]
    end = max(_cut_before(text, end), min(last, end))
    while end > last and text[end - 1] in _NEVER_LAST:
        end -= 1
    return end


def _html(window: _Window) -> SafeString:
    text, start, end = window.text, window.start, window.end
    head = text[:start].rstrip(" \t")
    opening = "" if not head or head[-1] in f"\n{_ENDS}" else "… "
    rest = text[end:].strip()
    closing = "" if not rest or text[start:end].rstrip()[-1:] in _ENDS or text[end : end + 1] == "\n" else " …"
    if _WIDE.match(text[start : start + 1]):
        opening = opening.strip()
    if _WIDE.match(text[end - 1 : end]):
        closing = closing.strip()
    return mark_safe(opening + _marked(text, start, end, window.spans).strip() + closing)  # noqa: S308  # every piece is escaped


def _marked(text: str, start: int, end: int, spans: Collection[Span]) -> str:
    """Return a stretch of a text, escaped, with its spans marked."""
    pieces = []
    for begin, stop in spans:
        pieces += [_flat(text, start, begin), "<mark>", _flat(text, begin, stop), "</mark>"]
        start = stop
    return "".join([*pieces, _flat(text, start, end)])


def _flat(text: str, start: int, end: int) -> str:
    """Return a piece of text, escaped, in one line: between a heading and what follows stands a point, not just a space."""

    def joined(found: re.Match[str]) -> str:
        before = text[start + found.start() - 1 : start + found.start()]
        if _WIDE.match(before) and before in _ENDS:
            return ""
        return " " if not before or not (before.isalnum() or before in ")”»") else " · "

    return escape(_SPACES.sub(" ", _LINE_END.sub(joined, text[start:end])))


def _length(text: str) -> int:
    return HAN_LENGTH if len(_WIDE.findall(text[:LENGTH])) * 2 > len(text[:LENGTH]) else LENGTH


def _may_cut(text: str, place: int) -> bool:
    """Tell whether a line may be cut before this place: at a space, or beside a Han character."""
    before, after = text[place - 1], text[place]
    if before.isspace() or after.isspace():
        return True
    return bool(_WIDE.match(before) or _WIDE.match(after)) and _whole(text, (place, place))[1] == place


def _cut_before(text: str, place: int) -> int:
    """Return the last place up to this one where a text may be cut."""
    if place >= len(text):
        return len(text)
    for candidate in range(place, max(0, place - LONGEST_WORD), -1):
        if _may_cut(text, candidate):
            return candidate
    return _grapheme_start(text, place)


def _cut_after(text: str, place: int, limit: int | None = None) -> int:
    """Return the first place from this one on where a text may be cut, `limit` where there is none before it."""
    limit = min(len(text), place + LONGEST_WORD) if limit is None else limit
    if not place:
        return 0
    for candidate in range(place, min(limit, place + LONGEST_WORD)):
        if _may_cut(text, candidate):
            return candidate
    return limit if limit - place < LONGEST_WORD else _grapheme_start(text, place)


def _grapheme_start(text: str, place: int) -> int:
    """Return the start of the written character, which may be several code points, that a place lies in."""
    start = max(0, place - LONGEST_WORD)
    for character in CharacterBreaker(text[start : place + LONGEST_WORD], "en"):
        if start + len(character) > place:
            return start
        start += len(character)
    return place


def _whole(text: str, span: Span) -> Span:
    """Return a span with the accents and vowel signs that belong to its last letter."""
    start, end = span
    while end < len(text) and (text[end] == "\u200d" or unicodedata.category(text[end]).startswith("M")):
        end += 1
    return start, end
