"""How far a release is: every page in every language, who holds it up, and what is missing. Nothing of it is stored."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.models import Page, WorkflowState

from core.i18n import CODES, SOURCE_CODE, locale_code, locale_ids
from core.tree import is_archived
from newsroom.models import Release, ReleaseItem
from translation_desk.models import HeldApproval, Submission, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.notifying import writers_of_english


class Stage(models.TextChoices):
    """Where a page of a release stands in one language."""

    LIVE = "live", pgettext_lazy("page of a release", "Live already")
    APPROVED = "approved", pgettext_lazy("page of a release", "Approved, waits for the release")
    BLOCKED = "blocked", pgettext_lazy("page of a release", "Approved, but the page above does not go live")
    BEHIND = "outdated", pgettext_lazy("page of a release", "Lacks changes of the English")
    IN_REVIEW = "in_review", _("Waiting for review")
    SENT_BACK = "sent_back", _("Sent back to the translator")
    IN_TRANSLATION = "in_translation", _("In translation")
    NOT_STARTED = "not_started", pgettext_lazy("status of a translation", "Not started")
    NOT_ORDERED = "not_ordered", pgettext_lazy("page of a release", "Not ordered")
    DRAFT = "draft", pgettext_lazy("page of a release", "Draft, not approved")
    GONE = "gone", pgettext_lazy("page of a release", "Deleted")


READY = {Stage.LIVE, Stage.APPROVED}
PLAIN = {
    Status.IN_REVIEW: Stage.IN_REVIEW,
    Status.SENT_BACK: Stage.SENT_BACK,
    Status.IN_TRANSLATION: Stage.IN_TRANSLATION,
    Status.OUTDATED: Stage.BEHIND,
}
"""What a job's status says by itself."""


@dataclass(slots=True)
class Cell:
    """One page in one language."""

    code: str
    stage: Stage
    page: Page | None = None
    job: TranslationJob | None = None
    holder: Any = None
    """Who has it now; None where it lies with everybody who may, or with nobody."""
    since: datetime | None = None
    due: date | None = None
    required: bool = True
    """Whether the page cannot go without it."""

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing here."""
        return self.stage in READY

    @property
    def goes_live(self) -> bool:
        """Whether the release publishes it."""
        return self.stage == Stage.APPROVED

    @property
    def url(self) -> str:
        """Where work on it goes on; empty where there is nothing yet."""
        if self.job is not None:
            return reverse("translation_desk:job", args=[self.job.pk])
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk]) if self.page is not None else ""


@dataclass(slots=True)
class Row:
    """One page of a release."""

    item: ReleaseItem
    english: Cell
    cells: list[Cell]
    least: int
    """How many of the languages it needs."""

    @property
    def ready(self) -> int:
        """How many of the languages are ready."""
        return sum(cell.is_ready for cell in self.cells)

    @property
    def missing(self) -> int:
        """How many more of the languages it needs, whichever they are."""
        return max(self.least - self.ready, 0)

    @property
    def is_ready(self) -> bool:
        """Whether the page may go: English, what is required, and as many of the languages as were asked for."""
        required = all(cell.is_ready for cell in self.cells if cell.required)
        return self.english.is_ready and required and not self.missing

    @property
    def held_up_by(self) -> list[Cell]:
        """What the page waits for; nothing where it may go."""
        if self.is_ready:
            return []
        needed = [cell for cell in self.cells if cell.required or self.missing]
        return [cell for cell in (self.english, *needed) if not cell.is_ready]

    @property
    def all_cells(self) -> list[Cell]:
        """English, then the languages."""
        return [self.english, *self.cells]


@dataclass(slots=True)
class Progress:
    """How far a release is."""

    codes: list[str]
    """Its languages, in the order of the table."""
    rows: list[Row] = field(default_factory=list)
    """Its pages, in the order of the page tree."""

    @property
    def ready(self) -> int:
        """How many pages are ready."""
        return sum(row.is_ready for row in self.rows)

    @property
    def is_ready(self) -> bool:
        """Whether it may go live."""
        return bool(self.rows) and self.ready == len(self.rows)

    @property
    def goes_live(self) -> list[Cell]:
        """What it publishes, pages above before those below, English first."""
        return [cell for row in self.rows for cell in row.all_cells if cell.goes_live]

    @property
    def held_up_by(self) -> list[Cell]:
        """What it waits for."""
        return [cell for row in self.rows for cell in row.held_up_by]


def of(release: Release) -> Progress:
    """Return how far a release is; the number of queries does not grow with pages or languages."""
    return of_all([release])[release.pk]


def of_all(releases: Sequence[Release]) -> dict[int, Progress]:
    """Return the same for many releases, by id."""
    items = list(ReleaseItem.objects.filter(release__in=releases).order_by("pk"))
    facts = _Facts({item.translation_key for item in items})
    found = {}
    for release in releases:
        own = [item for item in items if item.release_id == release.pk]
        own.sort(key=lambda item: (page.path if (page := facts.page(item.translation_key, SOURCE_CODE)) else "", item.pk))
        found[release.pk] = _progress(release, own, facts)
    return found


def _progress(release: Release, items: Sequence[ReleaseItem], facts: "_Facts") -> Progress:
    # A language that the site gave up meanwhile is waited for no more.
    codes = [code for code in CODES if code in release.languages and code in locale_ids()]
    least = len(codes) if release.least is None else min(release.least, len(codes))
    progress = Progress(codes)
    going: set[str] = set()
    for item in items:
        english = facts.english(item.translation_key)
        cells = [facts.translation(item.translation_key, code, english) for code in codes]
        for cell in (english, *cells):
            if cell.page is None or cell.stage != Stage.APPROVED:
                continue
            above = cell.page.path[: -Page.steplen]
            if cell.page.live or above in going or above in facts.live_above:
                going.add(cell.page.path)
            else:
                cell.stage = Stage.BLOCKED
        for cell in cells:
            cell.required = release.least is None or cell.code in release.required
        progress.rows.append(Row(item, english, cells, least))
    return progress


class _Facts:
    """What the database knows of some pages in all languages, read at once."""

    def __init__(self, keys: Collection[UUID]) -> None:
        pages = Page.objects.filter(translation_key__in=keys, depth__gt=1)
        self.pages = {(page.translation_key, locale_code(page.locale_id)): page for page in pages if not is_archived(page)}
        self.jobs = {
            (job.translation_key, locale_code(job.locale_id)): job
            for job in TranslationJob.objects.filter(translation_key__in=keys).select_related("translator", "reviewer")
        }
        ids = [page.pk for page in self.pages.values()]
        held = list(HeldApproval.objects.filter(page__in=ids).values_list("page_id", "revision_id", "since"))
        self.held = {page: revision for page, revision, _since in held}
        self.since = {page: since for page, _revision, since in held}
        made_of = Submission.objects.filter(revision__in=self.held.values())
        self.versions = dict(made_of.values_list("revision_id", "version_id"))
        self.writers = {user.pk: user for user in writers_of_english()}
        self.reviews = self._reviews([page.pk for (_key, code), page in self.pages.items() if code == SOURCE_CODE])
        above = {page.path[: -Page.steplen] for page in self.pages.values()}
        self.live_above = set(Page.objects.filter(path__in=above, live=True).values_list("path", flat=True))
        # Above the home pages is only the root, which is nobody's to publish.
        self.live_above |= {path for path in above if len(path) <= Page.steplen}

    @staticmethod
    def _reviews(ids: Collection[int]) -> Mapping[int, WorkflowState]:
        """Return the running reviews of English pages."""
        kind = ContentType.objects.get_for_model(Page)
        running = WorkflowState.objects.active().filter(base_content_type=kind, object_id__in=[str(pk) for pk in ids])
        return {int(state.object_id): state for state in running.select_related("current_task_state")}

    def page(self, key: UUID, code: str) -> Page | None:
        """Return a page in a language; None where it is not there or lies in the archive."""
        return self.pages.get((key, code))

    def english(self, key: UUID) -> Cell:
        """Return where the English of a page stands."""
        page = self.page(key, SOURCE_CODE)
        if page is None:
            return Cell(SOURCE_CODE, Stage.GONE)
        review = self.reviews.get(page.pk)
        owner = self.writers.get(page.owner_id)
        if review is not None:
            sent_back = review.status == WorkflowState.STATUS_NEEDS_CHANGES
            since = review.current_task_state.started_at if review.current_task_state else None
            if not sent_back:
                return Cell(SOURCE_CODE, Stage.IN_REVIEW, page, since=since)
            return Cell(SOURCE_CODE, Stage.SENT_BACK, page, holder=self.writers.get(review.requested_by_id, owner), since=since)
        if page.pk in self.held:
            return Cell(SOURCE_CODE, Stage.APPROVED, page, since=self.since[page.pk])
        if page.live and not page.has_unpublished_changes:
            return Cell(SOURCE_CODE, Stage.LIVE, page, since=page.last_published_at)
        return Cell(SOURCE_CODE, Stage.DRAFT, page, holder=owner, since=page.latest_revision_created_at)

    def translation(self, key: UUID, code: str, english: Cell) -> Cell:
        """Return where a translation of a page stands."""
        page, job = self.page(key, code), self.jobs.get((key, code))
        if job is None:
            return Cell(code, Stage.LIVE if page is not None and page.live else Stage.NOT_ORDERED, page)
        stage = self._stage(page, job, english)
        holder = job.reviewer if stage == Stage.IN_REVIEW else job.translator
        return Cell(code, stage, page, job, None if stage in READY else holder, job.waiting_since, job.due)

    def _stage(self, page: Page | None, job: TranslationJob, english: Cell) -> Stage:
        if job.status in PLAIN:
            return PLAIN[Status(job.status)]
        changes = job.enabled and english.stage not in {Stage.LIVE, Stage.GONE}
        wanted = job.ordered_version_id
        if page is not None and page.pk in self.held:
            current = not changes or self.versions.get(self.held[page.pk]) == wanted
            return Stage.APPROVED if current else Stage.BEHIND
        if changes and not wanted:
            return Stage.NOT_ORDERED
        return Stage.LIVE if job.status == Status.LIVE and not changes else Stage.NOT_STARTED
