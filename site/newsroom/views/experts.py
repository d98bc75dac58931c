"""Screens of staff for questions to experts: all, those about a page, asking, withdrawing."""

from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic.base import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Page

from core.i18n import BY_CODE, locale_code
from newsroom.experts import asking, listing, wording
from newsroom.experts.forms import AskForm
from newsroom.models import ExpertQuestion
from translation_desk.errors import BadValueError, DeskError

TITLE = gettext_lazy("Questions to experts")
PAGE_SIZE = 30


class ExpertsView(WagtailAdminTemplateMixin, TemplateView):
    """All questions about texts that the person answers for, newest first."""

    template_name = "newsroom/experts/index.html"
    page_title = TITLE
    header_icon = "comment"
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in people who may ask about texts in some language."""
        if not listing.may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Say where one is."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the list."""
        items = Paginator(listing.visible(self.request.user), PAGE_SIZE).get_page(self.request.GET.get("p"))
        return super().get_context_data(items=items, rows=listing.rows(items), with_pages=True, **kwargs)


class PageView(WagtailAdminTemplateMixin):
    """What the screens about one page share."""

    header_icon = "comment"
    page_title: Any = TITLE
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse people who may not ask about the page. The services ask again."""
        self.page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=self.page_id(kwargs))
        if not asking.may_ask(request.user, self.page):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def page_id(self, kwargs: dict[str, Any]) -> int:
        """Return the id of the page that the address names."""
        return int(kwargs["page_id"])

    def get_page_subtitle(self) -> str:
        """Name the page."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the page and its questions."""
        items = [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.get_page_subtitle()},
        ]
        if self.page_title is not TITLE:
            items.append({"url": self.back(), "label": str(TITLE)})
        return [*items, {"url": "", "label": str(self.page_title)}]

    def back(self) -> str:
        """Return the address of the page's questions."""
        return reverse("newsroom:experts_of_page", args=[self.page.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page and the language of its texts."""
        code = locale_code(self.page.locale_id)
        return super().get_context_data(page=self.page, text_language=BY_CODE[code], back=self.back(), **kwargs)


class ExpertsOfPageView(PageView, TemplateView):
    """The questions about one page with their answers."""

    template_name = "newsroom/experts/of_page.html"

    def get_header_buttons(self) -> list[HeaderButton]:
        """Offer to ask."""
        url = reverse("newsroom:ask_expert", args=[self.page.pk])
        return [*super().get_header_buttons(), HeaderButton(_("Ask an expert"), url=url, icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the questions."""
        return super().get_context_data(rows=listing.rows(listing.of_page(self.page)), **kwargs)


class ServiceView(PageView, FormView, ABC):
    """A form whose sending calls one service; its refusal stands where it belongs, and nothing typed is lost."""

    template_name = "newsroom/experts/form.html"
    form_class: type[forms.Form] = forms.Form
    button: Any = ""
    serious = False

    @abstractmethod
    def perform(self, data: dict[str, Any]) -> str:
        """Call the service and return what to tell the person. Raises DeskError."""

    def refusal(self) -> str:
        """Return why it cannot be done now; the form is then left out."""
        return ""

    def facts(self) -> list[tuple[Any, str]]:
        """Return what one should know before: names and values."""
        return []

    def form_valid(self, form: Any) -> HttpResponse:
        """Call the service."""
        try:
            told = self.perform(form.cleaned_data)
        except DeskError as error:
            form.add_error((error.field or None) if isinstance(error, BadValueError) else None, str(error))
            return self.render_to_response(self.get_context_data(form=form), status=error.status)
        messages.success(self.request, told)
        return HttpResponseRedirect(self.back())

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the form again."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what stands around the form."""
        return super().get_context_data(
            refusal=self.refusal(), facts=self.facts(), button=self.button, serious=self.serious, **kwargs
        )


class AskView(ServiceView):
    """Ask an expert."""

    page_title = gettext_lazy("Ask an expert")
    button = gettext_lazy("Send the question")
    form_class = AskForm
    explanation = gettext_lazy(
        "The expert gets a link by mail, needs no account, and answers once. Agreement publishes nothing: the text is approved "
        "here, by a second person, as always. The question holds for the present text; a newer one that is handed in ends it."
    )

    def get_initial(self) -> dict[str, Any]:
        """Propose the language of the text, or all that was asked before."""
        again = asking.repeated(self.page, self.request.GET.get("again", ""))
        return {"language": locale_code(self.page.locale_id), **again}

    def refusal(self) -> str:
        """Say when there is nothing to ask about."""
        if asking.text_to_ask_about(self.page) is None:
            return _("There is no text that waits for approval. Visitors read the newest one.")
        return ""

    def perform(self, data: dict[str, Any]) -> str:
        """Ask."""
        question = asking.ask(self.request.user, self.page, **data)
        return _("%(expert)s gets a mail with the link.") % {"expert": wording.expert(question)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what asking does."""
        return super().get_context_data(explanation=self.explanation, **kwargs)


class WithdrawView(ServiceView):
    """Take a question back."""

    page_title = gettext_lazy("Withdraw the question")
    button = gettext_lazy("Withdraw the question")
    serious = True

    def page_id(self, kwargs: dict[str, Any]) -> int:
        """Find the question, and by it the page."""
        self.question = get_object_or_404(ExpertQuestion.objects.select_related("page"), pk=kwargs["pk"])
        return self.question.page_id

    def facts(self) -> list[tuple[Any, str]]:
        """Name the expert."""
        return [(_("Expert"), wording.expert(self.question)), (_("Status"), str(self.question.state.label))]

    def refusal(self) -> str:
        """Say when there is nothing to take back."""
        if not asking.may_be_withdrawn(self.question):
            return _("This question was withdrawn before, or has its answer.")
        return ""

    def perform(self, data: dict[str, Any]) -> str:
        """Withdraw."""
        asking.withdraw(self.request.user, self.question)
        return _("The question is withdrawn. Its link works no longer.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what withdrawing does."""
        told = _(
            "The link ends at once. If the expert’s agreement was required, approval no longer waits for it; the record says so."
        )
        return super().get_context_data(explanation=told, **kwargs)


urlpatterns: list[URLPattern] = [
    path("experts/", ExpertsView.as_view(), name="experts"),
    path("experts/page/<int:page_id>/", ExpertsOfPageView.as_view(), name="experts_of_page"),
    path("experts/page/<int:page_id>/ask/", AskView.as_view(), name="ask_expert"),
    path("experts/<int:pk>/withdraw/", WithdrawView.as_view(), name="withdraw_question"),
]
