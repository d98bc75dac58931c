"""Answers to what the workflow forbids: a sentence in the person's language, and whatever they typed."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from wagtail.admin import messages
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Page

BOOKKEEPING = ("-count", "-deleted", "-id", "-ORDER", "-order", "-type", "_FORMS", "-level")
"""Ends of names in Wagtail's forms that hold no text of anybody."""
SHORTEST = 2


def refuse(request: HttpRequest, sentence: str, *, back_to: str) -> HttpResponse:
    """Refuse a step that carried no text: lead back and say why there. Scripts get the sentence as JSON."""
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        messages.error(request, sentence)
        return render_modal_workflow(request, "", None, {}, json_data={"step": "success", "redirect": back_to})
    if not request.accepts("text/html"):
        return JsonResponse({"success": False, "error_code": "refused", "error_message": sentence}, status=403)
    messages.error(request, sentence)
    return redirect(back_to)


def refuse_text(request: HttpRequest, page: Page, sentence: str, *, back_to: str) -> HttpResponse:
    """Refuse a form with text in it: show the text, so that it can be copied to where it belongs.

    A script that saves by itself gets the sentence as JSON; the text stays where it was typed.
    """
    if not request.accepts("text/html"):
        return JsonResponse({"success": False, "error_code": "refused", "error_message": sentence}, status=409)
    typed = typed_texts(request.POST, page)
    if not typed:
        messages.error(request, sentence)
        return HttpResponseRedirect(back_to)
    context = {"page": page, "sentence": sentence, "texts": typed, "back_to": back_to}
    return render(request, "translation_desk/refused_text.html", context, status=409)


def typed_texts(form: QueryDict, page: Page) -> list[str]:
    """Return the texts of a posted page form that differ from what the page says."""
    known = _texts_of(page.serializable_data())
    found: list[str] = []
    for name, value in form.items():
        if name.startswith(("csrf", "comments-", "action-", "next", "loaded_", "overwrite_")) or name.endswith(BOOKKEEPING):
            continue
        text = _plain(str(value))
        if len(text) >= SHORTEST and not text.isdigit() and text not in known and text not in found:
            found.append(text)
    return found


def _plain(value: str) -> str:
    """Return the text of a posted value. The rich text editor posts paragraphs as JSON."""
    try:
        content = json.loads(value)
    except ValueError:
        return value.strip()
    if isinstance(content, dict) and isinstance(content.get("blocks"), list):
        return "\n\n".join(block.get("text", "") for block in content["blocks"]).strip()
    return value.strip()


def _texts_of(data: Any) -> set[str]:
    if isinstance(data, dict):
        return {text for value in data.values() for text in _texts_of(value)}
    if isinstance(data, list):
        return {text for value in data for text in _texts_of(value)}
    if isinstance(data, str):
        try:
            content = json.loads(data)
        except ValueError:
            return {data.strip()}
        return {data.strip()} | (_texts_of(content) if isinstance(content, list | dict) else set())
    return set()
