"""How well the analysers alone find what people judged relevant: all words of a query in a document, in memory."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import linguistics
from config.languages import CODES
from tests.search.evaluation import Score, read

QUOTED = re.compile('["\u201c\u201d«»「」『』]([^"\u201c\u201d«»「」『』]+)["\u201c\u201d«»「」『』]')


class Tokens(NamedTuple):
    """The tokens of a document."""

    identifier: str
    title: list[str]
    text: list[str]


def scores(languages: Iterable[str] = CODES) -> dict[tuple[str, str], Score]:
    """Return recall, precision and failures by language and kind of query, and of a whole language under an empty kind."""
    found: dict[tuple[str, str], Score] = defaultdict(Score)
    for language in languages:
        evaluation = read(language)
        documents = [
            Tokens(one["id"], linguistics.analyse(one["title"], language), linguistics.analyse(one["text"], language))
            for one in evaluation.documents
        ]
        for query in evaluation.queries:
            answers = answered(query.text, language, documents)
            for kind in ("", query.kind):
                found[language, kind].add(query, answers, answers)
    return found


def answered(query: str, language: str, documents: Iterable[Tokens]) -> list[str]:
    """Return the documents that have all words of a query and its phrases, those with the words in the title first."""
    language = linguistics.language_of(query, language)
    phrases = [linguistics.analyse(phrase, language) for phrase in QUOTED.findall(query)]
    words = linguistics.asked(QUOTED.sub(" ", query), language)
    wanted = {token for tokens in (*words, *phrases) for token in tokens}
    hits = [
        document
        for document in documents
        if wanted
        and wanted.issubset((*document.title, *document.text))
        and all(adjacent(phrase, document.title) or adjacent(phrase, document.text) for phrase in phrases)
    ]
    hits.sort(key=lambda hit: (-len(wanted.intersection(hit.title)), -sum(hit.text.count(token) for token in wanted)))
    return [hit.identifier for hit in hits]


def adjacent(phrase: list[str], tokens: list[str]) -> bool:
    """Say whether the tokens of a phrase stand side by side."""
    return any(tokens[place : place + len(phrase)] == phrase for place in range(len(tokens) - len(phrase) + 1))
