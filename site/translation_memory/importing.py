"""Takes over pairs of texts that came with a file, a few hundred at a time, and takes them back as a whole.

Nobody finds them before the last one is there, and nobody finds any of them once the first one goes.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from translation_memory import entering, indexing, texts
from translation_memory.models import MemorySource, MemoryUnit, SourceText, SourceToken, TargetToken


@dataclass(frozen=True, slots=True)
class Pair:
    """An English text with a translation, both as they are stored."""

    language: str
    source: str
    target: str
    before: str = ""
    """Key of the English text before it, and of the one after it, where they are known."""
    after: str = ""
    at: datetime | None = None

    @property
    def english(self) -> tuple[str, str]:
        """What tells whether two pairs have the same English."""
        return self.language, texts.key(self.source)


def remembered(pairs: Sequence[Pair]) -> dict[tuple[str, str], set[str]]:
    """Return the keys of the present translations of the English of pairs; one query."""
    languages, keys = {pair.language for pair in pairs}, {texts.key(pair.source) for pair in pairs}
    units = MemoryUnit.objects.present().filter(source_text__language__in=languages, source_text__key__in=keys)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for language, key, target in units.values_list("source_text__language", "source_text__key", "target") if pairs else ():
        found[language, key].add(texts.key(target))
    return found


@transaction.atomic
def add(file: MemorySource, pairs: Sequence[Pair]) -> None:
    """Add pairs as units of a file; the number of queries does not grow with them."""
    if not pairs:
        return
    ids = entering.source_texts((pair.language, pair.source) for pair in pairs)
    indexing.add_units(
        [
            MemoryUnit(
                language=pair.language,
                source_text_id=ids[pair.english],
                source=pair.source,
                target=pair.target,
                before=pair.before,
                after=pair.after,
                approved_at=pair.at or file.added_at,
                imported_from=file,
            )
            for pair in pairs
        ]
    )


def show(file: MemorySource) -> None:
    """Have the units of a file found."""
    MemorySource.objects.filter(pk=file.pk).update(visible=True)


def hide(file: MemorySource) -> None:
    """Have no unit of a file found any more."""
    MemorySource.objects.filter(pk=file.pk).update(visible=False)


@transaction.atomic
def remove(file: MemorySource, most: int) -> int:
    """Remove up to `most` units of a file, with the English texts that no other unit has; return how many there were."""
    rows = dict(MemoryUnit.objects.filter(imported_from=file).order_by("pk").values_list("pk", "source_text")[:most])
    if not rows:
        return 0
    _delete(TargetToken.objects.filter(unit__in=list(rows)))
    _delete(MemoryUnit.objects.filter(pk__in=list(rows)))
    # An approval that is entering one of them has locked it; it stays, and has a unit soon.
    texts_ = SourceText.objects.filter(pk__in=set(rows.values()), units=None).select_for_update(of=("self",), skip_locked=True)
    locked = list(texts_.values_list("pk", flat=True))
    # Asked once more: before it was locked, another unit may have come.
    free = list(SourceText.objects.filter(pk__in=locked, units=None).values_list("pk", flat=True))
    _delete(SourceToken.objects.filter(source_text__in=free))
    _delete(SourceText.objects.filter(pk__in=free))
    return len(rows)


def _delete(rows: QuerySet[Any]) -> None:
    """Delete rows in one statement; what hangs on them is gone already."""
    rows._raw_delete(rows.db)
