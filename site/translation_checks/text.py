"""A translation beside its source, as checks read them."""

import re
from dataclasses import dataclass
from functools import cached_property

from core.verbatim import PLACEHOLDER
from termbase.uses import TermUse

MARK = re.compile(r"⟦/?\w{1,6}⟧")
"""Stands for an inline tag where texts are edited."""

ADDRESS = re.compile(
    r"https?://[^\s<>«»“”]+|www\.[^\s<>«»“”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:org|com|net|int|info|edu|eu|gov)(?![\w-])(?:/[^\s<>«»“”]*)?",
    re.ASCII,
)
AFTER_ADDRESS = ".,;:!?)]}'\"’”»。，；：！？、）》،؛؟"


@dataclass(frozen=True)
class Text:
    """One segment: source and target as they are edited, with numbered marks for inline tags."""

    source: str
    target: str
    code: str
    """Language of the target."""
    required: frozenset[str] = frozenset()
    """Numbers of the marks that no translation may lack."""
    limit: int = 0
    """How many characters the field takes; 0 where it sets no limit."""
    terms: tuple[TermUse, ...] = ()
    """The terms that occur in the source."""

    @cached_property
    def plain_source(self) -> str:
        """The source without marks."""
        return MARK.sub("", self.source)

    @cached_property
    def plain(self) -> str:
        """The target without marks."""
        return MARK.sub("", self.target)

    @cached_property
    def prose_source(self) -> str:
        """The source without marks, addresses and placeholders."""
        return prose(self.plain_source)

    @cached_property
    def prose(self) -> str:
        """The target without marks, addresses and placeholders."""
        return prose(self.plain)

    @cached_property
    def is_copy(self) -> bool:
        """Whether target and source are the same but for spaces around words."""
        return self.plain_source.split() == self.plain.split()


def prose(text: str) -> str:
    """Return a text in which addresses and placeholders are blanked out."""
    return PLACEHOLDER.sub("□", ADDRESS.sub("□", text))


def addresses(text: str) -> list[str]:
    """Return the addresses of web and mail in a text, without the punctuation that follows them."""
    return [found[0].rstrip(AFTER_ADDRESS) for found in ADDRESS.finditer(text)]
