"""Addresses of the newsroom, all below the administration's `newsroom/`."""

from django.urls import URLPattern

from newsroom.views import (
    experts,
    guides,
    old_addresses,
    page_templates,
    parity,
    release_chosen,
    release_steps,
    releases,
    standards,
    tables,
    upkeep,
)

app_name = "newsroom"
urlpatterns: list[URLPattern] = [
    *parity.urlpatterns,
    *releases.urlpatterns,
    *release_steps.urlpatterns,
    *release_chosen.urlpatterns,
    *standards.urlpatterns,
    *tables.urlpatterns,
    *old_addresses.urlpatterns,
    *upkeep.urlpatterns,
    *experts.urlpatterns,
    *guides.urlpatterns,
    *page_templates.urlpatterns,
]
