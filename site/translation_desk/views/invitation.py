"""Where the link of an invitation leads: choosing a password, in the language of the mail."""

from contextlib import nullcontext
from typing import Any

from allauth.account.utils import perform_login
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from translation_desk import invitations
from translation_desk.mails import as_read_by


class InvitationView(PasswordResetConfirmView):
    """Lets an invited person choose a password and signs them in, with all that signing in asks for."""

    template_name = "translation_desk/staff/invitation.html"
    token_generator = invitations.tokens
    reset_url_token = "password"  # noqa: S105  # stands in the address in place of the token

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the person's language."""
        person = self.get_user(kwargs["uidb64"])
        with as_read_by(person) if person is not None else nullcontext():
            answer = super().dispatch(*args, **kwargs)
            return answer.render() if hasattr(answer, "render") else answer

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the password and sign the person in."""
        person = form.save()
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        return perform_login(self.request, person)

    def get_user(self, uidb64: str) -> Any:
        """Return the person, unless the account is closed or has a password."""
        person = super().get_user(uidb64)
        return person if person is not None and person.is_current and not person.has_usable_password() else None
