"""What a change of the English asks of its translations: the author proposes, the approver decides beside the differences."""

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, gettext_lazy, pgettext, pgettext_lazy
from django.views.generic.base import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, TaskState

from core.i18n import SOURCE_CODE
from translation_desk import conditions, explorer, four_eyes, grading, regrading
from translation_desk.errors import BadTextError, DeskError, HidingError, WrongStateError
from translation_desk.models import EnglishChange, SourceVersion
from translation_desk.permissions import can_see, is_manager
from translation_desk.review_forms import ApproveChangeForm, ProposeChangeForm, RegradeForm
from translation_desk.wording import local_time, person


def field_of(error: DeskError) -> str | None:
    """Return the field that a refusal belongs to."""
    if isinstance(error, HidingError):
        return "hide"
    return "grade" if isinstance(error, BadTextError) else None


class ChangeView(WagtailAdminTemplateMixin, FormView, ABC):
    """A form about the English that waits for approval, beside what it changes."""

    template_name = "translation_desk/changes/form.html"
    header_icon = "globe"
    button: Any = ""
    explanation: Any = ""
    page: Page
    request: HttpRequest
    state: TaskState

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse people who have no part in the page. Where nothing is to decide any more, lead back to it and say so."""
        self.page = get_object_or_404(Page, pk=kwargs["page_id"]).specific
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        try:
            self.state = grading.asked_of(self.page)
        except WrongStateError as error:
            messages.warning(request, str(error))
            return HttpResponseRedirect(self.back())
        return super().dispatch(request, *args, **kwargs)

    def back(self) -> str:
        """Return where the page is edited."""
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    @cached_property
    def change(self) -> EnglishChange:
        """What was said so far."""
        return grading.proposal(self.state)

    @cached_property
    def comparison(self) -> grading.Comparison:
        """What the waiting revision changes."""
        return grading.compare(self.page, self.state.revision)

    def get_initial(self) -> dict[str, Any]:
        """Fill in what was said so far."""
        grade = self.change.grade if self.change.proposed is None else self.change.proposed
        return {"grade": grade, "note": self.change.note}

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.back(), "label": self.get_page_subtitle()},
            {"url": "", "label": str(self.get_page_title())},
        ]

    @abstractmethod
    def perform(self, form: Any, shown: str) -> str:
        """Call the service and return what to tell the person. Raises DeskError."""

    def facts(self) -> list[tuple[Any, str]]:
        """Return what one should know before deciding: names and values."""
        return []

    def refusal(self) -> str:
        """Return why the person cannot decide; the form is then left out."""
        return ""

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service; show its refusal where it belongs."""
        try:
            told = self.perform(form, self.request.POST.get("shown", ""))
        except DeskError as error:
            form.add_error(field_of(error), str(error))
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        messages.success(self.request, told, buttons=self.ways_on())
        return HttpResponseRedirect(self.done())

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def ways_on(self) -> list[Any]:
        """Return buttons beside what the person is told."""
        return []

    def done(self) -> str:
        """Return where the person goes on."""
        return reverse("wagtailadmin_explore", args=[self.page.get_parent().pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the differences, and which revision they are of."""
        return super().get_context_data(
            page=self.page,
            shown=str(self.state.revision_id),
            comparison=self.comparison,
            facts=self.facts(),
            refusal=self.refusal(),
            button=self.button,
            explanation=self.explanation,
            back=self.back(),
            **kwargs,
        )


class ProposeView(ChangeView):
    """The author says what a change is."""

    page_title = pgettext_lazy("translation desk", "What changes")
    button = pgettext_lazy("translation desk", "Tell the approver")
    explanation = gettext_lazy("The page waits for approval. Say what this change asks of its translations.")
    form_class = ProposeChangeForm

    def perform(self, form: Any, shown: str) -> str:
        """Propose."""
        data = form.cleaned_data
        grading.propose(self.request.user, self.page, grade=data["grade"], note=data["note"], shown=shown)
        return _("The approver is shown what you said of this change.")


class ApproveChangeView(ChangeView):
    """The approver confirms or corrects it, and lets the English go live."""

    page_title = pgettext_lazy("translation desk", "Approve")
    button = pgettext_lazy("translation desk", "Approve and publish")
    explanation = gettext_lazy("Visitors read this English as soon as you approve it, or from its publication time.")
    form_class = ApproveChangeForm
    waits = False
    """Whether what was approved is not live yet."""

    def ways_on(self) -> list[Any]:
        """Lead to the translations that can be ordered of English that is not live yet."""
        if not self.waits or not is_manager(self.request.user):
            return []
        url = reverse("translation_desk:order", args=[self.page.pk])
        return [messages.button(url, pgettext("translation desk", "Translations before publication"))]

    def facts(self) -> list[tuple[Any, str]]:
        """Say who handed it in and what they said of it."""
        found = [
            (_("Handed in by"), person(self.state.workflow_state.requested_by)),
            (_("Handed in on"), local_time(self.state.started_at)),
            *conditions.told(self.state.revision),
        ]
        if self.change.proposed is None:
            return [*found, (_("Proposed"), _("Nobody was asked about this change."))]
        return [*found, (_("Proposed"), str(self.change.get_proposed_display()))]

    def refusal(self) -> str:
        """Say why the person cannot approve."""
        task = self.state.task.specific
        if "approve" in {name for name, _label, _modal in task.get_actions(self.page, self.request.user)}:
            return ""
        return four_eyes.refusal(self.request.user, self.state.revision) or _("Approvers of English decide on this page.")

    def perform(self, form: Any, shown: str) -> str:
        """Approve."""
        data = form.cleaned_data
        live = grading.approve(
            self.request.user,
            self.page,
            grade=data["grade"],
            note=data["note"],
            message=data["message"],
            shown=shown,
            hide=data["hide"],
        )
        if live:
            return pgettext("English page", "“%(title)s” is approved and live.") % {"title": self.get_page_subtitle()}
        self.waits = True
        return _("“%(title)s” is approved and goes live later.") % {"title": self.get_page_subtitle()}


class ChangesView(WagtailAdminTemplateMixin, TemplateView):
    """All changes of an English page since its first publication."""

    template_name = "translation_desk/changes/list.html"
    page_title = pgettext_lazy("translation desk", "Changes of the English")
    header_icon = "globe"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let everybody with a part in translation look."""
        if not can_see(request.user):
            raise PermissionDenied
        self.page = get_object_or_404(Page.objects.filter(locale__language_code=SOURCE_CODE, depth__gt=1), pk=kwargs["page_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the translations of the page."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": explorer.translations_url(self.page), "label": self.get_page_subtitle()},
            {"url": "", "label": str(self.get_page_title())},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the changes, newest first."""
        rows = [
            {"version": version, "by": person(version.published_by, version.published_by_id)}
            for version in regrading.changes(self.page.translation_key)
        ]
        return super().get_context_data(page=self.page, rows=rows, may_grade=is_manager(self.request.user), **kwargs)


class RegradeView(ChangesView, FormView):
    """Give a published change another grade."""

    template_name = "translation_desk/changes/regrade.html"
    page_title = pgettext_lazy("translation desk", "Change the grade")
    form_class = RegradeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let managers in only; the service asks again."""
        if not is_manager(request.user):
            raise PermissionDenied
        page = get_object_or_404(Page, pk=kwargs["page_id"])
        self.version = get_object_or_404(
            SourceVersion, translation_key=page.translation_key, pk=kwargs["version_id"], number__gt=1
        )
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Fill in what holds now."""
        return {"grade": self.version.grade, "note": self.version.note, "hide": self.version.hide}

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service; show its refusal beside the grade."""
        try:
            regrading.regrade(self.request.user, self.version, **form.cleaned_data)
        except DeskError as error:
            form.add_error(field_of(error), str(error))
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        messages.success(self.request, _("The change is graded anew, and its translations follow."))
        return HttpResponseRedirect(reverse("translation_desk:changes", args=[self.page.pk]))

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the change."""
        return super().get_context_data(version=self.version, obstacles=regrading.why_no_typo(self.version), **kwargs)


urlpatterns: list[URLPattern] = [
    path("changes/<int:page_id>/", ProposeView.as_view(), name="propose_change"),
    path("changes/<int:page_id>/approve/", ApproveChangeView.as_view(), name="approve_change"),
    path("changes/<int:page_id>/published/", ChangesView.as_view(), name="changes"),
    path("changes/<int:page_id>/published/<int:version_id>/", RegradeView.as_view(), name="regrade"),
]
