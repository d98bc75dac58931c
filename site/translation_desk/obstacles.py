"""What approved text waits for beside its date: its English that is not live, the page above it that is not live.

Each obstacle is one entry of `CHECKS`; text goes live when none finds anything. Others `register` what they let text wait for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from core.formatting import moment
from core.i18n import SOURCE_CODE, language_name, locale_code
from translation_desk.models import HeldApproval, SourceVersion, Submission, TranslationJob

HOME_DEPTH = 2
STEP = Page.steplen


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that a text waits for: `english`, the page `above` with title and language, or pages that go live `together`."""

    kind: str
    title: str = ""
    code: str = ""
    at: str = ""
    """When the English, or all pages together, go live, as ISO text; empty where that is not known."""
    url: str = ""
    """Where to see what is waited for."""

    def sentence(self) -> str:
        """Say what is waited for, in the active language and time zone."""
        if self.kind == "above":
            return _("Waits for “%(title)s” in %(language)s") % {"title": self.title, "language": language_name(self.code)}
        at = parse_datetime(self.at) if self.at else None
        if self.kind == "together" and at is not None:
            values = {"title": self.title, "time": moment(timezone.localtime(at))}
            return _("Waits for the release “%(title)s”, planned for %(time)s") % values
        if self.kind == "together":
            return _("Waits for the release “%(title)s”") % {"title": self.title}
        if at is not None:
            return _("Waits for its English, which goes live on %(time)s") % {"time": moment(timezone.localtime(at))}
        return _("Waits for its English, which is not live")

    def as_data(self) -> dict[str, str]:
        """Return what a JSON column keeps of it."""
        return {"kind": self.kind, "title": self.title, "code": self.code, "at": self.at}


@dataclass(frozen=True, slots=True)
class Text:
    """Text of a page in one language that is to go live."""

    key: int
    """Whatever the caller knows it by."""
    locale_id: int
    live: bool
    """Whether the page is live already, with another text."""
    path: str = ""
    """Where the page stands in the tree; empty where it is not made yet."""
    english_path: str = ""
    """Where its English page stands, for a page that is not made yet."""
    version: SourceVersion | None = None
    """The English that it translates."""
    translation_key: UUID | None = None
    """What all languages of the page share."""


Found = Iterator[tuple[int, Obstacle]]
Check = Callable[[Sequence[Text]], Found]


def _english(texts: Sequence[Text]) -> Found:
    """Find texts whose English is approved and not live yet."""
    waiting = {text.key: text.version for text in texts if text.version is not None and not text.version.number}
    if not waiting:
        return
    revisions = Revision.objects.filter(pk__in=[version.revision_id for version in waiting.values() if version.revision_id])
    times = dict(revisions.filter(approved_go_live_at__isnull=False).values_list("pk", "approved_go_live_at"))
    for key, version in waiting.items():
        at = times.get(version.revision_id)
        yield key, Obstacle("english", at=at.isoformat() if at else "")


def _above(texts: Sequence[Text]) -> Found:
    """Find pages that are not live, below pages that are not: visitors could not come to them."""
    where = {text: (text.path or text.english_path)[:-STEP] for text in texts if not text.live}
    where = {text: path for text, path in where.items() if len(path) >= HOME_DEPTH * STEP}
    if not where:
        return
    above = Page.objects.filter(path__in=set(where.values())).values_list("path", "translation_key", "live")
    pages = {path: (key, live) for path, key, live in above}
    where = {text: path for text, path in where.items() if path in pages and not (text.path and pages[path][1])}
    if not where:
        return
    names = ("pk", "path", "translation_key", "locale_id", "live", "draft_title", "title", "translation_job")
    found = list(Page.objects.filter(translation_key__in={pages[path][0] for path in where.values()}).values(*names))
    by_path = {row["path"]: row for row in found}
    by_language = {(row["translation_key"], locale_code(row["locale_id"])): row for row in found}
    for text, path in where.items():
        key, code = pages[path][0], locale_code(text.locale_id)
        own = by_path[path] if text.path else by_language.get((key, code))
        if own is None or not own["live"]:
            yield text.key, _not_live(code, own, by_language.get((key, SOURCE_CODE)) or own)


def _not_live(code: str, above: Mapping[str, Any] | None, english: Mapping[str, Any] | None) -> Obstacle:
    title = (english["draft_title"] or english["title"]) if english else ""
    if above is not None and above["translation_job"]:
        url = reverse("translation_desk:job", args=[above["translation_job"]])
    elif above is not None:
        url = reverse("wagtailadmin_pages:edit", args=[above["pk"]])
    else:
        url = f"{reverse('translation_desk:queue')}?tab=all&page={english['pk']}" if english else ""
    return Obstacle("above", title, code, url=url)


CHECKS: list[Check] = [_english, _above]
"""Everything that text may wait for. Each takes many texts and asks the database a number of times that does not grow."""


def register(check: Check) -> None:
    """Let text wait for one thing more; called once for each check when an application is ready."""
    CHECKS.append(check)


def of_texts(texts: Sequence[Text]) -> dict[int, list[Obstacle]]:
    """Return what stands in the way of each text, by its key; texts that may go live are left out."""
    found: dict[int, list[Obstacle]] = {}
    for check in CHECKS:
        for key, obstacle in check(texts):
            found.setdefault(key, []).append(obstacle)
    return found


def of_page(page: Page, version: SourceVersion | None = None) -> list[Obstacle]:
    """Return what stands in the way of a text of a page. `version`: the English that it translates, None for no translation."""
    text = Text(page.pk, page.locale_id, page.live, page.path, version=version, translation_key=page.translation_key)
    return of_texts([text]).get(page.pk, [])


def of_jobs(jobs: Iterable[TranslationJob]) -> dict[int, list[Obstacle]]:
    """Return what the present work on each job waits for, or would wait for if it were approved now, by id of the job."""
    jobs = list(jobs)
    known = (
        jobs
        if all(hasattr(job, "page_path") for job in jobs)
        else with_places(TranslationJob.objects.filter(pk__in=[job.pk for job in jobs]))
    )
    rows: dict[int, Any] = {job.pk: job for job in known}
    ids = {job.version_id for job in jobs if rows[job.pk].version_number == 0}
    awaited = SourceVersion.everything.filter(pk__in=ids).defer(*SourceVersion.HEAVY).in_bulk() if ids else {}
    return of_texts(
        [
            Text(
                job.pk,
                job.locale_id,
                bool(row.target_live),
                row.target_path or "",
                row.page_path or "",
                awaited.get(job.version_id),
                job.translation_key,
            )
            for job in jobs
            if (row := rows[job.pk])
        ]
    )


def with_places(jobs: QuerySet[TranslationJob]) -> QuerySet[Any]:
    """Fetch with each job where its pages stand and what its English is, so that `of_jobs` need not ask for it."""
    return jobs.annotate(
        page_path=F("source_page__path"),
        target_path=F("target_page__path"),
        target_live=F("target_page__live"),
        version_number=F("version__number"),
    )


def of_held(rows: QuerySet[HeldApproval]) -> dict[int, list[Obstacle]]:
    """Return what stands in the way of held approvals, by id of the page."""
    held = list(rows.select_related("page"))
    submissions = Submission.objects.filter(revision__in=[row.revision_id for row in held]).select_related("version")
    versions = {made.revision_id: made.version for made in submissions.defer("texts", *SourceVersion.heavy("version"))}
    return of_texts(
        [
            Text(
                row.page_id,
                row.page.locale_id,
                row.page.live,
                row.page.path,
                version=versions.get(row.revision_id),
                translation_key=row.page.translation_key,
            )
            for row in held
        ]
    )
