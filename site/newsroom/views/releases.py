"""Screens of releases: all of them, one with the state of its pages, making and changing one, choosing its pages."""

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
from django.views.generic.base import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code
from newsroom.models import Release
from newsroom.releases import composing, listing, progress, wording
from newsroom.releases.forms import ChooseReleaseForm, PagesForm, ReleaseForm
from translation_desk import explorer, queue
from translation_desk.errors import BadValueError, DeskError
from translation_desk.permissions import can_see, is_manager, locales_to_open, writes_english


class Screen(WagtailAdminTemplateMixin):
    """What all screens of releases share: everybody with a role may look; services ask who may decide."""

    page_title: Any = pgettext_lazy("release", "Releases")
    header_icon = "calendar-alt"
    request: HttpRequest
    kwargs: dict[str, Any]
    only_managers = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever may see the screen."""
        if not (is_manager(request.user) if self.only_managers else can_see(request.user)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def release(self) -> Release:
        """The release of the address."""
        return get_object_or_404(Release.objects.select_related("made_by"), pk=self.kwargs["release_id"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the releases, and to the one that the screen is about."""
        items = [*self.breadcrumbs_items]
        items.append({"url": reverse("newsroom:releases"), "label": pgettext_lazy("release", "Releases")})
        if "release_id" in self.kwargs:
            items.append({"url": address(self.release), "label": self.release.title})
        return [*items, {"url": "", "label": self.get_page_title()}]


def address(release: Release) -> str:
    """Return the path of a release's screen."""
    return reverse("newsroom:release", args=[release.pk])


class StepView(Screen, FormView, ABC):
    """A form whose step a service carries out; what it refuses stands beside what caused it, and nothing typed is lost."""

    only_managers = True
    template_name = "newsroom/releases/step.html"

    @abstractmethod
    def carry_out(self, data: dict[str, Any]) -> str:
        """Do the step and return the path to go to. Raises DeskError."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Carry the step out."""
        try:
            return HttpResponseRedirect(self.carry_out(form.cleaned_data))
        except DeskError as error:
            form.add_error((error.field or None) if isinstance(error, BadValueError) else None, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=error.status)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ReleasesView(Screen, TemplateView):
    """All releases: those to come with how far they are, and those that were."""

    template_name = "newsroom/releases/index.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list has nothing above it."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the releases."""
        coming = list(listing.open_releases())
        states = progress.of_all(coming)
        return super().get_context_data(
            coming=[{"release": release, "progress": states[release.pk]} for release in coming],
            past=list(listing.past_releases()[:100]),
            may_decide=is_manager(self.request.user),
            **kwargs,
        )


class ReleaseView(Screen, TemplateView):
    """One release: every page in every language, what it waits for, and its history."""

    template_name = "newsroom/releases/release.html"

    def get_page_title(self) -> str:
        """Its title."""
        return self.release.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the releases."""
        above = {"url": reverse("newsroom:releases"), "label": pgettext_lazy("release", "Releases")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the state of its pages and its history."""
        found = progress.of(self.release)
        events = self.release.events.select_related("user")
        return super().get_context_data(
            release=self.release,
            progress=found,
            codes=[SOURCE_CODE, *found.codes],
            terms=wording.terms(self.release),
            events=[{"event": event, "details": wording.details(event)} for event in events],
            may_decide=is_manager(self.request.user),
            openable=_openable(self.request.user),
            **kwargs,
        )


def _openable(user: Any) -> set[str]:
    """Return the languages whose pages somebody may open to work on them."""
    codes = {locale_code(pk) for pk in locales_to_open(user)}
    return codes | {SOURCE_CODE} if writes_english(user) else codes


class ReleaseFormView(StepView):
    """Make a release, or change one."""

    template_name = "newsroom/releases/form.html"
    page_title = pgettext_lazy("release", "New release")
    form_class = ReleaseForm

    @cached_property
    def changed(self) -> Release | None:
        """The release that is being changed."""
        return self.release if "release_id" in self.kwargs else None

    @cached_property
    def page(self) -> Page | None:
        """The page that a new release begins with, where the person comes from one."""
        asked = self.request.GET.get("page", "")
        return Page.objects.filter(pk=int(asked[:9])).first() if asked.isdecimal() else None

    def get_page_title(self) -> Any:
        """Tell making from changing."""
        return _("Change the release") if self.changed else super().get_page_title()

    def get_initial(self) -> dict[str, Any]:
        """Show what the release is made of."""
        return ReleaseForm.values(self.changed)

    def carry_out(self, data: dict[str, Any]) -> str:
        """Make or change it."""
        terms = composing.Terms(**data)
        if self.changed:
            composing.change(self.request.user, self.changed, terms)
            messages.success(self.request, _("The release is changed."))
            return address(self.changed)
        release = composing.create(self.request.user, terms)
        if self.page is not None:
            composing.add_pages(self.request.user, release, [self.page])
        return address(release)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say where to go back to."""
        back = address(self.changed) if self.changed else reverse("newsroom:releases")
        return super().get_context_data(back=back, page=self.page, **kwargs)


class AddPagesView(Screen, TemplateView):
    """Choose pages for a release, by title, section and the language that readers lack."""

    only_managers = True
    template_name = "newsroom/releases/add.html"
    page_title = pgettext_lazy("release", "Add pages")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the pages that match, or those that were worked on last."""
        sections = queue.sections()
        form = PagesForm(self.request.GET or None, sections=sections)
        found = listing.latest_to_add() if not form.is_bound else Page.objects.none()
        if form.is_valid():
            chosen = form.cleaned_data
            below = next((section.path for section in sections if str(section.pk) == chosen["section"]), "")
            found = listing.pages_to_add(text=chosen["q"], below=below, missing=chosen["missing"])[: listing.MOST + 1]
        pages = list(found.select_related("held_approval").annotate_approved_schedule().prefetch_workflow_states())
        return super().get_context_data(
            release=self.release,
            form=form,
            asked=form.is_bound,
            rows=[{"page": page, "jobs": found} for page, found in _with_jobs(pages[: listing.MOST], self.release)],
            codes=[code for code in composing.LANGUAGES if code in self.release.languages],
            more=len(pages) > listing.MOST,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add what was ticked."""
        ids = [int(value[:9]) for value in request.POST.getlist("page") if value.isdecimal()]
        try:
            made = composing.add_pages(request.user, self.release, Page.objects.filter(pk__in=ids))
        except DeskError as error:
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(ticked=ids), status=error.status)
        say_added(request, len(made))
        return HttpResponseRedirect(address(self.release))


def _with_jobs(pages: list[Page], release: Release) -> list[tuple[Page, list[Any]]]:
    """Return pages with what there is of each in the languages of a release."""
    jobs = explorer.jobs_by_key(pages)
    codes = [code for code in composing.LANGUAGES if code in release.languages]
    rows = []
    for page in pages:
        own = {locale_code(job.locale_id): job for job in jobs.get(page.translation_key, [])}
        rows.append((page, [own.get(code) for code in codes]))
    return rows


def say_added(request: HttpRequest, number: int) -> None:
    """Say how many pages were added to a release."""
    if number:
        told = ngettext("%(count)d page was added.", "%(count)d pages were added.", number)
        messages.success(request, told % {"count": number})
    else:
        messages.warning(request, _("No page was added. Choose at least one."))


class ChooseReleaseView(StepView):
    """Put one page into a release, coming from the page."""

    template_name = "newsroom/releases/choose.html"
    page_title = pgettext_lazy("release", "Add to a release")
    form_class = ChooseReleaseForm

    @cached_property
    def page(self) -> Page:
        """The page."""
        return get_object_or_404(Page, pk=self.kwargs["page_id"], locale__language_code=SOURCE_CODE, depth__gt=1)

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return str(self.page.get_admin_display_title())

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the open releases."""
        return {**super().get_form_kwargs(), "releases": listing.open_releases()}

    def carry_out(self, data: dict[str, Any]) -> str:
        """Add the page."""
        say_added(self.request, len(composing.add_pages(self.request.user, data["release"], [self.page])))
        return address(data["release"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say which release the page is in."""
        return super().get_context_data(
            page=self.page,
            present=listing.release_of(self.page),
            back=reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            **kwargs,
        )


urlpatterns: list[URLPattern] = [
    path("releases/", ReleasesView.as_view(), name="releases"),
    path("releases/new/", ReleaseFormView.as_view(), name="release_new"),
    path("releases/<int:release_id>/", ReleaseView.as_view(), name="release"),
    path("releases/<int:release_id>/change/", ReleaseFormView.as_view(), name="release_change"),
    path("releases/<int:release_id>/add/", AddPagesView.as_view(), name="release_add"),
    path("releases/page/<int:page_id>/", ChooseReleaseView.as_view(), name="release_page"),
]
