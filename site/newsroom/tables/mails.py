"""One mail to the approvers when a table was handed in, in place of one for each page. In their language."""

import logging
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import ngettext
from django_tasks import task

from core import formatting
from newsroom.models import TableImport
from newsroom.tables import approving
from newsroom.tables.registry import TABLES
from translation_desk.mails import as_read_by, letter
from translation_desk.notifying import managers

logger = logging.getLogger(__name__)


@task()
def tell_approvers(pk: int) -> None:
    """Tell everybody who may approve the pages of a table, but who wants no mails. A failure is logged and skipped."""
    row = TableImport.objects.select_related("requested_by").filter(pk=pk).first()
    number = len(approving.waiting(row)) if row is not None else 0
    if row is None or not number:
        return
    for user in managers():
        profile = getattr(user, "wagtail_userprofile", None)
        wanted = profile is None or profile.submitted_notifications
        if not user.email or not wanted or not approving.may_approve(user, row):
            continue
        try:
            compose(user, row, number).send()
        except Exception as error:
            logger.error("A mail to account %s was not sent: %s: %s", user.pk, type(error).__name__, error)


def compose(user: Any, row: TableImport, number: int) -> EmailMultiAlternatives:
    """Return the mail that tells an approver how many pages of a table wait."""
    base = settings.WAGTAILADMIN_BASE_URL
    settings_address = f"{base}{reverse('wagtailadmin_account')}#tab-notifications"
    with as_read_by(user) as language:
        context = {
            "user": user,
            "language": language,
            "author": row.requested_by,
            "table": TABLES[row.table].label,
            "name": row.name,
            "count": number,
            "address": base + reverse("newsroom:table_import", args=[row.pk]),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "settings_address": settings_address,
        }
        title = ngettext("%(count)s page waits for your approval", "%(count)s pages wait for your approval", number)
        title %= {"count": formatting.number(number)}
        return letter(user.email, title, "newsroom/tables/mail", context, settings_address=settings_address)
