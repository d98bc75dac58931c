"""Which columns lack a text and which proposals wait, for lists: the same few queries however many rows there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from wagtail.contrib.settings.models import BaseSiteSetting

from core.columns import columns_of, translated_models
from core.i18n import BY_CODE, SOURCE_CODE, Language, locale_code
from core.models import CustomDocument, CustomImage
from translation_desk.models import ColumnProposal

WAITING = ColumnProposal.Decision.WAITING
Key = tuple[int, int, str]
"""Place of the model among `translated_models()`, id of the row, name of the column."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one row, with what screens show around it."""

    row: models.Model
    field: Any
    """The field of the column."""
    proposal: ColumnProposal | None = None

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
    lacking = _lacking(locale_ids, model)
    if not lacking:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT place, object_id, column_name {lacking} ORDER BY place, object_id, column_name")
        return list(cursor.fetchall())


def _lacking(locale_ids: Collection[int], model: type[models.Model] | None = None) -> str:
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
    same = " AND ".join(f"waiting.{name} = lacking.{name}" for name in ("content_type_id", "object_id", "field", "locale_id"))
    return (
        f"FROM ({' UNION ALL '.join(parts)}) AS lacking WHERE NOT EXISTS (SELECT 1 FROM "  # noqa: S608  # names of our tables and columns, and numbers
        f"{quote_name(ColumnProposal._meta.db_table)} AS waiting WHERE {same} AND waiting.decision = '{WAITING}')"
    )


def waiting(locale_ids: Collection[int], model: type[models.Model] | None = None) -> QuerySet[ColumnProposal]:
    """Return the proposals that wait in some languages, the oldest first."""
    found = ColumnProposal.objects.filter(decision=WAITING, locale__in=locale_ids)
    if model is not None:
        found = found.filter(content_type=ContentType.objects.get_for_model(model))
    return found.select_related("author").order_by("created_at", "pk")


def of_keys(keys: Iterable[Key]) -> list[Column]:
    """Read the columns with those keys, in their order: one query for each model."""
    keys = list(keys)
    rows = _rows((translated_models()[place], pk) for place, pk, _name in keys)
    found = []
    for place, pk, name in keys:
        model = translated_models()[place]
        if (model, pk) in rows:
            found.append(Column(rows[model, pk], columns_of(model)[name]))
    return found


def of_proposals(proposals: Sequence[ColumnProposal]) -> list[Column]:
    """Read the columns that proposals are about, in their order; those whose row is gone are left out."""
    models_of = {proposal.pk: ContentType.objects.get_for_id(proposal.content_type_id).model_class() for proposal in proposals}
    rows = _rows((models_of[proposal.pk], proposal.object_id) for proposal in proposals)
    found = []
    for proposal in proposals:
        model = models_of[proposal.pk]
        if (model, proposal.object_id) in rows:
            found.append(Column(rows[model, proposal.object_id], columns_of(model)[proposal.column], proposal))
    return found


def _rows(wanted: Iterable[tuple[Any, int]]) -> dict[tuple[Any, int], Any]:
    by_model: dict[Any, set[int]] = defaultdict(set)
    for model, pk in wanted:
        if model in translated_models():
            by_model[model].add(pk)
    return {(model, pk): row for model, pks in by_model.items() for pk, row in model._base_manager.in_bulk(pks).items()}


def count(locale_ids: Collection[int]) -> int:
    """Return the number of columns that lack a text and of proposals that wait, in one query."""
    lacking = _lacking(locale_ids)
    if not lacking:
        return waiting(locale_ids).count()
    waits = (
        f"SELECT COUNT(*) FROM {connection.ops.quote_name(ColumnProposal._meta.db_table)} "  # noqa: S608  # names of our tables and columns, and numbers
        f"WHERE decision = '{WAITING}' AND locale_id IN ({', '.join(str(int(pk)) for pk in locale_ids)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) + ({waits}) {lacking}")
        return int(cursor.fetchone()[0])
