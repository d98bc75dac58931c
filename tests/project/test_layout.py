"""The shape of the repository: where files may be, how long they may get, what they may be called."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
NAMES_THAT_SAY_NOTHING = {"common", "helpers", "misc", "util", "utils", "helper"}


def tracked_files() -> list[Path]:
    """Files of the project: tracked by git, or new and not ignored; without git, all but what is built."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode == 0:
        return [path for path in map(Path, listing.stdout.splitlines()) if (ROOT / path).is_file()]
    built = {".git", ".venv", ".tools", "var", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [path for path in found if not built.intersection(path.parts)]


@pytest.fixture(scope="module")
def files() -> list[Path]:
    return tracked_files()


@pytest.mark.parametrize("folder", ["site", "locale"])
def test_source_roots_are_no_packages(folder: str) -> None:
    """As packages they would hide modules of the standard library."""
    assert not (ROOT / folder / "__init__.py").exists()


def test_every_folder_of_tests_is_a_package(files: list[Path]) -> None:
    """Otherwise `tests/home` hides the app `home`."""
    folders = {parent for path in files if path.parts[0] == "tests" and path.suffix == ".py" for parent in path.parents}
    missing = [str(folder) for folder in folders if folder.parts and not (ROOT / folder / "__init__.py").exists()]
    assert missing == []


def test_no_file_is_too_long(files: list[Path]) -> None:
    too_long = {}
    for path in files:
        if path.suffix in {".py", ".html", ".css", ".js"} and not {"migrations", "data"}.intersection(path.parts):
            length = len((ROOT / path).read_text(encoding="utf-8").splitlines())
            if length > LONGEST:
                too_long[str(path)] = length
    assert too_long == {}


def test_names_say_what_is_inside(files: list[Path]) -> None:
    nameless = [str(path) for path in files if NAMES_THAT_SAY_NOTHING.intersection({path.stem, *path.parent.parts})]
    assert nameless == []


def test_compiled_and_local_files_are_ignored(files: list[Path]) -> None:
    suffixes = {".mo", ".pyc", ".sqlite3"}
    assert [str(path) for path in files if path.suffix in suffixes or path.name == ".env"] == []
