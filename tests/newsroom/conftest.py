"""What tests of the newsroom share with those of the desk: home pages, people, pages and translations at the stages of review."""

from tests.newsroom.releasing import committed, pages
from tests.portal import six
from tests.translation_desk.conftest import empty_admin_queries, made_people, people
from tests.translation_desk.reviewing import english, job, made, staff, twice, untouched

__all__ = [
    "committed",
    "empty_admin_queries",
    "english",
    "job",
    "made",
    "made_people",
    "pages",
    "people",
    "six",
    "staff",
    "twice",
    "untouched",
]
