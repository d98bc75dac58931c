"""What a result prints beside its title and passage: stable codes, since names are looked up in the reader's language."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

FOREIGN = "\u2063"
"""Begins a line of a document's body that is in another language. It is invisible, and no part of a word."""


def own_text(body: str) -> str:
    """Return a document's body without its lines in other languages, which come last."""
    return body.split(f"\n{FOREIGN}", 1)[0] if FOREIGN in body else body


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file that visitors may open."""

    language: str
    format: str
    """As readers know it: `PDF`."""
    size: int | None
    """In bytes; None where it is not known."""
    url: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a document as they are stored with it."""

    section: str
    url: str = ""
    """Address of the page on this site."""
    type: str = ""
    year: int | None = None
    last_year: int | None = None
    """Last year of a period, None where it has none or goes on."""
    goes_on: bool = False
    topics: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    files: tuple[FileFacts, ...] = ()

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """Return the facts that a document holds. What was stored before a field existed has it empty."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        for name in ("topics", "countries"):
            known[name] = tuple(known.get(name, ()))
        known["files"] = tuple(FileFacts(**file) for file in known.get("files", ()))
        return cls(**{"section": "", **known})

    def stored(self) -> dict[str, Any]:
        """Return the facts as a document holds them, without what is empty but the type."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        found["files"] = [asdict(file) for file in self.files]
        found["topics"], found["countries"] = list(self.topics), list(self.countries)
        return {name: value for name, value in found.items() if name == "type" or value not in (None, "", [], False)}
