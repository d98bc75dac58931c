"""The public JSON API: Wagtail's own, read only, live and public content.

It says the same to everybody, signed in or not, and of pictures and files what public pages show and offer.
"""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from core.offered_files import on_public_pages
from core.versions import public


class Plain:
    """Answers in JSON only, without pages to look at, and with 404 where Wagtail fails: at a number that is none."""

    renderer_classes: ClassVar = [JSONRenderer]

    def find_object(self, queryset: Any, request: Any) -> Any:
        """Return the row that is asked for; None where there is none, as of what databases refuse to look for."""
        if any("\x00" in value for value in request.GET.values()):
            return None
        try:
            return super().find_object(queryset, request)  # type: ignore[misc]  # a mixin
        except (ValueError, OverflowError):
            return None


class Pages(Plain, PagesAPIViewSet):
    """Pages."""

    def get_base_queryset(self) -> QuerySet:
        """Leave out also what Wagtail tells: pages of a closed language, and private ones to whoever may read them."""
        return public(super().get_base_queryset())


class Images(Plain, ImagesAPIViewSet):
    """Images."""

    def get_queryset(self) -> QuerySet:
        """Leave out those that no public page shows."""
        return on_public_pages(super().get_queryset())


class Documents(Plain, DocumentsAPIViewSet):
    """Documents."""

    def get_queryset(self) -> QuerySet:
        """Leave out those that no public page offers."""
        return on_public_pages(super().get_queryset())


api = WagtailAPIRouter("api")
api.register_endpoint("pages", Pages)
api.register_endpoint("images", Images)
api.register_endpoint("documents", Documents)
