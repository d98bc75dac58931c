"""Takes messages from visitors: checks them, stores them, hands them to the office."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from django_tasks import task

from core.i18n import BY_CODE, active_language, language_name, speaking
from core.views import not_found
from core.visitors import came_from_here, times
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
    elif form.is_valid() and not form.cleaned_data["website"] and times(request, "message") > MESSAGES_PER_HOUR:
        form.add_error(None, _("You have sent several messages within an hour. Please wait a while and send it again."))
    if not form.is_valid():
        context = {**page.get_context(request), "form": form}
        response = render(request, page.template, context, status=422)
        response["X-Robots-Tag"] = "noindex"
        return response
    if not form.cleaned_data["website"]:
        store(page, form.cleaned_data)
    return HttpResponseRedirect(f"{page.public_url}?sent=1#sent")


@transaction.atomic
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
