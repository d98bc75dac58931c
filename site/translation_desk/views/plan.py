"""The translation plan: its rules, adding, changing and removing them with their effect shown first."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from core import formatting
from core.i18n import CODES, SOURCE_CODE
from translation_desk import plan, planning
from translation_desk.errors import BadValueError, DeskError
from translation_desk.models import Level, PlanRule, TranslationRequest
from translation_desk.permissions import is_manager
from translation_desk.plan_forms import RuleForm
from translation_desk.views.bulk import DeskScreen

PLAN = gettext_lazy("Translation plan")
Scope = PlanRule.Scope


class PlanView(DeskScreen):
    """All rules by what they are about, with the number of pages that each concerns."""

    template_name = "translation_desk/plan/index.html"
    page_title = PLAN
    header_icon = "tasks"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """The way to a new rule, for managers."""
        if not is_manager(self.request.user):
            return []
        return [HeaderButton(_("Add a rule"), url=reverse("translation_desk:plan_add"), icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rules; the number of queries does not grow with them."""
        rules = list(PlanRule.objects.select_related("set_by", "content_type").order_by("set_at", "pk"))
        keys = [rule.translation_key for rule in rules if rule.translation_key]
        english = Page.objects.filter(translation_key__in=keys, locale__language_code=SOURCE_CODE)
        pages = {page.translation_key: page for page in english.only("pk", "title", "path", "translation_key")}
        concerned: Counter[Any] = Counter()
        for page in plan.live_pages():
            concerned[page.type_id] += 1
            concerned.update([page.path, *plan.paths_above(page.path), page.path[: plan.HOME]][: len(page.path) // plan.STEP - 1])
        rows = [_row(rule, pages.get(rule.translation_key), concerned) for rule in rules]
        return super().get_context_data(
            groups=[(scope, [row for row in rows if row["rule"].scope == scope]) for scope in Scope],
            manages=is_manager(self.request.user),
            requests=TranslationRequest.objects.count(),
            **kwargs,
        )


def _row(rule: PlanRule, page: Page | None, concerned: Counter[Any]) -> dict[str, Any]:
    if rule.scope == Scope.TYPE:
        model = rule.content_type.model_class() if rule.content_type else None
        title, number = capfirst(str(model._meta.verbose_name)) if model else "", concerned[rule.content_type_id]
    else:
        title = page.title if page else _("The page was deleted")
        number = int(page is not None) if rule.scope == Scope.PAGE else concerned[page.path if page else ""]
    return {
        "rule": rule,
        "title": title,
        "page": page,
        "language": planning.language_label(rule.locale_id),
        "pages": number,
    }


class ManagersFormView(WagtailAdminTemplateMixin, FormView):
    """A form that changes the plan; its refusals stand beside the field they are about."""

    template_name = "translation_desk/plan/form.html"
    header_icon = "tasks"
    button: Any = gettext_lazy("Save")
    rule: PlanRule | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the rule that is changed."""
        super().setup(request, *args, **kwargs)
        if "rule_id" in kwargs and is_manager(request.user):
            self.rule = get_object_or_404(PlanRule, pk=kwargs["rule_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in managers. The services ask again."""
        if not is_manager(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Lead to where the person came from, else to the list."""
        return get_valid_next_url_from_request(self.request) or reverse("translation_desk:plan")

    def form_invalid(self, form: Any, *, status: int = 422) -> HttpResponse:
        """Show the form again, with all that was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        above = {"url": reverse("translation_desk:plan"), "label": PLAN}
        return [*super().get_breadcrumbs_items(), above, {"url": "", "label": str(self.get_page_title())}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the template shows around the form."""
        context = super().get_context_data(**kwargs)
        following = get_valid_next_url_from_request(self.request)
        return context | {
            "button": self.button,
            "back": self.get_success_url(),
            "next": following,
            "media": context["form"].media,
            "rule": self.rule,
        }


def sentences(effect: planning.Effect) -> list[str]:
    """Return what a change does to the jobs."""
    patterns = (
        (effect.made, ngettext("It makes %(count)s job.", "It makes %(count)s jobs.", effect.made)),
        (
            effect.taken,
            ngettext(
                "It takes away %(count)s job with which nobody has begun.",
                "It takes away %(count)s jobs with which nobody has begun.",
                effect.taken,
            ),
        ),
        (
            effect.kept,
            ngettext(
                "%(count)s job is kept, because somebody has worked on it or it is live.",
                "%(count)s jobs are kept, because somebody has worked on them or they are live.",
                effect.kept,
            ),
        ),
    )
    said = [pattern % {"count": formatting.number(count)} for count, pattern in patterns if count]
    return said or [_("No job is made and none is taken away.")]


class RuleView(ManagersFormView):
    """Add or change a rule. What it does to the jobs is shown before it is saved."""

    form_class = RuleForm
    effect: planning.Effect | None = None
    shown = ""

    def get_page_title(self) -> str:
        """Say what the form does."""
        return _("Change a rule") if self.rule else _("Add a rule")

    def get_initial(self) -> dict[str, Any]:
        """Begin with the rule, or with what the address names."""
        values: dict[str, Any] = {"language": "", "scope": Scope.SECTION, "level": Level.WANTED}
        if self.rule is not None:
            values |= RuleForm.values(self.rule)
        asked = self.request.GET
        known = {"scope": Scope.values, "language": CODES, "level": Level.values}
        values |= {name: asked[name] for name, allowed in known.items() if asked.get(name) in allowed}
        number = asked.get("page", "")
        if number.isdecimal() and len(number) < 10:
            values["page"] = Page.objects.filter(pk=int(number)).first()
        return values

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the effect first; save what was shown. A refusal stands beside its field."""
        try:
            rule = form.draft(self.rule)
            self.shown = _signature(rule)
            if self.request.POST.get("shown") != self.shown:
                self.effect = planning.effect(adding=rule)
                return self.render_to_response(self.get_context_data(form=form))
            planning.save(self.request.user, rule)
        except planning.RuleExistsError as error:
            url = reverse("translation_desk:plan_rule", args=[error.rule.pk])
            form.add_error(error.field, format_html('{} <a href="{}">{}</a>', str(error), url, _("Change that rule")))
            return self.form_invalid(form)
        except DeskError as error:
            form.add_error(error.field if isinstance(error, BadValueError) else None, str(error))
            return self.form_invalid(form, status=error.status)
        messages.success(self.request, _("The plan is saved. Jobs follow within a moment."))
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the effect."""
        said = sentences(self.effect) if self.effect else []
        return super().get_context_data(effects=said, shown=self.shown if self.effect else "", **kwargs)


def _signature(rule: PlanRule) -> str:
    """Return what of a rule decides its effect: a form that was changed after its effect was shown has another one."""
    return ":".join(
        str(part or "") for part in (rule.scope, rule.translation_key, rule.content_type_id, rule.locale_id, rule.level)
    )


class RemoveView(ManagersFormView):
    """Take a rule out of the plan."""

    template_name = "translation_desk/plan/remove.html"
    page_title = gettext_lazy("Remove a rule")
    button = pgettext_lazy("translation plan", "Remove the rule")
    form_class = forms.Form
    rule: PlanRule

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it."""
        planning.remove(self.request.user, self.rule)
        messages.success(self.request, _("The rule is removed. Jobs follow within a moment."))
        return HttpResponseRedirect(reverse("translation_desk:plan"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rule and what its end does."""
        page = planning.english(self.rule)
        row = _row(self.rule, page, Counter())
        return super().get_context_data(row=row, effects=sentences(planning.effect(without=self.rule)), **kwargs)


urlpatterns: list[URLPattern] = [
    path("plan/", PlanView.as_view(), name="plan"),
    path("plan/add/", RuleView.as_view(), name="plan_add"),
    path("plan/<int:rule_id>/", RuleView.as_view(), name="plan_rule"),
    path("plan/<int:rule_id>/remove/", RemoveView.as_view(), name="plan_remove"),
]
