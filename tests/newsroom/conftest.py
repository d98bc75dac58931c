"""The six home pages and the people that tests of the newsroom start from."""

from tests.portal import six
from tests.translation_desk.conftest import made_people, people

__all__ = ["made_people", "people", "six"]
