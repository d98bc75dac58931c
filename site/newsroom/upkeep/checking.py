"""Looks at everything that is live, in the background, and keeps what needs a person."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from core.i18n import locale_ids
from core.queueing import with_commit
from newsroom.models import CheckedLink, UpkeepCheck, UpkeepPoint
from newsroom.upkeep import foreign_links, listing, mails, points, reading
from newsroom.upkeep.own_links import OwnLinks
from newsroom.upkeep.points import Point
from translation_desk import background
from translation_desk.errors import WrongStateError
from translation_desk.permissions import is_manager, require

State = UpkeepCheck.State

KEPT = timedelta(days=30)
"""How long is remembered who had everything checked."""
BETWEEN = timedelta(minutes=1)
"""Between two pieces of asking other sites; other tasks have their turn."""


def ask(user: Any) -> None:
    """Have everything checked now. Raises NotAllowedError, and WrongStateError while a check waits already."""
    require(is_manager(user), _("Only those who manage all languages may start a check."))
    if UpkeepCheck.objects.filter(state=State.WAITING, requested_at__gt=timezone.now() - background.STRANDED).exists():
        raise WrongStateError(_("A check is under way already. Look again in a minute."))
    begin(user)


def begin(user: Any = None) -> None:
    """Have everything checked in the background, and forget old checks. What nobody asked for is followed by the mails."""
    UpkeepCheck.objects.filter(requested_at__lt=timezone.now() - KEPT).delete()
    row = UpkeepCheck.objects.create(requested_by=user)
    with_commit(run_check, row.pk)


def begin_night() -> None:
    """Have everything checked, and other sites asked where that is switched on."""
    begin()
    if foreign_links.enabled():
        with_commit(ask_other_sites)


@task()
def run_check(pk: int) -> None:
    """Carry out a check that waits."""
    background.carry_out(UpkeepCheck, pk, _keep, run_check, read=look)


def _keep(row: UpkeepCheck, found: tuple[list[Point], set[str]]) -> None:
    points, addresses = found
    foreign_links.follow(addresses)
    store(points)
    if row.requested_by_id is None:
        with_commit(mail_owners)


@task()
def mail_owners() -> None:
    """Send the weekly mails that are due, from the list just made: what was mended is in none."""
    mails.send_mails()


@task()
def ask_other_sites() -> None:
    """Ask some addresses; go on a little later while more are due, and check everything anew when none is."""
    asked = foreign_links.ask_some()
    if asked and foreign_links.due(timezone.localdate()) and ask_other_sites.get_backend().supports_defer:
        ask_other_sites.using(run_after=timezone.now() + BETWEEN).enqueue()
    elif asked:
        begin()


def ask_site_again(user: Any, point: UpkeepPoint) -> None:
    """Have the other site of a broken link asked in the background, now and not at night.

    Raises NotAllowedError, and WrongStateError where it was asked a moment ago, or other sites are not asked at all.
    """
    require(listing.visible(user).filter(pk=point.pk).exists())
    with transaction.atomic():
        link = foreign_links.of_point(point)
        if link is None:
            raise WrongStateError(_("Only links to other sites are asked, and only where the server is set to do so."))
        foreign_links.want(link)
        with_commit(ask_one_site, link.pk, user.pk)


@task()
def ask_one_site(link_pk: int, user_pk: int) -> None:
    """Ask one address, and bring the list up to date."""
    link = CheckedLink.objects.filter(pk=link_pk).first()
    if link is not None and foreign_links.enabled():
        foreign_links.ask_one(link)
        begin(get_user_model()._default_manager.filter(pk=user_pk).first())


def look() -> tuple[list[Point], set[str]]:
    """Return what needs a person, and the addresses on other sites that live pages lead to. Writes nothing."""
    content = reading.read()
    own = OwnLinks(content)
    addresses = {link.target for link in content.links if not own.is_own(link.target)}
    return list(points.all_points(content, own, foreign_links.broken(), timezone.localdate())), addresses


def store(found: Iterable[Point]) -> None:
    """Keep these points and no others. What was dismissed stays so while what it rests on is the same."""
    known = {row.key: row for row in UpkeepPoint.objects.all()}
    kept: dict[str, UpkeepPoint] = {}
    locales = locale_ids()
    for point in found:
        key, state = _digest(f"{point.kind} {point.about}"), _digest(point.state)
        if key in kept:
            continue
        row = kept[key] = known.pop(key) if key in known else UpkeepPoint(key=key, kind=point.kind)
        if row.state != state:
            row.dismissed_at, row.dismissed_by, row.reason = None, None, ""
        row.state, row.locale_id, row.title, row.data = state, locales[point.code], point.title[:255], point.data
        row.page_id, row.image_id, row.document_id = point.page_id, point.image_id, point.document_id
    old = [row for row in kept.values() if row.pk]
    gone = [row.pk for row in known.values()]
    for start in range(0, len(gone), 500):
        UpkeepPoint.objects.filter(pk__in=gone[start : start + 500]).delete()
    UpkeepPoint.objects.bulk_create([row for row in kept.values() if row.pk is None], batch_size=50)
    fields = ["state", "locale", "title", "data", "page", "image", "document", "dismissed_at", "dismissed_by", "reason"]
    UpkeepPoint.objects.bulk_update(old, fields, batch_size=50)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
