"""Who works at the desk: inviting people, giving and taking roles, last days, and who may do that to whom.

Managers handle everybody but administrators; reviewers handle people of their own languages only, and give no role beyond them.
Nobody changes what they may do themselves, and the last administrator and the last approver stay.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from core.i18n import BY_CODE, locale_code
from translation_desk import invitations
from translation_desk.errors import BadValueError, NotAllowedError, WrongStateError
from translation_desk.models import DeskGroup
from translation_desk.permissions import Role, is_administrator, is_manager, locales_to_review, require

Grant = tuple[str, int]
"""A role in a language: role and id of the locale."""


def today() -> date:
    """Return the present day of the site's calendar, by which accounts and absences end."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def can_staff(user: Any) -> bool:
    """Tell whether somebody handles people at all: managers and reviewers."""
    return is_manager(user) or bool(locales_to_review(user))


def grantable(user: Any) -> frozenset[Grant]:
    """Return the roles that somebody may give and take."""
    rows = frozenset(DeskGroup.objects.values_list("role", "locale_id"))
    if is_manager(user):
        return rows
    own = locales_to_review(user)
    return frozenset((role, pk) for role, pk in rows if pk in own and role in {Role.TRANSLATOR, Role.REVIEWER})


def held_by(person: Any) -> frozenset[Grant]:
    """Return the roles that a person was given, whether or not the account is open."""
    return frozenset(DeskGroup.objects.filter(group__user=person).values_list("role", "locale_id"))


def visible(user: Any) -> QuerySet[Any]:
    """Return the people that somebody sees: managers everybody on the staff, reviewers the people of their languages."""
    people = get_user_model().objects.filter(erased_at=None)
    if is_manager(user):
        return people.filter(Q(groups__desk_group__isnull=False) | Q(is_superuser=True) | ~Q(invited_at=None)).distinct()
    return people.filter(groups__desk_group__locale__in=locales_to_review(user)).distinct()


def refusal(user: Any, person: Any) -> str:
    """Return why somebody may not end, open or erase a person's account; empty if they may."""
    if user.pk == person.pk:
        return _("Nobody changes their own account here. Ask somebody else who manages people.")
    if person.is_superuser and not is_administrator(user):
        return _("Only administrators change the account of an administrator.")
    if is_manager(user):
        return ""
    held, own = held_by(person), grantable(user)
    if not held & own:
        return _("This person has no role in your language.")
    if held - own or person.groups.filter(desk_group=None).exists():
        return _("This person has other roles too, so only a manager may do this. You can take away the roles of your language.")
    return ""


def require_handled(user: Any, person: Any) -> None:
    """Raise NotAllowedError unless somebody may end, open or erase a person's account."""
    require(can_staff(user))
    if reason := refusal(user, person):
        raise NotAllowedError(reason)


@transaction.atomic
def invite(
    user: Any,
    *,
    email: str,
    first_name: str,
    last_name: str,
    language: str,
    roles: Collection[Grant],
    ends_on: date | None = None,
) -> Any:
    """Make an account with roles and mail its person, in their language, a link to choose a password.

    Raises NotAllowedError, BadValueError.
    """
    require(can_staff(user))
    _require_grantable(user, roles)
    model = get_user_model()
    email = model.objects.normalize_email(email.strip())
    if model.objects.filter(Q(email__iexact=email) | Q(username__iexact=email)).exists():
        raise BadValueError("email", _("This address has an account already. Look for the person in the list, or ask a manager."))
    if not roles:
        raise BadValueError("", _("Choose at least one role."))
    _require_future(ends_on)
    person = model(username=email, email=email, first_name=first_name.strip(), last_name=last_name.strip(), ends_on=ends_on)
    person.set_unusable_password()
    person.save()
    UserProfile.objects.create(user=person, preferred_language=language)
    person.groups.set(_groups(roles))
    log(person, "translation_desk.person_invite", user=user, data={"roles": _named(roles)})
    invitations.send(person)
    return person


@transaction.atomic
def invite_again(user: Any, person: Any) -> None:
    """Mail a person who never signed in a new link; the old one ends. Raises NotAllowedError, WrongStateError."""
    require_handled(user, person)
    if person.has_usable_password() or not person.is_current:
        raise WrongStateError(_("This person has a password already, or the account is closed."))
    # The link is signed with what stands in the place of the password, so a new one ends the old link.
    person.set_unusable_password()
    person.save(update_fields=["password"])
    log(person, "translation_desk.person_invite", user=user)
    invitations.send(person)


@transaction.atomic
def set_roles(user: Any, person: Any, roles: Collection[Grant]) -> bool:
    """Give a person exactly these of the roles that `user` may give; others stay. Tell whether anything changed.

    Raises NotAllowedError, WrongStateError.
    """
    require(can_staff(user) and visible(user).filter(pk=person.pk).exists())
    held, own = held_by(person), grantable(user)
    given, taken = frozenset(roles) - held, held & own - frozenset(roles)
    if not given and not taken:
        return False
    if user.pk == person.pk:
        raise NotAllowedError(_("Nobody changes their own roles."))
    if person.is_superuser and not is_administrator(user):
        raise NotAllowedError(_("Only administrators change the account of an administrator."))
    _require_grantable(user, given)
    if any(role == Role.APPROVER for role, _locale in taken):
        require_others([person.pk], administrators=False)
    person.groups.add(*_groups(given))
    person.groups.remove(*_groups(taken))
    log(person, "translation_desk.person_roles", user=user, data={"given": _named(given), "taken": _named(taken)})
    return True


@transaction.atomic
def set_last_day(user: Any, person: Any, ends_on: date | None) -> bool:
    """Set the day after which account and rights end by themselves; None takes it away. Tell whether it changed.

    Raises NotAllowedError, WrongStateError, BadValueError.
    """
    if ends_on == person.ends_on:
        return False
    require_handled(user, person)
    _require_future(ends_on)
    if ends_on is not None:
        require_others([person.pk])
    person.ends_on = ends_on
    person.save(update_fields=["ends_on"])
    log(person, "translation_desk.person_last_day", user=user, data={"ends_on": ends_on.isoformat() if ends_on else ""})
    return True


def require_others(leaving: Collection[int], *, administrators: bool = True) -> None:
    """Raise WrongStateError if these people, by id, are the last who approve, or who administer."""
    # Two people who remove each other at the same moment wait for one another here.
    list(DeskGroup.objects.select_for_update().filter(role=Role.APPROVER))
    if reason := missing_without(leaving, administrators=administrators):
        raise WrongStateError(reason)


def missing_without(leaving: Collection[int], *, administrators: bool = True) -> str:
    """Return what the site would lack if some people, by id, left; empty if others stay.

    Those who stay have a password and no last day.
    """
    lasting = get_user_model().objects.current().filter(ends_on=None)
    lasting = lasting.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    checks = [
        (lasting.filter(groups__desk_group__role=Role.APPROVER), _("The last approver cannot be removed. Name another first."))
    ]
    if administrators:
        checks.append((lasting.filter(is_superuser=True), _("The last administrator cannot be removed. Name another first.")))
    for people, sentence in checks:
        ids = set(people.values_list("pk", flat=True))
        if ids and not ids - set(leaving):
            return sentence
    return ""


def _require_grantable(user: Any, roles: Collection[Grant]) -> None:
    if set(roles) - grantable(user):
        raise NotAllowedError(_("You may only give roles of your own language."))


def _require_future(ends_on: date | None) -> None:
    if ends_on is not None and ends_on < today():
        raise BadValueError("ends_on", _("This day has passed."))


def _groups(roles: Iterable[Grant]) -> list[Group]:
    wanted = set(roles)
    rows = DeskGroup.objects.select_related("group")
    return [row.group for row in rows if (row.role, row.locale_id) in wanted]


def _named(roles: Iterable[Grant]) -> list[str]:
    return sorted(f"{role} {locale_code(locale)}" for role, locale in roles)


def role_name(roles: Iterable[Grant]) -> str:
    """Return what a person is called once their name must go, such as "French translator"."""
    # In English, as the names of the groups are: it takes the place of a name in tables that every language reads.
    rank = [Role.APPROVER, Role.REVIEWER, Role.TRANSLATOR, Role.EDITOR]
    for role in rank:
        codes = sorted(locale_code(pk) for held, pk in roles if held == role)
        if codes:
            return f"{BY_CODE[codes[0]].english_name} {role.value}"
    return "Former colleague"
