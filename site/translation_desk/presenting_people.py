"""How people are put into words: roles by language, the state of the account."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import formatting
from core.i18n import locale_code
from translation_desk import absences, invitations
from translation_desk.filters import person_name
from translation_desk.models import DeskGroup


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


def _invitation(person: Any) -> str:
    if person.invited_at is None:
        return _("The invitation has not been sent yet")
    sent = {"date": formatting.day(person.invited_at.date())}
    if invitations.has_expired(person):
        return _("Invited on %(date)s; the link has ended") % sent
    return _("Invited on %(date)s") % sent
