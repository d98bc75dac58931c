"""The screen on which a visitor's message is turned into a correction."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.reports import ReportError
from home import messages as messaging
from home.models import ContactMessage

NAMESPACE = "wagtailsnippets_home_contactmessage"
"""Of the addresses of messages, which Wagtail makes."""


class TurnForm(forms.Form):
    """The words that those who mend the page read."""

    text = forms.CharField(
        label=gettext_lazy("What they read"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy(
            "The visitor’s name and address are not passed on. Take out of the message whatever tells who wrote it."
        ),
    )


class TurnView(WagtailAdminTemplateMixin, FormView):
    """Ask for the words, and make a correction of them."""

    template_name = "home/admin/turn.html"
    form_class = TurnForm
    page_title = gettext_lazy("Turn into a correction")
    header_icon = "edit"
    message: ContactMessage

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read the message."""
        super().setup(request, *args, **kwargs)
        self.message = get_object_or_404(ContactMessage, pk=kwargs["pk"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may change messages."""
        if not messaging.may_turn(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Begin with the visitor's own words."""
        return {"text": self.message.message}

    def back(self) -> str:
        """Return the address of the message."""
        return reverse(f"{NAMESPACE}:edit", args=[self.message.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the message."""
        listing = reverse(f"{NAMESPACE}:list")
        return [
            *super().get_breadcrumbs_items(),
            {"url": listing, "label": _("Messages")},
            {"url": self.back(), "label": str(self.message)},
            {"url": "", "label": str(self.page_title)},
        ]

    def form_valid(self, form: TurnForm) -> HttpResponse:
        """Turn the message; show a refusal beside the words."""
        try:
            messaging.turn(self.request.user, self.message, form.cleaned_data["text"])
        except ReportError as error:
            form.add_error("text", str(error))
            return self.form_invalid(form)
        messages.success(self.request, _("The message was passed on. What becomes of it stands beside it."))
        return redirect(self.back())

    def form_invalid(self, form: TurnForm) -> HttpResponse:
        """Show the form again with all that was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the message would become."""
        return super().get_context_data(offer=messaging.offer(self.message), back=self.back(), message=self.message, **kwargs)
