"""Tells the public site which live translations are behind their English, and by what."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.blocks import StreamValue
from wagtail.models import Page

from core.currency_notices import CurrencyNotice
from translation_desk.models import Grade, TranslationJob

HEADING = "heading"
"""Type of the blocks that head what follows them."""


def notice(page: Page) -> CurrencyNotice | None:
    """Return what a live translated page (its specific instance) lacks, in one query. Pages kept by hand follow no English."""
    found = TranslationJob.objects.filter(target_page=page.pk, enabled=True, grade__gt=Grade.TYPO)
    row = found.values_list("grade", "english_since", "urgent_passages").first()
    if row is None or row[1] is None:
        return None
    grade, since, passages = row
    urgent = grade == Grade.URGENT
    names = tuple(dict.fromkeys(filter(None, (_name(page, *passage) for passage in passages)))) if urgent else ()
    return CurrencyNotice(timezone.localtime(since).date(), urgent, names)


def passages(content: Mapping[str, Any], paths: Iterable[str]) -> list[list[str]]:
    """Return paths with the id of the heading block they stand under in a frozen English page; empty where there is none."""
    return [[path, _heading_above(content, path)] for path in dict.fromkeys(paths)]


def _heading_above(content: Mapping[str, Any], path: str) -> str:
    name, _dot, rest = path.partition(".")
    raw = content.get(name)
    blocks = json.loads(raw) if isinstance(raw, str) and raw.startswith("[") else []
    heading = ""
    for block in blocks:
        if block.get("type") == HEADING:
            heading = str(block.get("id"))
        if block.get("id") == rest.split(".")[0]:
            return heading
    return ""


def _name(page: Page, path: str, heading: str) -> str:
    """Return what readers call a passage: the heading it stands under, else the kind of its block or field."""
    name, _dot, rest = path.partition(".")
    value = getattr(page, name, None)
    if isinstance(value, StreamValue):
        blocks: dict[str, Any] = {str(block.id): block for block in value}
        if heading in blocks:
            return str(blocks[heading].value["text"])
        block = blocks.get(rest.split(".")[0])
        return str(block.block.label) if block else ""
    try:
        field: Any = page._meta.get_field(name)
    except FieldDoesNotExist:
        return ""
    return str(capfirst(field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name))
