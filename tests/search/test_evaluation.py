"""Readers find what they mean: the judged queries of six languages. Both databases must find the same documents."""

from collections.abc import Iterator
from typing import Any

import pytest

from config.languages import CODES
from tests import factories
from tests.bench import search_quality
from tests.search import evaluation

RECALL, LEAST_RECALL, PRECISION = 0.93, 0.88, 0.95
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scores(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, evaluation.Score]]:
    with django_db_blocker.unblock(), factories.undone():
        yield search_quality.ours()


@pytest.mark.parametrize("language", CODES)
def test_enough_is_found_in_every_language(scores: dict[str, evaluation.Score], language: str) -> None:
    assert scores[language].recall >= LEAST_RECALL, scores[language].failures


def test_enough_is_found_in_the_mean(scores: dict[str, evaluation.Score]) -> None:
    assert sum(score.recall for score in scores.values()) / len(scores) >= RECALL


@pytest.mark.parametrize("language", CODES)
def test_little_else_is_found(scores: dict[str, evaluation.Score], language: str) -> None:
    assert scores[language].precision >= PRECISION, scores[language].failures
