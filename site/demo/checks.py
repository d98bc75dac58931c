"""Checks content against the models before anything is written: page types, references, lengths, choices, Markdown.

It fills unsaved pages exactly as the loader does and needs no database.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks
from wagtail.models import Page

from core.blocks import BodyBlock
from core.i18n import CODES
from demo import markdown, synonyms
from demo.fields import ROWS, UnknownKeyError, fill_linked, fill_plain
from demo.sources import Sources
from vocabulary.loading import read_table

if TYPE_CHECKING:
    from demo.files import Content, PageFiles

MARKDOWN_KEYS = frozenset({"paragraph", "transcript", "confirmation"})
MARKDOWN_TEXTS = frozenset({"callout", "items", "modules"})
"""Groups whose `text` is Markdown."""


def check_references(content: "Content") -> list[str]:
    """Return a sentence for everything that the models would refuse or that refers to nothing."""
    sources = known(content)
    found = [*_check_images(content), *_check_words(content)]
    for page in content.pages.values():
        if page.path != "home" and page.parent not in content.pages:
            found.append(f"pages/{page.path}.en.yaml: the page above it, “{page.parent}”, has no file")
        for code in page.texts:
            place = f"pages/{page.path}.{code}.yaml"
            found += [f"{place}: {problem}" for problem in _check_page(page, code, sources)]
    return found


def known(content: "Content") -> Sources:
    """Return the codes that pages may refer to, as far as files tell; every key is 0."""
    codes: dict[str, Any] = {name: [entry.get("code") for entry in entries] for name, entries in content.vocabularies.items()}
    codes["countries"] = [row["iso3"] for row in read_table("countries")]
    codes["regions"] = [row["code"] for row in read_table("regions")]
    codes["goals"] = [row["number"] for row in read_table("sdgs")]
    codes["images"] = content.images
    codes["pages"] = content.pages
    codes["documents"] = [file["file"] for _page, file in document_files(content)]
    return Sources({kind: dict.fromkeys(map(str, names), 0) for kind, names in codes.items()})


def document_files(content: "Content") -> Iterator[tuple["PageFiles", dict[str, Any]]]:
    """Yield the files to download that pages name: the page and the entry with `file` and `language`."""
    for page in content.pages.values():
        for entry in page.data.get("files") or []:
            yield page, entry
        for block in page.texts["en"].get("body") or []:
            for entry in block.get("downloads", {}).get("files", []):
                yield page, entry


def _check_page(files: "PageFiles", code: str, sources: Sources) -> list[str]:
    try:
        model = apps.get_model(files.type)
    except (LookupError, ValueError):
        return [f"type: there is no page type “{files.type}”"]
    sources.missing.clear()
    # Without a content type a new page would look for its own in the database.
    page = model(slug=files.slug, content_type_id=-1)
    found = [*_check_markdown(files.texts[code], "")]
    try:
        fill_plain(page, files, code, sources)
        fill_linked(page, files, code, sources)
    except UnknownKeyError as error:
        return [*found, str(error)]
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        return [*found, f"a block or row is not as the README describes it ({type(error).__name__}: {error})"]
    found += _clean_fields(page, "")
    for relation in dict.fromkeys(rows.relation for rows in ROWS.values() if hasattr(page, rows.relation)):
        for position, row in enumerate(getattr(page, relation).all(), start=1):
            found += _clean_fields(row, f"{relation}[{position}].")
    stream = BodyBlock()
    for position, block in enumerate(page.body.raw_data, start=1):
        found += _clean_block(stream.child_blocks[block["type"]], block["value"], f"body[{position}].{block['type']}")
    return [*found, *dict.fromkeys(sources.missing)]


def _clean_fields(instance: models.Model, place: str) -> list[str]:
    own = {field.name for field in Page._meta.get_fields()} - {"title"} if isinstance(instance, Page) else {"translation_key"}
    excluded = own | {field.name for field in instance._meta.fields if field.is_relation} | {"body"}
    found = [
        f"{place}{field.name}: has {len(getattr(instance, field.name))} characters, at most {field.max_length} are allowed"
        for field in instance._meta.fields
        # Forms hold a text field to its length, but models do not.
        if isinstance(field, models.TextField) and field.max_length and len(getattr(instance, field.name)) > field.max_length
    ]
    try:
        instance.clean_fields(exclude=excluded)
    except ValidationError as error:
        found += [f"{place}{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
    return found


def _clean_block(block: blocks.Block, value: Any, place: str) -> list[str]:
    """Check a raw value against the form fields of its block; choosers are left out, since codes are checked by name."""
    if isinstance(block, blocks.StructBlock):
        if not isinstance(value, dict):
            return []
        return [
            problem
            for name, child in block.child_blocks.items()
            for problem in _clean_block(child, value.get(name), f"{place}.{name}")
        ]
    if isinstance(block, blocks.ListBlock):
        return [
            problem
            for position, item in enumerate(value, start=1)
            for problem in _clean_block(block.child_block, item["value"], f"{place}[{position}]")
        ]
    if isinstance(block, blocks.ChooserBlock) or not isinstance(block, blocks.FieldBlock):
        return []
    if isinstance(block, blocks.RichTextBlock):
        return [f"{place}: must not be empty"] if block.required and not value else []
    try:
        block.field.clean(value)
    except ValidationError as error:
        return [f"{place}: {' '.join(error.messages)}"]
    return []


def _check_markdown(content: Any, place: str, *, inside: str = "") -> Iterator[str]:
    if isinstance(content, dict):
        for name, value in content.items():
            where = f"{place}.{name}" if place else str(name)
            if isinstance(value, str) and (name in MARKDOWN_KEYS or (name == "text" and inside in MARKDOWN_TEXTS)):
                yield from (f"{where}: {problem}" for problem in markdown.problems(value))
            elif isinstance(value, str) and markdown.TAG.search(value):
                yield f"{where}: tags are not allowed in plain text"
            else:
                yield from _check_markdown(value, where, inside=str(name))
    elif isinstance(content, list):
        for position, item in enumerate(content, start=1):
            yield from _check_markdown(item, f"{place}[{position}]", inside=inside)


def _check_images(content: "Content") -> Iterator[str]:
    for name, image in content.images.items():
        file = content.folder / "images" / str(image.get("file"))
        if not file.is_file():
            yield f"images/images.yaml: {name}: the file “{image.get('file')}” does not exist"
        for field in ("title", "alt"):
            yield from (f"images/images.yaml: {name}.{field}: {problem}" for problem in _six(image.get(field)))


def _check_words(content: "Content") -> Iterator[str]:
    for name, texts in content.settings.items():
        yield from (f"settings.yaml: {name}: {problem}" for problem in _six(texts))
    yield from synonyms.problems(content.synonyms)
    for vocabulary, entries in content.vocabularies.items():
        codes = [entry.get("code") for entry in entries]
        for code in sorted({str(code) for code in codes if codes.count(code) > 1}):
            yield f"vocabulary/{vocabulary}.yaml: the code “{code}” is given twice"
        for entry in entries:
            if isinstance(entry.get("name"), dict):
                yield from (f"vocabulary/{vocabulary}.yaml: {entry['code']}: {problem}" for problem in _six(entry["name"]))


def _six(texts: Any) -> list[str]:
    """Return what is wrong with a text in six languages."""
    if not isinstance(texts, dict):
        return ["must have a text per language"]
    return [f"the text in {code} is missing" for code in CODES if not texts.get(code)] + [
        f"“{code}” is no language of the site" for code in texts if code not in CODES
    ]
