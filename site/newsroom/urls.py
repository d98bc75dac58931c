"""Addresses of the newsroom, all below the administration's `newsroom/`."""

from django.urls import URLPattern

app_name = "newsroom"
urlpatterns: list[URLPattern] = []
