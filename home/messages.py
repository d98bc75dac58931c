"""What staff do with visitors' messages beside answering them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from core import reports
from core.reports import Outcome, ReportError
from home.models import ContactMessage


def may_turn(user: Any) -> bool:
    """Tell whether somebody may make work of messages: who may change them."""
    return bool(policy_registry.get_by_type(ContactMessage).user_has_permission(user, "change"))


def offer(message: ContactMessage) -> str:
    """Return what a message would become, as a sentence; empty where it cannot, or has already."""
    keeper = reports.keeper()
    return "" if keeper is None or message.work or not message.page_path else keeper.offer(message.page_path)


def outcome(message: ContactMessage) -> Outcome | None:
    """Return what became of a message; None where nothing did, or where it is there no more."""
    keeper = reports.keeper()
    return keeper.outcome(message.work) if keeper is not None and message.work else None


@transaction.atomic
def turn(user: Any, message: ContactMessage, text: str) -> ContactMessage:
    """Make work of a message, once. `text` is what those who do it read. Raises PermissionDenied, ReportError."""
    if not may_turn(user):
        raise PermissionDenied
    message = ContactMessage.objects.select_for_update().get(pk=message.pk)
    keeper = reports.keeper()
    if message.work:
        raise ReportError(_("This message was turned into a correction already."))
    if keeper is None:
        raise ReportError(_("No page of this site stands at the address of the message."))
    message.work = keeper.turn(user, message.page_path, text)
    message.turned_at = timezone.now()
    message.save(update_fields=["work", "turned_at"])
    return message
