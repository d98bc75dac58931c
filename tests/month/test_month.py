"""Some days of work, small enough for every run; `make month` plays the whole month."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.test import TestCase
from wagtail.models import Page

from tests import factories
from tests.month import truths
from tests.month.ledger import Ledger
from tests.month.play import play
from translation_desk.models import Segment, SegmentHistory, Submission, TranslationJob

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ledger]:
    """Three days of two languages, at whose end everything was as it must be."""
    with django_db_blocker.unblock(), factories.undone():
        committing = partial(TestCase.captureOnCommitCallbacks, execute=True)
        yield play(7, ("en", "ar"), days=3, changes=12, pages=8, visits=12, committing=committing)


def test_work_was_done(told: Ledger) -> None:
    assert told.deeds["desk.review"] > 0
    assert len(told.addresses) > 8


def test_an_unapproved_word_is_found(told: Ledger) -> None:
    word = told.word(Page(pk=1))
    assert not list(truths.leaks(told))
    Page.objects.filter(live=True, depth=3, locale__language_code="en").update(title=word)
    assert any(word in sentence for sentence in truths.leaks(told))


def test_a_lost_word_is_found(told: Ledger) -> None:
    word = next(iter(told.written))
    for texts in (Segment.objects.filter(pk=told.written[word]), SegmentHistory.objects.all()):
        texts.update(text="")
    Segment.objects.update(approved_text="", suggestion="")
    Submission.objects.update(texts={})
    assert any(word in sentence for sentence in truths.lost(told))


def test_a_dead_address_is_found(told: Ledger) -> None:
    page = Page.objects.filter(live=True, depth=3, locale__language_code="en").first()
    assert page is not None
    Page.objects.filter(path__startswith=page.path).update(live=False, first_published_at=None)
    assert any(page.slug in sentence for sentence in truths.dead_addresses(told))


def test_a_wrong_count_is_found(told: Ledger) -> None:
    TranslationJob.objects.update(segments_done=99)
    assert any("segments_done was 99" in sentence for sentence in truths.miscounts())
