"""What a page becomes in the index: texts to show, facts to print, tokens to compare.

Only what is live and public is read, in whole translation groups: where the text of a file belongs depends on which versions of
its page exist. Everything is read for many pages at once, so the number of queries depends on the number of page types only.

A draft knows its fingerprint from what it was made of. Its tokens are made only where the fingerprint is new.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page

import linguistics
from core.i18n import CODES, SOURCE_CODE, served, speaking
from core.searchable import SearchFacts
from core.versions import public
from search.facts import FOREIGN, Facts, FileFacts
from search.models import FileText, SearchDocument
from search.reading_files import is_readable
from vocabulary.models import Country, Topic

FORM = 1
"""Raised whenever the same page is to give another document, so that stored ones are known to be old."""
BODY_TOKENS = 14_000
"""PostgreSQL knows no positions beyond 16,383, and a column has others beside it."""
FURTHER_BYTES = 600_000
"""PostgreSQL's index of a document holds a mebibyte."""
FILES_CHARACTERS = 200_000
"""Of the texts of files that are kept for passages; tokens are made of all of it."""
LONGEST_TOKEN = 60
"""Longer ones are rubble of scanned tables and addresses."""
YEARS = 60
"""At most so many years of a period are values to filter by."""


class State(NamedTuple):
    """What tells that a version of a page has not been published, moved or renamed since it was looked at."""

    page_id: int
    key: UUID
    language: str
    content_type_id: int
    live_revision_id: int | None
    last_published_at: Any
    title: str
    url_path: str


@dataclass(slots=True)
class Carried:
    """A file of a page that everybody may open."""

    document_id: int
    language: str
    file_hash: str
    state: str = ""
    """How reading it went; empty while it has not been read as it is now."""
    readable: bool = False
    """Whether it is a file that is read for its text."""


@dataclass(slots=True)
class Draft:
    """A document that may have to be written."""

    document: SearchDocument
    facets: frozenset[tuple[str, str]]
    names: list[tuple[str, str]]
    """Names of topics and countries, each with its language."""
    texts_of: list[Carried]
    """The files whose text belongs to this version of the page."""
    file_ids: frozenset[int] = field(default_factory=frozenset)
    """All files that the document names."""
    filled: bool = False
    """Whether the document has its tokens and the texts of its files."""


def belonging(keys: Collection[UUID] | None = None) -> QuerySet:
    """Return the pages that may be in the index: live, for everybody to see, in one of our languages."""
    pages = public(Page.objects.live()).filter(depth__gte=2, locale__language_code__in=CODES).order_by()
    return pages if keys is None else pages.filter(translation_key__in=keys)


def states(keys: Collection[UUID]) -> list[State]:
    """Return the state of every version, of the pages with these translation keys, that may be in the index."""
    names = (
        "pk",
        "translation_key",
        "locale__language_code",
        "content_type",
        "live_revision",
        "last_published_at",
        "title",
        "url_path",
    )
    return [State(*row) for row in belonging(keys).order_by("pk").values_list(*names)]


def drafts(versions: Iterable[State]) -> list[Draft]:
    """Return what is to be in the index of these versions. Pass all versions of a page together."""
    pages = _pages(versions)
    facts: dict[int, SearchFacts] = {}
    lines: dict[int, list[str]] = {}
    foreign: dict[int, list[str]] = {}
    for page in pages:
        with speaking(page.language.code):
            found = page.search_facts()
            if found is not None:
                facts[page.pk] = found
                lines[page.pk] = [*page.body_lines(), *(word for word in found.words if word)]
                foreign[page.pk] = [f"{FOREIGN}{word}" for word in found.foreign_words if word]
    pages = [page for page in pages if page.pk in facts]
    around = _Around(facts.values())
    homes = _homes_of_texts(pages, facts, around)
    return [_draft(page, facts[page.pk], (lines[page.pk], foreign[page.pk]), around, homes[page.pk]) for page in pages]


def _pages(versions: Iterable[State]) -> list[Any]:
    """Read pages with everything that they tell the search of, a few queries for each type."""
    by_type: dict[int, list[int]] = defaultdict(list)
    for version in versions:
        by_type[version.content_type_id].append(version.page_id)
    pages: list[Any] = []
    for type_id, ids in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None and hasattr(model, "search_facts"):
            pages += model._default_manager.filter(pk__in=ids).prefetch_related(*model.search_relations)  # type: ignore[attr-defined]
    return sorted(pages, key=lambda page: page.pk)


class _Around:
    """What pages refer to: files, topics, countries."""

    def __init__(self, facts: Collection[SearchFacts]) -> None:
        self.files = open_files({file.document_id for one in facts for file in one.files})
        read = FileText.objects.filter(document__in=self.files).values_list("document_id", "file_hash", "state")
        self.states = {document_id: (file_hash, state) for document_id, file_hash, state in read}
        self.entries = {
            **_entries("topic", Topic, {code for one in facts for code in one.topics}),
            **_entries("country", Country, {code for one in facts for code in one.countries}),
        }
        self.names = {key: _names(entry) for key, entry in self.entries.items()}
        self.urls = {key: file.url for key, file in self.files.items()}

    def carried(self, document_id: int, language: str) -> Carried:
        """Return a file with the state of its text."""
        document = self.files[document_id]
        read_hash, state = self.states.get(document_id, ("", ""))
        known = state if read_hash == document.file_hash else ""
        return Carried(document_id, language, document.file_hash, known, is_readable(document))


def open_files(ids: Collection[int]) -> dict[int, Any]:
    """Return files by id, without those in collections that only some may see."""
    if not ids:
        return {}
    closed = tuple(CollectionViewRestriction.objects.order_by().values_list("collection__path", flat=True))
    files = get_document_model().objects.filter(pk__in=ids).select_related("collection")
    return {file.pk: file for file in files if not (closed and file.collection.path.startswith(closed))}


def _entries(kind: str, model: Any, codes: Collection[str]) -> dict[tuple[str, str], Any]:
    return {(kind, entry.code): entry for entry in model.objects.filter(code__in=codes)} if codes else {}


def _homes_of_texts(pages: list[Any], facts: Mapping[int, SearchFacts], around: _Around) -> dict[int, list[Carried]]:
    """Return the files whose text each page gets: of the versions that name a file the one in its language, else the English."""
    naming: dict[tuple[UUID, int], list[tuple[int, str, str]]] = defaultdict(list)
    for page in pages:
        for file in facts[page.pk].files:
            if file.document_id in around.files:
                naming[page.translation_key, file.document_id].append((page.pk, page.language.code, file.language))
    homes: dict[int, list[Carried]] = {page.pk: [] for page in pages}
    for (_key, document_id), versions in naming.items():
        preferred = (versions[0][2], SOURCE_CODE, *CODES)
        page_id, _code, language = min(versions, key=lambda version: preferred.index(version[1]))
        homes[page_id].append(around.carried(document_id, language))
    return homes


def _draft(page: Any, facts: SearchFacts, texts: tuple[list[str], list[str]], around: _Around, texts_of: list[Carried]) -> Draft:
    lines, foreign = texts
    language = page.language.code
    once = {file.document_id: file for file in reversed(facts.files)}
    files = [(file, around.files[key]) for key, file in reversed(once.items()) if key in around.files]
    with speaking(language):
        lines = [*lines, *(served(document, "title")[0] for file, document in files if file.titled), *foreign]
    stored = Facts(
        section=facts.section,
        url=page.public_url,
        type=facts.type,
        year=facts.year,
        last_year=facts.last_year,
        goes_on=facts.goes_on,
        topics=tuple(code for code in facts.topics if ("topic", code) in around.entries),
        countries=tuple(code for code in facts.countries if ("country", code) in around.entries),
        files=tuple(FileFacts(file.language, found.format_name, found.file_size, around.urls[found.pk]) for file, found in files),
    )
    named = [*(("topic", code) for code in stored.topics), *(("country", code) for code in stored.countries)]
    names = [name for key in named for name in around.names[key]]
    document = SearchDocument(
        page_id=page.pk,
        language=language,
        translation_key=page.translation_key,
        title=page.title,
        summary=page.summary,
        body="\n".join(line for line in lines if line),
        facts=stored.stored(),
        date=facts.date or (date(facts.year, 1, 1) if facts.year else None),
        analyser=linguistics.VERSION,
    )
    draft = Draft(document, _facets(stored), names, texts_of, frozenset(found.pk for _file, found in files))
    document.fingerprint = _fingerprint(draft)
    return draft


def _facets(facts: Facts) -> frozenset[tuple[str, str]]:
    return frozenset(
        [
            ("section", facts.section),
            *([("type", facts.type)] if facts.type else []),
            *(("topic", code) for code in facts.topics),
            *(("country", code) for code in facts.countries),
            *(("year", str(year)) for year in years(facts)),
        ]
    )


def years(facts: Facts) -> range:
    """Return the years that a document is filtered by; of a very long period the first ones."""
    if facts.year is None:
        return range(0)
    last = timezone.localdate().year if facts.goes_on else facts.last_year or facts.year
    return range(facts.year, min(max(last, facts.year), facts.year + YEARS - 1) + 1)


def _names(entry: Any) -> list[tuple[str, str]]:
    """Return the names of an entry in all languages, each with its language."""
    names = ((getattr(entry, f"name_{code.replace('-', '_')}"), code) for code in CODES)
    return [(str(name), code) for name, code in names if name]


def _fingerprint(draft: Draft) -> str:
    document = draft.document
    parts = [
        FORM,
        linguistics.VERSION,
        document.language,
        str(document.translation_key),
        document.title,
        document.summary,
        document.body,
        document.facts,
        str(document.date),
        sorted(draft.facets),
        draft.names,
        [(file.document_id, file.language, file.file_hash, file.state) for file in draft.texts_of],
        sorted(draft.file_ids),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def fill(found: Collection[Draft]) -> None:
    """Make the tokens of drafts, and put the texts of files into them: what is left out for documents that stay as they are."""
    read = {file.document_id for draft in found for file in draft.texts_of if file.state == FileText.State.READ}
    texts = dict(FileText.objects.filter(document__in=read).values_list("document_id", "text")) if read else {}
    for draft in found:
        draft.filled = True
        document = draft.document
        own = f"{document.summary}\n{document.body}"
        tokens = linguistics.analyse(own, document.language)
        # What the page says of itself comes first, then files in its language.
        by_language: dict[str, list[str]] = defaultdict(list)
        for file in sorted(draft.texts_of, key=lambda file: file.language != document.language):
            text = texts.get(file.document_id)
            if text:
                language = file.language if file.language in CODES else document.language
                by_language[language].append(text)
                tokens += linguistics.analyse(text, language)
        language, shown = next(iter(by_language.items()), ("", []))
        document.files_text = "\n".join(shown)[:FILES_CHARACTERS]
        document.files_language = language if language != document.language else ""
        document.title_tokens = " ".join(linguistics.analyse(document.title, document.language))
        document.topic_tokens = " ".join(filter(None, (_name_tokens(*name) for name in draft.names)))
        document.body_tokens, document.further_tokens = _divided(tokens)


@lru_cache(maxsize=4096)
def _name_tokens(name: str, language: str) -> str:
    return " ".join(linguistics.analyse(name, language))


def _divided(tokens: list[str]) -> tuple[str, str]:
    """Return the tokens that keep their places, and of the rest those that are new."""
    if max(map(len, tokens), default=0) > LONGEST_TOKEN:
        tokens = [token for token in tokens if len(token) <= LONGEST_TOKEN]
    kept = tokens[:BODY_TOKENS]
    further = sorted(set(tokens[BODY_TOKENS:]).difference(kept))
    size = 0
    for place, token in enumerate(further):
        size += len(token.encode()) + 4
        if size > FURTHER_BYTES:
            del further[place:]
            break
    return " ".join(kept), " ".join(further)
