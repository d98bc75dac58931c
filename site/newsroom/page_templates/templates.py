"""Templates for new pages: those that come with the portal, and those that managers keep of a page.

A template fills the form of a new page and nothing else: who may add the page is Wagtail's question, and nothing is stored before
the form is sent.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _, override
from wagtail.fields import StreamField
from wagtail.models import Page

from core.formatting import listed
from core.i18n import locale_code
from core.models import BasePage
from newsroom.models import PageTemplate
from newsroom.page_templates.shipped import SHIPPED, SUMMARY, Shipped
from translation_desk.errors import BadValueError
from translation_desk.permissions import is_manager, require
from vocabulary.models import PageCountry, PageTopic

BLOCKS = frozenset({"paragraph", "heading", "key_figures", "table", "callout", "steps", "quote"})
"""Blocks that a template keeps: those without files and without pages, which belong to one page only."""
RELATIONS: dict[str, tuple[Any, str]] = {"topic_links": (PageTopic, "topic"), "country_links": (PageCountry, "country")}


@dataclass(frozen=True, slots=True)
class Offer:
    """A template that somebody may begin from."""

    key: str
    name: str
    description: str
    type_name: str
    url: str
    """The form of a new page, filled by it."""


def offers(parent: Page, models_below: Iterable[type[Page]]) -> list[Offer]:
    """Return the templates for pages of these types below a page, by type and name: one query."""
    types = {model._meta.label_lower: model for model in models_below}
    code = locale_code(parent.locale_id)
    with override(code):  # the headings are those that the page will have
        outlines = {each.key: listed([str(heading) for heading, _text in each.sections if heading]) for each in SHIPPED.values()}
    found = [
        _offer(f"shipped-{each.key}", str(each.name), outlines[each.key], each.model, parent)
        for each in SHIPPED.values()
        if each.model._meta.label_lower in types
    ]
    kept = PageTemplate.objects.filter(page_type__in=types, locale=parent.locale_id).defer("content")
    found += [_offer(f"kept-{row.pk}", row.name, row.description, types[row.page_type], parent) for row in kept]
    return sorted(found, key=lambda offer: offer.type_name)


def blank_url(parent: Page, model: type[Page]) -> str:
    """Return the address of the empty form of a new page."""
    return reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])


def _offer(key: str, name: str, description: str, model: type[Page], parent: Page) -> Offer:
    url = f"{blank_url(parent, model)}?{urlencode({'template': key})}"
    return Offer(key, name, description, capfirst(model.get_verbose_name()), url)


def fill(page: BasePage, key: str) -> None:
    """Fill a new page that is not stored yet. Raises Http404 for a template that is not for pages of its type and language."""
    source, _dash, rest = key.partition("-")
    if source == "shipped" and rest in SHIPPED and type(page) is SHIPPED[rest].model:
        _fill_from_shipped(page, SHIPPED[rest])
        return
    label = page._meta.label_lower
    row = PageTemplate.objects.filter(page_type=label, locale=page.locale_id, pk=rest).first() if rest.isdecimal() else None
    if source != "kept" or row is None:
        raise Http404
    kept = {field.name: field for field in _kept_fields(type(page))}
    for name, value in row.content["fields"].items():
        if name in kept:
            _set(page, kept[name], value)
    for name, ids in row.content["links"].items():
        link, entry = RELATIONS[name]
        there = set(link._meta.get_field(entry).related_model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
        setattr(page, name, [link(**{f"{entry}_id": pk}) for pk in ids if pk in there])


def _fill_from_shipped(page: BasePage, shipped: Shipped) -> None:
    with translation.override(page.language.code):
        page.summary = str(SUMMARY)
        page.body = _body(page, shipped.body())
    for name, value in shipped.fields.items():
        setattr(page, name, value)


def _body(page: BasePage, stored: list[dict[str, Any]]) -> Any:
    field: Any = page._meta.get_field("body")
    return field.to_python(json.dumps(stored))


def _set(page: BasePage, field: Any, value: Any) -> None:
    if isinstance(field, StreamField):
        setattr(page, field.name, field.to_python(json.dumps(value)))
    elif isinstance(field, models.ForeignKey):
        if field.related_model._base_manager.filter(pk=value).exists():
            setattr(page, field.attname, value)
    else:
        setattr(page, field.name, field.to_python(value))


def _kept_fields(model: type[Page]) -> list[Any]:
    """Return the fields that pages of a kind share: running text, choices, entries of vocabularies.

    Titles, numbers, dates and files are facts of one page.
    """
    of_wagtail = {field.name for field in Page._meta.concrete_fields}
    return [field for field in model._meta.concrete_fields if field.name not in of_wagtail and _is_shared(field)]


def _is_shared(field: Any) -> bool:
    if isinstance(field, models.ForeignKey):
        return bool(field.related_model._meta.app_label == "vocabulary")
    running = isinstance(field, models.TextField | StreamField | models.BooleanField)
    return running or (isinstance(field, models.CharField) and bool(field.choices))


@transaction.atomic
def keep(user: Any, page: BasePage, name: str, description: str, *, replace: bool = False) -> PageTemplate:
    """Keep the newest draft of a page as a template; for managers who may edit it.

    Raises NotAllowedError; BadValueError for a name that another template of this type and language has, unless it is replaced.
    """
    require(may_keep(user, page), _("Only managers keep templates."))
    name = _named(name)
    same = PageTemplate.objects.filter(page_type=page._meta.label_lower, locale=page.locale_id, name=name).first()
    if same is not None and not replace:
        raise BadValueError("name", _("A template of this name exists already. Choose another name, or replace it."))
    row = same or PageTemplate(page_type=page._meta.label_lower, locale_id=page.locale_id, name=name)
    row.description, row.kept_by, row.content = description.strip(), user, _content(page.get_latest_revision_as_object())
    row.save()
    return row


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise BadValueError("name", _("Give the template a name."))
    return name


def may_keep(user: Any, page: Page) -> bool:
    """Tell whether somebody may keep a page as a template."""
    return is_manager(user) and isinstance(page, BasePage) and page.permissions_for_user(user).can_edit()


def _content(page: BasePage) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in _kept_fields(type(page)):
        if isinstance(field, StreamField):
            stored = getattr(page, field.name).get_prep_value()
            values[field.name] = [_without_ids(block) for block in stored if block["type"] in BLOCKS]
        else:
            value = field.value_from_object(page)
            if value not in (None, ""):
                values[field.name] = value
    links = {name: [getattr(row, f"{entry}_id") for row in getattr(page, name).all()] for name, (_m, entry) in RELATIONS.items()}
    return {"fields": values, "links": links}


def _without_ids(value: Any) -> Any:
    """Return stored blocks without their ids, so that each page made from them gets its own."""
    if isinstance(value, list):
        return [_without_ids(part) for part in value]
    if isinstance(value, dict):
        is_block = value.keys() >= {"type", "value", "id"}
        return {name: _without_ids(part) for name, part in value.items() if not (is_block and name == "id")}
    return value


def rename(user: Any, row: PageTemplate, name: str, description: str) -> None:
    """Change name and description of a template; for managers. Raises NotAllowedError, BadValueError for a name that is taken."""
    require(is_manager(user), _("Only managers keep templates."))
    row.name, row.description = _named(name), description.strip()
    same = PageTemplate.objects.filter(page_type=row.page_type, locale=row.locale_id, name=row.name).exclude(pk=row.pk)
    if same.exists():
        raise BadValueError("name", _("A template of this name exists already."))
    row.save(update_fields=["name", "description"])


def remove(user: Any, row: PageTemplate) -> None:
    """Remove a template; for managers. Pages made from it stay as they are. Raises NotAllowedError."""
    require(is_manager(user), _("Only managers keep templates."))
    row.delete()


def type_name(label: str) -> str:
    """Return the name of a page type."""
    model: Any = apps.get_model(label)
    return str(capfirst(model._meta.verbose_name))
