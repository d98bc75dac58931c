"""Reads every live page once: its links, figures, pictures and files, in each language.

A live page's own row holds what visitors read; drafts lie in revisions and only count where something would be called unused.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page

from core.blocks.data import FigureBlock
from core.i18n import SOURCE_CODE, locale_code
from core.models import BasePage, CustomDocument, CustomImage
from core.plain_text import parts
from knowledge.models import PublicationPage
from projects.models import ProjectPage

AT_ONCE = 200
"""Pages that are held in memory together with their parts."""
ANCHOR = re.compile(r"<a\s([^>]*)>(.*?)</a>", re.IGNORECASE | re.DOTALL)
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class LivePage:
    """What the rules ask of a live page."""

    pk: int
    code: str
    translation_key: UUID
    title: str
    model: str
    """As `app.Model`."""
    url_path: str
    last_reviewed: date | None
    first_published: date | None
    warns: bool
    """Whether its body has a safety notice."""
    completed: bool
    """Whether it reports of a project that has ended."""
    gaps: tuple[str, ...] = ()
    """Of a publication: which of `points.GAPS` it has."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page. `target` is `page:1`, `document:1` or an address as it was written, which may be `#part` alone."""

    page: LivePage
    target: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with source and year."""

    page: LivePage
    label: str
    number: tuple[str, ...]
    """Value, upper end of a range, qualifier and unit, as they are stored."""
    source: str
    source_url: str
    year: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture where it stands on a page."""

    page: LivePage
    image_id: int
    described: bool
    """Whether it has words of its own there, or is said to be decorative."""


@dataclass(slots=True)
class Content:
    """What was read."""

    pages: dict[int, LivePage] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    image_ids: set[int] = field(default_factory=set)
    """Pictures of live pages and of drafts."""
    document_ids: set[int] = field(default_factory=set)

    def leading(self) -> Iterator[LivePage]:
        """Yield the pages that nobody mends in another language: the English ones, and those whose English is not live."""
        english = {page.translation_key for page in self.pages.values() if page.code == SOURCE_CODE}
        for page in self.pages.values():
            if page.code == SOURCE_CODE or page.translation_key not in english:
                yield page


def read() -> Content:
    """Read all live pages, and of drafts which pictures and files they use. Queries grow with page types, not with pages."""
    content = Content()
    for model in _page_models():
        relations = [relation.get_accessor_name() for relation in get_all_child_relations(model)]
        live = model._default_manager.filter(live=True).order_by("pk").prefetch_related(*relations)
        for page in live.iterator(chunk_size=AT_ONCE):
            _read_page(page, relations, content)
        # What only a draft uses is in use. Its links and figures are nobody's business yet.
        draft = Content()
        drafts = model._default_manager.filter(has_unpublished_changes=True, latest_revision__isnull=False)
        for page in drafts.select_related("latest_revision", "latest_revision__content_type").iterator(chunk_size=AT_ONCE):
            _read_page(page.latest_revision.as_object(), relations, draft)
        content.image_ids |= draft.image_ids
        content.document_ids |= draft.document_ids
    return content


def rich_links(html: str) -> Iterator[tuple[str, str]]:
    """Yield target and words of each link of a stored rich text; those that write to somebody or call them are left out."""
    for attributes, inside in ANCHOR.findall(html):
        found = {name.lower(): unescape(value) for name, value in ATTRIBUTE.findall(attributes)}
        words = " ".join(unescape(TAG.sub("", inside)).split())
        if found.get("linktype") in {"page", "document"} and found.get("id", "").isdecimal():
            yield f"{found['linktype']}:{found['id']}", words
        elif _is_address(found.get("href", "")):
            yield found["href"], words


def _is_address(text: str) -> bool:
    return bool(text.strip()) and not text.strip().lower().startswith(("mailto:", "tel:", "sms:"))


def _page_models() -> list[type[BasePage]]:
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def _read_page(page: Any, relations: Iterable[str], content: Content) -> None:
    raw = page.body.get_prep_value()
    known = LivePage(
        pk=page.pk,
        code=locale_code(page.locale_id),
        translation_key=page.translation_key,
        title=page.title,
        model=page._meta.label,
        url_path=page.url_path,
        last_reviewed=page.last_reviewed,
        first_published=page.first_published_at.date() if page.first_published_at else None,
        warns=any(block["type"] == "callout" and block["value"].get("kind") == "safety" for block in raw),
        completed=isinstance(page, ProjectPage) and page.status == ProjectPage.Status.COMPLETED,
        gaps=tuple(gaps(page)) if isinstance(page, PublicationPage) else (),
    )
    content.pages[page.pk] = known
    _read_fields(page, known, content)
    for relation in relations:
        for row in getattr(page, relation).all():
            _read_fields(row, known, content)
            if relation == "outcomes":
                number = (str(row.value), "" if row.high is None else str(row.high), row.qualifier, row.unit)
                content.figures.append(Figure(known, row.label, number, row.source, row.source_url, row.year))
    if page.lead_image_id:
        content.shown.append(Shown(known, page.lead_image_id, described=False))


def gaps(page: PublicationPage) -> Iterator[str]:
    """Yield what a publication lacks, as named in `points.GAPS`."""
    files = page.files.all()
    if not files:
        yield "files"
    if not page.person_links.all() and not page.organisation_links.all():
        yield "people"
    if not page.pages and not any(file.pages for file in files):
        yield "pages"
    if not page.symbol and not page.project_number and page.project_id is None and page.session_id is None:
        yield "origin"


def _read_fields(row: Any, page: LivePage, content: Content) -> None:
    """Note what the fields of a page, or of a row that belongs to it, lead to."""
    for one in row._meta.concrete_fields:
        value = getattr(row, one.attname)
        if not value:
            continue
        if isinstance(one, models.URLField):
            content.links.append(Link(page, value))
        elif isinstance(one, RichTextField):
            content.links += [Link(page, *found) for found in rich_links(value)]
        elif isinstance(one, StreamField):
            _read_block(one.stream_block, value.get_prep_value(), page, content)
        elif isinstance(one, models.ForeignKey) and one.name not in {"page", "page_ptr", "alias_of"}:
            if issubclass(one.related_model, Page):
                content.links.append(Link(page, f"page:{value}"))
            elif issubclass(one.related_model, CustomImage):
                content.image_ids.add(value)
            elif issubclass(one.related_model, CustomDocument):
                content.document_ids.add(value)


def _read_block(block: Any, value: Any, page: LivePage, content: Content) -> None:
    if not value:
        return
    if isinstance(block, ImageBlock):
        if value.get("image"):
            content.image_ids.add(value["image"])
            described = bool(value.get("alt_text") or value.get("decorative"))
            content.shown.append(Shown(page, value["image"], described))
    elif isinstance(block, ImageChooserBlock):
        content.image_ids.add(value)
    elif isinstance(block, DocumentChooserBlock):
        content.document_ids.add(value)
        content.links.append(Link(page, f"document:{value}"))
    elif isinstance(block, blocks.PageChooserBlock):
        content.links.append(Link(page, f"page:{value}"))
    elif isinstance(block, blocks.URLBlock):
        content.links.append(Link(page, value))
    elif isinstance(block, blocks.RichTextBlock):
        found = list(rich_links(str(value)))
        content.links += [Link(page, *link) for link in found]
        content.document_ids |= {int(target[9:]) for target, _words in found if target.startswith("document:")}
    else:
        if isinstance(block, FigureBlock) and value.get("year"):
            figure = Figure(
                page,
                value.get("label") or "",
                tuple(str(value.get(name) or "") for name in ("value", "high", "qualifier", "unit")),
                value.get("source") or "",
                value.get("source_url") or "",
                int(value["year"]),
            )
            content.figures.append(figure)
        for child, inside in parts(block, value):
            _read_block(child, inside, page, content)
