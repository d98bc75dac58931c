"""The results page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core.i18n import LANGUAGES, active_language
from core.versions import BarEntry
from search.addresses import read, search_address
from search.results import Results

START_TEMPLATE = "search/start.html"


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show what the query of the address finds, or how to begin where it asks for nothing."""
    reader = active_language()
    found = Results(read(request.GET), reader)
    address = found.question.address(page=found.question.page) if found.text else ""
    same_query = found.question.address() if found.text else ""
    context: dict[str, Any] = {
        "results": found,
        "language_bar": [
            BarEntry(language, f"{_path(language.code)}{same_query}", language == reader, True, "") for language in LANGUAGES
        ],
        "canonical": f"{_path(reader.code)}{address}",
    }
    response = render(request, "search/results.html" if found.asked else START_TEMPLATE, context)
    if found.text:
        response["X-Robots-Tag"] = "noindex"
        if request.method == "GET" and found.record():
            # Each time somebody looks for what is not there counts.
            patch_cache_control(response, private=True, max_age=60)
    return response


def _path(code: str) -> str:
    with translation.override(code):
        return search_address()
