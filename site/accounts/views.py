"""Pages about one's own sessions."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView


class EndSessionsView(LoginRequiredMixin, TemplateView):
    """Sign out everywhere."""

    template_name = "accounts/end_sessions.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """End all sessions, this one too."""
        request.user.end_sessions()  # type: ignore[union-attr]  # the mixin lets only people in
        logout(request)
        messages.success(request, _("You are signed out everywhere."))
        return redirect("account_login")
