"""The menu entry of people; Wagtail's own screens of accounts keep the last approver and administrator too."""

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from translation_desk import permissions, staffing
from translation_desk.models import DeskGroup
from translation_desk.refusals import refuse


class PeopleMenuItem(MenuItem):
    """The way to the people, for those who handle them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person handles people."""
        return staffing.can_staff(request.user)


@hooks.register("register_admin_menu_item")
def register_people() -> MenuItem:
    """Put the people beside the queue."""
    label = pgettext_lazy("translation desk", "People")
    return PeopleMenuItem(label, reverse("translation_desk:staff"), name="desk-people", icon_name="group", order=118)


class ExceptionsMenuItem(MenuItem):
    """The way to the report of exceptions, for everybody who has a role at the desk."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person has a role."""
        return permissions.can_see(request.user)


@hooks.register("register_reports_menu_item")
def register_exceptions() -> MenuItem:
    """Put the report beside Wagtail's own."""
    return ExceptionsMenuItem(
        gettext_lazy("Exceptions to four eyes"),
        reverse("translation_desk:exceptions"),
        name="exceptions-to-four-eyes",
        icon_name="warning",
        order=1310,
    )


@hooks.register("before_delete_user")
def keep_the_last(request: HttpRequest, user: Any) -> HttpResponse | None:
    """Refuse to delete the last approver or administrator."""
    return _refuse(request, [user.pk])


@hooks.register("before_edit_user")
def keep_the_last_in_office(request: HttpRequest, user: Any) -> HttpResponse | None:
    """Refuse to take from the last approver or administrator what makes them one."""
    if request.method != "POST":
        return None
    form = request.POST
    # The form leaves these two out for one's own account.
    closes = user.pk != request.user.pk and ("is_active" not in form or (user.is_superuser and "is_superuser" not in form))
    approving = DeskGroup.objects.filter(role=DeskGroup.Role.APPROVER, group__user=user).values_list("group", flat=True)
    if closes:
        return _refuse(request, [user.pk])
    if any(str(group) not in form.getlist("groups") for group in approving):
        return _refuse(request, [user.pk], administrators=False)
    return None


@hooks.register("before_bulk_action")
def keep_the_last_in_bulk(request: HttpRequest, action_type: str, objects: list[Any], _action: Any) -> HttpResponse | None:
    """Refuse the same for many accounts at once."""
    accounts = [entry.pk for entry in objects if hasattr(entry, "is_current")]
    if not accounts or action_type not in {"delete", "set_active_state"} or request.POST.get("mark_as_active") == "True":
        return None
    return _refuse(request, accounts)


def _refuse(request: HttpRequest, leaving: Collection[int], *, administrators: bool = True) -> HttpResponse | None:
    reason = staffing.missing_without(leaving, administrators=administrators)
    return refuse(request, reason, back_to=reverse("wagtailusers_users:index")) if reason else None
