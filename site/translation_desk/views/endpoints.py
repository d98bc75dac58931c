"""What the editor's script calls."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
