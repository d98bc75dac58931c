"""Which tests stay together when several processes share them, and which begin first.

The tests of a file share what takes long to make, so one process has them all. pytest-xdist's own groups (`--dist loadgroup`)
have no effect since pytest 9.2 (https://github.com/pytest-dev/pytest-xdist/issues/1386): each test went to whichever process was
free, and both made what a file shares.
"""

import re
from collections import Counter
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from config.languages import CODES

LOOKING = ("tests/browser/test_accessibility.py", "tests/browser/test_first_visit.py", "tests/browser/test_markup.py")
"""Files that share the looks at pages, each of which is taken once. Their tests stay together by language instead."""
LANGUAGE = re.compile(rf"[\[-]({'|'.join(CODES)})\]$")

LONG = (
    "tests/load/test_load.py",
    "tests/project/test_migrations.py",
    "tests/security/test_markup.py",
    "tests/newsroom/test_release_moment.py",
    "tests/operations/test_killed.py",
    "tests/month/test_month.py",
    "tests/browser/test_crawl.py",
    # It needs no demonstration, while the one before it makes that for all.
    "tests/browser/test_editor.py",
)
"""Files that take longer than their number of tests tells, the longest first."""


def company(test: str) -> str:
    """Return the name of those who stay together with a test."""
    file, _colons, name = test.partition("::")
    if file in LOOKING and (language := LANGUAGE.search(name)):
        return f"looks {language[1]}"
    return file


def sort(items: list[pytest.Item]) -> None:
    """Put companies in the order in which they begin: the longest first, and then by size, so that small ones fill the end."""
    sizes = Counter(company(item.nodeid) for item in items)

    def place(item: pytest.Item) -> tuple[int, int, str]:
        name = company(item.nodeid)
        return (LONG.index(name) if name in LONG else len(LONG), -sizes[name], name)

    items.sort(key=place)


class Together(LoadScopeScheduling):
    """Hands out companies of tests, one after the other as they come."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return company(nodeid)
