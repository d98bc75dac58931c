"""The W3C's Nu HTML checker."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.browser.live import ROOT

JAR = ROOT / ".tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

needs_checker = pytest.mark.skipif(
    not JAR.is_file() or not shutil.which("java"),
    reason="Java or the Nu HTML checker is missing; .ci/run installs both.",
)


def errors(files: Iterable[Path]) -> list[str]:
    """Return the errors in HTML files, one line for each."""
    command = ["java", "-jar", str(JAR), "--errors-only", "--format", "json", *map(str, files)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{Path(message.get('url', '')).name}: {message['message']} {message.get('extract', '')[:150]!r}"
        for message in json.loads(answer.stderr)["messages"]
        if message["type"] != "info"
    ]
