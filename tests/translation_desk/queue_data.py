"""Rows for tests of the queue: jobs without texts, thousands of them in a moment."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Locale, Page

from config.languages import CODES
from home.models import StandardPage
from tests import factories
from translation_desk.models import SourceVersion, TranslationJob
from translation_desk.models.jobs import Status

SECTIONS = 8
TARGETS = tuple(code for code in CODES if code != "en")


def version(page: Page | None = None, **fields: Any) -> SourceVersion:
    """Make an English version of a page; what is in it does not matter to the queue."""
    key = page.translation_key if page else uuid4()
    return SourceVersion.objects.create(
        **{"translation_key": key, "number": 1, "page": page, "content": {}, "segments": [], **fields}
    )


def job(page: Page, code: str, **fields: Any) -> TranslationJob:
    """Make the job of an English page in a language."""
    english = SourceVersion.objects.filter(translation_key=page.translation_key).first() or version(page)
    values = {
        "translation_key": page.translation_key,
        "locale": Locale.objects.get(language_code=code),
        "source_page": page,
        "source_title": page.title,
        "version": english,
        "latest_version": english,
        "segments_total": 10,
        "words_total": 200,
    }
    return TranslationJob.objects.create(**{**values, **fields})


def page(parents: dict[str, Page], title: str, slug: str) -> Page:
    """Make an English page below the English one of the parents."""
    return factories.pages(StandardPage, parents, slug, ["en"], title=title)["en"]


def crowd(parents: dict[str, Page], number: int, translators: list[Any], reviewers: list[Any]) -> None:
    """Make a number of jobs at once, over every language and status: a fifth as many pages, written straight into the tables.

    The pages lie in up to eight sections.
    """
    pages = number // len(TARGETS)
    shares = min(SECTIONS, pages // 2)
    for place in range(shares):
        section = page(parents, f"Section {place}", f"section-{place}")
        first = page({"en": section}, "Crowd", f"crowd-{place}")
        factories.siblings(first, pages // shares + (place < pages % shares))
    english = version()
    locales = list(Locale.objects.exclude(language_code="en"))
    statuses = Status.values
    today = timezone.localdate()
    rows = []
    sources = list(Page.objects.filter(slug__regex=r"^crowd-\d-\d+$"))
    for place, source in enumerate(sources):
        for turn, locale in enumerate(locales):
            index = place + turn
            rows.append(
                TranslationJob(
                    translation_key=source.translation_key,
                    locale=locale,
                    source_page=source,
                    source_title=source.title,
                    target_title=f"Titre {index}",
                    version=english,
                    latest_version=english,
                    status=statuses[index % len(statuses)],
                    translator=translators[index % len(translators)] if index % 3 else None,
                    reviewer=reviewers[index % len(reviewers)] if index % 4 else None,
                    due=today + timedelta(days=index % 40 - 10) if index % 5 else None,
                    priority=10 if index % 11 == 0 else 0,
                    segments_total=40,
                    segments_done=index % 41,
                    words_total=900,
                    words_done=index % 41 * 20,
                    waiting_since=timezone.now() - timedelta(hours=index % 500),
                )
            )
    TranslationJob.objects.bulk_create(rows, batch_size=500)
