"""Addresses that a script calls: every answer is JSON, refusals and expired sessions too."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.urls.resolvers import RoutePattern
from django.utils.translation import gettext as _

from translation_desk.errors import BadTextError, DeskError, NotAllowedError, as_json

View = Callable[..., HttpResponse]


class JsonPattern(URLPattern):
    """An address whose refusals are JSON.

    Wagtail wraps every address of its administration in a check that sends a signed-out person to the sign-in page. A script
    that saves a text must hear that the session is over instead, so our wrapping stays outermost.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, _refusing_in_json(value) if name == "callback" else value)


def json_path(route: str, view: View, name: str) -> URLPattern:
    """Return the pattern of an address that a script calls."""
    return JsonPattern(RoutePattern(route, name=name, is_endpoint=True), _telling_errors(view), None, name)


def posted(request: HttpRequest) -> dict[str, Any]:
    """Return what a script sent. Raises BadTextError for anything but an object in JSON, NotAllowedError for another's words.

    Somebody else may have signed in in another tab; what was typed before must not be saved under their name.
    """
    try:
        data = json.loads(request.body or b"{}")
    except ValueError as error:
        raise BadTextError(_("The request cannot be read.")) from error
    if not isinstance(data, dict):
        raise BadTextError(_("The request cannot be read."))
    if data.get("user", request.user.pk) != request.user.pk:
        raise NotAllowedError(_("Somebody else is signed in now. Sign in under your own name; your text is kept here."))
    return data


def _refusing_in_json(view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            message = _("You are signed out. Sign in in another tab; your text is kept here and will be saved then.")
            return JsonResponse({"error": "signed_out", "message": message}, status=401)
        # Wagtail then raises where it would lead to another page.
        request.META["HTTP_X_REQUESTED_WITH"] = "XMLHttpRequest"
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            return JsonResponse(as_json(NotAllowedError()), status=403)

    return wrapped


def _telling_errors(view: View) -> View:
    """Answer refusals inside Wagtail's wrapping, where the person's language is active."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DeskError as error:
            return JsonResponse(as_json(error), status=error.status)
        except PermissionDenied:
            return JsonResponse(as_json(NotAllowedError()), status=403)
        except Http404:
            return JsonResponse({"error": "gone", "message": _("This does not exist any more. Load the page anew.")}, status=404)

    return wrapped
