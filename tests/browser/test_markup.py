"""The W3C's Nu HTML checker on every kind of page in English, Arabic and Chinese."""

from pathlib import Path

import pytest

from tests.browser.checker import errors, needs_checker
from tests.browser.kinds import cases
from tests.browser.survey import Surveyor


@needs_checker
@pytest.mark.parametrize("code", ["en", "ar", "zh-hans"])
def test_html_has_no_errors(surveyor: Surveyor, tmp_path: Path, code: str) -> None:
    files = []
    for kind, _code in cases(code):
        file = tmp_path / f"{kind.name}.{code}.html"
        file.write_text(surveyor.look(kind, code).html, encoding="utf-8")
        files.append(file)
    found = errors(files)
    assert not found, "\n".join(found)
