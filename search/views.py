"""The results page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@cache_control(private=True, max_age=60)
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what the query of the address finds, or how to begin where it asks for nothing."""
    return render(request, "search/start.html", {})
