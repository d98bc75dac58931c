"""Addresses of the search, below the prefix of a language."""

from django.urls import path

from search import suggestions, views

urlpatterns = [
    path("", views.results, name="search"),
    path("suggestions/", suggestions.suggestions, name="search_suggestions"),
]
