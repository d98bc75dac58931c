"""Makes the rows of jobs follow an English version, without losing a word that was ever written."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from translation_desk import lineage
from translation_desk.engine import kind_of
from translation_desk.lineage import Lineage
from translation_desk.models import Segment, SourceVersion, TranslationJob
from translation_desk.models.jobs import LOCKED

CARRIED = (
    "text",
    "author_id",
    "accepted_by_id",
    "written_at",
    "prefilled",
    "machine",
    "suggestion",
    "suggested_by_id",
    "approved_text",
    "approved_author_id",
    "approved_by_id",
    "approved_at",
)
"""What moves along when the same English text stands in another place of the page."""

ALIKE = 0.3
"""How alike two texts of one place must be for the older one's translation to be offered as the previous one."""


def lay_out(jobs: Sequence[TranslationJob], version: SourceVersion) -> None:
    """Give jobs of one page the rows of a version and make them stand on it. The number of queries does not grow.

    Rows whose text is gone stay, inactive. A text that only moved, or in which only typos were mended, keeps its translation and
    its approval; a text that changed gets a new row that remembers the one before.
    """
    entries = [entry for entry in version.segments if entry["kind"] != "template"]
    rows: dict[int, dict[str, Segment]] = {job.pk: {} for job in jobs}
    for row in Segment.objects.filter(job__in=jobs):
        rows[row.job_id][str(row.place)] = row
    history = lineage.of_page(version.translation_key)
    if not version.number:
        history = history.followed_by(version.grade, version.steps)
    new: list[Segment] = []
    changed: list[Segment] = []
    for job in jobs:
        made, touched = _lay_out_one(job, entries, rows[job.pk], history)
        new += made
        changed += touched
    Segment.objects.bulk_create(new, batch_size=500)
    Segment.objects.bulk_update(changed, ["order", "active", "source"], batch_size=500)
    for job in jobs:
        job.version = version
    TranslationJob.objects.bulk_update(jobs, ["version"])


def _lay_out_one(
    job: TranslationJob, entries: Iterable[dict[str, Any]], rows: dict[str, Segment], history: Lineage
) -> tuple[list[Segment], list[Segment]]:
    wanted = {entry["place"]: entry for entry in reversed(list(entries))}
    gone = [row for place, row in rows.items() if row.active and place not in wanted]
    touched: list[Segment] = []
    for row in gone:
        row.active = False
        touched.append(row)
    made: list[Segment] = []
    for place, entry in reversed(wanted.items()):
        known = rows.get(place)
        if known is None:
            made.append(_new_row(job, entry))
        elif not known.active or known.order != entry["order"] or known.source != str(entry["data"]):
            # Links and objects are known by their path, so what English has there may be another one now.
            known.active, known.order, known.source = True, entry["order"], str(entry["data"])
            touched.append(known)
    _take_over([row for row in made if row.kind == Segment.Kind.TEXT], rows, history)
    _remember(made, gone, list(rows.values()))
    return made, touched


def new_rows(job: TranslationJob, version: SourceVersion) -> list[Segment]:
    """Return the rows, not saved, of a job that has none yet."""
    return _lay_out_one(job, [entry for entry in version.segments if entry["kind"] != "template"], {}, Lineage())[0]


def _new_row(job: TranslationJob, entry: dict[str, Any]) -> Segment:
    return Segment(
        job=job,
        kind=kind_of(entry),
        place=entry["place"],
        path=entry["path"],
        source=str(entry["data"]),
        order=entry["order"],
        words=entry.get("words", 0),
    )


def _take_over(made: list[Segment], rows: dict[str, Segment], history: Lineage) -> None:
    """Give new rows in whose text only typos were mended all that was said of the text before."""
    for row in made:
        before = next((rows[place] for place in history.same(str(row.place)) if place in rows), None)
        if before is not None:
            for name in CARRIED:
                setattr(row, name, getattr(before, name))
            # Without a translation there is nothing to take over but what was to be seen beside the text.
            row.previous = before if before.text or before.approved_text else before.previous


def _remember(made: list[Segment], gone: list[Segment], known: list[Segment]) -> None:
    """Connect new rows with those they replace: the same text moves along, else the closest text of the place is remembered."""
    left = list(gone)
    for row in made:
        if row.kind != Segment.Kind.TEXT or row.previous_id is not None:
            continue
        moved = next((old for old in left if old.source == row.source), None)
        if moved is None:
            # A text that left the page earlier and comes back in another place.
            moved = next((old for old in known if not old.active and old.source == row.source and old.approved_text), None)
        else:
            left.remove(moved)
        if moved is not None:
            for name in CARRIED:
                setattr(row, name, getattr(moved, name))
            row.previous = moved
    for row in made:
        if row.kind != Segment.Kind.TEXT or row.previous_id is not None:
            continue
        same_place = [old for old in left if old.path == row.path]
        scored = [(SequenceMatcher(None, old.source, row.source, autojunk=False).ratio(), old) for old in same_place]
        best = max(scored, key=lambda pair: pair[0], default=None)
        if best and (best[0] >= ALIKE or len(same_place) == 1):
            row.previous = best[1]
            left.remove(best[1])


def take_over_again(jobs: Sequence[TranslationJob], history: Lineage) -> None:
    """Give rows without a translation the one of an earlier text, where only typos lie between after all."""
    changed = []
    for rows in _texts(jobs).values():
        for place, row in rows.items():
            if row.active and not row.text and not row.approved_text:
                earlier = (rows[other] for other in history.same(place) if other in rows)
                before = next((other for other in earlier if other.text or other.approved_text), None)
                if before is not None:
                    for name in CARRIED:
                        setattr(row, name, getattr(before, name))
                    row.previous = before
                    changed.append(row)
    Segment.objects.bulk_update(changed, [*_fields(), "previous"], batch_size=500)


def give_back(jobs: Sequence[TranslationJob], before: Lineage, now: Lineage) -> None:
    """Take from rows the translations that they took over and that hold no longer, because more than a typo lies between.

    What was written or approved since stays. Where nobody may write, drafts stay too.
    """
    changed = []
    for job, rows in _texts(jobs).items():
        for place, row in rows.items():
            lost = set(before.same(place)) - set(now.same(place))
            origin = next((rows[other] for other in before.same(place) if other in lost and other in rows), None)
            if origin is None:
                continue
            if row.approved_text and (row.approved_text, row.approved_at) == (origin.approved_text, origin.approved_at):
                row.approved_text, row.approved_author_id, row.approved_by_id, row.approved_at = "", None, None, None
            if job.status not in LOCKED and (row.text, row.written_at) == (origin.text, origin.written_at):
                row.text, row.author_id, row.accepted_by_id, row.written_at = "", None, None, None
            row.previous = origin
            changed.append(row)
    Segment.objects.bulk_update(changed, [*_fields(), "previous"], batch_size=500)


def _texts(jobs: Sequence[TranslationJob]) -> dict[TranslationJob, dict[str, Segment]]:
    rows: dict[TranslationJob, dict[str, Segment]] = {job: {} for job in jobs}
    by_pk = {job.pk: job for job in jobs}
    for row in Segment.objects.filter(job__in=jobs, kind=Segment.Kind.TEXT):
        rows[by_pk[row.job_id]][str(row.place)] = row
    return rows


def _fields() -> list[str]:
    return [name.removesuffix("_id") for name in CARRIED]
