"""Enters approved texts. A later approval of the same place replaces the unit of the earlier one, which stays as history."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from rapidfuzz.distance import Levenshtein

from translation_memory import indexing, texts
from translation_memory.models import MemoryUnit, SourceText

ALIKE = 0.3
"""How alike the English of two approvals of a place must be for the later one to take the place of the earlier one."""
Place = tuple[str, UUID, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An approved pair of texts in its place."""

    language: str
    translation_key: UUID
    path: str
    source: str
    target: str
    before: str
    """Key of the English text before it, and of the one after it; empty at the ends of the page."""
    after: str
    author_id: int | None
    approver_id: int | None
    approved_at: datetime

    @property
    def place(self) -> Place:
        """Which texts it may replace."""
        return self.language, self.translation_key, self.path


@dataclass(slots=True)
class _Plan:
    """What is to be written: units that stay with what is known of them now, and entries with the unit each replaces."""

    stay: list[tuple[MemoryUnit, Entry]]
    new: list[tuple[Entry, MemoryUnit | None]]


@transaction.atomic
def enter(entries: Iterable[Entry]) -> int:
    """Enter the texts of pages as they are approved now; return how many units were made.

    Takes all texts that a place has now, since several may share a path. The number of queries does not grow with the texts.
    Empty texts are left out. Texts that left their page keep their units: they were approved.
    """
    wanted = [entry for entry in entries if entry.source and entry.target]
    if not wanted:
        return 0
    ids = source_texts((entry.language, entry.source) for entry in wanted)
    plan = _plan(wanted, ids)
    _confirm(plan.stay)
    _replace(plan.new, ids)
    return len(plan.new)


def source_texts(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the ids of English texts, given with their languages, by language and key; what is new is made, with its words.

    They are locked to the end of the transaction, so that no import that is taken back takes them along.
    """
    by_key = {(language, texts.key(source)): source for language, source in pairs}

    def known() -> dict[tuple[str, str], int]:
        languages, keys = {language for language, _key in by_key}, {key for _language, key in by_key}
        rows = SourceText.objects.filter(language__in=languages, key__in=keys).select_for_update(no_key=True).order_by("pk")
        return {(language, key): pk for language, key, pk in rows.values_list("language", "key", "pk")}

    found = known()
    missing = [each for each in by_key if each not in found]
    if missing:
        compared = {each: texts.compared(by_key[each]) for each in missing}
        lengths = {each: texts.measured(text).length for each, text in compared.items()}
        made = [{"language": each[0], "key": each[1], "text": text, "length": lengths[each]} for each, text in compared.items()]
        # Another transaction may be entering the same text.
        indexing.add(SourceText, made)
        found = known()
        indexing.add_source_words((found[each], each[0], lengths[each], by_key[each]) for each in missing)
    return found


def _plan(entries: Sequence[Entry], ids: dict[tuple[str, str], int]) -> _Plan:
    """Say which unit each entry confirms or replaces: that of the same English, else that of the likest English in its place."""
    keys = {entry.translation_key for entry in entries}
    languages = {entry.language for entry in entries}
    present: dict[Place, list[MemoryUnit]] = defaultdict(list)
    units = MemoryUnit.objects.filter(language__in=languages, translation_key__in=keys, replaced_at__isnull=True)
    for unit in units.order_by("pk"):
        if unit.translation_key:
            present[unit.language, unit.translation_key, unit.path].append(unit)
    by_place: dict[Place, dict[int, Entry]] = defaultdict(dict)
    for entry in entries:
        by_place[entry.place][ids[entry.language, texts.key(entry.source)]] = entry
    plan = _Plan([], [])
    for place, here in by_place.items():
        _plan_place(plan, here, {unit.source_text_id: unit for unit in present[place]})
    return plan


def _plan_place(plan: _Plan, here: dict[int, Entry], before: dict[int, MemoryUnit]) -> None:
    only_one = len(here) == len(before) == 1
    changed: list[Entry] = []
    for source_text, entry in here.items():
        unit = before.pop(source_text, None)
        if unit is None:
            changed.append(entry)
        elif unit.target == entry.target:
            plan.stay.append((unit, entry))
        else:
            plan.new.append((entry, unit))
    for entry in changed:
        scored = [(Levenshtein.normalized_similarity(unit.source, entry.source), pk) for pk, unit in before.items()]
        likeness, likest = max(scored, default=(0.0, 0))
        replaced = before.pop(likest) if before and (only_one or likeness >= ALIKE) else None
        plan.new.append((entry, replaced))


def _confirm(stay: Iterable[tuple[MemoryUnit, Entry]]) -> None:
    """Note who approved texts again that did not change, and what stands beside them now."""
    changed = []
    for unit, entry in stay:
        now = (entry.approver_id, entry.approved_at, entry.before, entry.after)
        if (unit.approver_id, unit.approved_at, unit.before, unit.after) != now:
            unit.approver_id, unit.approved_at, unit.before, unit.after = now
            changed.append(unit)
    MemoryUnit.objects.bulk_update(changed, ["approver", "approved_at", "before", "after"], batch_size=500)


def _replace(new: Sequence[tuple[Entry, MemoryUnit | None]], ids: dict[tuple[str, str], int]) -> None:
    """Make the new units, after those whose place they take have made room."""
    if not new:
        return
    replaced = [unit for _entry, unit in new if unit is not None]
    if replaced:
        MemoryUnit.objects.filter(pk__in=[unit.pk for unit in replaced]).update(replaced_at=timezone.now())
    made = MemoryUnit.objects.bulk_create(
        (
            MemoryUnit(
                language=entry.language,
                source_text_id=ids[entry.language, texts.key(entry.source)],
                source=entry.source,
                target=entry.target,
                translation_key=entry.translation_key,
                path=entry.path,
                before=entry.before,
                after=entry.after,
                author_id=entry.author_id,
                approver_id=entry.approver_id,
                approved_at=entry.approved_at,
            )
            for entry, _unit in new
        ),
        batch_size=500,
    )
    for unit, (_entry, before) in zip(made, new, strict=True):
        if before is not None:
            before.replaced_by = unit
    MemoryUnit.objects.bulk_update(replaced, ["replaced_by"], batch_size=500)
    indexing.add_target_words((unit.pk, unit.language, unit.target) for unit in made)
