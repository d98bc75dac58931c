"""A page of every type goes out and comes back in every format; `make check-exchange` does so with the whole demo content."""

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.models import Page, get_page_models

from core.models import BasePage
from exchange_formats.formats import FORMATS
from tests import factories
from tests.core.test_budgets import build
from tests.exchange_check.exporters import EXPORTERS, translations
from translation_desk import layout, refreshing, signals
from translation_desk.models import TranslationJob

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made_jobs(six: factories.Pages, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), factories.undone():
        with signals.paused():
            build(six)
        seen = set()
        for page in Page.objects.filter(locale__language_code="en", live=True, depth__gt=1).order_by("path"):
            if page.content_type_id not in seen:
                seen.add(page.content_type_id)
                made = refreshing.refresh_page(page.pk)
                # The home page is there in all languages, so it is kept by hand until somebody has it translated.
                layout.lay_out([job for job in made if not job.enabled], made[0].version)
        yield


def test_a_page_of_every_type_is_there(made_jobs: None) -> None:
    wanted = {model for model in get_page_models() if issubclass(model, BasePage)}
    pages = TranslationJob.objects.filter(segments__isnull=False).values_list("source_page", flat=True)
    assert {page.specific_class for page in Page.objects.filter(pk__in=pages)} == wanted


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_page_of_every_type_comes_back_as_it_was_and_with_every_text_translated(made_jobs: None, name: str) -> None:
    found = list(translations(name))
    assert found
    assert [(file, problem) for _code, file, _data, problem in found if problem] == []


def test_every_format_is_checked_against_the_schema_that_it_has() -> None:
    assert len(EXPORTERS) >= len(FORMATS)
    assert {exporter.schema for exporter in EXPORTERS} >= {"xliff-core-1.2-strict.xsd", "xliff_core_2.0.xsd"}
