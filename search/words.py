"""The words that documents contain, which misspelt queries are corrected to.

They follow the documents: a word is counted once for each document that shows it, and goes with the last of them, so what leaves
the index leaves no word behind.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

import linguistics
from core.i18n import SCRIPT_RANGES
from search.facts import own_text
from search.models import KnownWord, SearchDocument
from search.rows import insert

TEXTS = ("language", "title", "summary", "body", "files_text", "files_language")
"""Columns of a document that its words are read from."""
FILE_CHARACTERS = 20_000
"""Of the text of files: the rest of a long one has few new words and many misread ones."""
LONGEST = 60
CHUNK = 500

_HAN = re.compile(f"[{SCRIPT_RANGES['han']}]")
_DIGIT = re.compile(r"\d")
_Item = TypeVar("_Item")

Key = tuple[str, str]
"""Language and key of a word."""


def of(document: SearchDocument) -> dict[str, str]:
    """Return the words of a document as they are written, by key."""
    texts = [document.title, document.summary, own_text(document.body)]
    if not document.files_language:
        texts.append(document.files_text[:FILE_CHARACTERS])
    written = Counter(stretch for text in texts for stretch in text.split())
    found: dict[str, str] = {}
    # As it is written most often in the document.
    for stretch, _count in written.most_common():
        for key, surface in (_kept_keys if linguistics.recurs(stretch) else _keys)(stretch, document.language):
            found.setdefault(key, surface)
    return found


def _keys(stretch: str, language: str) -> list[Key]:
    """Return key and surface of each word between two spaces; none for numbers and single letters.

    No spaces part Chinese words, so pairs of neighbouring characters stand for them.
    """
    found: list[Key] = []
    for word in linguistics.words(stretch):
        key = linguistics.key(word.text, language)
        if _HAN.match(word.text):
            found += ((first + second, first + second) for first, second in pairwise(key))
            continue
        parts = key.split()
        whole = len(parts) == 1 and len(word.text) <= LONGEST
        found += ((part, word.text if whole else part) for part in parts if 2 < len(part) <= LONGEST and not _DIGIT.search(part))
    return found


_kept_keys = lru_cache(maxsize=65_536)(_keys)


@transaction.atomic
def count_off(documents: Iterable[SearchDocument]) -> None:
    """Count the words of documents no longer, after they were removed."""
    adjust(documents, ())


def adjust(before: Iterable[SearchDocument], after: Iterable[SearchDocument]) -> None:
    """Count the words of documents that were written or removed. Call in the transaction that does it."""
    changes: Counter[Key] = Counter()
    surfaces: dict[Key, str] = {}
    for document in before:
        changes.subtract((document.language, key) for key in of(document))
    for document in after:
        for key, surface in of(document).items():
            changes[document.language, key] += 1
            surfaces.setdefault((document.language, key), surface)
    changed = sorted(key for key, change in changes.items() if change)
    new = [key for key in changed if changes[key] > 0]
    # In one order always: two processes must not wait for each other.
    insert(KnownWord, ("language", "key", "surface", "documents"), ((*key, surfaces[key], 0) for key in new))
    for language in dict.fromkeys(key[0] for key in changed):
        own = [key for key in changed if key[0] == language]
        for chunk in chunks(own, CHUNK):
            _count(language, {key: changes[language, key] for _language, key in chunk})


def _count(language: str, changes: dict[str, int]) -> None:
    rows = KnownWord.objects.filter(language=language, key__in=changes).order_by("key").select_for_update()
    by_change: dict[int, list[int]] = defaultdict(list)
    for pk, key in rows.values_list("pk", "key"):
        by_change[changes[key]].append(pk)
    for change, ids in by_change.items():
        KnownWord.objects.filter(pk__in=ids).update(documents=Greatest(F("documents") + change, Value(0)))
        if change < 0:
            KnownWord.objects.filter(pk__in=ids, documents=0).delete()


def recount(language: str) -> None:
    """Count the words of all documents of a language anew. Readers see the old words until the new ones are there.

    Documents are read while others may write; they are read again where one changed meanwhile.
    """
    before = _state(language)
    counted = _counted(language)
    with transaction.atomic():
        _keep_others_out()
        if _state(language) != before:
            counted = _counted(language)
        _bring_in_step(language, counted)


def _state(language: str) -> set[tuple[int, Any]]:
    """Return what tells that no document of a language was written or removed."""
    return set(SearchDocument.objects.filter(language=language).values_list("pk", "indexed_at"))


def _keep_others_out() -> None:
    """Let nobody else count until the transaction ends. SQLite lets one transaction write at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {KnownWord._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def _counted(language: str) -> dict[str, tuple[str, int]]:
    """Return the words of a language by key: as they are most often written, and in how many documents."""
    documents: Counter[str] = Counter()
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    rows: Any = SearchDocument.objects.filter(language=language).only(*TEXTS)
    for document in rows.iterator(chunk_size=200):
        for key, surface in of(document).items():
            documents[key] += 1
            surfaces[key][surface] += 1
    return {key: (surfaces[key].most_common(1)[0][0], documents[key]) for key in sorted(documents)}


def _bring_in_step(language: str, counted: dict[str, tuple[str, int]]) -> None:
    """Make the known words of a language these, and touch no row that is right."""
    superfluous, changed = [], []
    new = dict(counted)
    for word in KnownWord.objects.filter(language=language).order_by("key"):
        surface_and_number = new.pop(word.key, None)
        if surface_and_number is None:
            superfluous.append(word.pk)
        elif surface_and_number != (word.surface, word.documents):
            word.surface, word.documents = surface_and_number
            changed.append(word)
    for chunk in chunks(superfluous, CHUNK):
        KnownWord.objects.filter(pk__in=chunk).delete()
    KnownWord.objects.bulk_update(changed, ["surface", "documents"], batch_size=CHUNK)
    insert(
        KnownWord,
        ("language", "key", "surface", "documents"),
        ((language, key, surface, number) for key, (surface, number) in new.items()),
    )


def chunks(items: Sequence[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """Yield the items in pieces of a size."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
