"""A mail each week to those who answer for what needs upkeep, in their language; none where nothing is open."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.models import Page

from core.i18n import BY_CODE, SOURCE_CODE, locale_code, locale_ids
from newsroom.models import UpkeepMails, UpkeepPoint
from newsroom.upkeep import wording
from translation_desk.mails import as_read_by, letter
from translation_desk.models import DeskGroup

logger = logging.getLogger(__name__)

Role = DeskGroup.Role

EVERY = timedelta(days=7)
LISTED = 10
"""Points that a mail names; it says how many more there are."""


def send_mails(today: date | None = None) -> int:
    """Send a mail to everybody who had none for a week and has open points; return the number. A failure is logged and skipped.

    The same queries however many points and people there are, but one for each mail sent.
    """
    today = today or timezone.localdate()
    by_person = owners(list(UpkeepPoint.objects.filter(dismissed_at=None).order_by("kind", "-since", "pk")))
    known = {row.user_id: row for row in UpkeepMails.objects.filter(user__in=by_person)}
    people = get_user_model()._default_manager.select_related("wagtail_userprofile").in_bulk(by_person)
    sent = 0
    for pk, own in by_person.items():
        user, row = people[pk], known.get(pk)
        if not user.is_current or not user.email:
            continue
        if row is not None and (not row.wanted or (row.sent_on and today - row.sent_on < EVERY)):
            continue
        try:
            compose(user, own).send()
        except Exception as error:
            logger.error("A mail to account %s was not sent: %s: %s", user.pk, type(error).__name__, error)
            continue
        UpkeepMails.objects.update_or_create(user=user, defaults={"sent_on": today})
        sent += 1
    return sent


def owners(points: Sequence[UpkeepPoint]) -> dict[int, list[UpkeepPoint]]:
    """Return the points of each person, by id.

    English pages belong to who changed them last, else to who made them; images and files to who brought them. Where these answer
    for the English no more, the approvers do. What is to be done in another language concerns its reviewers.
    """
    roles: dict[tuple[str, str], set[int]] = defaultdict(set)
    for user_id, role, locale_id in DeskGroup.objects.values_list("group__user", "role", "locale_id"):
        if user_id:
            roles[role, locale_code(locale_id)].add(user_id)
    approvers = roles[Role.APPROVER, SOURCE_CODE]
    admins = get_user_model()._default_manager.filter(is_superuser=True).values_list("pk", flat=True)
    writers = approvers | roles[Role.EDITOR, SOURCE_CODE] | set(admins)
    english = locale_ids()[SOURCE_CODE]
    candidates = _candidates([point for point in points if point.locale_id == english])
    found: dict[int, list[UpkeepPoint]] = defaultdict(list)
    for point in points:
        if point.locale_id != english:
            concerned = roles[Role.REVIEWER, locale_code(point.locale_id)]
        else:
            owner = next((pk for pk in candidates.get(point.pk, ()) if pk in writers), None)
            concerned = approvers if owner is None else {owner}
        for pk in sorted(concerned):
            found[pk].append(point)
    return dict(found)


def _candidates(points: Sequence[UpkeepPoint]) -> Mapping[int, Sequence[int | None]]:
    """Return who may own each English point, by its id: whose account is still current, the likeliest first."""
    pages = Page.objects.filter(pk__in=UpkeepPoint.objects.filter(page__isnull=False).values("page"))
    of_page = {pk: pair for pk, *pair in pages.order_by().values_list("pk", "latest_revision__user", "owner")}
    brought = UpkeepPoint.objects.filter(page=None).values_list("pk", "image__uploaded_by_user", "document__uploaded_by_user")
    of_file = {pk: [image, document] for pk, image, document in brought}
    ids = {pk for pair in (*of_page.values(), *of_file.values()) for pk in pair if pk}
    current = {user.pk for user in get_user_model()._default_manager.filter(pk__in=ids) if user.is_current}
    pairs = ((point.pk, of_page.get(point.page_id, ()) if point.page_id else of_file.get(point.pk, ())) for point in points)
    return {pk: [one for one in pair if one in current] for pk, pair in pairs}


def compose(user: Any, points: Sequence[UpkeepPoint]) -> EmailMultiAlternatives:
    """Return the mail that lists somebody's open points."""
    base = settings.WAGTAILADMIN_BASE_URL
    settings_address = f"{base}{reverse('wagtailadmin_account')}#tab-notifications"
    with as_read_by(user) as language:
        context = {
            "user": user,
            "language": language,
            "entries": [_entry(point) for point in points[:LISTED]],
            "count": len(points),
            "more": max(0, len(points) - LISTED),
            "address": base + reverse("newsroom:upkeep"),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "settings_address": settings_address,
        }
        subject = ngettext("Upkeep: %(count)d point needs you", "Upkeep: %(count)d points need you", len(points)) % {
            "count": len(points)
        }
        return letter(user.email, subject, "newsroom/upkeep/mail", context, settings_address=settings_address)


def _entry(point: UpkeepPoint) -> dict[str, Any]:
    words, link = wording.link_words(point)
    return {
        "kind": point.get_kind_display(),
        "title": wording.thing(point),
        "language": BY_CODE[locale_code(point.locale_id)],
        "sentence": wording.sentence(point),
        "words": words,
        "link": link,
        "address": settings.WAGTAILADMIN_BASE_URL + reverse("newsroom:upkeep_point", args=[point.pk]),
    }
