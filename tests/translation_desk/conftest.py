"""The six home pages that tests of the desk start from."""

from tests.portal import six

__all__ = ["six"]
