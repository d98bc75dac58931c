"""The public JSON API: Wagtail's own, read only, live and public content."""

from typing import Any, ClassVar

from rest_framework.renderers import JSONRenderer
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet


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


class Images(Plain, ImagesAPIViewSet):
    """Images."""


class Documents(Plain, DocumentsAPIViewSet):
    """Documents."""


api = WagtailAPIRouter("api")
api.register_endpoint("pages", Pages)
api.register_endpoint("images", Images)
api.register_endpoint("documents", Documents)
