"""Some days of work, small enough for every run; `make month` plays the whole month."""

from functools import partial

import pytest
from django.test import TestCase

from tests.month.play import play

pytestmark = pytest.mark.django_db


def test_some_days_leave_nothing_lost_and_nothing_leaked() -> None:
    committing = partial(TestCase.captureOnCommitCallbacks, execute=True)
    ledger = play(7, ("en", "ar"), days=3, changes=12, pages=8, committing=committing)
    assert ledger.deeds["desk.review"] > 0
    assert len(ledger.addresses) > 8
