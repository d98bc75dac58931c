"""Fills a page's fields and rows from its content, the same way for English and for translations.

Which key of a content file goes where is said once, in the tables below; `content/README.md` describes them for writers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from wagtail.models import Page, TranslatableMixin

from demo.bodies import Body
from demo.keys import key
from demo.markdown import to_html
from demo.sources import Sources

if TYPE_CHECKING:
    from demo.files import PageFiles

Item = Any


@dataclass(frozen=True, slots=True)
class Rows:
    """How a list of a content file becomes child rows of a page."""

    relation: str
    single: str = ""
    """Attribute that an entry fills which is one bare value."""
    references: Mapping[str, str] = field(default_factory=dict)
    """Attributes that refer to something, with the kind of thing."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    rich: frozenset[str] = frozenset()
    """Attributes written in Markdown."""


def _codes(relation: str, attribute: str, kind: str) -> Rows:
    return Rows(relation, single=attribute, references={attribute: kind})


ROWS: dict[str, Rows] = {
    "topics": _codes("topic_links", "topic", "topics"),
    "countries": _codes("country_links", "country", "countries"),
    "organisations": _codes("organisation_links", "organisation", "organisations"),
    "regions": _codes("region_links", "region", "regions"),
    "donors": _codes("donor_links", "organisation", "organisations"),
    "counterparts": _codes("counterpart_links", "organisation", "organisations"),
    "sdgs": _codes("goal_links", "goal", "goals"),
    "related": _codes("related_links", "target", "pages"),
    "featured": _codes("featured_links", "target", "pages"),
    "course_languages": Rows("course_languages", single="language"),
    "people": Rows("person_links", references={"person": "people"}),
    "files": Rows("files", references={"document": "documents"}, renamed={"file": "document"}),
    "pillars": Rows("pillars", references={"target": "pages"}, renamed={"page": "target"}),
    "links": Rows("links", references={"kind": "link_kinds", "country": "countries"}),
    "modules": Rows("modules", rich=frozenset({"text"})),
    "themes": Rows("themes", single="text"),
    "gallery": Rows("gallery", references={"image": "images"}),
    "outcomes": Rows("outcomes"),
}

REFERENCES = {
    "topic": "topics",
    "lead_image": "images",
    "document_type": "document_types",
    "provider": "organisations",
    "host": "organisations",
    "country": "countries",
}
PAGE_REFERENCES = ("safety_page", "session", "project")
RICH_FIELDS = ("confirmation",)
IGNORED = ("order",)


class UnknownKeyError(Exception):
    """A content file has a key that its page type does not know."""


def fill_plain(page: Page, files: "PageFiles", language: str, sources: Sources) -> None:
    """Fill everything that needs no other page: enough to save the page for the first time.

    Markdown fields hold their source until `fill_linked`, when every link has its page. Raises UnknownKeyError.
    """
    text = files.texts[language]
    for name, value in {**files.data, **text}.items():
        if name in ROWS or name in PAGE_REFERENCES or name in IGNORED or name == "body":
            continue
        if name in REFERENCES:
            setattr(page, f"{name}_id", sources.find(REFERENCES[name], value))
        else:
            _require_field(page, name)
            setattr(page, name, _value(value))


def fill_linked(page: Page, files: "PageFiles", language: str, sources: Sources) -> None:
    """Fill body, rows and whatever leads to other pages. Raises UnknownKeyError."""
    text = files.texts[language]
    for name, value in {**files.data, **text}.items():
        if name in ROWS:
            _fill_rows(page, files.path, name, value or [], sources)
        elif name in PAGE_REFERENCES:
            _require_field(page, name)
            setattr(page, f"{name}_id", sources.page(value) if value else None)
        elif name in RICH_FIELDS:
            setattr(page, name, to_html(value, sources.page))
    page.body = Body(files.path, sources).raw(text.get("body") or [])


def _require_field(page: Page, name: str) -> None:
    try:
        found = page._meta.get_field(name)
    except FieldDoesNotExist:
        found = None
    if found is None or not getattr(found, "concrete", False):
        raise UnknownKeyError(f"{page._meta.label} has no “{name}”")


def _value(value: Any) -> Any:
    if isinstance(value, float):
        return Decimal(str(value))
    return value.strip() if isinstance(value, str) else value


def _fill_rows(page: Page, path: str, name: str, items: list[Item], sources: Sources) -> None:
    """Bring the child rows to the items. Rows that the page has are kept and changed, in the order they stand in."""
    rows = ROWS[name]
    manager = getattr(page, rows.relation, None)
    if manager is None:
        raise UnknownKeyError(f"{page._meta.label} has no “{name}”")
    present = list(manager.all())
    filled = []
    for position, item in enumerate(items):
        row = present[position] if position < len(present) else manager.model()
        _fill_row(row, item if isinstance(item, dict) else {rows.single: item}, rows, sources)
        row.sort_order = position
        if isinstance(row, TranslatableMixin):
            row.translation_key = key(path, name, position)
            row.locale_id = page.locale_id
        filled.append(row)
    manager.set(filled)


def _fill_row(row: models.Model, item: dict[str, Any], rows: Rows, sources: Sources) -> None:
    for name, value in item.items():
        attribute = rows.renamed.get(name, name)
        try:
            row._meta.get_field(attribute)
        except FieldDoesNotExist as error:
            raise UnknownKeyError(f"a row of {rows.relation} has no “{name}”") from error
        if attribute in rows.references:
            setattr(row, f"{attribute}_id", sources.find(rows.references[attribute], value))
        elif attribute in rows.rich:
            setattr(row, attribute, to_html(value, sources.page))
        else:
            setattr(row, attribute, _value(value))
