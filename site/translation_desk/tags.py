"""Inline markup as protected marks: `Soak the <b>hide</b>` is edited as `Soak the ⟦1⟧hide⟦/1⟧`.

Texts are stored as fragments of HTML, as they are cut from the English. A person edits plain text in which each tag of the
English is a numbered mark, so that input methods, spelling checks and screen readers work and no tag can be half deleted.
A line break (`<br>`) is a line break in both. Pure functions; nothing is read from the database.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _, pgettext_lazy

from core.pasted import clean_characters
from exchange_formats.inline import FORMATTING, MARK
from translation_desk.errors import BadTextError

KINDS = {
    "a": pgettext_lazy("inline tag", "link"),
    "b": pgettext_lazy("inline tag", "bold"),
    "strong": pgettext_lazy("inline tag", "bold"),
    "i": pgettext_lazy("inline tag", "italic"),
    "em": pgettext_lazy("inline tag", "italic"),
    "sup": pgettext_lazy("inline tag", "superscript"),
    "sub": pgettext_lazy("inline tag", "subscript"),
    "code": pgettext_lazy("inline tag", "code"),
    "abbr": pgettext_lazy("inline tag", "abbreviation"),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of the English text."""

    number: int
    name: str
    id: str
    """Stands for the attributes that were taken out, such as the address of a link."""

    @property
    def kind(self) -> str:
        """What the tag is, in words."""
        return str(KINDS.get(self.name, self.name))

    @property
    def required(self) -> bool:
        """Whether a translation must have it. Emphasis may go: Chinese and Arabic have no italics. A link may not."""
        return self.name == "a"


class _Events(HTMLParser):
    """Turns a fragment into a list of texts, opened and closed tags."""

    def __init__(self, fragment: str) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[tuple[str, str, str]] = []
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.events.append(("open", tag, dict(attrs).get("id") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self.events.append(("close", tag, ""))

    def handle_data(self, data: str) -> None:
        self.events.append(("text", data, ""))


@lru_cache(maxsize=4096)
def tags_of(source: str) -> tuple[Tag, ...]:
    """Return the tags of an English text in the order in which they open, line breaks apart."""
    if "<" not in source:
        return ()
    opened = [(name, key) for event, name, key in _Events(source).events if event == "open" and name != "br"]
    return tuple(Tag(number, name, key) for number, (name, key) in enumerate(opened, start=1))


def to_marks(source: str, text: str) -> str:
    """Return a stored text as it is edited. `source` is the English whose tags give the numbers."""
    if "<" not in text and "&" not in text:
        return text
    return _to_marks(source, text)


# The English is the same in five languages, and a translator opens a page again and again.
@lru_cache(maxsize=4096)
def _to_marks(source: str, text: str) -> str:
    free = list(tags_of(source))
    parts: list[str] = []
    open_names: list[str] = []
    for event, value, key in _Events(text).events:
        if event == "text":
            parts.append(value)
        elif value == "br":
            parts.append("\n")
        elif event == "open":
            name = _name_of(source, free, value, key)
            open_names.append(name)
            parts.append(f"⟦{name}⟧" if name else "")
        elif open_names:
            name = open_names.pop()
            parts.append(f"⟦/{name}⟧" if name else "")
    return "".join(parts)


def _name_of(source: str, free: list[Tag], name: str, key: str) -> str:
    for tag in free:
        if (tag.name, tag.id) == (name, key):
            free.remove(tag)
            return str(tag.number)
    if name in FORMATTING:
        return name
    same = [tag for tag in tags_of(source) if tag.name == name and (not key or tag.id == key)]
    return str(same[-1].number) if same else ""


def to_stored(source: str, edited: str, *, rich: bool = True, lines: bool = True) -> str:
    """Return an edited text as it is stored. Raise BadTextError, with a sentence that names the mark, where marks are broken.

    `rich`: whether the place may hold tags; `lines`: whether it may hold more than one line.
    """
    edited = clean_characters(edited.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not lines:
        edited = re.sub(r"\s*\n\s*", " ", edited)
    known = {str(tag.number): tag for tag in tags_of(source)}
    parts: list[str] = []
    opened: list[tuple[str, str]] = []
    used: set[str] = set()
    for mark, end, name in _split(edited):
        if not name:
            parts.append(escape(mark, quote=False).replace("\n", "<br>"))
            continue
        tag = known.get(name)
        if tag is None and not (rich and name in FORMATTING):
            raise BadTextError(_("The English has no tag %(mark)s.") % {"mark": f"⟦{name}⟧"})
        element = tag.name if tag else name
        if end:
            _close(opened, name)
            parts.append(f"</{element}>")
            continue
        _check_opening(tag, name, element, opened, used)
        opened.append((name, element))
        parts.append(f'<{element} id="{tag.id}">' if tag and tag.id else f"<{element}>")
    if opened:
        name = opened[-1][0]
        raise BadTextError(_("%(mark)s is not closed: put %(end)s where it ends.") % {"mark": f"⟦{name}⟧", "end": f"⟦/{name}⟧"})
    return "".join(parts)


def _split(edited: str) -> Iterator[tuple[str, bool, str]]:
    """Yield texts (without a name) and marks (with one), Arabic and other digits read as numbers."""
    position = 0
    for match in MARK.finditer(edited):
        if match.start() > position:
            yield edited[position : match.start()], False, ""
        name = match["name"]
        yield match[0], bool(match["end"]), str(int(name)) if name.isdigit() else name
        position = match.end()
    if position < len(edited):
        yield edited[position:], False, ""


def _check_opening(tag: Tag | None, name: str, element: str, opened: list[tuple[str, str]], used: set[str]) -> None:
    if tag and tag.required and name in used:
        raise BadTextError(_("%(mark)s stands twice; a link can stand once only.") % {"mark": f"⟦{name}⟧"})
    if element == "a" and any(inner == "a" for _name, inner in opened):
        raise BadTextError(_("%(mark)s stands inside another link.") % {"mark": f"⟦{name}⟧"})
    used.add(name)


def _close(opened: list[tuple[str, str]], name: str) -> None:
    names = [opened_name for opened_name, _element in opened]
    if name not in names:
        raise BadTextError(
            _("%(end)s closes nothing: put %(mark)s where it begins.") % {"mark": f"⟦{name}⟧", "end": f"⟦/{name}⟧"}
        )
    if names[-1] != name:
        raise BadTextError(
            _("Tags may not cross: %(inner)s must stand before %(outer)s.") % {"inner": f"⟦/{names[-1]}⟧", "outer": f"⟦/{name}⟧"}
        )
    opened.pop()


def missing(source: str, text: str) -> list[Tag]:
    """Return the tags that a stored translation must have and has not. An empty translation misses none."""
    if not text:
        return []
    present = {(tag.name, tag.id) for tag in tags_of(text)}
    return [tag for tag in tags_of(source) if tag.required and (tag.name, tag.id) not in present]


def sentence_of_missing(tags: Sequence[Tag]) -> str:
    """Say which tag is missing; an empty text when none is."""
    if not tags:
        return ""
    return _("The link %(mark)s is missing.") % {"mark": f"⟦{tags[0].number}⟧"}


def plain(text: str) -> str:
    """Return a stored text as the reader sees it, without tags."""
    if "<" not in text and "&" not in text:
        return text
    words = {"text": lambda value: value, "open": lambda value: "\n" if value == "br" else "", "close": lambda _value: ""}
    return "".join(words[event](value) for event, value, _key in _Events(text).events)


def marked_up(edited: str) -> SafeString:
    """Return an edited text as HTML in which marks stand out. For reading only."""
    if "⟦" not in edited and "\n" not in edited:
        return mark_safe(escape(edited))  # noqa: S308  # escaped here
    shown = MARK.sub(lambda match: f'<span class="desk-mark" translate="no">{match[0]}</span>', escape(edited))
    return mark_safe(shown.replace("\n", "<br>"))  # noqa: S308  # escaped above


def shown(source: str, text: str) -> SafeString:
    """Return a stored text as HTML in which marks stand out."""
    return marked_up(to_marks(source, text))
