"""Which questions somebody sees, and what a screen shows of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_ids
from newsroom.experts import asking, wording
from newsroom.models import ExpertQuestion
from translation_desk import permissions


@dataclass(frozen=True, slots=True)
class Row:
    """A question as screens show it."""

    question: ExpertQuestion
    expert: str
    state: str
    label: str
    asker: str
    language: str
    may_be_withdrawn: bool


def may_see(user: Any) -> bool:
    """Tell whether somebody may ask about texts in some language."""
    return bool(_locales(user))


def _locales(user: Any) -> set[int]:
    """Return the ids of the locales about whose texts somebody may ask."""
    if permissions.is_manager(user):
        return set(locale_ids().values())
    english = {locale_ids()[SOURCE_CODE]} if permissions.writes_english(user) else set()
    return english | permissions.locales_to_review(user)


def visible(user: Any) -> QuerySet[ExpertQuestion]:
    """Return the questions about texts in the languages that somebody answers for, newest first."""
    return ExpertQuestion.objects.filter(page__locale__in=_locales(user)).select_related("page", "asked_by")


def of_page(page: Page) -> QuerySet[ExpertQuestion]:
    """Return the questions about one page, newest first."""
    return ExpertQuestion.objects.filter(page=page.pk).select_related("page", "asked_by")


def rows(questions: Iterable[ExpertQuestion]) -> list[Row]:
    """Return what a screen shows of some questions."""
    return [
        Row(
            question,
            wording.expert(question),
            question.state.value,
            str(question.state.label),
            wording.person_asking(question),
            wording.page_language(question),
            asking.may_be_withdrawn(question),
        )
        for question in questions
    ]
