"""When people leave: accounts are closed, by hand or after their last day, and personal data is erased.

Open work goes back to the queue. Names stay in the record until the data must go; then the name of a role stands in their place.
"""

from collections import defaultdict
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.users.models import UserProfile

from translation_desk import log_entries, notifying
from translation_desk.errors import WrongStateError
from translation_desk.models import Absence, DeskGroup, Notice, NoticeSettings, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.queue import OPEN
from translation_desk.staffing import held_by, require_handled, require_others, role_name

Role = DeskGroup.Role


@transaction.atomic
def close(user: Any, person: Any) -> int:
    """Close an account at once; return how many translations and reviews went back to the queue.

    Raises NotAllowedError, WrongStateError.
    """
    require_handled(user, person)
    if not person.is_active:
        raise WrongStateError(_("This account is closed already."))
    require_others([person.pk])
    return _close(person, user, "translation_desk.person_close")


@transaction.atomic
def reopen(user: Any, person: Any) -> None:
    """Open a closed account again, with the roles it had. A last day that has passed is taken away.

    Raises NotAllowedError, WrongStateError.
    """
    require_handled(user, person)
    if person.is_current or person.erased_at is not None:
        raise WrongStateError(_("This account is not closed."))
    person.is_active = True
    if person.has_ended:
        person.ends_on = None
    person.save(update_fields=["is_active", "ends_on"])
    log(person, "translation_desk.person_reopen", user=user)


def close_ended() -> int:
    """Close the accounts whose last day has passed, and return how many. Their rights ended with that day already.

    Work of accounts that were closed elsewhere goes back to the queue too.
    """
    people = get_user_model().objects
    gone = people.exclude(pk__in=people.current().values("pk"))
    ended = list(gone.filter(is_active=True))
    for person in ended:
        with transaction.atomic():
            _close(person, None, "translation_desk.person_ended")
    working = TranslationJob.objects.order_by()
    still = Q(pk__in=working.exclude(translator=None).values("translator"))
    still |= Q(pk__in=working.exclude(reviewer=None).values("reviewer"))
    for person in gone.filter(still):
        with transaction.atomic():
            _return_work(person, None)
    return len(ended)


@transaction.atomic
def erase(user: Any, person: Any) -> str:
    """Replace name and address by the name of a role, in the record too, and return that name. It cannot be undone.

    What the person did stays in the record; what they were told, and how they are told, is deleted. Raises NotAllowedError,
    WrongStateError.
    """
    require_handled(user, person)
    require_others([person.pk])
    if person.is_active:
        _close(person, user, "translation_desk.person_close")
    names = {person.get_full_name(), person.get_username()} - {""}
    name = role_name(held_by(person))
    # In step with every text column that names or reaches the person.
    person.username, person.first_name, person.last_name, person.email = f"erased-{person.pk}", "", name, ""
    person.last_login, person.invited_at, person.erased_at = None, None, timezone.now()
    person.set_unusable_password()
    person.save()
    person.remove_second_factors()
    person.groups.clear()
    person.user_permissions.clear()
    for profile in UserProfile.objects.filter(user=person):
        profile.avatar.delete(save=False)
        profile.delete()
    for model in (NoticeSettings, Notice, Absence):
        model.objects.filter(user=person).delete()
    _rename_in_logs(person, names, name)
    log(person, "translation_desk.person_erase", user=user)
    return name


def _rename_in_logs(person: Any, names: set[str], name: str) -> None:
    """Put the name of the role where log entries hold a person's name as text."""
    kind = ContentType.objects.get_for_model(person)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(person.pk)).update(label=name)
    given = PageLogEntry.objects.filter(action=f"{log_entries.PREFIX}assign")
    renamed = list(given.filter(Q(data__to_id=person.pk) | Q(data__to__in=names, data__to_id=None)))
    renamed += [entry for entry in given.filter(data__to__in=names) if "to_id" not in entry.data]
    for entry in renamed:
        entry.data["to"] = name
    PageLogEntry.objects.bulk_update(renamed, ["data"], batch_size=500)


def _close(person: Any, actor: Any, action: str) -> int:
    person.is_active = False
    person.save(update_fields=["is_active"])
    returned = _return_work(person, actor)
    log(person, action, user=actor, data={"returned": returned})
    return returned


def _return_work(person: Any, actor: Any) -> int:
    """Give back all that a person translates or reviews; tell the reviewers of the language of what somebody has to act on."""
    theirs = TranslationJob.objects.filter(Q(translator=person) | Q(reviewer=person))
    jobs = list(theirs.select_for_update().defer("search_text"))
    TranslationJob.objects.filter(translator=person).update(translator=None)
    TranslationJob.objects.filter(reviewer=person).update(reviewer=None)
    left = [job for job in jobs if job.translator_id == person.pk and job.status in OPEN]
    unread = [job for job in jobs if job.reviewer_id == person.pk and job.status == Status.IN_REVIEW]
    reviewers: dict[int, list[Any]] = defaultdict(list)
    for row in DeskGroup.objects.filter(role=Role.REVIEWER).prefetch_related("group__user_set"):
        reviewers[row.locale_id] = list(row.group.user_set.all())
    for role, freed in ((Role.TRANSLATOR, left), (Role.REVIEWER, unread)):
        log_entries.write_all("free", freed, actor, role=role)
        told = [(job, reviewers[job.locale_id]) for job in freed]
        notifying.notify_all(Notice.Event.FREED, told, actor=actor, role=role)
    return len(left) + len(unread)
