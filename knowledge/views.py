"""What sections of knowledge give away as files: references to publications, and pages to take along."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.i18n import active_language, locale_ids
from core.listing import Listing
from core.packing import answer
from core.versions import public
from knowledge import citations, packs
from knowledge.lists import PUBLICATIONS
from knowledge.models import PublicationPage
from knowledge.models.publications import publications_for_cards


@require_safe
def publication(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    """Answer with the reference to a publication that is public in the language of the address; 404 for any other."""
    found = _with_names(_public(PublicationPage.objects.all()))
    return _references(request, [get_object_or_404(found, slug=slug)], f"{slug}.{ending}", ending)


@require_safe
def publications(request: HttpRequest, ending: str) -> HttpResponse:
    """Answer with the references of the list that the address asks for, in its order, at most 500."""
    listing = Listing(publications_for_cards(), PUBLICATIONS, request.GET)
    ids = listing.ordered_ids[: citations.MOST]
    found = _with_names(PublicationPage.objects.all()).in_bulk(ids)
    return _references(request, [found[pk] for pk in ids if pk in found], f"publications.{ending}", ending)


@require_safe
def pack(request: HttpRequest, kind: str, slug: str) -> HttpResponseBase:
    """Answer with the ZIP of a course or a topic that is public in the language of the address; 404 for any other."""
    page = get_object_or_404(_public(packs.KINDS[kind].objects.all()), slug=slug)
    return answer(request, page, packs.members)


def _public(pages: QuerySet) -> QuerySet:
    return public(pages.filter(live=True, locale_id=locale_ids().get(active_language().code)))


def _with_names(pages: Any) -> Any:
    names = ("person_links__person", "organisation_links__organisation")
    return pages.defer_streamfields().select_related("document_type").prefetch_related(*names)


def _references(request: HttpRequest, pages: list[Any], name: str, ending: str) -> HttpResponse:
    write, content_type = citations.FORMATS[ending]
    citations.load(pages)
    origin = f"{request.scheme}://{request.get_host()}"
    entries = [write(citations.cite(page, origin)) for page in pages]
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse("".join(entries), content_type, headers=headers)
