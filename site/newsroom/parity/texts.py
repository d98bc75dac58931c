"""Counts texts that stand in no page: columns of vocabularies and settings, and the words of the interface."""

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

import polib
from django.contrib.contenttypes.models import ContentType

from core.catalogues import FOLDERS, CatalogueError, catalogue_path, read_catalogue
from core.columns import columns_of, translated_models
from core.i18n import CODES, SOURCE_CODE, locale_ids
from newsroom.parity.figures import Figures
from translation_desk import column_currency, counting, plan
from translation_desk.models import ColumnProposal

WEBSITE, FOUNDATION = "website", "foundation"
"""Parts of the interface: texts of the sections that visitors read, and those of what serves all of them."""
SECTION_FOLDERS = tuple(f"{folder}/" for folder in FOLDERS if folder != "site")


def count_columns() -> dict[tuple[int, str], Figures]:
    """Return the figures by id of the locale and label of the model.

    One query for each model, one for what waits, one for what changed in the English.
    """
    found: dict[tuple[int, str], Figures] = defaultdict(Figures)
    targets = {code: pk for code, pk in locale_ids().items() if pk in plan.target_locales()}
    waiting = set(
        ColumnProposal.objects.filter(decision=ColumnProposal.Decision.WAITING)
        .order_by()
        .values_list("content_type_id", "object_id", "field", "locale_id")
    )
    before = column_currency.english_before(targets.values())
    for model in translated_models():
        columns = columns_of(model)
        names = list(columns)
        type_id = ContentType.objects.get_for_model(model).pk
        for pk, *texts in model._base_manager.order_by().values_list("pk", *names):
            live = dict(zip(names, texts, strict=True))
            for name in names:
                column = columns[name]
                field = column.translated_field.name
                english = live[f"{field}_{SOURCE_CODE}"]
                if column.language not in targets or not english:
                    continue
                place = (type_id, pk, field, targets[column.language])
                figures, words = found[targets[column.language], model._meta.label_lower], counting.words(english)
                figures.due += 1
                figures.words_due += words
                outdated = column_currency.is_outdated(live[name], english, before.get(place))
                if live[name] and not outdated:
                    figures.current += 1
                    continue
                figures.in_work += place in waiting
                figures.outdated += outdated
                if outdated:
                    figures.words_outdated += words
                else:
                    figures.words_missing += words
    return found


def count_interface() -> dict[tuple[int, str], Figures]:
    """Return the figures by id of the locale and part of the interface. Reads catalogues, not the database."""
    found: dict[tuple[int, str], Figures] = defaultdict(Figures)
    known = locale_ids()
    for code in CODES:
        if code == SOURCE_CODE or code not in known:
            continue
        translated = {key for key, (_part, _words, done) in _entries(code).items() if done}
        for key, (part, words, _done) in _entries(SOURCE_CODE).items():
            figures = found[known[code], part]
            figures.due += 1
            figures.words_due += words
            if key in translated:
                figures.current += 1
            else:
                figures.words_missing += words
    return found


def state_of_catalogues() -> str:
    """Return what changes whenever a catalogue does."""
    return " ".join(str(_changed(catalogue_path(code))) for code in CODES)


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0


def _entries(code: str) -> dict[tuple[str | None, str], tuple[str, int, bool]]:
    path = catalogue_path(code)
    return _read(path, _changed(path))


@lru_cache(maxsize=len(CODES))
def _read(path: Path, _changed_at: int) -> dict[tuple[str | None, str], tuple[str, int, bool]]:
    """Return of each text its part, its words and whether it is translated; they change with the file only. None of no file."""
    try:
        catalogue = read_catalogue(path)
    except CatalogueError:
        return {}
    return {
        (entry.msgctxt, entry.msgid): (_part(entry), counting.words(entry.msgid), entry.translated())
        for entry in catalogue
        if not entry.obsolete
    }


def _part(entry: polib.POEntry) -> str:
    return WEBSITE if any(name.startswith(SECTION_FOLDERS) for name, _line in entry.occurrences) else FOUNDATION
