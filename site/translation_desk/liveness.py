"""Whether visitors read a remembered text in its place now."""

from collections import defaultdict
from collections.abc import Sequence

from translation_desk.models import Segment, SourceVersion, TranslationJob
from translation_memory.models import MemoryUnit


def live(units: Sequence[MemoryUnit], locale_id: int) -> set[int]:
    """Return the ids of the units of a language that visitors read: the page is live and says this text in this place.

    Three queries at most, however many units. Of pages kept by hand and of what came with files nothing is known.
    """
    keys = {unit.translation_key for unit in units if unit.translation_key and unit.replaced_at is None}
    columns = ("pk", "translation_key", "version", "live_version")
    jobs = TranslationJob.objects.filter(
        locale=locale_id, translation_key__in=keys, enabled=True, target_page__live=True, live_version__isnull=False
    )
    found = {pk: (key, version, live_version) for pk, key, version, live_version in jobs.values_list(*columns) if keys}
    if not found:
        return set()
    # While newer English is being translated, the rows are those of the newer English; visitors read the older one.
    places = _places({live_version for _key, version, live_version in found.values() if version != live_version})
    texts: dict[tuple[object, str], set[str]] = defaultdict(set)
    rows = Segment.objects.filter(job__in=found, path__in={unit.path for unit in units}, kind=Segment.Kind.TEXT)
    for job, path, place, active, text in rows.exclude(approved_text="").values_list(
        "job", "path", "place", "active", "approved_text"
    ):
        key, version, live_version = found[job]
        if active if version == live_version else str(place) in places[live_version]:
            texts[key, path].add(text)
    return {unit.pk for unit in units if unit.replaced_at is None and unit.target in texts[unit.translation_key, unit.path]}


def _places(versions: set[int]) -> dict[int, set[str]]:
    """Return the places of the texts of English versions."""
    if not versions:
        return {}
    rows = SourceVersion.everything.filter(pk__in=versions).values_list("pk", "segments")
    return {pk: {entry["place"] for entry in segments if "place" in entry} for pk, segments in rows}
