"""The address that a search box asks while somebody types."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.i18n import active_language
from search.completing import completions


@cache_control(private=True, max_age=60)
@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return at most eight texts that go on as typed, as JSON. Anything may be typed; most of it goes on as nothing."""
    return JsonResponse({"suggestions": completions(request.GET.get("q", ""), active_language().code)})
