"""Synonyms of the content files."""

from collections.abc import Iterator
from typing import Any

from core.i18n import CODES
from search.models import Synonyms
from search.synonyms import repeated

FILE = "synonyms.yaml"


def load(groups: dict[str, list[list[str]]]) -> None:
    """Store the groups of all languages."""
    for language, rows in groups.items():
        for words in rows:
            Synonyms.objects.create(language=language, words="\n".join(words))


def problems(groups: dict[str, Any]) -> Iterator[str]:
    """Yield a sentence for everything that is wrong."""
    for language, rows in groups.items():
        if language not in CODES:
            yield f"{FILE}: “{language}” is no language of the site"
            continue
        for words in rows:
            if not isinstance(words, list) or len(words) < 2:
                yield f"{FILE}: {language}: a group needs two words or more: {words}"
                continue
            for earlier, later in repeated(map(str, words), language):
                yield f"{FILE}: {language}: “{earlier}” and “{later}” are the same to the search"
