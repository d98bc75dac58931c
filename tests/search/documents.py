"""Documents of the search for the tests of everything that reads them, without page types and without indexing."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import linguistics
from search.facts import Facts, FileFacts
from search.models import DocumentFacet, FacetValue, SearchDocument
from tests.search import rows
from vocabulary.models import Country, Topic


def store(
    language: str,
    title: str,
    text: str = "",
    *,
    section: str = "publications",
    type: str = "",  # noqa: A002  # the name of the facet
    topics: Iterable[str] = (),
    countries: Iterable[str] = (),
    years: Sequence[int] = (),
    files: Iterable[FileFacts] = (),
    **fields: Any,
) -> SearchDocument:
    """Store a document of a bare page. Names of topics and countries count where entries of these codes exist.

    Further fields are those of the model: `summary`, `files_text`, `translation_key`, `date` …
    """
    topics, countries = tuple(topics), tuple(countries)
    (page,) = rows.pages([title], language)
    facts = Facts(
        section=section,
        url=f"/{language}/{page.slug}/",
        type=type,
        year=min(years, default=None),
        last_year=max(years) if len(years) > 1 else None,
        topics=topics,
        countries=countries,
        files=tuple(files),
    )
    row: dict[str, Any] = {
        "page": page,
        "language": language,
        "translation_key": page.translation_key,
        "title": title,
        "body": text,
        "facts": facts.stored(),
        "date": date(min(years), 1, 1) if years else None,
        "title_tokens": " ".join(linguistics.analyse(title, language)),
        "topic_tokens": _names(topics, countries),
        "analyser": linguistics.VERSION,
        **fields,
    }
    document = SearchDocument.objects.create(**{"body_tokens": " ".join(_body_tokens(row, language)), **row})
    give(document, "section", [section])
    give(document, "type", [type] if type else [])
    give(document, "language", [language])
    give(document, "topic", topics)
    give(document, "country", countries)
    give(document, "year", [str(year) for year in years])
    return document


def give(document: SearchDocument, facet: str, codes: Iterable[str]) -> None:
    """Give a document values of a facet."""
    for code in codes:
        value, _created = FacetValue.objects.get_or_create(facet=facet, code=code)
        DocumentFacet.objects.create(document=document, value=value)


def _body_tokens(row: dict[str, Any], language: str) -> list[str]:
    own = f"{row.get('summary', '')}\n{row['body']}"
    return [
        *linguistics.analyse(own, language),
        *linguistics.analyse(row.get("files_text", ""), row.get("files_language") or language),
    ]


def _names(topics: Iterable[str], countries: Iterable[str]) -> str:
    entries = [*Topic.objects.filter(code__in=topics), *Country.objects.filter(code__in=countries)]
    return " ".join(
        token
        for entry in entries
        for code in ("ar", "zh-hans", "en", "fr", "ru", "es")
        for token in linguistics.analyse(getattr(entry, f"name_{code.replace('-', '_')}") or "", code)
    )
