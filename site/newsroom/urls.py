"""Addresses of the newsroom, all below the administration's `newsroom/`."""

from django.urls import URLPattern

from newsroom.views import experts

app_name = "newsroom"
urlpatterns: list[URLPattern] = [
    *experts.urlpatterns,
]
