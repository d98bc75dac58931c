"""axe-core on every kind of page in three languages: WCAG 2.2 AA, desktop and phone; contrast, light and dark, in English."""

import pytest

from tests.browser.kinds import Kind, case_name, cases
from tests.browser.survey import Surveyor


@pytest.mark.parametrize(("kind", "code"), cases("en", "ar", "zh-hans"), ids=case_name)
def test_no_violation(surveyor: Surveyor, kind: Kind, code: str) -> None:
    found = surveyor.look(kind, code, accessibility=True).violations
    assert not found, "\n".join(found)
