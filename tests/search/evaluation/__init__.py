"""Judged queries in six languages: short documents, and for each query those that answer it. Read by tests and measurements."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from config.languages import CODES

FOLDER = Path(__file__).parent
FIRST = 10


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the documents that answer it."""

    text: str
    kind: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one language is measured by."""

    language: str
    documents: tuple[dict[str, str], ...]
    """Each with `id`, `title` and `text`."""
    queries: tuple[Query, ...]


def read(language: str) -> Evaluation:
    """Read the documents and queries of a language."""
    content: dict[str, Any] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    queries = (Query(one["query"], one["kind"], frozenset(one["relevant"])) for one in content["queries"])
    return Evaluation(language, tuple(content["documents"]), tuple(queries))


def everything() -> dict[str, Evaluation]:
    """Read all languages."""
    return {language: read(language) for language in CODES}


@dataclass(slots=True)
class Score:
    """How well the queries of a language were answered."""

    recalls: list[float] = field(default_factory=list)
    precisions: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    """The documents found, by query."""

    def add(self, query: Query, first: list[str], exact: list[str]) -> None:
        """Add an answer: the first ten results, and all that are given as answers, not as partial ones."""
        self.answers[query.text] = sorted(exact)
        found = query.relevant.intersection(first[:FIRST])
        if query.relevant:
            self.recalls.append(len(found) / min(len(query.relevant), FIRST))
        if exact:
            self.precisions.append(len(query.relevant.intersection(exact)) / len(exact))
        if found != query.relevant or not query.relevant.issuperset(exact):
            missing, wrong = sorted(query.relevant - found), sorted(set(exact) - query.relevant)
            self.failures.append(f"{query.text} ({query.kind}): missing {missing}, wrong {wrong}")

    @property
    def recall(self) -> float:
        """Mean share of the relevant documents among the first ten."""
        return sum(self.recalls) / len(self.recalls)

    @property
    def precision(self) -> float:
        """Mean share of relevant documents among the answers, of the queries that have any."""
        return sum(self.precisions) / max(len(self.precisions), 1)
