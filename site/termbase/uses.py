"""What a check is handed of a term that occurs in a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term in an English text, and what a translation into one language may and may not call it."""

    english: str
    """The words as they stand in the text."""
    wanted: tuple[str, ...] = ()
    """What the translation may call it, the agreed one first; empty where nothing is demanded."""
    avoided: tuple[str, ...] = ()
    verbatim: bool = False
    """Whether the translation keeps the English words."""
