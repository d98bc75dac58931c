"""Tells people that what they typed into a form waits for approval, on whichever screen of Wagtail's the form stood."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from wagtail.admin import messages

from core.formatting import number
from translation_desk import column_gate


class ProposedTextsMiddleware:
    """Adds a message to the answer where forms handed texts to the gate. Reading costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; afterwards say how many texts wait because of the request."""
        if request.method != "POST":
            return self.get_response(request)
        with column_gate.counting() as counts:
            response = self.get_response(request)
        if taken := sum(counts):
            sentence = ngettext(
                "%(count)s text waits for a second person of its language. Visitors read the present one until then.",
                "%(count)s texts wait for a second person of their language. Visitors read the present ones until then.",
                taken,
            ) % {"count": number(taken)}
            look = messages.button(reverse("translation_desk:columns"), gettext("Look at what waits"))
            messages.info(request, sentence, buttons=[look])
        return response
