"""Addresses of the newsroom, all below the administration's `newsroom/`."""

from django.urls import URLPattern

from newsroom.views import old_addresses, tables

app_name = "newsroom"
urlpatterns: list[URLPattern] = [
    *tables.urlpatterns,
    *old_addresses.urlpatterns,
]
