"""A term of a termbase as files hold it, whatever their format."""

from dataclasses import dataclass, field

PREFERRED, ALLOWED, DEPRECATED, VERBATIM = "preferred", "allowed", "deprecated", "do_not_translate"
STATUSES = (PREFERRED, ALLOWED, DEPRECATED, VERBATIM)
PARTS_OF_SPEECH = ("noun", "verb", "adjective", "adverb", "abbreviation", "name", "phrase")


@dataclass(frozen=True, slots=True, order=True)
class Variant:
    """Another word for a term in one language."""

    language: str
    text: str
    status: str = ALLOWED
    """Allowed or deprecated."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """One term in all its languages. What is empty says nothing."""

    code: str
    subject: str = ""
    """Code of the subject."""
    status: str = ""
    part_of_speech: str = ""
    note: str = ""
    source: str = ""
    terms: dict[str, str] = field(default_factory=dict)
    """By code of the language."""
    definitions: dict[str, str] = field(default_factory=dict)
    variants: tuple[Variant, ...] = ()
    line: int = field(default=0, compare=False)
    """Where it stands in the file."""
    left_out: tuple[str, ...] = field(default=(), compare=False)
    """Languages of the file that are none of ours."""
