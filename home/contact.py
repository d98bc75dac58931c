"""Takes messages from visitors: checks them, stores them, hands them to the office."""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django_tasks import task

from core.i18n import BY_CODE, active_language, language_name, speaking
from core.views import not_found
from home.forms import ContactForm
from home.models import ContactMessage, ContactPage

MESSAGES_PER_HOUR = 5


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def send_message(request: HttpRequest) -> HttpResponse:
    """Take a message and show the contact page again, with thanks or with the errors beside the fields.

    Public pages set no cookie, so there is no token to compare; the browser's word on where the form came from is checked.
    """
    page = ContactPage.objects.live().filter(locale__language_code=active_language().code).first()
    if page is None:
        return not_found(request)
    if request.method != "POST":
        return HttpResponseRedirect(page.public_url)
    form = ContactForm(request.POST, answers_in=page.answers_in)
    if not came_from_here(request):
        form.add_error(None, _("Your message was not accepted because your browser did not say which page it came from."))
    elif form.is_valid() and not form.cleaned_data["website"] and too_many(request):
        form.add_error(None, _("You have sent several messages within an hour. Please wait a while and send it again."))
    if not form.is_valid():
        context = {**page.get_context(request), "form": form}
        response = render(request, page.template, context, status=422)
        response["X-Robots-Tag"] = "noindex"
        return response
    if not form.cleaned_data["website"]:
        store(page, form.cleaned_data)
    return HttpResponseRedirect(f"{page.public_url}?sent=1#sent")


def came_from_here(request: HttpRequest) -> bool:
    """Tell whether Origin, or else Referer, names this host."""
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(origin).netloc.lower() == request.get_host().lower()
    except ValueError:
        return False


def too_many(request: HttpRequest) -> bool:
    """Count a message of this sender; true when the hour's allowance is used up.

    The sender's address is only kept as a hash with the site's secret, for an hour.
    """
    digest = hashlib.sha256(f"{settings.SECRET_KEY}{client_address(request)}".encode()).hexdigest()[:32]
    key = f"contact-{digest}"
    cache.add(key, 0, 3600)
    return cache.incr(key) > MESSAGES_PER_HOUR


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address, as the nearest trusted proxy saw it."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        return forwarded[-settings.TRUSTED_PROXIES]
    return request.META.get("REMOTE_ADDR", "")


def store(page: ContactPage, data: dict[str, Any]) -> ContactMessage:
    """Store a checked message and have it mailed to the office in the background."""
    message = ContactMessage.objects.create(
        name=data["name"],
        email=data["email"],
        message=data["message"],
        page_path=data["page"],
        language=active_language().code,
        reply_language=data["reply_language"],
        delete_after=ContactMessage.last_day(page.retention_days),
    )
    mail_to_office.enqueue(message.pk)
    return message


@task()
def mail_to_office(message_id: int) -> None:
    """Mail a stored message to the office, in English with the visitor's own words below."""
    message = ContactMessage.objects.filter(pk=message_id).first()
    if message is None or not settings.CONTACT_RECIPIENTS:
        return
    with speaking("en") as english:
        lines = [
            f"Language: {language_name(message.language, english)}",
            f"Answer in: {language_name(message.reply_language, english)}",
            f"Page: {message.page_path or '-'}",
            f"Name: {message.name or '-'}",
            f"E-mail: {message.email or '-'}",
            "",
            message.message,
        ]
    EmailMessage(
        subject=f"Message from the portal ({BY_CODE[message.language].english_name})",
        body="\n".join(lines),
        to=settings.CONTACT_RECIPIENTS,
        reply_to=[message.email] if message.email else None,
    ).send()
