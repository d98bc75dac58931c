"""The plan of one English page in each language, asking for a translation, and everything that was asked for."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from core.i18n import SOURCE_CODE, language_name, locale_code, locale_ids
from core.tree import ARCHIVE_PATH
from translation_desk import asking, languages_of_page, plan, presenting_plan
from translation_desk.errors import DeskError
from translation_desk.models import Level, PlanRule, TranslationJob, TranslationRequest
from translation_desk.models.jobs import Status
from translation_desk.models.plan import PLANNED
from translation_desk.permissions import can_see, is_manager
from translation_desk.plan_forms import RequestForm
from translation_desk.views.bulk import DeskScreen
from translation_desk.views.plan import PLAN

PER_PAGE = 50
THERE = (Status.LIVE, Status.OUTDATED)
"""States of a language in which readers have the page."""


def english_page(page_id: int) -> Page:
    """Return an English page outside of the archive, or raise Http404."""
    pages = Page.objects.filter(locale__language_code=SOURCE_CODE, depth__gt=1).exclude(url_path__startswith=ARCHIVE_PATH)
    return get_object_or_404(pages, pk=page_id)


def rule_address(page: Page, code: str, rule: PlanRule | None, **values: str) -> str:
    """Return the address at which the plan of a page in one language is changed: at its own rule, or at a new one."""
    own = rule is not None and rule.scope == PlanRule.Scope.PAGE and rule.locale_id is not None
    base = reverse("translation_desk:plan_rule", args=[rule.pk]) if own and rule else reverse("translation_desk:plan_add")
    new = {} if own else {"scope": PlanRule.Scope.PAGE.value, "page": str(page.pk), "language": code}
    return f"{base}?{urlencode({**new, **values})}"


class PagePlanView(DeskScreen):
    """What the plan says of one page in each language, and why."""

    template_name = "translation_desk/plan/page.html"
    page_title = PLAN
    header_icon = "tasks"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the page."""
        super().setup(request, *args, **kwargs)
        if not can_see(request.user):
            raise PermissionDenied
        self.page = english_page(kwargs["page_id"])

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return self.page.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a row for each language."""
        user, page = self.request.user, self.page
        rules, facts = plan.load(), plan.facts(page)
        asked = {row.locale_id: row for row in TranslationRequest.objects.filter(translation_key=page.translation_key)}
        jobs = TranslationJob.objects.filter(translation_key=page.translation_key)
        levels = {job.locale_id: Level(job.level) for job in jobs}
        states = {state.code: state for state in languages_of_page.of(page.translation_key, user, SOURCE_CODE).states}
        here = urlencode({"next": reverse("translation_desk:page_plan", args=[page.pk])})
        rows = []
        for locale_id in plan.target_locales():
            code, rule, level = locale_code(locale_id), rules.rule(facts, locale_id), rules.level(facts, locale_id)
            needed = level not in PLANNED and levels.get(locale_id) in PLANNED
            rows.append(
                {
                    "state": states[code],
                    "icon": presenting_plan.icon(states[code].status),
                    "level": Level.WANTED if needed else level,
                    "reason": presenting_plan.reason(page, rule, needed=needed),
                    "note": rule.note if rule else "",
                    "request": asked.get(locale_id),
                    "ask": level not in PLANNED and not needed and page.live and states[code].status not in THERE,
                    "change": f"{rule_address(page, code, rule)}&{here}" if page.depth > 2 else "",
                }
            )
        return super().get_context_data(page=page, rows=rows, manages=is_manager(user), here=here, **kwargs)


class AskView(WagtailAdminTemplateMixin, FormView):
    """Ask for an English page in a language."""

    template_name = "translation_desk/plan/ask.html"
    page_title = gettext_lazy("Ask for this translation")
    header_icon = "globe"
    form_class = RequestForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read page and language."""
        super().setup(request, *args, **kwargs)
        if not can_see(request.user):
            raise PermissionDenied
        self.page = english_page(kwargs["page_id"])
        self.locale_id = locale_ids().get(kwargs["code"], 0)
        if self.locale_id not in plan.target_locales():
            raise Http404

    def get_page_subtitle(self) -> str:
        """Name page and language."""
        language = language_name(locale_code(self.locale_id))
        return _("%(title)s (%(language)s)") % {"title": self.page.title, "language": language}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, the plan of the page, this screen."""
        above = {"url": reverse("translation_desk:page_plan", args=[self.page.pk]), "label": PLAN}
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, above, here]

    def get_success_url(self) -> str:
        """Lead to where the person came from, else to the plan of the page."""
        return get_valid_next_url_from_request(self.request) or reverse("translation_desk:page_plan", args=[self.page.pk])

    def form_valid(self, form: Any) -> HttpResponse:
        """Ask; show a refusal above the form."""
        try:
            asking.ask(self.request.user, self.page, self.locale_id, form.cleaned_data["reason"])
        except DeskError as error:
            form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        level = plan.levels([self.page])[self.page.translation_key, self.locale_id]
        told = (
            _("It is planned now. Its job appears in the queue within a moment.")
            if level in PLANNED
            else _("Your request is noted. The managers decide whether it is planned.")
        )
        messages.success(self.request, told)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the plan says now."""
        level = plan.levels([self.page])[self.page.translation_key, self.locale_id]
        return super().get_context_data(
            page=self.page,
            level=level,
            on_request=level == Level.ON_REQUEST,
            planned=level in PLANNED,
            back=self.get_success_url(),
            next=get_valid_next_url_from_request(self.request),
            **kwargs,
        )


class WaitingRequestsPanel(Component):
    """Tells managers on the dashboard that colleagues ask for what is not planned."""

    order = 7
    template_name = "translation_desk/plan/requests_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Count the requests."""
        shown = is_manager(parent_context["request"].user)
        return {"number": asking.waiting() if shown else 0, "url": reverse("translation_desk:plan_requests")}


class RequestsView(DeskScreen):
    """What readers and colleagues asked for, newest first, with what the plan says of it now."""

    template_name = "translation_desk/plan/requests.html"
    page_title = gettext_lazy("Translations asked for")
    header_icon = "globe"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of requests; the number of queries does not grow with them."""
        paginator = WagtailPaginator(TranslationRequest.objects.select_related("asked_by"), PER_PAGE)
        shown = paginator.get_page(self.request.GET.get("p", 1))
        requests = list(shown.object_list)
        pages = asking.english_pages(requests)
        keys = list(pages)
        jobs = {(job.translation_key, job.locale_id): job for job in TranslationJob.objects.filter(translation_key__in=keys)}
        rules = plan.load()
        here = urlencode({"next": self.request.path})
        rows = []
        for request in requests:
            page = pages.get(request.translation_key)
            if page is None:
                continue
            code, facts = locale_code(request.locale_id), plan.facts(page)
            rule = rules.rule(facts, request.locale_id)
            level = rules.level(facts, request.locale_id)
            rows.append(
                {
                    "request": request,
                    "page": page,
                    "language": capfirst(language_name(code)),
                    "level": level,
                    "waits": asking.waits(request, page, rules),
                    "job": jobs.get((request.translation_key, request.locale_id)),
                    "plan_url": f"{rule_address(page, code, rule, level=Level.WANTED.value)}&{here}",
                    "decline_url": f"{rule_address(page, code, rule, level=Level.NOT_PLANNED.value)}&{here}",
                }
            )
        return super().get_context_data(
            rows=rows,
            page=shown,
            elided_page_range=paginator.get_elided_page_range(shown.number),
            manages=is_manager(self.request.user),
            **kwargs,
        )


urlpatterns: list[URLPattern] = [
    path("plan/requests/", RequestsView.as_view(), name="plan_requests"),
    path("plan/pages/<int:page_id>/", PagePlanView.as_view(), name="page_plan"),
    path("plan/pages/<int:page_id>/ask/<slug:code>/", AskView.as_view(), name="plan_ask"),
]
