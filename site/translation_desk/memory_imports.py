"""Translation memories of other tools: a TMX file is read, its report is seen, its pairs are taken over or taken back as a whole.

What comes with a file never takes the place of an approved text, and reaches no visitor: it only helps translators.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations, islice
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_tasks import task

from core.i18n import SOURCE_CODE, locale_code
from exchange_formats import tmx_reading
from exchange_formats.tmx_reading import Head, Unit
from translation_desk import importing, permissions, tags
from translation_desk.errors import BadTextError, WrongStateError
from translation_desk.importing import Stage, Steps
from translation_desk.models import MemoryImport
from translation_desk.permissions import require
from translation_memory import importing as units, texts
from translation_memory.importing import Pair
from translation_memory.models import MemorySource

LONGEST = 10_000
"""Signs of a text; a longer one is no segment."""
BATCH = 500
"""Units that are read or written at a time."""
EXAMPLES = 20
"""Units of each kind that the report names."""

NO_ENGLISH, NO_LANGUAGE, EMPTY, TOO_LONG, BAD_MARKS = "no_english", "no_language", "empty", "too_long", "bad_marks"
REASONS = (NO_ENGLISH, NO_LANGUAGE, EMPTY, TOO_LONG, BAD_MARKS)
"""Why something is left out, in the order of the report."""
KINDS = ("new", "different", "known")


@dataclass(frozen=True, slots=True)
class Left:
    """Something of a file that is left out."""

    reason: str
    line: int
    excerpt: str


@dataclass(slots=True)
class Found:
    """What is in some units of a file."""

    number: int = 0
    pairs: list[Pair] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)


# --- Who may ---


def languages(user: Any) -> list[str]:
    """Return the codes of the languages that somebody may import into: all for managers, its own for a language's reviewers."""
    found = permissions.locales_to_open(user) if permissions.is_manager(user) else permissions.locales_to_review(user)
    return sorted(code for code in map(locale_code, found) if code != SOURCE_CODE)


def rows(user: Any) -> QuerySet[MemoryImport]:
    """Return the files that somebody may see: those that concern none but their languages."""
    codes = languages(user)
    if permissions.is_manager(user):
        return MemoryImport.objects.all()
    some = (" ".join(each) for size in range(1, len(codes) + 1) for each in combinations(codes, size))
    return MemoryImport.objects.filter(codes__in=list(some))


def _require(user: Any, row: MemoryImport) -> None:
    require(set(row.codes.split()) <= set(languages(user)))


# --- What a person asks for ---


def receive(user: Any, file: UploadedFile) -> MemoryImport:
    """Keep a file and have it read, for the languages that the person may import into. Raises NotAllowedError, BadFileError."""
    codes = languages(user)
    require(bool(codes))
    row = MemoryImport(codes=" ".join(codes))
    importing.receive(row, file, user, run)
    return row


def take(user: Any, row: MemoryImport) -> None:
    """Have what was read taken over. Raises NotAllowedError, WrongStateError."""
    _require(user, row)
    if row.is_read and not taken_over(row.report):
        raise WrongStateError(_("There is nothing in this file that the memory does not have."))
    importing.ask(row, Stage.TAKING, run)


def undo(user: Any, row: MemoryImport) -> None:
    """Have everything that came with a file taken back. Raises NotAllowedError, WrongStateError."""
    _require(user, row)
    importing.ask(row, Stage.UNDOING, run)


def again(user: Any, row: MemoryImport) -> None:
    """Have work that failed tried once more. Raises NotAllowedError, WrongStateError."""
    _require(user, row)
    importing.again(row, run)


def taken_over(report: dict[str, Any]) -> int:
    """Return how many units of a report are taken over."""
    return sum(numbers["new"] + numbers["different"] for numbers in report.get("languages", {}).values())


# --- In the background ---


@task()
def run(pk: int) -> None:
    """Do the work that a file waits for."""
    work: dict[str, importing.Work] = {Stage.READING: _read, Stage.TAKING: _take, Stage.UNDOING: _undo}
    importing.carry_out_in_steps(MemoryImport, pk, work, run, tidy=_tidy)


def _read(row: Any, steps: Steps) -> None:
    """Count what is in the file, and what of it the memory has."""
    codes = row.codes.split()
    report: dict[str, Any] = {"languages": {code: dict.fromkeys(KINDS, 0) for code in codes}}
    left: Counter[str] = Counter()
    examples: dict[str, list[list[Any]]] = {reason: [] for reason in REASONS}
    seen: set[bytes] = set()
    done = 0
    for found in _batches(row, codes):
        done += found.number
        with steps.step(done=done):
            known = units.remembered(found.pairs)
        for pair in found.pairs:
            report["languages"][pair.language][_kind(pair, known, seen)] += 1
        for each in found.left:
            left[each.reason] += 1
            if len(examples[each.reason]) < EXAMPLES:
                examples[each.reason].append([each.line, each.excerpt])
    report["units"] = done
    report["left"] = [{"reason": name, "count": left[name], "examples": examples[name]} for name in REASONS if left[name]]
    row.report = report


def _kind(pair: Pair, known: dict[tuple[str, str], set[str]], seen: set[bytes]) -> str:
    """Say what a pair is to the memory and to what came before it in the file."""
    targets = known.get(pair.english, set())
    target = texts.key(pair.target)
    here = blake2b(" ".join((*pair.english, target)).encode(), digest_size=12).digest()
    if target in targets or here in seen:
        return "known"
    seen.add(here)
    return "different" if targets else "new"


def _take(row: Any, steps: Steps) -> Callable[[], None]:
    """Write the pairs that the memory has not; they are found with the last step."""
    _clear(row, steps)
    total = row.report.get("units", 0)
    with steps.step(done=0, total=total):
        source = MemorySource.objects.create(name=row.name, tool=row.tool)
        row.source = source
        row.save(update_fields=["source"])
    seen: set[bytes] = set()
    done = 0
    for found in _batches(row, row.codes.split()):
        done += found.number
        with steps.step(done=done, total=total):
            known = units.remembered(found.pairs)
            units.add(source, [pair for pair in found.pairs if _kind(pair, known, seen) != "known"])

    def finish() -> None:
        units.show(source)
        row.content = b""

    return finish


def _undo(row: Any, steps: Steps) -> None:
    """Have nothing of the file found any more, then remove it."""
    _clear(row, steps)


def _clear(row: Any, steps: Steps) -> None:
    source = row.source
    if source is None:
        return
    with steps.step(done=0, total=source.units.count()):
        units.hide(source)
    done = 0
    while True:
        with steps.step(done=done):
            removed = units.remove(source, BATCH)
        if not removed:
            break
        done += removed
    with steps.step():
        row.source = None
        row.save(update_fields=["source"])
        source.delete()


def _tidy(row: Any) -> None:
    """Remove what was written of a file that could not be taken over."""
    source = MemorySource.objects.filter(pk=row.source_id, visible=False).first()
    while source is not None and units.remove(source, BATCH):
        pass


def _batches(row: Any, codes: list[str]) -> Iterator[Found]:
    """Read a file some units at a time. Raises BadFileError."""
    found = _units(row, codes)
    while some := list(islice(found, BATCH)):
        batch = Found(len(some))
        for unit in some:
            _sort(unit, batch)
        yield batch


def _units(row: Any, codes: list[str]) -> Iterator[Unit]:
    for found in tmx_reading.units(row.data(), codes):
        if isinstance(found, Head):
            row.tool = f"{found.tool} {found.version}".strip()[:100]
        else:
            yield found


def _sort(unit: Unit, batch: Found) -> None:
    """Put the pairs of a unit into a batch, and what is left out of it."""

    def leave(reason: str, excerpt: str = "") -> None:
        batch.left.append(Left(reason, unit.line, excerpt or unit.excerpt))

    if not texts.plain(unit.english):
        leave(NO_ENGLISH)
    elif not unit.translations:
        leave(NO_LANGUAGE)
    elif len(unit.english) > LONGEST:
        leave(TOO_LONG)
    else:
        for code, edited in unit.translations:
            if not edited.strip():
                leave(EMPTY)
                continue
            if len(edited) > LONGEST:
                leave(TOO_LONG)
                continue
            try:
                stored = tags.to_stored(unit.english, edited)
            except BadTextError:
                leave(BAD_MARKS)
                continue
            if texts.plain(stored):
                batch.pairs.append(Pair(code, unit.english, stored, unit.before, unit.after, unit.at))
            else:
                leave(EMPTY)
