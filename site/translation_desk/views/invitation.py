"""Where the link of an invitation leads: choosing a password, in the language of the mail."""

from contextlib import nullcontext
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from wagtail.admin.views.account import PasswordResetConfirmView

from translation_desk import invitations
from translation_desk.mails import as_read_by


class InvitationView(PasswordResetConfirmView):
    """Lets an invited person choose a password and signs them in."""

    template_name = "translation_desk/staff/invitation.html"
    token_generator = invitations.tokens
    reset_url_token = "password"  # noqa: S105  # stands in the address in place of the token
    post_reset_login = True
    success_url = reverse_lazy("wagtailadmin_home")

    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the person's language."""
        person = self.get_user(kwargs["uidb64"])
        with as_read_by(person) if person is not None else nullcontext():
            answer = super().dispatch(*args, **kwargs)
            return answer.render() if hasattr(answer, "render") else answer

    def get_user(self, uidb64: str) -> Any:
        """Return the person, unless the account is closed or has a password."""
        person = super().get_user(uidb64)
        return person if person is not None and person.is_current and not person.has_usable_password() else None
