"""What every format of an exchanged translation holds, whatever the format."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from exchange_formats.errors import BadFileError
from exchange_formats.inline import Piece, nested, pieces

NAME = "leather-panel"
"""Stands before the identity of a translation in each file, so that other files are told from ours."""
_ORIGINAL = re.compile(rf"{NAME}/(?P<key>[0-9a-f-]{{32,36}})/(?P<code>[a-z-]{{2,12}})/(?P<number>\d+)")


class State(StrEnum):
    """How far a translation is, as tools know it."""

    UNTRANSLATED = "untranslated"
    TRANSLATED = "translated"
    QUESTIONED = "questioned"
    REVIEWED = "reviewed"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Unit:
    """One text in one place. Texts stand as they are edited, with a mark for each tag."""

    id: str
    source: str
    target: str = ""
    elements: Mapping[str, str] = field(default_factory=dict)
    """The tags of the English by their number; written, not read."""
    state: State = State.UNTRANSLATED
    digest: str = ""
    """What the translation was when the file was made: `digest` of it."""
    path: str = ""
    context: str = ""
    """Where the text stands, in words."""
    notes: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    """Terms of the English with what they are called in the other language."""
    limit: int | None = None
    """How many characters the place takes."""
    line: int | None = None
    """Where it stands in the file that was read."""

    @property
    def as_source(self) -> bool:
        """Whether the English stands in place of a translation and nothing says that it is meant as one."""
        return self.state == State.UNTRANSLATED and self.target.strip() == self.source.strip()

    def pieces(self, text: str) -> list[Piece]:
        """Return one of its texts in pieces for formats that put elements around text; marks that do not nest stay text."""
        found = pieces(text, self.elements)
        return found if nested(found) else [text]

    @property
    def hints(self) -> list[str]:
        """Its terms, each as a line to read."""
        return [f"{english} = {other}" for english, other in self.terms]


@dataclass(frozen=True, slots=True)
class Translation:
    """The texts of one page in one language, in a file."""

    key: str
    """Names the page."""
    code: str
    """The language, as in our addresses; empty where the file does not say."""
    language: str
    """The language, as files name it."""
    number: int
    """Of the English version."""
    title: str
    units: tuple[Unit, ...]
    tool: str = ""
    """The program that wrote a file that was read, as far as it says so."""
    direction: str = "ltr"

    @property
    def original(self) -> str:
        """Names page, language and English version within a file."""
        return f"{NAME}/{self.key}/{self.code}/{self.number}"


def identity(original: str) -> tuple[str, str, int]:
    """Return key, language and English version that a file names; empty where it is none of ours."""
    found = _ORIGINAL.search(original)
    return (found["key"], found["code"], int(found["number"])) if found else ("", "", 0)


def digest(text: str) -> str:
    """Return a short print of a text, by which two states of it are told apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def require_distinct(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return units as they are. Raises BadFileError where an id stands twice, or where there are none."""
    found: dict[str, Unit] = {}
    for unit in units:
        if unit.id in found:
            raise BadFileError(_("Segment %(id)s stands twice in this file.") % {"id": unit.id}, line=unit.line)
        found[unit.id] = unit
    if not found:
        raise BadFileError(_("There are no segments in this file."))
    return tuple(found.values())
