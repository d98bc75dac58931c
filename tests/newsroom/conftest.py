"""What tests of the newsroom share with those of the desk: people, pages and translations at the stages of review."""

from tests.portal import six
from tests.translation_desk.reviewing import english, job, made, staff, twice, untouched

__all__ = ["english", "job", "made", "six", "staff", "twice", "untouched"]
