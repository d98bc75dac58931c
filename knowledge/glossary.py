"""What the glossary page shows: terms by subject, found by a word, each in six languages."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PageOfTerms, Paginator
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from wagtail.models import Page

from core.i18n import LANGUAGES, Language, active_language, column_names, folded, served
from core.listing import NOT_UNDERSTOOD
from core.pagination import Pagination, asked_page
from core.pasted import clean_query
from core.remembering import remembered
from core.versions import public, public_path
from vocabulary.models import Term, TermSubject

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Form:
    """A term in one language."""

    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as a reader sees it."""

    code: str
    term: str
    term_code: str
    definition: str
    subject: str
    others: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject to choose, with the number of its terms."""

    code: str
    name: str
    count: int
    selected: bool


def address_of(language: str, code: str, term: str) -> str:
    """Return the address of a term in the glossary of a language; empty where that has no glossary that everybody may read."""
    path = remembered(("glossary", language), lambda: _path_of(language))
    return f"{public_path(path, language)}?{urlencode({'q': term})}#{code}" if path else ""


def _path_of(language: str) -> str:
    return _glossaries(language).values_list("url_path", flat=True).first() or ""


def _glossaries(language: str) -> Any:
    # The page type imports this module, so it is asked by its name.
    glossaries = Page.objects.live().filter(content_type__app_label="knowledge", content_type__model="glossarypage")
    return public(glossaries).filter(locale__language_code=language)


@dataclass(frozen=True, slots=True)
class DatedTerm:
    """A term in one language, and when that language's visitors last read something new of it."""

    code: str
    term: str
    definition: str
    subject: str
    address: str
    changed_at: datetime


def dated_terms(language: Language) -> list[DatedTerm]:
    """Return the terms that visitors read in a language, those that changed last first; none where it has no glossary.

    A term from before days were kept counts from the day on which the glossary was published.
    """
    published = _glossaries(language.code).values_list("first_published_at", flat=True).first()
    if published is None:
        return []
    suffix = language.field_suffix
    found = [
        DatedTerm(
            code=term.code,
            term=text,
            definition=getattr(term, f"definition_{suffix}") or "",
            subject=getattr(term.subject, f"name_{suffix}") or "",
            address=address_of(language.code, term.code, text),
            changed_at=parse_datetime(term.text_dates.get(language.code, "")) or published,
        )
        for term in Term.objects.filter(status__in=Term.SHOWN).select_related("subject")
        if (text := getattr(term, f"term_{suffix}"))
    ]
    return sorted(sorted(found, key=lambda term: folded(term.term)), key=lambda term: term.changed_at, reverse=True)


def _is_listed(term: Term, language: Language) -> bool:
    """Tell whether readers of a language find a term: it has a text of theirs, or stays English; others would mix languages."""
    return bool(getattr(term, f"term_{language.field_suffix}")) or term.status == Term.Status.DO_NOT_TRANSLATE


def term_lines(language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a line for each term with its definition in a page's language, and one for each with its forms in the others."""
    columns = column_names("term")
    own, others = [], []
    for term in Term.objects.filter(status__in=Term.SHOWN):
        if not _is_listed(term, language):
            continue
        form = getattr(term, f"term_{language.field_suffix}") or ""
        definition = getattr(term, f"definition_{language.field_suffix}") or ""
        own.append(". ".join(filter(None, (form, definition))))
        others.append(
            " · ".join(dict.fromkeys(other for column in columns if (other := getattr(term, column)) and other != form))
        )
    return tuple(own), tuple(others)


class GlossaryView:
    """The glossary as one request asks for it. Two queries, whatever the number of terms."""

    def __init__(self, query: QueryDict) -> None:
        self.word = clean_query(query.get("q", "")[:1000])[:100]
        self.notes: list[Any] = []
        asked = query.get("subject", "")
        self.subject = asked if asked in self._names else ""
        if asked and not self.subject:
            self.notes.append(NOT_UNDERSTOOD)
        self.asked_page = query.get("page", "1")

    @cached_property
    def _names(self) -> dict[str, str]:
        return TermSubject.objects.names()

    @cached_property
    def _found(self) -> list[Term]:
        # Compared here: databases disagree on capitals and accents outside of ASCII.
        word = folded(self.word)
        columns, reader = column_names("term"), active_language()
        terms = [
            term
            for term in Term.objects.filter(status__in=Term.SHOWN).select_related("subject")
            if _is_listed(term, reader)
            and any(text and word in folded(text) for text in (getattr(term, column) for column in columns))
        ]
        return sorted(terms, key=lambda term: folded(served(term, "term")[0]))

    @cached_property
    def subjects(self) -> list[Subject]:
        """Subjects that have terms for the word asked."""
        counts: dict[str, int] = {}
        for term in self._found:
            counts[term.subject.code] = counts.get(term.subject.code, 0) + 1
        subjects = [Subject(code, self._names[code], count, code == self.subject) for code, count in counts.items()]
        return sorted(subjects, key=lambda subject: folded(subject.name))

    @cached_property
    def page(self) -> PageOfTerms:
        """One page of terms."""
        paginator = Paginator([term for term in self._found if not self.subject or term.subject.code == self.subject], PER_PAGE)
        number = asked_page(self.asked_page, paginator.num_pages)
        if number is None:
            self.notes.append(NOT_UNDERSTOOD)
        return paginator.page(number or 1)

    @property
    def count(self) -> int:
        """Number of terms found."""
        return self.page.paginator.count

    @cached_property
    def entries(self) -> list[Entry]:
        """The terms to show."""
        reader = active_language()
        return [self._entry(term, reader) for term in self.page.object_list]

    @property
    def pagination(self) -> Pagination:
        """The links to the other pages of the glossary."""
        return Pagination(self.page, self._address)

    def _address(self, number: int) -> str:
        query = QueryDict(mutable=True)
        for name, value in (("q", self.word), ("subject", self.subject), ("page", str(number) if number > 1 else "")):
            if value:
                query[name] = value
        return f"?{query.urlencode()}"

    def _entry(self, term: Term, reader: Language) -> Entry:
        text, code = served(term, "term")
        others = tuple(
            Form(language, getattr(term, f"term_{language.field_suffix}"))
            for language in LANGUAGES
            if language.code != code and getattr(term, f"term_{language.field_suffix}")
        )
        # A definition in another language would mix languages on the page, so a term without one shows none.
        definition = getattr(term, f"definition_{reader.field_suffix}") or ""
        return Entry(term.code, text, code, definition, self._names[term.subject.code], others)
