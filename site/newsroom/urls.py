"""Addresses of the newsroom, all below the administration's `newsroom/`."""

from django.urls import URLPattern

from newsroom.views import release_steps, releases

app_name = "newsroom"
urlpatterns: list[URLPattern] = [
    *releases.urlpatterns,
    *release_steps.urlpatterns,
]
