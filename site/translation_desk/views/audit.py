"""Who translated, changed, approved and published what."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
