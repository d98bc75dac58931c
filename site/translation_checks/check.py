"""What every check is."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar

from core.i18n import CODES, SOURCE_CODE
from translation_checks.text import Text

TARGETS = frozenset(CODES) - {SOURCE_CODE}


class Severity(StrEnum):
    """What a finding does to handing in."""

    ERROR = "error"
    """Mend it, or have a reviewer say why it is right."""
    WARNING = "warning"
    """Mend it, or say why it is right."""


class Check(ABC):
    """One thing that can be wrong with a translation, told from its text alone."""

    id: ClassVar[str]
    title: ClassVar[Any]
    explanation: ClassVar[Any]
    message: ClassVar[Any]
    """What is said of a finding; `%(found)s` stands for the words that are concerned."""
    severity: ClassVar[Severity] = Severity.WARNING
    final: ClassVar[bool] = False
    """Whether nobody can say that it is right: the page would break."""
    languages: ClassVar[frozenset[str]] = TARGETS

    @abstractmethod
    def find(self, text: Text) -> Iterator[str]:
        """Yield the words that are wrong or missing, or an empty text where the whole is meant."""

    def over(self, texts: Sequence[Text]) -> Mapping[int, str]:  # most checks look at one text alone
        """Return what is wrong between the texts of a page in one language, by place in the list."""
        return {}


def each_once(found: Iterator[str]) -> Iterator[str]:
    """Yield each text once."""
    yield from dict.fromkeys(found)


class PatternCheck(Check):
    """A check for what an expression finds in the prose of a translation."""

    wrong: ClassVar[re.Pattern[str]]

    def find(self, text: Text) -> Iterator[str]:
        """Yield what is wrong, each once."""
        yield from each_once(found[0] for found in self.wrong.finditer(text.prose))
