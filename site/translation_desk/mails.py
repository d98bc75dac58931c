"""Mails to the staff: one for each person, in their language and time zone, as plain text and as HTML."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django_tasks import task

from core.i18n import BY_CODE, SOURCE_CODE, speaking
from translation_desk import presenting
from translation_desk.models import Notice
from translation_desk.wording import language_told, local_time, sentence, standing_in

logger = logging.getLogger(__name__)


@task()
def mail_notices(ids: list[int]) -> None:
    """Mail notices to their people, one mail for each person. What cannot be sent stays marked as not sent."""
    send(with_people(Notice.objects.filter(pk__in=ids, mailed_at=None)))


def with_people(notices: Any) -> list[Notice]:
    """Read notices, oldest first, with all that a mail says."""
    return list(notices.select_related("user__wagtail_userprofile", "job", "actor", "instead_of").order_by("created_at", "pk"))


def send(notices: Iterable[Notice], *, collected: bool = False) -> int:
    """Send one mail to each person, mark what was sent, and return the number of mails. A failure is logged and skipped."""
    by_person: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_person[notice.user_id].append(notice)
    sent = 0
    for own in by_person.values():
        user = own[0].user
        if not user.is_current or not user.email:
            continue
        try:
            compose(user, own, collected=collected).send()
        except Exception as error:
            logger.error("A mail to account %s was not sent: %s: %s", user.pk, type(error).__name__, error)
            continue
        Notice.objects.filter(pk__in=[notice.pk for notice in own]).update(mailed_at=timezone.now())
        sent += 1
    return sent


def compose(user: Any, notices: Sequence[Notice], *, collected: bool = False) -> EmailMultiAlternatives:
    """Return the mail that tells somebody of some notices."""
    settings_address = f"{settings.WAGTAILADMIN_BASE_URL}{reverse('wagtailadmin_account')}#tab-notifications"
    with as_read_by(user) as language:
        context = {
            "user": user,
            "language": language,
            "collected": collected,
            "entries": [entry(notice) for notice in notices],
            "site_name": settings.WAGTAIL_SITE_NAME,
            "settings_address": settings_address,
        }
        title = subject(notices, collected=collected)
        return letter(user.email, title, "translation_desk/mails/notices", context, settings_address=settings_address)


def letter(
    to: str, title: str, template: str, context: Mapping[str, Any], *, settings_address: str = ""
) -> EmailMultiAlternatives:
    """Return a mail in the active language, as text and as HTML: two templates of one name.

    Its subject is one line, whatever a title or a name in it holds. With an address of settings mail programs offer it as the
    way to get no more.
    """
    headers = {"Auto-Submitted": "auto-generated"}
    if settings_address:
        headers["List-Unsubscribe"] = f"<{settings_address}>"
    body = render_to_string(f"{template}.txt", context)
    mail = EmailMultiAlternatives(" ".join(title.split()), body, to=[to], headers=headers)
    mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return mail


@contextmanager
def as_read_by(user: Any) -> Iterator[Any]:
    """Activate the language and the time zone of somebody's administration; yields the language."""
    profile = getattr(user, "wagtail_userprofile", None)
    code = getattr(profile, "preferred_language", "") or SOURCE_CODE
    try:
        zone = ZoneInfo(getattr(profile, "current_time_zone", "") or settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo(settings.TIME_ZONE)
    with speaking(code if code in BY_CODE else SOURCE_CODE) as language, timezone.override(zone):
        yield language


def entry(notice: Notice) -> dict[str, Any]:
    """Return what one notice shows: event, title and English title, sentence, words of the other person, address."""
    return {
        "event": notice.get_event_display(),
        "titles": presenting.titles_of(notice),
        "language": language_told(notice),
        "sentence": sentence(notice),
        "standing_in": standing_in(notice),
        "message": notice.message,
        "time": local_time(notice.created_at),
        "address": settings.WAGTAILADMIN_BASE_URL + presenting.address_of(notice),
    }


def subject(notices: Sequence[Notice], *, collected: bool = False) -> str:
    """Return the line a reader sees in the list of mails, without line breaks whatever a title holds."""
    first = notices[0]
    if len(notices) == 1 and not collected:
        text = _("%(event)s: %(title)s (%(language)s)") % {
            "event": first.get_event_display(),
            "title": presenting.titles_of(first)[-1].text,
            "language": language_told(first),
        }
    elif not collected and len({notice.event for notice in notices}) == 1 and all(notice.job_id for notice in notices):
        text = ngettext("%(event)s: %(count)d translation", "%(event)s: %(count)d translations", len(notices)) % {
            "event": first.get_event_display(),
            "count": len(notices),
        }
    else:
        text = ngettext("Translations: %(count)d message", "Translations: %(count)d messages", len(notices)) % {
            "count": len(notices)
        }
    return " ".join(text.split())
