"""The analysers alone, without a database, against what people judged."""

import pytest

from config.languages import CODES
from tests.search.scoring import Score, answered, scores


@pytest.fixture(scope="module")
def by_language() -> dict[str, Score]:
    return {language: score for (language, kind), score in scores().items() if not kind}


@pytest.mark.parametrize("language", CODES)
def test_the_analyser_of_a_language_finds_what_was_judged_relevant(by_language, language):
    score = by_language[language]
    assert score.recall >= 0.93, score.failures
    assert score.precision >= 0.95, score.failures


def test_a_phrase_is_answered_by_its_words_side_by_side_only():
    score = {kind: score for (_language, kind), score in scores(["en"]).items()}["phrase"]
    assert score.precision == 1
    assert answered('"no such phrase"', "en", []) == []
