"""What must be true at the end of every day, asked as visitors ask and counted from the bare rows."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page

from config.languages import CODES
from core.tree import ARCHIVE_PATH
from search.models import SearchDocument
from tests.month.ledger import WORD, Ledger
from translation_desk import jobs, permissions, queue
from translation_desk.models import Segment, SegmentHistory, Submission, TranslationJob
from translation_desk.models.jobs import Status

FEEDS = ("/sitemap.xml", "/api/v2/pages/?limit=20", "/api/v2/pages/?limit=20&offset=20")
LINK = re.compile(r"<loc>([^<]+)</loc>")


def public_addresses() -> set[str]:
    """Return the addresses of all live pages."""
    pages = Page.objects.live().filter(depth__gte=2).exclude(url_path__startswith=ARCHIVE_PATH).select_related("locale")
    homes = set(Page.objects.filter(depth=2, live=True).values_list("url_path", flat=True))
    return {
        f"/{page.locale.language_code}/{page.url_path.split('/', 2)[2]}"
        for page in pages
        if any(page.url_path.startswith(home) for home in homes)
    }


def leaks(ledger: Ledger) -> Iterator[str]:
    """Yield a sentence for each unapproved word that a visitor can read: pages, search, feeds, sitemap, API."""
    visitor = Client()
    asked = [*sorted(public_addresses()), *FEEDS]
    asked += [f"/{code}/{path}" for code in CODES for path in ("search/?q=water", "feeds/news/", "feeds/publications/")]
    for address in asked:
        answer = visitor.get(address, headers={"host": "testserver"})
        for word in ledger.unapproved(answer.content.decode()):
            yield f"{address}: {word} of {ledger.writers.get(word)}, approved by {ledger.approvers.get(word)}"
    names = ("title", "summary", "body", "files_text")
    for language, *texts in SearchDocument.objects.values_list("language", *names).iterator(chunk_size=500):
        for word in ledger.unapproved(" ".join(texts)):
            yield f"search in {language} holds {word} of {ledger.writers.get(word)}"


def lost(ledger: Ledger) -> Iterator[str]:
    """Yield a sentence for each word that a translator saved and that no table of the desk holds any more."""
    kept: set[str] = set()
    for texts in (
        Segment.objects.values_list("text", "approved_text", "suggestion"),
        SegmentHistory.objects.values_list("text"),
    ):
        for row in texts.iterator(chunk_size=2000):
            for text in row:
                kept.update(WORD.findall(text))
    for (texts,) in Submission.objects.values_list("texts").iterator(chunk_size=500):
        for entry in texts.values():
            kept.update(WORD.findall(entry["text"]))
    for word, segment in ledger.written.items():
        if word not in kept:
            yield f"{word} of {ledger.writers[word]}, written into segment {segment}, is lost"


def dead_addresses(ledger: Ledger) -> Iterator[str]:
    """Yield a sentence for each address that was public once and answers neither 200, nor one redirect to that, nor 410."""
    visitor = Client()
    for address in sorted(ledger.addresses):
        answer = visitor.get(address)
        status, way = answer.status_code, address
        if status == 301:
            way = answer["location"]
            status = visitor.get(way).status_code
        if status not in {200, 410}:
            yield f"{address}: {answer.status_code}" + (f", then {status} at {way}" if way != address else "")


COUNTED = (
    "status",
    "segments_total",
    "segments_done",
    "words_total",
    "words_done",
    "segments_changed",
    "words_changed",
    "segments_pending",
    "words_pending",
    "grade",
    "target_title",
)


def miscounts() -> Iterator[str]:
    """Yield a sentence for each count that differs from one made anew, and for each tab that differs from its rows."""
    found = list(TranslationJob.objects.order_by("pk"))
    before = [{name: getattr(job, name) for name in COUNTED} for job in found]
    keys = [job.translation_key for job in found]
    for key in dict.fromkeys(keys):
        jobs.refresh_counts([job for job in found if job.translation_key == key])
    for job, was in zip(found, before, strict=True):
        for name in COUNTED:
            if getattr(job, name) != was[name]:
                yield f"{job}: {name} was {was[name]}, counted {getattr(job, name)}"
    rows = Counter(Segment.objects.filter(active=True, kind=Segment.Kind.TEXT).values_list("job_id", flat=True))
    done = Segment.objects.filter(active=True, kind=Segment.Kind.TEXT).exclude(text="").values_list("job_id", flat=True)
    written = Counter(done)
    for job in found:
        if (job.segments_total, job.segments_done) != (rows[job.pk], written[job.pk]):
            yield f"{job}: {job.segments_done}/{job.segments_total}, its rows say {written[job.pk]}/{rows[job.pk]}"
    yield from _wrong_tabs()


def _wrong_tabs() -> Iterator[str]:
    """Count the tabs of everybody from the rows, by rules of our own."""
    rows = list(TranslationJob.objects.all())
    for person in get_user_model().objects.current():
        counts = queue.count(queue.visible_jobs(person), queue.tabs(person))
        own = permissions.locales_to_translate(person)
        told: dict[str, Callable[[TranslationJob], bool]] = {
            "mine": lambda job, me=person.pk: me in {job.translator_id, job.reviewer_id} and job.status != Status.LIVE,
            "unassigned": lambda job, own=own: (
                job.translator_id is None
                and job.locale_id in own
                and job.status not in {Status.IN_REVIEW, Status.APPROVED, Status.LIVE}
            ),
            "sent_back": lambda job: job.status == Status.SENT_BACK,
            "changed": lambda job: job.status == Status.OUTDATED or job.segments_pending > 0,
        }
        for name, holds in told.items():
            number = sum(1 for job in rows if job.enabled and holds(job))
            if name in counts and permissions.can_see(person) and counts[name] != number:
                yield f"tab {name} of {person}: {counts[name]}, {number} rows"


def unapproved_rows(ledger: Ledger) -> Iterator[str]:
    """Yield a sentence for each text that the tables call approved and that no second person approved."""
    live = TranslationJob.objects.filter(status__in=(Status.LIVE, Status.OUTDATED), enabled=True)
    rows = Segment.objects.filter(job__in=live).exclude(approved_text="").values_list("pk", "approved_text")
    for pk, text in rows.iterator(chunk_size=2000):
        for word in ledger.unapproved(text):
            yield f"segment {pk} is approved with {word} of {ledger.writers.get(word)}"


def all_of(ledger: Ledger) -> list[str]:
    """Return a sentence for everything that is not as it must be."""
    ledger.addresses |= public_addresses()
    return [*leaks(ledger), *lost(ledger), *dead_addresses(ledger), *miscounts(), *unapproved_rows(ledger)]
