"""A table: which rows it has, where they are stored, and how a new one begins."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import prefetch_related_objects
from django.utils.text import slugify
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_ids
from newsroom.tables.columns import Column, Content
from newsroom.tables.names import Names, distinct, english, given, kind_of


@dataclass(slots=True)
class Item:
    """A row that is stored: on which page, and what its latest revision says."""

    code: str
    key: UUID
    page: Page
    content: Content


@dataclass(frozen=True, kw_only=True)
class Table:
    """Pages of one type, each a row."""

    code: str
    label: Any
    """The plural of what a row is, as the menu says it."""
    icon: str
    model: Any
    parent: Any
    """Type of the page below which new pages are made."""
    columns: tuple[Column, ...]

    @property
    def kind(self) -> str:
        """Return under which name the codes of its rows are kept."""
        return kind_of(self.model)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all columns, the code first."""
        return ("code", *(column.name for column in self.columns))

    def number(self) -> int:
        """Return how many rows there are; one query."""
        return int(english(self.model).count())

    def pages(self) -> list[Page]:
        """Return the pages that hold the rows, with their latest revisions; the number of queries does not grow with them."""
        found = list(english(self.model).select_related("latest_revision", "locked_by"))
        bare = [page for page in found if page.latest_revision is None]
        if bare:
            relations = [relation.get_accessor_name() for relation in get_all_child_relations(self.model)]
            prefetch_related_objects(bare, *relations)
        return found

    def items(self) -> list[Item]:
        """Return the rows, as the latest revisions have them."""
        pages = self.pages()
        codes = distinct(((page.pk, page.translation_key, page.slug) for page in pages), given(self.kind))
        return [Item(codes[page.pk], page.translation_key, page, latest(page)) for page in pages]

    def begun(self, code: str, place: Page) -> Item:
        """Return a new row, empty. `place` is the page that `place()` returns."""
        page = self.model(slug=slugify(code), translation_key=uuid4(), locale_id=locale_ids()[SOURCE_CODE])
        return Item(code, page.translation_key, page, plain(page.serializable_data()))

    def place(self) -> Page | None:
        """Return the page below which new rows are made, None where there is none."""
        found: Page | None = english(self.parent).first()
        return found

    def row(self, content: Content, key: UUID) -> Content | None:
        """Return the row of a key within what its page stores."""
        return content

    def add(self, content: Content, item: Item) -> Content:
        """Add a new row to what its page stores, and return it."""
        return content


@dataclass(frozen=True, kw_only=True)
class RowTable(Table):
    """Rows of a relation of one page, such as the links of the directory."""

    relation: str
    named_by: str
    """The field whose words a row is called by that no file has given a code."""

    def pages(self) -> list[Page]:
        """Return the page that holds the rows."""
        found = english(self.parent).select_related("latest_revision", "locked_by").first()
        return [found] if found else []

    def number(self) -> int:
        """Return how many rows there are."""
        return len(self.items())

    def items(self) -> list[Item]:
        """Return the rows, as the latest revision has them."""
        found: list[Item] = []
        for page in self.pages():
            content = latest(page)
            rows = {UUID(row["translation_key"]): row for row in content[self.relation]}
            owns = ((key, key, slugify(row[self.named_by]) or "row") for key, row in rows.items())
            codes = distinct(owns, given(self.kind))
            found += [Item(codes[key], key, page, row) for key, row in rows.items()]
        return found

    def begun(self, code: str, place: Page) -> Item:
        """Return a new row, empty."""
        key = uuid4()
        row = self.model(translation_key=key, locale_id=place.locale_id)
        fields = {field.name: field.value_from_object(row) for field in row._meta.concrete_fields if not field.primary_key}
        return Item(code, key, place, plain({**fields, "pk": None}))

    def row(self, content: Content, key: UUID) -> Content | None:
        """Return the row of a key within what its page stores."""
        return next((row for row in content[self.relation] if row["translation_key"] == str(key)), None)

    def add(self, content: Content, item: Item) -> Content:
        """Add a new row to what its page stores, and return it."""
        row = {**item.content, "sort_order": len(content[self.relation])}
        content[self.relation].append(row)
        return row


def latest(page: Page) -> Content:
    """Return what the latest revision of a page says; what visitors read where it has none."""
    return plain(page.latest_revision.content if page.latest_revision else page.serializable_data())


def plain(content: Mapping[str, Any]) -> Content:
    """Return a copy in the plain values that revisions keep."""
    copy: Content = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return copy


def cells(table: Table, item: Item, names: Names) -> list[str]:
    """Return the cells of a row."""
    return [item.code, *(column.text(item.content, names) for column in table.columns)]
