"""Addresses of the newsroom, all below the administration's `newsroom/`."""

from django.urls import URLPattern

from newsroom.views import guides, page_templates

app_name = "newsroom"
urlpatterns: list[URLPattern] = [
    *guides.urlpatterns,
    *page_templates.urlpatterns,
]
