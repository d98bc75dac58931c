"""Makes the demonstration's sign-ins: an administrator, and one person for each role in each language."""

from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from wagtail.users.models import UserProfile

from config.languages import LANGUAGES, SOURCE_CODE
from translation_desk.models import DeskGroup
from translation_desk.roles import group_of

PASSWORD = "leather"  # noqa: S105  # printed by the command; these sign-ins are made on a demonstration only
Role = DeskGroup.Role


class SignIn(NamedTuple):
    """A sign-in as the command prints it. Without a role it is an administrator's."""

    name: str
    title: str
    role: str = ""
    code: str = SOURCE_CODE


SIGN_INS = (
    SignIn("admin", "Administrator"),
    SignIn("editor", "Editor", Role.EDITOR),
    SignIn("approver", "Approver", Role.APPROVER),
    *(
        SignIn(f"{role}-{language.code}", f"{language.english_name} {role}", role, language.code)
        for language in LANGUAGES
        if language.code != SOURCE_CODE
        for role in (Role.TRANSLATOR.value, Role.REVIEWER.value)
    ),
)


def create() -> None:
    """Make the sign-ins that do not exist yet. The languages must be open. Each sees the administration in their language."""
    model = get_user_model()
    present = set(model.objects.filter(username__in=[sign_in.name for sign_in in SIGN_INS]).values_list("username", flat=True))
    # One hash for all: hashing takes half a second, and everybody knows the password anyway.
    password = make_password(PASSWORD)
    for sign_in in SIGN_INS:
        if sign_in.name in present:
            continue
        user = model.objects.create(
            username=sign_in.name,
            email=f"{sign_in.name}@example.org",
            password=password,
            first_name=sign_in.title,
            last_name="(demonstration)",
            is_superuser=not sign_in.role,
            is_staff=not sign_in.role,
        )
        if sign_in.role:
            user.groups.add(group_of(sign_in.role, sign_in.code))
            UserProfile.objects.create(user=user, preferred_language=sign_in.code)


def usable() -> list[SignIn]:
    """Return the sign-ins that are active and still have the demonstration's password."""
    users = get_user_model().objects.filter(username__in=[entry.name for entry in SIGN_INS], is_active=True)
    hashes = {user.get_username(): user.password for user in users}
    first = {password for password in set(hashes.values()) if check_password(PASSWORD, password)}
    return [sign_in for sign_in in SIGN_INS if hashes.get(sign_in.name) in first]
