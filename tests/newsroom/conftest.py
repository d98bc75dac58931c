"""The tests here start from the six home pages."""

from tests.portal import six

__all__ = ["six"]
