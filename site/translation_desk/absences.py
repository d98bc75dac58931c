"""Who is away, until when, and who stands in: new work and notices go to the deputy meanwhile.

Days are those of the site's calendar, both ends included.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core import formatting
from translation_desk.errors import BadValueError, NotAllowedError
from translation_desk.models import Absence
from translation_desk.permissions import Role, is_manager, roles_of
from translation_desk.staffing import require_handled, today


def of(person: Any) -> Absence | None:
    """Return the absence that a person is in today; read once for each user object."""
    if not hasattr(person, "_absence_today"):
        absence = getattr(person, "absence", None)
        person._absence_today = absence if absence and absence.first_day <= today() <= absence.last_day else None
    found: Absence | None = person._absence_today
    return found


def current() -> dict[int, Absence]:
    """Return today's absences by the id of the person, in one query."""
    day = today()
    rows = Absence.objects.filter(first_day__lte=day, last_day__gte=day)
    return {row.user_id: row for row in rows.select_related("user", "deputy__absence")}


def until(absence: Absence | None) -> str:
    """Return until when somebody is away, in words that break into lines; empty for nobody."""
    if absence is None:
        return ""
    # It stands in narrow columns, where a date that cannot break would be cut.
    return _("away until %(date)s") % {"date": formatting.day(absence.last_day).replace("\N{NO-BREAK SPACE}", " ")}


def stand_in(person: Any, allowed: Callable[[Any], bool]) -> Any:
    """Return who takes a person's place today: the deputy, or the deputy's deputy, if allowed; else the person."""
    seen, found = {person.pk}, person
    while (absence := of(found)) is not None:
        found = absence.deputy
        if found is None or found.pk in seen or not found.is_current:
            return person
        seen.add(found.pk)
    return found if found is person or allowed(found) else person


def possible_deputies(person: Any) -> QuerySet[Any]:
    """Return who may stand in: people with a role in one of the person's languages; for managers, other managers too."""
    wanted = Q(groups__desk_group__locale__in={locale_id for _role, locale_id in roles_of(person)})
    if is_manager(person):
        wanted |= Q(groups__desk_group__role=Role.APPROVER) | Q(is_superuser=True)
    people = get_user_model().objects.current().filter(wanted).exclude(pk=person.pk)
    return people.order_by("last_name", "first_name", get_user_model().USERNAME_FIELD).distinct()


@transaction.atomic
def set_absence(user: Any, person: Any, first_day: date | None, last_day: date | None, deputy: Any = None) -> None:
    """Say when a person is away and who stands in; no days take the absence away.

    Everybody does so for themselves, those who handle people for others. Raises NotAllowedError, BadValueError.
    """
    if user.pk != person.pk:
        require_handled(user, person)
    elif not (roles_of(person) or is_manager(person)):
        raise NotAllowedError
    check(person, first_day, last_day, deputy)
    if first_day is None or last_day is None:
        Absence.objects.filter(user=person).delete()
        return
    values = {"first_day": first_day, "last_day": last_day, "deputy": deputy}
    Absence.objects.update_or_create(user=person, defaults=values)


def check(person: Any, first_day: date | None, last_day: date | None, deputy: Any) -> None:
    """Raise BadValueError for days that make no absence and for a deputy who cannot stand in."""
    if first_day is None and last_day is None:
        if deputy is not None:
            raise BadValueError("first_day", _("Say from when the deputy stands in."))
        return
    if first_day is None:
        raise BadValueError("first_day", _("Say on which day the absence begins."))
    if last_day is None:
        raise BadValueError("last_day", _("Say on which day the absence ends."))
    if last_day < first_day:
        raise BadValueError("last_day", _("The last day lies before the first."))
    kept = Absence.objects.filter(user=person, first_day=first_day, last_day=last_day).exists()
    if last_day < today() and not kept:
        raise BadValueError("last_day", _("This day has passed."))
    if deputy is not None and not possible_deputies(person).filter(pk=deputy.pk).exists():
        raise BadValueError("deputy", _("The deputy must work in the same language."))
