"""The words that documents contain, stored for tests of what is made of them."""

from collections.abc import Iterable, Iterator

import linguistics
from core.i18n import script_of
from search.models import KnownWord


def know(language: str, texts: Iterable[str]) -> None:
    """Store the words of documents, each with the number of documents that have it."""
    counts: dict[str, tuple[str, int]] = {}
    for text in texts:
        for key, surface in dict(words_of(text, language)).items():
            counts[key] = (surface, counts.get(key, ("", 0))[1] + 1)
    KnownWord.objects.bulk_create(
        KnownWord(language=language, key=key, surface=surface, documents=number) for key, (surface, number) in counts.items()
    )


def words_of(text: str, language: str) -> Iterator[tuple[str, str]]:
    for word in linguistics.words(text):
        key = linguistics.key(word.text, language)
        if script_of(word.text) == "han":
            yield from ((key[place : place + 2], key[place : place + 2]) for place in range(len(key) - 1))
        elif key.isalpha():
            yield key, word.text.lower()
