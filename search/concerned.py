"""Which pages must be looked at again when something that they name changes: a file, an entry of a vocabulary."""

from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToOneRel, Model, OneToOneRel, Q, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model
from wagtail.models import Page, ReferenceIndex, get_page_models

from search import indexing
from search.models import SearchDocument


def by_files(document_ids: Collection[int]) -> QuerySet:
    """Return the pages that name files: those whose documents do, and those that Wagtail's index of references knows."""
    file_type = ContentType.objects.get_for_model(get_document_model())
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=file_type,
        to_object_id__in=[str(document_id) for document_id in document_ids],
    )
    ids = {int(page_id) for page_id in references.values_list("object_id", flat=True).distinct()}
    carrying = SearchDocument.objects.filter(carried__file__in=document_ids).values("page")
    return Page.objects.filter(Q(pk__in=ids) | Q(pk__in=carrying))


def by_entry(entry: Model) -> QuerySet:
    """Return the pages that name an entry of a vocabulary, in a field of their own or in one of their rows."""
    return _naming(type(entry), entry)


def by_model(model: type[Model]) -> QuerySet:
    """Return the pages that name any entry of a vocabulary."""
    return _naming(model, None)


def by_source(model: type[Model]) -> QuerySet:
    """Return the pages of the types that tell of every entry of a model."""
    types = [kind for kind in get_page_models() if model._meta.label in getattr(kind, "search_sources", ())]
    return Page.objects.type(*types) if types else Page.objects.none()


def _naming(model: type[Model], entry: Model | None) -> QuerySet:
    found = Q(pk__in=[])
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or isinstance(relation, OneToOneRel):
            continue
        holder: Any = relation.related_model
        name = relation.field.name
        asked = {name: entry} if entry is not None else {f"{name}__isnull": False}
        rows = holder._base_manager.filter(**asked)
        if issubclass(holder, Page):
            found |= Q(pk__in=rows.values("pk"))
        else:
            for field in holder._meta.concrete_fields:
                if isinstance(field, ParentalKey) and issubclass(field.related_model, Page):
                    found |= Q(pk__in=rows.values(field.attname))
    return Page.objects.filter(found)


def files_later(document_ids: Collection[int]) -> None:
    """Have the pages that name files brought up to date in the background."""
    if document_ids:
        indexing.pages_later(by_files(document_ids))
