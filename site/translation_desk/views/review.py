"""Decisions of reviewers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
