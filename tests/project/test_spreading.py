"""How tests are shared out among processes: those of a file stay together, and what takes longest begins."""

import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests import spreading

ROOT = Path(__file__).resolve().parents[2]

CONFTEST = """
from tests.spreading import Together

def pytest_xdist_make_scheduler(config, log):
    return Together(config, log)
"""
TESTS = """
import os, pathlib, pytest

@pytest.mark.parametrize("number", range(6))
def test(number):
    with (pathlib.Path(__file__).parent / "seen").open("a") as seen:
        print(pathlib.Path(__file__).name, os.environ["PYTEST_XDIST_WORKER"], file=seen)
"""


def test_a_process_has_all_tests_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    for name in ("test_one.py", "test_two.py"):
        (tmp_path / name).write_text(TESTS, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-n", "2", "-p", "no:django", "-p", "no:cacheprovider", "-c", os.devnull]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    environment["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'site'}"
    done = subprocess.run(
        [*command, f"--rootdir={tmp_path}", str(tmp_path)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    processes: dict[str, list[str]] = defaultdict(list)
    for line in (tmp_path / "seen").read_text(encoding="utf-8").splitlines():
        file, process = line.split()
        processes[file].append(process)
    assert {file: (len(seen), len(set(seen))) for file, seen in processes.items()} == {
        "test_one.py": (6, 1),
        "test_two.py": (6, 1),
    }


def test_looks_at_pages_stay_together_by_language() -> None:
    accessibility, first_visit, _markup = spreading.LOOKING
    of_chinese = spreading.company(f"{accessibility}::test_no_violation[home-zh-hans]")
    assert spreading.company(f"{first_visit}::test_fits_a_phone[about-zh-hans]") == of_chinese
    assert spreading.company(f"{first_visit}::test_fits_a_phone[about-ar]") != of_chinese


def test_the_longest_begin_and_small_files_end() -> None:
    names = ["tests/a.py::test", "tests/b.py::test_1", f"{spreading.LONG[0]}::test", "tests/c.py::test", "tests/b.py::test_2"]
    items: list[Any] = [SimpleNamespace(nodeid=name) for name in names]
    spreading.sort(items)
    assert [item.nodeid for item in items] == [
        f"{spreading.LONG[0]}::test",
        "tests/b.py::test_1",
        "tests/b.py::test_2",
        "tests/a.py::test",
        "tests/c.py::test",
    ]


def test_the_files_are_named_that_look_at_pages() -> None:
    files = sorted(ROOT.glob("tests/browser/test_*.py"))
    looking = [str(path.relative_to(ROOT)) for path in files if "surveyor: Surveyor" in path.read_text(encoding="utf-8")]
    assert looking == sorted(spreading.LOOKING)


def test_the_files_exist_that_begin() -> None:
    assert [name for name in spreading.LONG if not (ROOT / name).is_file()] == []
