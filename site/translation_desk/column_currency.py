"""Which live texts of translated columns are behind their English, told from the history of proposals.

People change texts through proposals only, each of which keeps what was live before. So the English over which a translation was
approved last is what the next change of the English replaced. Code that writes rows directly brings their languages together.
"""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef

from core.i18n import SOURCE_CODE, locale_ids
from translation_desk.models import ColumnProposal

Place = tuple[int, int, str, int]
"""Ids of the content type and of the row, name of the field without its language, id of the locale."""


def english_before(
    locales: Collection[int], model: type[models.Model] | None = None, row_id: int | None = None
) -> dict[Place, str]:
    """Return the English over which texts in some languages were approved last, where it was changed afterwards. One query.

    It may have been changed back: whoever asks compares it with the present English. `model` and `row_id` narrow what is read.
    """
    source = locale_ids()[SOURCE_CODE]
    locales = set(locales) - {source}
    if not locales:
        return {}
    accepted = ColumnProposal.objects.filter(decision=ColumnProposal.Decision.ACCEPTED)
    if model is not None:
        accepted = accepted.filter(content_type=ContentType.objects.get_for_model(model))
    if row_id is not None:
        accepted = accepted.filter(object_id=row_id)
    same: Any = {name: OuterRef(name) for name in ("content_type", "object_id", "field")}
    changed = Exists(accepted.filter(**same, locale=source).exclude(old_text=""))
    found: dict[Place, str] = {}
    events = accepted.filter(changed, locale__in={source, *locales}).order_by("decided_at", "pk")
    for type_id, pk, field, locale_id, text in events.values_list("content_type", "object_id", "field", "locale", "old_text"):
        if locale_id != source:
            found.pop((type_id, pk, field, locale_id), None)
        elif text:
            for locale in locales:
                found.setdefault((type_id, pk, field, locale), text)
    return found


def is_outdated(live: str | None, english: str | None, before: str | None) -> bool:
    """Tell whether a live text is behind: there is English, which is not that over which the text was approved last."""
    return bool(live and english and before) and english != before
