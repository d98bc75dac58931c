"""Gives the translation desk of the demonstration its past: who translated and who approved what is live."""

from django.contrib.auth import get_user_model

from config.languages import CODES, SOURCE_CODE
from translation_desk.adoption import Vouchers


def vouchers() -> Vouchers:
    """Return the demonstration's translators and reviewers by language; nobody where no sign-ins were made."""
    people = {user.get_username(): user for user in get_user_model().objects.all()}
    codes = [code for code in CODES if code != SOURCE_CODE]
    return Vouchers(
        {code: people[f"translator-{code}"] for code in codes if f"translator-{code}" in people},
        {code: people[f"reviewer-{code}"] for code in codes if f"reviewer-{code}" in people},
    )
