"""Pages by languages, for managers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
