"""Addresses of the project with one more: a page of the administration with nothing in it, to measure screens against."""

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from wagtail.admin.auth import require_admin_access

from config.urls import handler403, handler404, handler500, urlpatterns as project


def empty(request: HttpRequest) -> TemplateResponse:
    """Show Wagtail's frame."""
    return TemplateResponse(request, "wagtailadmin/generic/base.html", {"header_title": "Empty"})


urlpatterns: list[URLPattern | URLResolver] = [path("admin/empty/", require_admin_access(empty)), *project]

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]
