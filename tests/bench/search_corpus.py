"""Publications in six languages to measure with: as many as wanted, always the same.

Their words are those of the evaluation set and pairs of them, as uneven as in a real language: the second is half as frequent as
the first, the third a third. Facts are spread unevenly too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page

import linguistics
from config.languages import CODES
from knowledge.models import PublicationIndexPage, PublicationPage
from tests import factories
from tests.search import evaluation
from vocabulary.models import PageCountry, PageTopic

SEED = 20
VOCABULARY = 8000
WORDS = 200
SENTENCE = 12
TOPICS, COUNTRIES, TYPES, YEARS = 40, 60, 7, range(1980, 2026)
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a language, the most frequent first, with their weights summed up."""

    words: list[str]
    weights: list[float]
    between: str
    """What stands between words."""


def vocabularies() -> dict[str, Vocabulary]:
    """Return the words of each language."""
    random = Random(SEED)  # noqa: S311  # the same words every time, no secret
    weights = list(accumulate(1 / (rank + 1) for rank in range(VOCABULARY)))
    return {
        language: Vocabulary(list(_words(random, known)), weights, "" if language == "zh-hans" else " ")
        for language, known in evaluation.everything().items()
    }


def _words(random: Random, known: evaluation.Evaluation) -> Iterator[str]:
    found: dict[str, None] = {}
    for document in known.documents:
        for word in linguistics.words(f"{document['title']} {document['text']}"):
            # Chinese runs are cut into pieces of two, which is what most words have.
            pieces = (
                [word.text[at : at + 2] for at in range(0, len(word.text), 2)] if known.language == "zh-hans" else [word.text]
            )
            found.update(
                dict.fromkeys(
                    piece for piece in pieces if not linguistics.only_stop_words(piece, known.language) and len(piece) > 1
                )
            )
    single = list(found)
    random.shuffle(single)
    while len(found) < VOCABULARY:
        first, second = random.sample(single, 2)
        found[first + second] = None
    yield from single
    yield from list(found)[len(single) : VOCABULARY]


def text(random: Random, vocabulary: Vocabulary, number: int) -> str:
    """Return so many words in sentences."""
    words = random.choices(vocabulary.words, cum_weights=vocabulary.weights, k=number)
    return " ".join(
        f"{vocabulary.between.join(words[start : start + SENTENCE])}{'。' if not vocabulary.between else '.'}"
        for start in range(0, number, SENTENCE)
    )


def _uneven(random: Random, number: int) -> int:
    """Return a number below another one; small ones are more frequent."""
    return int(number * random.random() ** 2)


def publications(homes: factories.Pages, number: int) -> None:
    """Make live publications; six neighbours are versions of each other."""
    random = Random(SEED)  # noqa: S311  # as above
    known = vocabularies()
    lists = factories.pages(PublicationIndexPage, homes, "publications", CODES)
    entries = {
        "topic": [factories.topic(f"topic{place}", **_names(random, known)) for place in range(TOPICS)],
        "country": [factories.country(f"{chr(65 + place // 26)}{chr(65 + place % 26)}X") for place in range(COUNTRIES)],
        "document_type": [factories.document_type(f"type{place}") for place in range(TYPES)],
    }
    for start in range(0, number, BATCH):
        _batch(random, known, lists, range(start, min(start + BATCH, number)), entries)
    for page in lists.values():
        Page.objects.filter(pk=page.pk).update(numchild=Page.objects.child_of(page).count())


def _names(random: Random, known: dict[str, Vocabulary]) -> dict[str, str]:
    return {f"name_{language.replace('-', '_')}": random.choice(known[language].words[300:]) for language in CODES}


def _batch(
    random: Random, known: dict[str, Vocabulary], lists: factories.Pages, places: range, entries: dict[str, list[Any]]
) -> None:
    kind = ContentType.objects.get_for_model(PublicationPage)
    now = timezone.now()
    pages, rows = [], []
    for place in places:
        language = CODES[place % len(CODES)]
        parent = lists[language]
        pages.append(
            Page(
                title=text(random, known[language], 6).rstrip(".。"),
                slug=f"publication-{place // len(CODES)}",
                path=Page._get_path(parent.path, parent.depth + 1, place // len(CODES) + 1),
                depth=parent.depth + 1,
                url_path=f"{parent.url_path}publication-{place // len(CODES)}/",
                content_type=kind,
                locale=parent.locale,
                translation_key=UUID(int=place // len(CODES) + 1),
                live=True,
                first_published_at=now,
                last_published_at=now,
            )
        )
        paragraph = {"type": "paragraph", "id": f"p{place}", "value": f"<p>{text(random, known[language], WORDS - 20)}</p>"}
        rows.append(
            {
                "summary": text(random, known[language], 20),
                "body": [paragraph],
                "year": YEARS[-1 - _uneven(random, len(YEARS))],
                "document_type": entries["document_type"][_uneven(random, TYPES)],
            }
        )
    Page.objects.bulk_create(pages)
    publications = [PublicationPage(page_ptr=page, **row) for page, row in zip(pages, rows, strict=True)]
    # A model with a parent cannot be written in bulk as a whole; its own half can.
    PublicationPage.objects.all()._batched_insert(publications, PublicationPage._meta.local_concrete_fields, batch_size=BATCH)
    for relation, link in (("topic", PageTopic), ("country", PageCountry)):
        choice = entries[relation]
        link.objects.bulk_create(
            [
                link(page=page, **{relation: choice[chosen]})
                for page in pages
                for chosen in sorted({_uneven(random, len(choice)) for _time in range(random.randint(1, 3))})
            ]
        )
