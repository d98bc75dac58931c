"""The parity of languages on 2,000 pages in six languages: counting, the dashboard, its files, the panel of the home."""

from datetime import timedelta
from typing import Any

from django.test import override_settings
from wagtail.models import Locale, Page

from config.languages import CODES
from home.models import StandardPage
from newsroom.models import ParitySummary
from newsroom.parity import counting
from tests import factories
from tests.bench.measuring import administrator, figures
from tests.translation_desk import queue_data
from translation_desk.models import TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.word_report import today

SECTIONS = 8
SIZES = (200, 2_000)
DAYS = 90
"""For which there are figures already."""
ADDRESSES = {
    "dashboard": "/admin/newsroom/parity/?days=90",
    "vocabularies, in words": "/admin/newsroom/parity/?layer=vocabularies&unit=words",
    "page for printing": "/admin/newsroom/parity/print/",
    "XLSX": "/admin/newsroom/parity/?export=xlsx",
    "home of the administration": "/admin/",
}
EMPTY = "/admin/empty-page/"


def measure() -> dict[str, Any]:
    """Return queries and milliseconds by number of English pages, and those of an administration page with nothing in it."""
    homes = factories.homes()
    _user, client = administrator()

    def look(address: str) -> None:
        assert client.get(address).status_code == 200, address

    with override_settings(ROOT_URLCONF="tests.translation_desk.empty_urls"):
        look(EMPTY)
        found: dict[str, Any] = {"empty page": figures(lambda: look(EMPTY))}
        for number in SIZES:
            with factories.undone():
                fill(homes, number)
                counting.keep(*counting.count())
                taken = {"counting": figures(lambda: counting.keep(*counting.count()))}
                remember(DAYS)
                look(ADDRESSES["dashboard"])
                taken |= {name: figures(lambda url=url: look(url)) for name, url in ADDRESSES.items()}
                found[str(number)] = {"pages": Page.objects.filter(depth__gt=1).count(), **taken}
    return found


def fill(homes: factories.Pages, number: int) -> None:
    """Make English pages in eight sections, each in every language: two of three live; and a job for each translation."""
    for place in range(SECTIONS):
        section = factories.pages(StandardPage, homes, f"section-{place}", CODES)
        for page in factories.pages(StandardPage, section, f"page-{place}", CODES).values():
            factories.siblings(page, number // SECTIONS - 2, series="bench")
    english = list(Page.objects.filter(locale__language_code="en", depth__gt=1))
    version = queue_data.version()
    statuses = Status.values
    jobs = [
        TranslationJob(
            translation_key=page.translation_key,
            locale=locale,
            source_page=page,
            source_title=page.title,
            version=version,
            latest_version=version,
            status=statuses[(place + turn) % len(statuses)],
            grade=10 if (place + turn) % 5 == 0 else None,
            words_total=900,
        )
        for turn, locale in enumerate(Locale.objects.exclude(language_code="en"))
        for place, page in enumerate(english)
    ]
    TranslationJob.objects.bulk_create(jobs, batch_size=500)
    missing = [page.translation_key for page in english[2::3]]
    Page.objects.filter(translation_key__in=missing, depth__gt=2).exclude(locale__language_code="en").update(live=False)


def remember(days: int) -> None:
    """Keep the figures of today for some days before it too."""
    rows = list(ParitySummary.objects.filter(date=today()))
    for number in range(1, days):
        for row in rows:
            row.pk, row.date = None, today() - timedelta(days=number)
        ParitySummary.objects.bulk_create(rows, batch_size=500)
