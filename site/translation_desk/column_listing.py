"""Which columns lack a text, which are behind their English, which proposals wait: few queries, however many rows there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from wagtail.contrib.settings.models import BaseSiteSetting

from core.columns import columns_of, translated_models
from core.i18n import BY_CODE, SOURCE_CODE, Language, locale_code, locale_ids as known_locales
from core.models import CustomDocument, CustomImage
from translation_desk import column_currency
from translation_desk.models import ColumnProposal

WAITING, ACCEPTED = ColumnProposal.Decision.WAITING, ColumnProposal.Decision.ACCEPTED
Key = tuple[int, int, str]
"""Place of the model among `translated_models()`, id of the row, name of the column."""
MISSING, OUTDATED, GAP = "missing", "outdated", "gap"
"""What can be asked of what readers find: nothing, an outdated text, one of both for which a text waits."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one row, with what screens show around it."""

    row: models.Model
    field: Any
    """The field of the column."""
    proposal: ColumnProposal | None = None
    """What waits for approval."""
    before: str = ""
    """The English over which the live text was approved, where that is not the present one."""

    @property
    def language(self) -> Language:
        """The language of the column."""
        return BY_CODE[self.field.language]

    @property
    def type_id(self) -> int:
        """Id of the row's content type."""
        return ContentType.objects.get_for_model(self.row).pk

    @property
    def kind(self) -> str:
        """What the row is: "Topic"."""
        return str(capfirst(self.row._meta.verbose_name or ""))

    @property
    def name(self) -> str:
        """What the row is called; nothing for settings, of which there is one row."""
        return "" if isinstance(self.row, BaseSiteSetting) else str(self.row)

    @property
    def label(self) -> str:
        """What the column is called: "Description"."""
        return str(capfirst(self.field.translated_field.verbose_name))

    @property
    def english(self) -> str:
        """The English text that visitors read."""
        return getattr(self.row, f"{self.field.translated_field.name}_{SOURCE_CODE}") or ""

    @property
    def live(self) -> str:
        """The text that visitors read in this language."""
        return getattr(self.row, self.field.name) or ""

    @property
    def is_stale(self) -> bool:
        """Whether the live text changed after the proposal was made."""
        return self.proposal is not None and self.proposal.old_text != self.live

    @property
    def is_upheld(self) -> bool:
        """Whether the proposal is that the live text stays as it is."""
        return self.proposal is not None and self.proposal.text == self.live

    @property
    def long(self) -> bool:
        """Whether the text may have lines."""
        return isinstance(self.field, models.TextField)

    @property
    def image_id(self) -> int | None:
        """Id of the image that the text is about."""
        return self.row.pk if isinstance(self.row, CustomImage) else None

    @property
    def input_name(self) -> str:
        """Name of the input in a form with many columns."""
        return f"text-{self.type_id}-{self.row.pk}-{self.field.name}"

    @property
    def url(self) -> str:
        """Address of the column's own screen."""
        return reverse("translation_desk:column", args=[self.type_id, self.row.pk, self.field.name])

    @property
    def form_url(self) -> str:
        """Address of the form of the whole row."""
        return form_url(self.row)


def form_url(row: Any) -> str:
    """Return the address at which Wagtail edits a row; empty where there is none."""
    if isinstance(row, CustomImage):
        return reverse("wagtailimages:edit", args=[row.pk])
    if isinstance(row, CustomDocument):
        return reverse("wagtaildocs:edit", args=[row.pk])
    if isinstance(row, BaseSiteSetting):
        return reverse("wagtailsettings:edit", args=[row._meta.app_label, row._meta.model_name, row.site_id])
    viewset = getattr(row, "snippet_viewset", None)
    try:
        return reverse(viewset.get_url_name("edit"), args=[quote(row.pk)]) if viewset is not None else ""
    except NoReverseMatch:
        return ""


def missing(locale_ids: Collection[int], model: type[models.Model] | None = None) -> list[Key]:
    """Return the keys of columns in some languages that are empty, although English is not, and for which no text waits."""
    return _keys(_lacking(locale_ids, model))


def _keys(lacking: str) -> list[Key]:
    if not lacking:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT place, object_id, column_name {lacking} ORDER BY place, object_id, column_name")
        return list(cursor.fetchall())


def _lacking(locale_ids: Collection[int], model: type[models.Model] | None = None, *, waiting_too: bool = False) -> str:
    """Return what SQL selects missing columns from; empty where there can be none.

    Written by hand: Django takes half a second to put a hundred such parts together, on a page that only counts them.
    """
    quote_name = connection.ops.quote_name
    locales = {locale_code(pk): pk for pk in locale_ids}
    locales.pop(SOURCE_CODE, None)
    parts = []
    for place, found in enumerate(translated_models()):
        if model not in {None, found}:
            continue
        content_type = ContentType.objects.get_for_model(found).pk
        table, key = quote_name(found._meta.db_table), quote_name(found._meta.pk.column or "")
        for name, column in columns_of(found).items():
            if column.language in locales:
                field = column.translated_field.name
                english = quote_name(columns_of(found)[f"{field}_{SOURCE_CODE}"].column)
                parts.append(
                    f"SELECT {place} AS place, {content_type} AS content_type_id, {key} AS object_id, '{field}' AS field, "  # noqa: S608  # names of our tables and columns, and numbers
                    f"{locales[column.language]} AS locale_id, '{name}' AS column_name FROM {table} "
                    f"WHERE COALESCE({english}, '') <> '' AND COALESCE({quote_name(column.column)}, '') = ''"
                )
    if not parts:
        return ""
    if waiting_too:
        return f"FROM ({' UNION ALL '.join(parts)}) AS lacking"
    same = " AND ".join(f"waiting.{name} = lacking.{name}" for name in ("content_type_id", "object_id", "field", "locale_id"))
    return (
        f"FROM ({' UNION ALL '.join(parts)}) AS lacking WHERE NOT EXISTS (SELECT 1 FROM "  # noqa: S608  # names of our tables and columns, and numbers
        f"{quote_name(ColumnProposal._meta.db_table)} AS waiting WHERE {same} AND waiting.decision = '{WAITING}')"
    )


def outdated(locales: Collection[int], model: type[models.Model] | None = None, *, waiting_too: bool = False) -> list[Key]:
    """Return the keys of columns in some languages whose English was changed after their text was approved.

    Those for which a text waits are left out unless asked for. Two queries, and one for each model that has any.
    """
    before = column_currency.english_before(locales, model)
    if not before:
        return []
    places = {found: place for place, found in enumerate(translated_models())}
    rows = _rows((_model_of(type_id), pk) for type_id, pk, _field, _locale in before)
    busy = set() if waiting_too else _waiting_places(locales)
    keys = []
    for type_id, pk, field, locale in before:
        found = _model_of(type_id)
        if (found, pk) not in rows or (type_id, pk, field, locale) in busy:
            continue
        column = columns_of(found).get(f"{field}_{BY_CODE[locale_code(locale)].field_suffix}")
        if column is not None and _with_before(Column(rows[found, pk], column), before).before:
            keys.append((places[found], pk, column.name))
    return sorted(keys)


def _model_of(type_id: int) -> Any:
    return ContentType.objects.get_for_id(type_id).model_class()


def _waiting_places(locales: Collection[int]) -> set[column_currency.Place]:
    found = ColumnProposal.objects.filter(decision=WAITING, locale__in=locales).order_by()
    return set(found.values_list("content_type", "object_id", "field", "locale"))


def with_english_before(column: Column) -> Column:
    """Return a column with the English over which its text was approved, where that has changed. One query."""
    place = _place(column)
    return _with_before(column, column_currency.english_before({place[3]}, type(column.row), column.row.pk))


def _place(column: Column) -> column_currency.Place:
    return column.type_id, column.row.pk, column.field.translated_field.name, known_locales()[column.field.language]


def _with_before(column: Column, before: Mapping[column_currency.Place, str]) -> Column:
    known = before.get(_place(column), "")
    return replace(column, before=known if column_currency.is_outdated(column.live, column.english, known) else "")


def of_readers(asked: str, locales: Collection[int], model: type[models.Model] | None = None) -> list[Key]:
    """Return the keys of columns by what readers find, whether a text waits or not: what the figures of parity count."""
    keys = []
    if asked in {MISSING, GAP}:
        keys += _keys(_lacking(locales, model, waiting_too=True))
    if asked in {OUTDATED, GAP}:
        keys += outdated(locales, model, waiting_too=True)
    if asked == GAP:
        busy = _waiting_places(locales)
        keys = [key for key in keys if _place_of(key) in busy]
    return sorted(keys)


def _place_of(key: Key) -> column_currency.Place:
    place, pk, name = key
    model = translated_models()[place]
    column = columns_of(model)[name]
    return ContentType.objects.get_for_model(model).pk, pk, column.translated_field.name, known_locales()[column.language]


def waiting(locale_ids: Collection[int], model: type[models.Model] | None = None) -> QuerySet[ColumnProposal]:
    """Return the proposals that wait in some languages, the oldest first."""
    found = ColumnProposal.objects.filter(decision=WAITING, locale__in=locale_ids)
    if model is not None:
        found = found.filter(content_type=ContentType.objects.get_for_model(model))
    return found.select_related("author").order_by("created_at", "pk")


def of_keys(keys: Iterable[Key]) -> list[Column]:
    """Read the columns with those keys, in their order, with what waits for them and the English they were approved over.

    Two queries, and one for each model.
    """
    keys = list(keys)
    places = [_place_of(key) for key in keys]
    locales = {locale for _type, _pk, _field, locale in places}
    rows = _rows((translated_models()[place], pk) for place, pk, _name in keys)
    before = column_currency.english_before(locales)
    waits = ColumnProposal.objects.filter(decision=WAITING, locale__in=locales, object_id__in={pk for _place, pk, _name in keys})
    proposals = {_place_of_proposal(proposal): proposal for proposal in waits.select_related("author")}
    found = []
    for (place, pk, name), where in zip(keys, places, strict=True):
        model = translated_models()[place]
        if (model, pk) in rows:
            column = Column(rows[model, pk], columns_of(model)[name], proposals.get(where))
            found.append(_with_before(column, before))
    return found


def _place_of_proposal(proposal: ColumnProposal) -> column_currency.Place:
    return proposal.content_type_id, proposal.object_id, proposal.field, proposal.locale_id


def of_proposals(proposals: Sequence[ColumnProposal]) -> list[Column]:
    """Read the columns that proposals are about, in their order; those whose row is gone are left out.

    One query, and one for each model.
    """
    before = column_currency.english_before({proposal.locale_id for proposal in proposals})
    models_of = {proposal.pk: ContentType.objects.get_for_id(proposal.content_type_id).model_class() for proposal in proposals}
    rows = _rows((models_of[proposal.pk], proposal.object_id) for proposal in proposals)
    found = []
    for proposal in proposals:
        model = models_of[proposal.pk]
        if (model, proposal.object_id) in rows:
            column = Column(rows[model, proposal.object_id], columns_of(model)[proposal.column], proposal)
            found.append(_with_before(column, before))
    return found


def _rows(wanted: Iterable[tuple[Any, int]]) -> dict[tuple[Any, int], Any]:
    by_model: dict[Any, set[int]] = defaultdict(set)
    for model, pk in wanted:
        if model in translated_models():
            by_model[model].add(pk)
    return {(model, pk): row for model, pks in by_model.items() for pk, row in model._base_manager.in_bulk(pks).items()}


def count(locale_ids: Collection[int]) -> int:
    """Return the number of columns that lack a text or are behind their English, and of proposals that wait.

    One query; where the English of any was ever changed, two more and one for each of their models.
    """
    lacking = _lacking(locale_ids)
    if not lacking:
        return waiting(locale_ids).count()
    table = connection.ops.quote_name(ColumnProposal._meta.db_table)
    waits = (
        f"SELECT COUNT(*) FROM {table} "  # noqa: S608  # names of our tables and columns, and numbers
        f"WHERE decision = '{WAITING}' AND locale_id IN ({', '.join(str(int(pk)) for pk in locale_ids)})"
    )
    changed = (
        f"SELECT COUNT(*) FROM {table} "  # noqa: S608  # names of our tables and columns, and numbers
        f"WHERE decision = '{ACCEPTED}' AND locale_id = {known_locales()[SOURCE_CODE]} AND old_text <> ''"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) + ({waits}), ({changed}) {lacking}")
        found, english_changes = cursor.fetchone()
    return int(found) + (len(outdated(locale_ids)) if english_changes else 0)
