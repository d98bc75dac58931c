"""Publications in six languages to measure with: as many as wanted, always the same.

Their words are those of the evaluation set and pairs of them, as uneven as in a real language: the second is half as frequent as
the first, the third a third. Facts are spread unevenly too.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import Max, Model, UUIDField
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
        "topic": [factories.topic(f"topic{place}", **_names(random, known)).pk for place in range(TOPICS)],
        "country": [factories.country(f"{chr(65 + place // 26)}{chr(65 + place % 26)}X").pk for place in range(COUNTRIES)],
        "document_type": [factories.document_type(f"type{place}").pk for place in range(TYPES)],
    }
    first = Page.objects.aggregate(last=Max("pk"))["last"] + 1
    for start in range(0, number, BATCH):
        _batch(random, known, lists, range(start, min(start + BATCH, number)), first=first, entries=entries)
    for page in lists.values():
        Page.objects.filter(pk=page.pk).update(numchild=Page.objects.child_of(page).count())


def _names(random: Random, known: dict[str, Vocabulary]) -> dict[str, str]:
    return {f"name_{language.replace('-', '_')}": random.choice(known[language].words[300:]) for language in CODES}


def _batch(
    random: Random,
    known: dict[str, Vocabulary],
    lists: factories.Pages,
    places: range,
    *,
    first: int,
    entries: dict[str, list[int]],
) -> None:
    pages, publications = [], []
    links: dict[str, list[dict[str, Any]]] = {"topic": [], "country": []}
    for place in places:
        language = CODES[place % len(CODES)]
        parent, version = lists[language], place // len(CODES)
        title = text(random, known[language], 6).rstrip(".。")
        pages.append(
            {
                "id": first + place,
                "title": title,
                "draft_title": title,
                "slug": f"publication-{version}",
                "path": Page._get_path(parent.path, parent.depth + 1, version + 1),
                "url_path": f"{parent.url_path}publication-{version}/",
                "locale_id": parent.locale_id,
                "translation_key": UUID(int=version + 1),
            }
        )
        paragraph = f"<p>{text(random, known[language], WORDS - 20)}</p>"
        publications.append(
            {
                "page_ptr_id": first + place,
                "summary": text(random, known[language], 20)[:300],
                "body": json.dumps([{"type": "paragraph", "id": f"p{place}", "value": paragraph}], ensure_ascii=False),
                "year": YEARS[-1 - _uneven(random, len(YEARS))],
                "document_type_id": entries["document_type"][_uneven(random, TYPES)],
            }
        )
        for relation, found in links.items():
            choice = entries[relation]
            chosen = sorted({_uneven(random, len(choice)) for _time in range(random.randint(1, 3))})
            found.extend({"page_id": first + place, f"{relation}_id": choice[one]} for one in chosen)
    now = timezone.now()
    kind = ContentType.objects.get_for_model(PublicationPage)
    shared = Page(content_type=kind, depth=lists["en"].depth + 1, live=True, first_published_at=now, last_published_at=now)
    with transaction.atomic():
        _insert(shared, pages)
        _insert(PublicationPage(), publications)
        _insert(PageTopic(), links["topic"])
        _insert(PageCountry(), links["country"])


def _insert(shared: Model, rows: list[dict[str, Any]]) -> None:
    """Write rows of a model that differ in some columns only. Fifty thousand pages as objects would take minutes."""
    fields = [field for field in shared._meta.local_concrete_fields if field.attname in rows[0] or not field.primary_key]
    same = {field.attname: field.get_db_prep_save(getattr(shared, field.attname), connection) for field in fields}
    keys = [field for field in fields if isinstance(field, UUIDField) and field.attname in rows[0]]
    for row in rows:
        row |= {field.attname: field.get_db_prep_save(row[field.attname], connection) for field in keys}
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    sql = f"INSERT INTO {shared._meta.db_table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608  # names of our models
    with connection.cursor() as cursor:
        cursor.executemany(sql, [tuple((same | row)[field.attname] for field in fields) for row in rows])
