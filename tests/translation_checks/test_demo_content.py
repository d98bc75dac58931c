"""The demonstration's translations were read by people: what the checks object to there shows how often they are wrong."""

from collections import Counter

import pytest

from tests.translation_checks import content
from translation_checks import Severity, found_in_page
from translation_checks.check import TARGETS

MOST_PER_HUNDRED = 1


@pytest.mark.parametrize("code", sorted(TARGETS))
def test_good_translations_have_no_errors_and_hardly_a_warning(code: str) -> None:
    segments, errors, warnings = 0, [], Counter()
    for page in content.texts(code):
        segments += len(page)
        for (place, text), findings in zip(page, found_in_page([text for _place, text in page]), strict=True):
            for finding in findings:
                if finding.check.severity == Severity.ERROR:
                    errors.append(f"{place}: {finding.message} ({text.plain})")
                warnings[finding.check.id] += 1
    assert segments > 900
    assert errors == []
    assert warnings.total() * 100 < MOST_PER_HUNDRED * segments, warnings
