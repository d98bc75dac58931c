"""The tag of every picture on a public page."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core import pictures

register = template.Library()


@register.simple_tag(takes_context=True)
def show_picture(context: template.Context, image: Any, place: str, alt: str | None = None) -> SafeString | str:
    """Print a picture in the sizes of a place (see `core.pictures`); in words and a link where no size of it is ready.

    In low-data mode every picture is in words. A pack of pages (`core.packing`) prints its own copies of pictures.

    `alt` describes it where it stands; without it the description of the library does. The first picture of a page is loaded at
    once, all others when the reader comes near them.
    """
    if not image:
        return ""
    if alt is not None:
        image.contextual_alt_text, image.decorative = alt, not alt
    shelf, there = context.get("page_pictures"), pictures.PLACES[place]
    if shelf is not None:
        shelf.lend(image)
    if getattr(context.get("request"), "is_preview", False):
        # Whoever has just uploaded it waits a moment for the one size that is quick to make; readers never do.
        image.get_rendition(pictures.specs(image, there)[0])
    if taker := context.get("pictures_to_take"):
        return taker.show(image, there)
    if context.get("low_data"):
        return in_words(image, there)
    attributes: dict[str, Any] = {"alt": pictures.description(image), "decoding": "async"}
    if place != "card" and shelf is not None and shelf.is_first():
        attributes |= {"fetchpriority": "high"} if place in {"lead", "home"} else {}
    else:
        attributes["loading"] = "lazy"
    return pictures.element(image, there, attributes) or in_words(image, there)


def in_words(image: Any, place: pictures.Place) -> SafeString | str:
    """Print a picture as its description and, where it is ready, a link to it; nothing on a card, whose page describes it."""
    if place is pictures.PLACES["card"]:
        return ""
    words, link = pictures.description(image), pictures.link(image, place)
    return render_to_string("includes/picture_in_words.html", {"words": words, "link": link})
