"""The W3C's Nu HTML checker on every kind of page in English, Arabic and Chinese."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.kinds import cases
from tests.browser.live import ROOT
from tests.browser.survey import Surveyor

CHECKER = ROOT / ".tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.mark.skipif(
    not CHECKER.is_file() or not shutil.which("java"),
    reason="Java or the Nu HTML checker is missing; .ci/run installs both.",
)
@pytest.mark.parametrize("code", ["en", "ar", "zh-hans"])
def test_html_has_no_errors(surveyor: Surveyor, tmp_path: Path, code: str) -> None:
    files = []
    for kind, _code in cases(code):
        file = tmp_path / f"{kind.name}.{code}.html"
        file.write_text(surveyor.look(kind, code).html, encoding="utf-8")
        files.append(str(file))
    command = ["java", "-jar", str(CHECKER), "--errors-only", "--format", "json", *files]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [
        f"{Path(message.get('url', '')).name}: {message['message']} {message.get('extract', '')[:150]!r}"
        for message in json.loads(answer.stderr)["messages"]
        if message["type"] != "info"
    ]
    assert not found, "\n".join(found)
