"""The six home pages and the people that tests of the newsroom start from."""

from tests.translation_desk.conftest import empty_admin_queries, made_people, people, six

__all__ = ["empty_admin_queries", "made_people", "people", "six"]
