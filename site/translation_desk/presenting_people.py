"""How people are put into words: roles by language, the state of the account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from core import formatting
from core.i18n import language_name, locale_code
from translation_desk import absences, invitations
from translation_desk.filters import person_name
from translation_desk.log_entries import PREFIX
from translation_desk.models import DeskGroup
from translation_desk.wording import person as name_of

SHOWN = 30
"""Steps of an account that are listed."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a line about a person shows."""

    person: Any
    name: str
    cells: list[tuple[str, list[str]]]
    """By language code, the names of the roles."""
    remarks: list[str]
    closed: bool
    waiting: bool
    """The person was invited and has no password yet."""


def row(person: Any, codes: list[str]) -> Row:
    """Return what a line shows about a person whose groups were fetched, in some languages."""
    roles: dict[str, list[str]] = {code: [] for code in codes}
    for group in person.groups.all():
        held = getattr(group, "desk_group", None)
        if held is not None and locale_code(held.locale_id) in roles:
            roles[locale_code(held.locale_id)].append(str(DeskGroup.Role(held.role).label))
    waiting = person.is_current and not person.has_usable_password()
    return Row(person, person_name(person), list(roles.items()), remarks(person), not person.is_current, waiting)


def remarks(person: Any) -> list[str]:
    """Return what one should know about an account."""
    found = []
    if person.is_superuser:
        found.append(_("Administrator"))
    if person.has_ended:
        found.append(_("Last day was %(date)s") % {"date": formatting.day(person.ends_on)})
    elif not person.is_active:
        found.append(_("Account closed"))
    elif person.ends_on:
        found.append(_("Last day is %(date)s") % {"date": formatting.day(person.ends_on)})
    if away := absences.until(absences.of(person)):
        found.append(str(capfirst(away)))
    if person.is_current and not person.has_usable_password():
        found.append(_invitation(person))
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """One line of what happened to an account."""

    at: datetime
    person: str
    step: str
    details: list[str]


def history(person: Any) -> list[Step]:
    """Return what was done with an account at the desk, newest first, in two queries."""
    kind = ContentType.objects.get_for_model(person)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id=str(person.pk), action__startswith=f"{PREFIX}person_")
    found = []
    for entry in entries.select_related("user").order_by("-timestamp", "-pk")[:SHOWN]:
        formatter = registry.get_formatter(entry)
        step = str(formatter.format_message(entry)) if formatter else entry.action
        found.append(Step(entry.timestamp, name_of(entry.user, entry.user_id), step, _details(entry.data)))
    return found


def _details(data: dict[str, Any]) -> list[str]:
    found = []
    for pattern, grants in (("+ %s", data.get("roles") or data.get("given") or []), ("− %s", data.get("taken") or [])):
        for grant in grants:
            role, code = grant.split(" ")
            found.append(pattern % f"{capfirst(language_name(code))}: {DeskGroup.Role(role).label}")
    if ends_on := parse_date(data.get("ends_on") or ""):
        found.append(formatting.day(ends_on))
    if data.get("comment"):
        found.append(str(data["comment"]))
    return found


def _invitation(person: Any) -> str:
    if person.invited_at is None:
        return _("The invitation has not been sent yet")
    sent = {"date": formatting.day(timezone.localtime(person.invited_at).date())}
    if invitations.has_expired(person):
        return _("Invited on %(date)s; the link has ended") % sent
    return _("Invited on %(date)s") % sent
