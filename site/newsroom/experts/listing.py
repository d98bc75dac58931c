"""Which questions somebody sees, and what a screen shows of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_ids
from newsroom.experts import asking, mails, wording
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
    may_be_repeated: bool
    """Whether it ended without an answer, so that one may ask again."""


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


def news(user: Any) -> QuerySet[ExpertQuestion]:
    """Return what somebody's questions have come to in the last two weeks, the latest first; one query.

    Of questions of people who are gone it is news to all who may ask in their place. Who asks again knows of the first time.
    """
    now = timezone.now()
    since = now - mails.NEWS
    again = ExpertQuestion.objects.filter(page=OuterRef("page"), email=OuterRef("email"), asked_at__gt=OuterRef("asked_at"))
    unanswered = Q(ended=ExpertQuestion.Ended.REPLACED, ended_at__gt=since) | Q(ended="", expires_at__range=(since, now))
    gone = Q(asked_by=None) | Q(asked_by__is_active=False)
    return (
        ExpertQuestion.objects.filter(Q(asked_by=user.pk) | (gone & Q(page__locale__in=_locales(user))))
        .filter(Q(answered_at__gt=since) | (unanswered & Q(answer="") & ~Exists(again)))
        .select_related("page", "asked_by")
        .annotate(news_at=Coalesce("answered_at", "ended_at", "expires_at"))
        .order_by("-news_at", "-pk")
    )


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
            asking.may_be_repeated(question),
        )
        for question in questions
    ]
