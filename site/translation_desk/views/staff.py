"""The screen "People": who has which role in which language; inviting, roles and last days, closing and erasing accounts."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from core.i18n import CODES, locale_code
from translation_desk import leaving, presenting_people, second_factors, staffing
from translation_desk.absence_forms import AbsenceForm
from translation_desk.errors import BadValueError, DeskError
from translation_desk.filters import person_name
from translation_desk.staff_forms import ROLES, EraseForm, FactorForm, InviteForm, RolesForm, StaffFilterForm

PEOPLE = pgettext_lazy("translation desk", "People")


class StaffListView(BaseListingView):
    """People by languages, with their roles."""

    template_name = "translation_desk/staff/index.html"
    results_template_name = "translation_desk/staff/results.html"
    page_title = PEOPLE
    header_icon = "group"
    index_url_name = "translation_desk:staff"
    index_results_url_name = "translation_desk:staff"
    model = get_user_model()
    paginate_by = 50
    verbose_name_plural = pgettext_lazy("translation desk", "people")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in those who handle people."""
        if not staffing.can_staff(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def codes(self) -> list[str]:
        """The languages whose people this person handles."""
        own = {locale_code(locale_id) for _role, locale_id in staffing.grantable(self.request.user)}
        return [code for code in CODES if code in own]

    @cached_property
    def form(self) -> StaffFilterForm:
        """The choices of the person."""
        return StaffFilterForm(self.request.GET, codes=self.codes)

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to invite somebody."""
        return [HeaderButton(_("Invite somebody"), url=reverse("translation_desk:invite"), icon_name="plus")]

    def get_queryset(self) -> QuerySet[Any]:
        """Return the people that pass the filters, by name."""
        people = self.form.chosen(staffing.visible(self.request.user))
        ordered = people.order_by("last_name", "first_name", get_user_model().USERNAME_FIELD)
        return ordered.select_related("absence").prefetch_related("groups__desk_group")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what each row says."""
        context = super().get_context_data(**kwargs)
        rows = [presenting_people.row(person, self.codes) for person in context["object_list"]]
        filtered = any(self.request.GET.get(name) for name in self.form.fields)
        return context | {"form": self.form, "rows": rows, "codes": self.codes, "filtered": filtered}


class StaffFormView(WagtailAdminTemplateMixin, FormView, ABC):
    """A form about people that calls one service; its refusals stand beside the field they are about."""

    template_name = "translation_desk/staff/form.html"
    header_icon = "user"
    button: Any = gettext_lazy("Save")
    explanation: Any = ""
    serious = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in those who handle people. The services ask again."""
        if not staffing.can_staff(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @abstractmethod
    def perform(self, form: Any) -> str:
        """Call the service and return what to tell the person. Raises DeskError."""

    def get_success_url(self) -> str:
        """Lead back to the list."""
        return reverse("translation_desk:staff")

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service; show its refusal where it belongs."""
        try:
            told = self.perform(form)
        except DeskError as error:
            field = error.field if isinstance(error, BadValueError) else ""
            form.add_error(field or None, str(error))
            return self.form_invalid(form, status=error.status)
        messages.success(self.request, told)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any, *, status: int = 422) -> HttpResponse:
        """Show the form again, with all that was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        above = {"url": reverse("translation_desk:staff"), "label": PEOPLE}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": str(self.get_page_title())}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template shows around the form."""
        context = super().get_context_data(**kwargs)
        form = context["form"]
        roles = [field for field in form if field.name.startswith(ROLES)]
        return context | {
            "roles": roles,
            "fields": [field for field in form if field not in roles],
            "button": self.button,
            "explanation": self.explanation,
            "serious": self.serious,
            "back": self.get_success_url(),
            "media": form.media,
        }


class InviteView(StaffFormView):
    """Invite somebody by mail."""

    page_title = gettext_lazy("Invite somebody")
    header_icon = "plus"
    button = gettext_lazy("Send the invitation")
    explanation = gettext_lazy("A mail brings the person a link to choose a password.")
    form_class = InviteForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which roles may be given."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def perform(self, form: Any) -> str:
        """Invite the person."""
        names = ("email", "first_name", "last_name", "language", "ends_on")
        values = {name: form.cleaned_data[name] for name in names}
        staffing.invite(self.request.user, roles=form.roles(), **values)
        return _("The invitation for %(address)s is on its way.") % {"address": values["email"]}


class AboutPersonView(StaffFormView, ABC):
    """A form about one person, whom the viewer must be allowed to see."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the person."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated or not staffing.can_staff(request.user):
            raise PermissionDenied
        found = staffing.visible(request.user).filter(pk=kwargs["user_id"]).values("pk")
        people = get_user_model().objects.prefetch_related("groups__desk_group")
        self.person = get_object_or_404(people, pk__in=found)

    def get_page_subtitle(self) -> str:
        """Name the person."""
        return person_name(self.person)

    def get_success_url(self) -> str:
        """Lead back to the person."""
        return reverse("translation_desk:person", args=[self.person.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the person."""
        return super().get_context_data(person=self.person, **kwargs)


class PersonView(AboutPersonView):
    """Roles and last day of one person, and the ways to close, open or erase the account."""

    template_name = "translation_desk/staff/person.html"
    page_title = gettext_lazy("Roles and account")
    form_class = RolesForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form which roles may be given."""
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        """Begin with what is."""
        return {**RolesForm.ticked(staffing.held_by(self.person)), "ends_on": self.person.ends_on}

    def perform(self, form: Any) -> str:
        """Save what changed: all of it, or nothing."""
        with transaction.atomic():
            staffing.set_roles(self.request.user, self.person, form.roles())
            staffing.set_last_day(self.request.user, self.person, form.cleaned_data["ends_on"])
        return _("Roles and last day of %(person)s are saved.") % {"person": person_name(self.person)}

    def get_success_url(self) -> str:
        """Lead back to the list."""
        return reverse("translation_desk:staff")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the state of the account and what may be done with it."""
        context = super().get_context_data(**kwargs)
        shown = {locale_code(locale_id) for _role, locale_id in staffing.grantable(self.request.user)}
        others = {group.desk_group.locale_id for group in self.person.groups.all() if hasattr(group, "desk_group")}
        other_codes = [locale_code(pk) for pk in others if locale_code(pk) not in shown]
        return context | {
            "row": presenting_people.row(self.person, sorted(other_codes, key=CODES.index)),
            "refusal": staffing.refusal(self.request.user, self.person),
            "own": self.person.pk == self.request.user.pk,
            "history": presenting_people.history(self.person),
        }


class InviteAgainView(AboutPersonView):
    """Send the invitation again."""

    page_title = gettext_lazy("Send the invitation again")
    button = gettext_lazy("Send the invitation again")
    explanation = gettext_lazy("The earlier link ends, and a new one is mailed.")
    form_class = forms.Form

    def perform(self, form: Any) -> str:
        """Send it."""
        staffing.invite_again(self.request.user, self.person)
        return _("The invitation for %(address)s is on its way.") % {"address": self.person.email}


class AbsenceView(AboutPersonView):
    """When a person is away, and who stands in."""

    page_title = pgettext_lazy("translation desk", "Absence")
    form_class = AbsenceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form whose absence it is; it begins with what is known."""
        return {**super().get_form_kwargs(), "user": self.request.user, "person": self.person}

    def perform(self, form: Any) -> str:
        """Save it."""
        form.save()
        return _("The absence of %(person)s is saved.") % {"person": person_name(self.person)}


class CloseView(AboutPersonView):
    """Close an account."""

    page_title = gettext_lazy("Close the account")
    button = gettext_lazy("Close the account")
    explanation = gettext_lazy(
        "The person cannot sign in any more, at once. Open translations and reviews go back to the queue. The name stays in the "
        "record. You can open the account again."
    )
    form_class = forms.Form
    serious = True

    def perform(self, form: Any) -> str:
        """Close it."""
        returned = leaving.close(self.request.user, self.person)
        told = ngettext(
            "The account of %(person)s is closed; %(count)d job is back in the queue.",
            "The account of %(person)s is closed; %(count)d jobs are back in the queue.",
            returned,
        )
        return told % {"person": person_name(self.person), "count": returned}


class ReopenView(AboutPersonView):
    """Open a closed account again."""

    page_title = gettext_lazy("Open the account again")
    button = gettext_lazy("Open the account again")
    explanation = gettext_lazy("The person can sign in again, with the roles shown here before.")
    form_class = forms.Form

    def perform(self, form: Any) -> str:
        """Open it."""
        leaving.reopen(self.request.user, self.person)
        return _("The account of %(person)s is open again.") % {"person": person_name(self.person)}


class FactorView(AboutPersonView):
    """Take away a second factor."""

    page_title = gettext_lazy("Take away the second factor")
    button = gettext_lazy("Take away the second factor")
    explanation = gettext_lazy(
        "For people who have lost their phone and their recovery codes. Their sessions end; when they sign in again, they set "
        "up a new one. Make sure that it is them: whoever knows the password gets in then."
    )
    form_class = FactorForm
    serious = True

    def perform(self, form: Any) -> str:
        """Take it away."""
        second_factors.take_away(self.request.user, self.person, form.cleaned_data["reason"])
        return _("The second factor of %(person)s is taken away.") % {"person": person_name(self.person)}


class EraseView(AboutPersonView):
    """Erase the personal data of an account."""

    page_title = gettext_lazy("Erase personal data")
    button = gettext_lazy("Erase personal data")
    form_class = EraseForm
    serious = True

    @property
    def explanation(self) -> str:
        """Say what remains."""
        return _(
            "The account is closed. Name, address, picture and notices are erased, and “%(name)s” stands in the record in place "
            "of the name. This cannot be undone."
        ) % {"name": staffing.role_name(staffing.held_by(self.person))}

    def perform(self, form: Any) -> str:
        """Erase it."""
        name = leaving.erase(self.request.user, self.person)
        return _("The personal data is erased. The record says “%(name)s” now.") % {"name": name}

    def form_valid(self, form: Any) -> HttpResponse:
        """Lead to the list, where the person no longer stands."""
        answer = super().form_valid(form)
        return redirect("translation_desk:staff") if answer.status_code == 302 else answer


urlpatterns = [
    path("staff/", StaffListView.as_view(), name="staff"),
    path("staff/invite/", InviteView.as_view(), name="invite"),
    path("staff/<int:user_id>/", PersonView.as_view(), name="person"),
    path("staff/<int:user_id>/invite/", InviteAgainView.as_view(), name="invite_again"),
    path("staff/<int:user_id>/absence/", AbsenceView.as_view(), name="absence"),
    path("staff/<int:user_id>/close/", CloseView.as_view(), name="close_account"),
    path("staff/<int:user_id>/reopen/", ReopenView.as_view(), name="reopen_account"),
    path("staff/<int:user_id>/second-factor/", FactorView.as_view(), name="take_factor"),
    path("staff/<int:user_id>/erase/", EraseView.as_view(), name="erase_account"),
]
