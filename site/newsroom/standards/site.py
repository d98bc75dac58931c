"""Rules on the site as a whole: the pages that have to exist, and who approved what is live. They ask the database."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState, WorkflowState

from core.i18n import CODES, SOURCE_CODE, locale_code
from core.versions import path_below_home, public, public_path
from newsroom.standards.required_pages import REQUIRED_PAGES
from newsroom.standards.rule import Finding, SiteRule
from translation_desk.models import FourEyesLift, Segment, Submission, TranslationJob

DEEPEST = 4
"""Depth of the lowest page that is required."""


class RequiredPages(SiteRule):
    """The pages that every language has."""

    code = "required-pages"
    number = "1, 2, 11"
    title = _("Required pages in six languages")
    why = _(
        "The office that writes a page makes it available in all six languages; the core pages and the legal ones exist in each."
    )
    cure = _("Order the translation at the translation desk and have it approved. Where English is missing, write it first.")
    sentences: ClassVar[dict[str, Promise]] = {"missing": _("The page “%(page)s” is not live in %(language)s.")}

    def check(self, address: str) -> Iterator[Finding]:
        """Compare the list with what is live, in one query."""
        rows = public(Page.objects.live()).filter(depth__gte=2, depth__lte=DEEPEST).values_list("locale", "url_path")
        live = {(locale_code(locale), path_below_home(f"{url_path}")) for locale, url_path in rows}
        for required in REQUIRED_PAGES:
            for code in CODES:
                if (code, required.path) not in live:
                    place = f"{address}/{code}/{required.path}"
                    values = {"page": required.role, "language": code}
                    yield Finding(self.code, "missing", code, "", place, "", values)


class Approved(SiteRule):
    """Nothing that a second person has not approved, and nothing that a machine wrote."""

    code = "approved"
    number = "8"
    title = _("Approved by a second person")
    why = _("Translations are of a high standard. None is published unread from a machine, or by whoever wrote it alone.")
    cure = _("Open the translation at the desk, read it against the English, hand it in and have another person approve it.")
    sentences: ClassVar[dict[str, Promise]] = {
        "nobody": _("The translation is live, and nobody has approved it at the translation desk."),
        "own": _("Somebody approved their own words in this translation, and no exception was made for it."),
        "machine": _("Texts of a machine are live that nobody has said to be right (%(number)s)."),
    }

    def check(self, address: str) -> Iterator[Finding]:
        """Look at each live page in another language than English, in six queries however many there are."""
        pages = public(Page.objects.live()).filter(depth__gte=2).exclude(locale__language_code=SOURCE_CODE)
        rows = list(pages.order_by("path").values("pk", "title", "url_path", "locale", "live_revision"))
        jobs: dict[Any, Any] = {
            job["target_page"]: job
            for job in TranslationJob.objects.filter(enabled=True).values("pk", "target_page", "live_version")
        }
        decided = _decided()
        segments = _segments()
        by_hand = _approved_by_hand()
        for row in rows:
            job = jobs.get(row["pk"])
            if job is None:
                found = [] if row["live_revision"] in by_hand else [("nobody", "")]
            else:
                found = list(_problems(job, decided.get(row["live_revision"]), segments[job["pk"]]))
            for sentence, number in found:
                code = locale_code(row["locale"])
                place = f"{address}{public_path(row['url_path'], code)}"
                yield Finding(self.code, sentence, code, row["title"], place, "", {"number": number} if number else {})


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of the handing in that visitors read."""

    is_approved: bool
    by_its_author: bool
    """Whether somebody approved words of their own that nobody else had accepted, without an exception."""


def _problems(job: dict[str, Any], decided: Decided | None, counts: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Yield the sentences that hold of a page that the desk keeps, each with the number that it names."""
    refused = decided is not None and not decided.is_approved
    if refused or job["live_version"] is None or not counts.get("approved") or counts.get("unapproved"):
        yield "nobody", ""
    elif decided.by_its_author if decided is not None else counts.get("own"):
        yield "own", ""
    if counts.get("machine"):
        yield "machine", str(counts["machine"])


def _decided() -> dict[int | None, Decided]:
    """Return the decisions on what visitors read, by revision; translations that were taken up have none."""
    lifted = set(FourEyesLift.objects.values_list("submission", flat=True))
    found: dict[int | None, Decided] = {}
    for row in Submission.objects.filter(revision__in=_live_revisions()).iterator(chunk_size=100):
        # What was put before visitors again at once is as good as what was approved before.
        is_approved = row.decision == Submission.Decision.APPROVED or row.original_id is not None
        own = row.decided_by_id is not None and any(
            entry["changed"] and entry["author"] == row.decided_by_id and entry["accepted_by"] in {None, row.decided_by_id}
            for entry in row.texts.values()
        )
        found[row.revision_id] = Decided(is_approved, own and not lifted & {row.pk, row.original_id})
    return found


def _live_revisions() -> QuerySet[Page, int | None]:
    return Page.objects.filter(live=True).exclude(live_revision=None).order_by().values_list("live_revision", flat=True)


def _segments() -> dict[int, dict[str, int]]:
    """Return by job how many of its live texts were approved, by nobody, by their author alone, and are still a machine's."""
    rows: Any = Segment.objects.filter(kind=Segment.Kind.TEXT, active=True).exclude(approved_text="").order_by()
    numbers = rows.values("job").annotate(
        approved=Count("pk", filter=Q(approved_at__isnull=False)),
        unapproved=Count("pk", filter=Q(approved_at__isnull=True)),
        own=Count("pk", filter=Q(approved_by__isnull=False, approved_by=F("approved_author"))),
        machine=Count("pk", filter=~Q(machine="") & Q(text=F("approved_text"))),
    )
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    found.update({row.pop("job"): row for row in map(dict, numbers)})
    return found


def _approved_by_hand() -> set[int]:
    """Return the revisions that somebody else than their author approved in Wagtail's workflow: pages that are kept by hand."""
    tasks = TaskState.objects.filter(status=TaskState.STATUS_APPROVED, workflow_state__status=WorkflowState.STATUS_APPROVED)
    tasks = tasks.filter(revision__in=_live_revisions())
    approved = tasks.exclude(finished_by=None).exclude(finished_by=F("revision__user"))
    return set(approved.values_list("revision", flat=True))
