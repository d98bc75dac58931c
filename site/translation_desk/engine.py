"""Cuts a page into segments and puts translations back: the one module of the desk that knows wagtail-localize.

wagtail-localize is a library here. Its application is not installed: its tables hold one current text per segment, which cannot
tell approved text from drafts, and its screens publish (check `translation_desk.E001`).
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha1
from typing import Any, Literal
from uuid import UUID, uuid5

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.fields import copy_synchronised_fields, get_translatable_fields
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments
from wagtail_localize.segments.ingest import ingest_segments
from wagtail_localize.strings import INLINE_TAGS, StringValue

from core.tree import FOLLOWED
from translation_desk import counting, leaves, staying
from translation_desk.errors import WrongStateError
from translation_desk.models import Segment, SourceVersion

# wagtail-localize counts neither as part of a sentence, so that “CO<sub>2</sub>” would be cut into three texts. The list is
# read wherever a text is cut or checked. tests/translation_desk/test_engine.py fails once this is needed no longer.
INLINE_TAGS.extend(tag for tag in ("sub", "sup") if tag not in INLINE_TAGS)

NAMESPACE = UUID("6f0d4b61-5a3e-4a52-9d25-0d9d9c7d6f0a")

Texts = Mapping[str, str]
"""Translations by place (as text); for links and objects the address or the id of what stands there instead."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A page as it was, and the segments it was cut into.

    A segment is a mapping with `kind` (`text`, `template`, `link`, `object`), `path`, `order`, `data`; texts also have `place`,
    `words`, `attrs` (attributes of inline tags by id), `rich` (inline tags allowed) and `max_length` (None: no limit); links and
    objects have `place`, objects also `model` (`core.CustomImage`); templates have `format` and `count`.
    """

    content: dict[str, Any]
    segments: list[dict[str, Any]]


def place_of(path: str, text: str = "") -> str:
    """Return the place of a text: its path and wording. Links and objects are known by their path alone."""
    return str(uuid5(NAMESPACE, f"{path}\0{text}"))


def freeze(page: Page) -> Frozen:
    """Cut the live content of an English page (its specific instance) into segments."""
    segments = []
    for value in extract_segments(page):
        entry: dict[str, Any] = {"path": value.path, "order": value.order}
        if isinstance(value, TemplateSegmentValue):
            entry |= {"kind": "template", "data": value.template, "format": value.format, "count": value.string_count}
        elif isinstance(value, OverridableSegmentValue):
            entry |= _overridable(page, value)
            if entry.get("model") == "wagtailcore.Page":
                # Links between pages lead to the reader's language by themselves.
                continue
        else:
            leaf = leaves.find(page, value.path).definition
            entry |= {
                "kind": "text",
                "data": value.string.data,
                "attrs": value.attrs or {},
                "place": place_of(value.path, value.string.data),
                "words": counting.words(value.string.data),
                "rich": isinstance(leaf, blocks.RichTextBlock | RichTextField),
                "max_length": _max_length(leaf),
            }
        segments.append(entry)
    return Frozen(page.serializable_data(), segments)


@dataclass(frozen=True, slots=True)
class Prints:
    """Fingerprints of a page: of all that travels to the other languages, and of that part of it which holds no words.

    While the second stays the same, nothing can reach a translation without a translator.
    """

    whole: str
    shape: str


def prints(page: Page, frozen: Frozen) -> Prints:
    """Return the fingerprints of a page (its specific instance). Keys of rows and the order of attributes do not count."""
    texts = [(entry["path"], entry["data"], entry["attrs"]) for entry in frozen.segments if entry["kind"] == "text"]
    blank = {entry["place"]: "¶" for entry in frozen.segments if entry["kind"] == "text"}
    values = [value for entry in frozen.segments if (value := _value(entry, blank)) is not None]
    bare = page.with_content_json(deepcopy(frozen.content))
    ingest_segments(bare, bare, bare.locale, bare.locale, values)
    content = bare.serializable_data()
    names = sorted(entry.field_name for entry in get_translatable_fields(type(page)))
    shape = [(name, _without_keys(content.get(name))) for name in names]
    return Prints(_hash([texts, shape]), _hash(shape))


def store(page: Page, frozen: Frozen, of_page: Prints, *, number: int, **more: Any) -> SourceVersion:
    """Keep the content of an English page as one of its versions: the live one unless a revision is given.

    `more`: who published it, its grade, note and steps, its revision.
    """
    more.setdefault("revision_id", page.live_revision_id)
    return SourceVersion.objects.create(
        translation_key=page.translation_key,
        number=number,
        page=page,
        content=frozen.content,
        segments=frozen.segments,
        fingerprint=of_page.whole,
        shape=of_page.shape,
        **more,
    )


def prints_of_rendered(page: Page) -> Prints:
    """Return the fingerprints of a page that `render` gave back.

    Extraction reads the alternative text of an image from the raw data of its stream, which rendering leaves as it was; so the
    page is looked at as it would come back from a revision.
    """
    content = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
    settled = page.with_content_json(content)
    return prints(settled, freeze(settled))


def _without_keys(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_keys(item) for item in value]
    if isinstance(value, dict):
        return {name: _without_keys(item) for name, item in value.items() if name not in {"pk", "page", "locale"}}
    return value


def _hash(value: Any) -> str:
    encoded = json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True)
    return sha1(encoded.encode(), usedforsecurity=False).hexdigest()


def source_page(version: SourceVersion) -> Page:
    """Return the English page with the content of a version. Raises WrongStateError when the page is gone."""
    if version.page is None:
        raise WrongStateError(_("The English page has been deleted. The texts are kept, but nothing can be handed in."))
    return version.page.specific.with_content_json(deepcopy(version.content))


def render(version: SourceVersion, target: Page, texts: Texts, *, missing: Literal["english", "keep"] = "english") -> Page:
    """Return the target page (its specific instance, changed but not saved) with the version's structure and these texts.

    What has no text shows English (`english`: for previews and for work in progress, never for visitors), or stays as the target
    has it (`keep`): a new block without text is then left out; an item of a list or a row whose words changed keeps its data
    too, so that no number stands beside words of another; and a table with a new cell stays as a whole, since its cells are
    known by their number only. Raises WrongStateError when the English page is gone.
    """
    original = source_page(version)
    own, present = {name: getattr(target, name) for name in FOLLOWED}, {}
    before = staying.Before.of(target) if missing == "keep" else None
    if missing == "keep":
        for value in extract_segments(target):
            present.setdefault(value.path, []).append(value)
    copy_synchronised_fields(original, target)
    for name, value in own.items():
        # Place and address follow English at once, whatever version the words answer to; home pages have addresses of their own.
        setattr(target, name, value)
    values: list[Any] = []
    new: list[str] = []
    changed: list[str] = []
    for path, group in _by_path(version.segments).items():
        complete = all(entry["kind"] != "text" or texts.get(entry["place"]) for entry in group)
        if complete or missing == "english":
            values += [value for entry in group if (value := _value(entry, texts)) is not None]
        elif path in present and not isinstance(leaves.find(original, path).definition, TypedTableBlock):
            values += present[path]
            changed.append(path)
        else:
            new.append(path)
    # A text that stays has its links already.
    without = {*new, *changed}
    values = [value for value in values if "'" not in value.path or value.path.partition(".'")[0] not in without]
    ingest_segments(original, target, original.locale, target.locale, values)
    if before is not None:
        before.leave_out(target, new)
        before.hold(target, changed)
    return target


def _by_path(segments: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for entry in segments:
        grouped.setdefault(entry["path"], []).append(entry)
    return grouped


def _value(entry: dict[str, Any], texts: Texts) -> Any:
    if entry["kind"] == "template":
        return TemplateSegmentValue(entry["path"], entry["format"], entry["data"], entry["count"], order=entry["order"])
    text = texts.get(entry["place"], "")
    if entry["kind"] == "text":
        return StringSegmentValue(
            entry["path"],
            StringValue(text or entry["data"]),
            # One order of attributes, whatever order a database gives them back in.
            attrs={key: dict(sorted(attributes.items())) for key, attributes in entry["attrs"].items()},
            order=entry["order"],
        )
    if not text:
        return None
    if entry["kind"] == "link":
        return OverridableSegmentValue(entry["path"], text, order=entry["order"])
    if not apps.get_model(entry["model"])._base_manager.filter(pk=text).exists():
        # The image or file of this language has been deleted: that of the English stands in.
        return None
    return OverridableSegmentValue(entry["path"], int(text), order=entry["order"])


def _overridable(page: Page, value: OverridableSegmentValue) -> dict[str, Any]:
    entry = {"kind": "link", "data": value.data, "place": place_of(value.path)}
    if "'" in value.path:
        return entry
    leaf = leaves.find(page, value.path).definition
    related = None
    if isinstance(leaf, blocks.ChooserBlock):
        related = leaf.model_class
    elif isinstance(leaf, models.ForeignKey):
        related = leaf.related_model
    if related is not None:
        entry |= {"kind": "object", "model": "wagtailcore.Page" if issubclass(related, Page) else related._meta.label}
    return entry


def _max_length(leaf: models.Field | blocks.Block | None) -> int | None:
    if isinstance(leaf, blocks.FieldBlock):
        return getattr(leaf.field, "max_length", None)
    return getattr(leaf, "max_length", None)


def kind_of(entry: Mapping[str, Any]) -> str:
    """Return the kind of row that a segment of a version becomes."""
    return {"text": Segment.Kind.TEXT, "link": Segment.Kind.LINK, "object": Segment.Kind.OBJECT}[entry["kind"]]
