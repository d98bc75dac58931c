"""Takes the texts of translated pages that the desk did not make into its rows: existing translations, hand-made pages."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from core.i18n import CODES, SOURCE_CODE
from translation_desk import engine, layout, memory
from translation_desk.jobs import refresh_counts
from translation_desk.models import Segment, SourceVersion, TranslationJob

PAGES_AT_ONCE = 50

LINK_ID = re.compile(r'(?<= id=")[a-z]+\d+(?=")')


def aligned(job: TranslationJob, page: Page) -> dict[str, str]:
    """Return the texts of a translated page (its specific instance) by the place of the English they stand for.

    Texts of one path are paired in their order. A path with more texts than English has keeps all words: the last pair takes the
    rest. A path that the page does not have is left out.
    """
    theirs: dict[str, list[dict[str, Any]]] = {}
    for entry in engine.freeze(page).segments:
        if entry["kind"] == "text":
            theirs.setdefault(entry["path"], []).append(entry)
    ours: dict[str, list[dict[str, Any]]] = {}
    for entry in job.version.segments:
        if entry["kind"] == "text":
            ours.setdefault(entry["path"], []).append(entry)
    found: dict[str, str] = {}
    for path, wanted in ours.items():
        present = theirs.get(path, [])
        for number, entry in enumerate(wanted):
            last = number == len(wanted) - 1
            pieces = present[number:] if last else present[number : number + 1]
            if pieces:
                found[entry["place"]] = " ".join(_with_english_ids(piece, entry) for piece in pieces)
    return found


def _with_english_ids(piece: Mapping[str, Any], english: Mapping[str, Any]) -> str:
    """Give the tags of a translated text the ids that the same links have in English; their order may differ."""
    left = dict(english["attrs"])
    renamed: dict[str, str] = {}
    for key, attributes in piece["attrs"].items():
        same = next((name for name, other in left.items() if other == attributes), next(iter(left), key))
        left.pop(same, None)
        renamed[key] = same
    return LINK_ID.sub(lambda match: renamed.get(match[0], match[0]), piece["data"])


@dataclass(frozen=True, slots=True)
class Vouchers:
    """Under whose names existing translations count as written and approved, by language code; nobody's where missing."""

    translators: Mapping[str, Any]
    reviewers: Mapping[str, Any]


NOBODY = Vouchers({}, {})


@transaction.atomic
def adopt_site(vouchers: Vouchers = NOBODY, report: Callable[[str], None] = lambda _line: None) -> int:
    """Give every live English page that the desk does not know its jobs, and take up its live translations as approved.

    For a site whose translations existed before the desk. Whoever runs it vouches that visitors have been reading them. Returns
    the number of texts taken up; writes in bulk.
    """
    known = SourceVersion.everything.values("translation_key")
    pages = (
        Page.objects.filter(live=True, depth__gte=2, locale__language_code=SOURCE_CODE)
        .exclude(translation_key__in=known)
        .order_by("path")
        .specific()
    )
    locales = {locale.language_code: locale for locale in Locale.objects.all() if locale.language_code in CODES}
    locales.pop(SOURCE_CODE)
    total = 0
    for number, page in enumerate(pages.iterator(chunk_size=PAGES_AT_ONCE), start=1):
        total += _adopt_page(page, locales, vouchers)
        if number % PAGES_AT_ONCE == 0:
            report(f"{number} pages, {total} texts")
    return total


def _adopt_page(page: Page, locales: Mapping[str, Locale], vouchers: Vouchers) -> int:
    frozen = engine.freeze(page)
    version = engine.store(page, frozen, engine.prints(page, frozen), number=1)
    versions = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk).specific()
    targets = {target.locale_id: target for target in versions}
    jobs = TranslationJob.objects.bulk_create(
        TranslationJob(
            translation_key=page.translation_key,
            locale=locale,
            source_page_id=page.pk,
            target_page_id=targets[locale.pk].pk if locale.pk in targets else None,
            source_title=page.title,
            version=version,
            latest_version=version,
            live_version=version if locale.pk in targets and targets[locale.pk].live else None,
            translator=vouchers.translators.get(code) if locale.pk in targets else None,
            reviewer=vouchers.reviewers.get(code) if locale.pk in targets else None,
        )
        for code, locale in locales.items()
    )
    rows: list[Segment] = []
    taken = 0
    for job in jobs:
        mine = layout.new_rows(job, version)
        target = targets.get(job.locale_id)
        if target is not None and target.live:
            taken += _take_up(job, target, mine)
        rows += mine
    Segment.objects.bulk_create(rows, batch_size=500)
    approved = [row for row in rows if row.approved_text]
    memory.take_up((job, [memory.of_segment(row) for row in approved if row.job is job]) for job in jobs)
    refresh_counts(jobs)
    return taken


def _take_up(job: TranslationJob, page: Page, rows: list[Segment]) -> int:
    """Fill rows that are not saved yet with the texts of a live page, as translated and approved."""
    texts = aligned(job, page)
    when = page.last_published_at or timezone.now()
    taken = 0
    for row in rows:
        text = texts.get(str(row.place), "")
        if text and row.kind == Segment.Kind.TEXT:
            row.text = row.approved_text = text
            row.author = row.approved_author = job.translator
            row.approved_by = job.reviewer
            row.written_at = row.approved_at = when
            taken += 1
    return taken


def take_up_drafts(job: TranslationJob, user: Any) -> int:
    """Make the texts of a page that was kept by hand the drafts of their places; return how many drafts changed.

    Whoever wrote a text by hand stays its author, so that they cannot approve it; for what is live already it is the user.
    """
    if job.target_page is None:
        return 0
    page = job.target_page.get_latest_revision_as_object()
    texts, writers = aligned(job, page), _writers(job)
    now = timezone.now()
    changed = []
    for row in Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT):
        text = texts.get(str(row.place), "")
        if text and text != row.text:
            row.text, row.author_id, row.accepted_by, row.written_at = text, writers.get(str(row.place)) or user.pk, None, now
            row.review, row.version, row.prefilled, row.machine = Segment.Review.NONE, row.version + 1, False, ""
            changed.append(row)
    names = ["text", "author", "accepted_by", "written_at", "review", "version", "prefilled", "machine"]
    Segment.objects.bulk_update(changed, names, batch_size=500)
    return len(changed)


def _writers(job: TranslationJob) -> dict[str, int | None]:
    """Return who last changed each text by hand since the page went live, by place."""
    page = Page.objects.select_related("live_revision").get(pk=job.target_page_id)
    revisions = Revision.objects.for_instance(page).order_by("created_at", "pk")
    before: dict[str, str] = {}
    if page.live_revision is not None:
        revisions = revisions.filter(created_at__gt=page.live_revision.created_at)
        before = aligned(job, page.live_revision.as_object())
    writers: dict[str, int | None] = {}
    for revision in revisions.iterator(chunk_size=PAGES_AT_ONCE):
        texts = aligned(job, revision.as_object())
        writers |= {place: revision.user_id for place, text in texts.items() if before.get(place) != text}
        before = texts
    return writers
