"""Orders of translations before their English is live: the languages with their state, ordering, calling off."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision

from core.formatting import listed
from core.i18n import SOURCE_CODE
from translation_desk import explorer, obstacles, orders
from translation_desk.errors import BadValueError, DeskError
from translation_desk.models import TranslationJob
from translation_desk.permissions import can_see, is_manager
from translation_desk.review_forms import OrderForm
from translation_desk.wording import language_of, local_time, person


class OrderView(WagtailAdminTemplateMixin, FormView):
    """What is ordered of one English page; approvers order more."""

    template_name = "translation_desk/orders/order.html"
    page_title = pgettext_lazy("translation desk", "Translations before publication")
    header_icon = "calendar"
    form_class: Any = OrderForm
    page: Page
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let everybody with a part in translation look; the services ask who may order."""
        if not can_see(request.user):
            raise PermissionDenied
        self.page = get_object_or_404(Page, pk=kwargs["page_id"], locale__language_code=SOURCE_CODE, depth__gt=1)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def revision(self) -> Revision | None:
        """The English that waits."""
        return orders.awaited_revision(self.page)

    @cached_property
    def ordered(self) -> list[TranslationJob]:
        """The jobs that are ordered."""
        return orders.ordered_jobs(self.page.translation_key)

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

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer the languages that are not ordered yet."""
        return {**super().get_form_kwargs(), "locales": orders.can_be_ordered(self.page)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Order; show a refusal where it belongs."""
        data = form.cleaned_data
        try:
            found = orders.order(self.request.user, self.page, data["languages"], due=data["due"], note=data["note"])
        except DeskError as error:
            form.add_error((error.field or None) if isinstance(error, BadValueError) else None, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        told = _("Ordered: %(languages)s. The translators are told.")
        messages.success(self.request, told % {"languages": listed([language_of(job) for job in found])})
        return HttpResponseRedirect(self.request.path)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what waits, who ordered it, and the state of each language."""
        first = self.ordered[0].ordered_version if self.ordered else None
        waits = obstacles.of_jobs(self.ordered)
        manager = is_manager(self.request.user)
        return super().get_context_data(
            page=self.page,
            revision=self.revision,
            goes_live=_when(self.revision),
            rows=[{"job": job, "waits": waits.get(job.pk, [])} for job in self.ordered],
            ordered_by=person(first.published_by, first.published_by_id) if first else "",
            ordered_at=local_time(first.created_at) if first else "",
            note=first.note if first else "",
            may_order=manager and self.revision is not None and bool(orders.can_be_ordered(self.page)),
            may_call_off=manager and bool(self.ordered),
            back=reverse("wagtailadmin_pages:edit", args=[self.page.pk]),
            **kwargs,
        )


def _when(revision: Revision | None) -> str:
    """Say when English that waits goes live; empty where that depends on another page."""
    return local_time(revision.approved_go_live_at) if revision is not None and revision.approved_go_live_at else ""


class CallOffView(OrderView):
    """End an order, having said what that does."""

    template_name = "translation_desk/orders/call_off.html"
    page_title = pgettext_lazy("translation desk", "Call the order off")
    form_class = forms.Form

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let managers in only; the service asks again."""
        if not is_manager(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Ask for nothing but the confirmation."""
        return FormView.get_form_kwargs(self)

    def form_valid(self, form: Any) -> HttpResponse:
        """Call it off."""
        try:
            orders.call_off(self.request.user, self.page)
        except DeskError as error:
            messages.error(self.request, str(error))
        else:
            messages.success(self.request, _("The order is called off. What was written is kept as drafts."))
        return HttpResponseRedirect(reverse("translation_desk:order", args=[self.page.pk]))


urlpatterns: list[URLPattern] = [
    path("orders/<int:page_id>/", OrderView.as_view(), name="order"),
    path("orders/<int:page_id>/call-off/", CallOffView.as_view(), name="call_off"),
]
