"""Pages about one's own sessions and second factors, where allauth's need something more."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from accounts import factors


class EndSessionsView(LoginRequiredMixin, TemplateView):
    """Sign out everywhere."""

    template_name = "accounts/end_sessions.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """End all sessions, this one too."""
        request.user.end_sessions()  # type: ignore[union-attr]  # the mixin lets only people in
        logout(request)
        messages.success(request, _("You are signed out everywhere."))
        return redirect("account_login")


class SetUpAppView(ActivateTOTPView):
    """Set up an app; who has done so has shown it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the secret."""
        answer = super().form_valid(form)
        factors.note_shown(self.request, Authenticator.Type.TOTP)
        return answer


class AddPasskeyView(AddWebAuthnView):
    """Add a passkey; who has done so has shown it."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the public half of the key."""
        answer = super().form_valid(form)
        factors.note_shown(self.request, Authenticator.Type.WEBAUTHN)
        return answer


class RemovePasskeyView(RemoveWebAuthnView):
    """Remove a passkey, unless it is the last factor where one is required."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, or say why not."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        return super().form_valid(form)
