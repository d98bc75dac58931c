"""What an engine does. It compares tokens and knows no language.

An engine is chosen by the database. Another one, for example OpenSearch, is a subclass with the same five methods.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from search.models import SearchDocument

Order = Literal["relevance", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Tokens that must all be in a document; as a phrase, next to each other in one of its streams."""

    tokens: tuple[str, ...]
    phrase: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One word of a query with its synonyms: any of the alternatives will do."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Expression:
    """A query as tokens. All groups must match, unless they have weights: then groups that weigh at least `enough` together."""

    groups: tuple[Group, ...]
    weights: tuple[int, ...] = ()
    enough: int = 1


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of an engine."""

    expressions: Mapping[str, Expression]
    """By language of the documents: a document must match the expression of its own language."""
    filters: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Ids of facet values by facet: a document needs one of each facet."""
    without: "Request | None" = None
    """Leave out every version, in whatever language, of what this request finds."""
    versions: tuple[str, ...] = ()
    """Of the versions of a page that match, only the one whose language comes first here; all of them where it is empty."""
    order: Order = "relevance"


class Engine(ABC):
    """The index of one database."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        """Name of the database connection."""

    @abstractmethod
    def prepare(self) -> None:
        """Make what the index needs beside the tables of the models. Called after every migration, so any number of times."""

    def stored(self, documents: Sequence[SearchDocument]) -> None:  # noqa: B027  # nothing to do is the rule, not a gap
        """Take documents that were written. An index inside the database is kept by the database itself."""

    def removed(self, document_ids: Iterable[int]) -> None:  # noqa: B027  # nothing to do is the rule, not a gap
        """Forget documents that were deleted. An index inside the database is kept by the database itself."""

    def tidy(self) -> None:  # noqa: B027  # nothing to do is the rule, not a gap
        """Tidy up after very many documents were written."""

    @abstractmethod
    def find(self, request: Request, *, limit: int, offset: int = 0) -> list[int]:
        """Return ids of documents in the order asked for."""

    def find_and_count(self, request: Request, *, limit: int) -> tuple[list[int], int]:
        """Return the first ids of documents in the order asked for, and how many there are."""
        return self.find(request, limit=limit), self.count(request)

    @abstractmethod
    def counts(self, requests: Sequence[Request]) -> list[int]:
        """Return how many documents each request finds."""

    def count(self, request: Request) -> int:
        """Return how many documents a request finds."""
        return self.counts([request])[0]

    @abstractmethod
    def facets(self, request: Request, names: Sequence[str]) -> dict[str, dict[int, int]]:
        """Return the number of documents per id of facet value, by facet; each facet without its own filter."""
