"""What stands in the queue: tabs, search, order, sections. Pure querysets; the filters stand in `filters`.

Everything a row shows comes from the job itself and a few joins, so a page of the queue costs the same at a hundred jobs and
at ten thousand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, Exists, F, FloatField, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Page

from core.i18n import SOURCE_CODE, active_language, folded, locale_code
from translation_desk import obstacles, permissions
from translation_desk.models import DeskGroup, TranslationJob, TranslationRequest
from translation_desk.models.jobs import Status

USERNAME = get_user_model().USERNAME_FIELD

SECTION_DEPTH = 3
"""Depth of a section's front page: root, home, section."""

STEP = Page.steplen

OPEN = (Status.NOT_STARTED, Status.IN_TRANSLATION, Status.SENT_BACK, Status.OUTDATED)
"""Statuses in which a translator acts next."""

DONE = (Status.APPROVED, Status.LIVE)
"""Statuses in which nobody has to do anything."""

ALL = _("See all translations")

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Tab:
    """One view of the queue, with what it says when it is empty and where to go then."""

    name: str
    label: Any
    rows: Q
    empty: Any
    advice: Any
    link: Any = ""
    next_tab: str = ""


def visible_jobs(user: Any) -> QuerySet[TranslationJob]:
    """Return the jobs that somebody may look at: all of them for everybody who has a role."""
    return TranslationJob.objects.all() if permissions.can_see(user) else TranslationJob.objects.none()


def tabs(user: Any) -> dict[str, Tab]:
    """Return the tabs of the queue for one person, by name, in their order."""
    mine = (Q(translator=user) | Q(reviewer=user)) & ~Q(status=Status.LIVE)
    own = permissions.locales_to_translate(user)
    to_review = Q(status=Status.IN_REVIEW, locale_id__in=permissions.locales_to_review(user)) & ~Q(translator=user)
    listed = [
        Tab(
            "mine",
            pgettext_lazy("tab of the queue", "Mine"),
            Q(enabled=True) & mine,
            _("Nothing waits for you."),
            "",
            _("Take a page that nobody translates yet"),
            "unassigned",
        ),
        Tab(
            "unassigned",
            _("Unassigned in my languages"),
            Q(enabled=True, translator=None, status__in=OPEN, locale_id__in=own),
            _("Every page in your languages has a translator."),
            "",
            _("See what waits for your review"),
            "review",
        ),
        Tab(
            "review",
            _("Waiting for my review"),
            Q(enabled=True) & to_review & (Q(reviewer=None) | Q(reviewer=user)),
            _("No translation waits for your review."),
            _("What you translated yourself is reviewed by somebody else."),
            ALL,
            "all",
        ),
        Tab(
            "sent_back",
            pgettext_lazy("tab of the queue", "Sent back"),
            Q(enabled=True, status=Status.SENT_BACK),
            _("No translation was sent back."),
            _("What a reviewer returns with remarks appears here."),
            ALL,
            "all",
        ),
        Tab(
            "changed",
            _("English has changed"),
            Q(enabled=True) & (Q(status=Status.OUTDATED) | Q(segments_pending__gt=0)),
            _("Every translation agrees with its English page."),
            _("When an English page is published anew, its translations appear here."),
            ALL,
            "all",
        ),
        Tab(
            "done",
            pgettext_lazy("tab of the queue", "Done"),
            Q(enabled=True, status__in=DONE),
            _("No translation is finished yet."),
            "",
            ALL,
            "all",
        ),
        Tab(
            "all",
            pgettext_lazy("tab of the queue", "All"),
            Q(),
            _("There is nothing to translate yet."),
            _("A job appears for each language as soon as an English page is published."),
        ),
    ]
    return {tab.name: tab for tab in listed}


def first_tab(user: Any) -> str:
    """Return the tab that opens the queue: one's own work for people who translate or review, everything for the others."""
    works = any(role in {DeskGroup.Role.TRANSLATOR, DeskGroup.Role.REVIEWER} for role, _locale in permissions.roles_of(user))
    return "mine" if works else "all"


def count(jobs: QuerySet[TranslationJob], shown: Mapping[str, Tab]) -> dict[str, int]:
    """Return the number of jobs on each tab, in one query."""
    return jobs.order_by().aggregate(**{name: Count("pk", filter=tab.rows or None) for name, tab in shown.items()})


def search(jobs: QuerySet[TranslationJob], text: str) -> QuerySet[TranslationJob]:
    """Return the jobs whose English or own title holds every word of the text, whatever its capitals and accents."""
    for word in folded(text).split():
        jobs = jobs.filter(search_text__contains=word)
    return jobs


def due_soon(today: date) -> Q:
    """Return the condition of being due within seven days from today, or overdue."""
    return Q(due__lte=today + WEEK) & ~Q(status__in=DONE)


def overdue(today: date) -> Q:
    """Return the condition of being late: the day has passed and somebody still has to act."""
    return Q(due__lt=today) & ~Q(status__in=DONE)


def is_overdue(job: TranslationJob) -> bool:
    """Tell whether a job is late, by the calendar of the person who looks."""
    return job.due is not None and job.due < timezone.localdate() and job.status not in DONE


def _by_name(person: str) -> list[Any]:
    return [F(f"{person}__{field}").asc(nulls_last=True) for field in ("last_name", "first_name", USERNAME)]


def _rank() -> Case:
    places = [When(status=status, then=Value(place)) for place, status in enumerate(Status.values)]
    return Case(*places, default=Value(len(places)), output_field=IntegerField())


def _distance() -> Case:
    """Return how far from the home page a page is that readers of the language have not got: those above come first."""
    return Case(When(live_version=None, then=F("source_page__depth")), default=Value(0), output_field=IntegerField())


def _share() -> Case:
    share = Cast(F("segments_done"), FloatField()) / Cast(F("segments_total"), FloatField())
    return Case(When(segments_total__gt=0, then=share), default=Value(0.0), output_field=FloatField())


def orderings() -> dict[str, list[Any]]:
    """Return what each column sorts by, in ascending order; descending turns every part around."""
    return {
        "title": [F("search_text").asc()],
        "language": [F("locale__language_code").asc()],
        "status": [_rank().asc()],
        "change": [F("grade").asc(nulls_last=True)],
        "progress": [_share().asc(), F("words_total").desc()],
        "translator": _by_name("translator"),
        "reviewer": _by_name("reviewer"),
        "waiting": [F("waiting_since").asc()],
        "due": [F("due").asc(nulls_last=True)],
    }


def ordered(jobs: QuerySet[TranslationJob], ordering: str) -> QuerySet[TranslationJob]:
    """Sort by a column (`due`, `-due`); without one, what presses most stands first."""
    terms = orderings().get(ordering.removeprefix("-"))
    if terms is None:
        return jobs.order_by("-priority", F("due").asc(nulls_last=True), _distance(), "waiting_since", "pk")
    if ordering.startswith("-"):
        for term in terms:
            term.reverse_ordering()
            # What is empty stays at the end in both directions.
            if term.nulls_first:
                term.nulls_first, term.nulls_last = None, True
    return jobs.order_by(*terms, "pk")


@dataclass(frozen=True, slots=True)
class Section:
    """A child of the English home page, named in the reader's language where it has a name there."""

    pk: int
    path: str
    title: str
    code: str
    """Language of the title."""


def sections() -> list[Section]:
    """Return the sections in the order of the page tree, in one query; the English title stands in for a missing one.

    A section that visitors cannot see, and that nobody translates, is nobody's business but its editors'.
    """
    reader = active_language().code
    pages = (
        Page.objects.filter(depth=SECTION_DEPTH, locale__language_code__in={SOURCE_CODE, reader})
        .filter(Q(live=True) | Exists(TranslationJob.objects.filter(source_page=OuterRef("pk"))))
        .order_by("path")
        .only("pk", "path", "title", "translation_key", "locale_id", "live")
    )
    english = {page.translation_key: page for page in pages if locale_code(page.locale_id) == SOURCE_CODE}
    own = {page.translation_key: page for page in pages if page.live and locale_code(page.locale_id) == reader}
    return [
        Section(page.pk, page.path, own[key].title if key in own else page.title, reader if key in own else SOURCE_CODE)
        for key, page in english.items()
    ]


def section_of(path: str | None, by_path: Mapping[str, Section]) -> Section | None:
    """Return the section that a page lies in or is; None for the home page and for no page."""
    return by_path.get(path[: STEP * SECTION_DEPTH]) if path else None


def by_path(found: Iterable[Section]) -> dict[str, Section]:
    """Return sections by their path, to look up many pages."""
    return {section.path: section for section in found}


def with_rows(jobs: QuerySet[TranslationJob]) -> QuerySet[TranslationJob]:
    """Fetch with each job what a row shows: the people, where its pages stand, how many `readers` asked for it.

    Thousands of rows share a few people, who are therefore read once each; an export reads every row.
    """
    asked = TranslationRequest.objects.filter(translation_key=OuterRef("translation_key"), locale=OuterRef("locale"))
    jobs = jobs.defer("search_text").annotate(readers=Subquery(asked.values("readers")[:1]))
    return obstacles.with_places(jobs).prefetch_related("translator", "reviewer")
