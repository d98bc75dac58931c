"""Documents of the search written as rows, without the pages' own fields: as many as a test or a measurement needs, quickly."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page

import linguistics
from search.models import DocumentFacet, FacetValue, SearchDocument

BATCH = 500


def pages(titles: Sequence[str], language: str = "en") -> list[Page]:
    """Make bare live pages below the root, without slugs of their own or a place in the count of its children."""
    root = Page.get_first_root_node()
    locale, _created = Locale.objects.get_or_create(language_code=language)
    kind = ContentType.objects.get_for_model(Page)
    last = Page.objects.filter(depth=2).order_by("path").values_list("path", flat=True).last()
    first = Page._str2int(last[len(root.path) :]) + 1 if last else 1
    return Page.objects.bulk_create(
        [
            Page(
                title=title[:255],
                slug=f"row-{first + place}",
                path=Page._get_path(root.path, 2, first + place),
                depth=2,
                content_type=kind,
                locale=locale,
                translation_key=uuid4(),
                url_path=f"/row-{first + place}/",
            )
            for place, title in enumerate(titles)
        ],
        batch_size=BATCH,
    )


def documents(rows: Iterable[dict[str, Any]]) -> list[SearchDocument]:
    """Store documents, each from its fields; what is not given follows from what is: tokens from texts, keys are new."""
    rows = list(rows)
    made = pages([row.get("title", "") for row in rows])
    return SearchDocument.objects.bulk_create(
        [SearchDocument(**{"page": page, **_filled(row)}) for page, row in zip(made, rows, strict=True)], batch_size=BATCH
    )


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    language = row.get("language", "en")
    title, body = row.get("title", ""), "\n".join((row.get("summary", ""), row.get("body", "")))
    derived: dict[str, Any] = {
        "language": language,
        "translation_key": uuid4(),
        "analyser": linguistics.VERSION,
        "fingerprint": "",
    }
    if "title_tokens" not in row:
        derived["title_tokens"] = " ".join(linguistics.analyse(title, language))
    if "body_tokens" not in row:
        derived["body_tokens"] = " ".join(linguistics.analyse(body, language))
    return derived | row


def values(facet: str, codes: Iterable[str]) -> dict[str, int]:
    """Store values of a facet and return their ids by code."""
    return {
        value.code: value.pk for value in FacetValue.objects.bulk_create([FacetValue(facet=facet, code=code) for code in codes])
    }


def give(pairs: Iterable[tuple[SearchDocument, int]]) -> None:
    """Give documents values of facets, by id."""
    DocumentFacet.objects.bulk_create(
        [DocumentFacet(document=document, value_id=value) for document, value in pairs], batch_size=BATCH
    )
