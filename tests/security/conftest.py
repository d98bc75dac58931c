"""The six home pages."""

import pytest

from tests.portal import six

__all__ = ["six"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the table of addresses be written anew."""
    parser.addoption("--write-addresses", action="store_true", help="write docs/addresses.md anew")
