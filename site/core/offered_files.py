"""Which files somebody may fetch: what belongs to pages only that they may not read is not given to them.

A file is there before the page that brings it is approved, and stays when that page is taken offline or becomes private. Its
address can be guessed, a number and the name of the file, or was kept by somebody. Wagtail asks about collections of files alone.
Files that no page names are given to everybody: old addresses, letters and other sites may lead to them.
"""

import json
import re
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, IntegerField, Model, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.models import Page, ReferenceIndex, Revision

from core.models import CustomDocument, CustomImage
from core.versions import is_admitted, public

# Backslashes, since a body is JSON inside of JSON.
_NAMED = {
    # In the rows of a page, in a block, and behind a word of running text.
    CustomDocument: re.compile(
        r'(?:document|file)\\*": *"?([0-9]+)"?[,}]'
        r'|linktype=\\*"document\\*"[^>]*?id=\\*"([0-9]+)|id=\\*"([0-9]+)\\*"[^>]*?"document'
    ),
    # The lead image, in the rows of a page, in a block.
    CustomImage: re.compile(r'image\\*": *"?([0-9]+)'),
}


def named_in(content: Any, model: type[CustomDocument | CustomImage] = CustomDocument) -> set[int]:
    """Return the ids of the files, or of the pictures, that the stored content of a page names."""
    text = json.dumps(content, cls=DjangoJSONEncoder)
    return {int(pk) for found in _NAMED[model].finditer(text) for pk in found.groups() if pk}


def on_public_pages(files: QuerySet) -> QuerySet:
    """Leave out the files and pictures that no live page names which everybody may read; as far as Wagtail's index is."""
    page = public(Page.objects.live()).filter(pk=Cast(OuterRef("object_id"), IntegerField()))
    return files.filter(pk__in=_references(files.model).filter(Exists(page)).values(pk=Cast("to_object_id", IntegerField())))


def may_fetch(document: CustomDocument, request: HttpRequest) -> bool:
    """Tell whether somebody may have a file. One query for what a public page offers; staff see drafts, so they may have all."""
    references = _references(CustomDocument).filter(to_object_id=str(document.pk))
    naming = Page.objects.filter(pk__in=references.values(pk=Cast("object_id", IntegerField())))
    if public(naming.live()).exists():
        return True
    held_by = naming | Page.objects.filter(pk__in=_drafts_naming(document))
    keys = set(held_by.order_by().values_list("translation_key", flat=True))
    if not keys or _is_offered_by(document, public(Page.objects.live()).filter(translation_key__in=keys)):
        return True
    return request.user.has_perm("wagtailadmin.access_admin") or any(is_admitted(page, request) for page in naming.live())


def _references(model: type[Model]) -> QuerySet:
    """Return what Wagtail knows of pages that name files: of a live page it knows what visitors read, whatever its draft says."""
    kinds = {"base_content_type": Page, "to_content_type": model}
    return ReferenceIndex.objects.filter(**{name: ContentType.objects.get_for_model(kind) for name, kind in kinds.items()})


def _drafts_naming(document: CustomDocument) -> list[int]:
    """Return the ids of pages whose newest draft names a file: no index knows what only a draft says."""
    drafts = Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True)).order_by().values("latest_revision")
    looks_like_it = rf'(document|file|id)[\\": =]+{document.pk}([^0-9]|$)'
    revisions = Revision.objects.annotate(text=Cast("content", TextField())).filter(pk__in=drafts, text__regex=looks_like_it)
    return [int(pk) for pk, content in revisions.values_list("object_id", "content") if document.pk in named_in(content)]


def _is_offered_by(document: CustomDocument, pages: QuerySet) -> bool:
    """Look at what visitors read of a few pages: Wagtail's index is the worker's, so it comes a moment after a publication."""
    for page in pages.select_related("live_revision"):
        content = page.live_revision.content if page.live_revision else page.specific.serializable_data()
        if document.pk in named_in(content):
            return True
    return False
