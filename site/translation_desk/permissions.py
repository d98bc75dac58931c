"""Who may do what at the desk. Every service asks here; views and templates ask only to leave out what would be refused."""

from typing import Any

from wagtail.models import Page

from core.i18n import SOURCE_CODE, locale_code, locale_ids
from translation_desk.errors import NotAllowedError
from translation_desk.models import DeskGroup, TranslationJob

Role = DeskGroup.Role


def is_current(user: Any) -> bool:
    """Tell whether somebody is signed in with an account that is neither closed nor past its last day."""
    return bool(user.is_authenticated and user.is_current)


def is_administrator(user: Any) -> bool:
    """Tell whether somebody may do everything."""
    return is_current(user) and bool(user.is_superuser)


def roles_of(user: Any) -> frozenset[tuple[str, int]]:
    """Return the person's roles with the ids of their locales; read once per user object."""
    if not is_current(user):
        return frozenset()
    if not hasattr(user, "_desk_roles"):
        user._desk_roles = frozenset(DeskGroup.objects.filter(group__user=user).values_list("role", "locale_id"))
    return frozenset(user._desk_roles)


def has_role(user: Any, role: str, locale_id: int) -> bool:
    """Tell whether somebody has a role in a language. Administrators have all."""
    return is_administrator(user) or (role, locale_id) in roles_of(user)


def can_see(user: Any) -> bool:
    """Tell whether somebody may look at the queue: everybody with a role."""
    return is_administrator(user) or bool(roles_of(user))


def is_manager(user: Any) -> bool:
    """Tell whether somebody manages all languages: approvers of English and administrators."""
    return is_administrator(user) or any(role == Role.APPROVER for role, _locale in roles_of(user))


def writes_english(user: Any) -> bool:
    """Tell whether somebody answers for the English: its editors and approvers, and administrators."""
    return is_manager(user) or any(role == Role.EDITOR for role, _locale in roles_of(user))


def can_put_away(user: Any, page: Page) -> bool:
    """Tell whether somebody may delete a page and bring it back: managers, and reviewers what stands in their language alone.

    That a translation goes with its English page only, is refused elsewhere.
    """
    return is_manager(user) or (locale_code(page.locale_id) != SOURCE_CODE and has_role(user, Role.REVIEWER, page.locale_id))


def can_manage(user: Any, locale_id: int) -> bool:
    """Tell whether somebody may assign work and set dates in a language: its reviewers and the managers."""
    return is_manager(user) or has_role(user, Role.REVIEWER, locale_id)


def can_translate(user: Any, job: TranslationJob) -> bool:
    """Tell whether somebody may write in the job's language. Reviewers may, but then another person must approve."""
    return has_role(user, Role.TRANSLATOR, job.locale_id) or has_role(user, Role.REVIEWER, job.locale_id)


def can_review(user: Any, job: TranslationJob) -> bool:
    """Tell whether somebody may decide on work in the job's language, as far as four eyes allow."""
    return has_role(user, Role.REVIEWER, job.locale_id)


def require(allowed: bool, message: str = "") -> None:
    """Raise NotAllowedError unless allowed."""
    if not allowed:
        raise NotAllowedError(message)


def locales_to_translate(user: Any) -> set[int]:
    """Return the ids of the locales the person writes in; all but English for administrators."""
    return _locales(user, {Role.TRANSLATOR, Role.REVIEWER})


def locales_to_review(user: Any) -> set[int]:
    """Return the ids of the locales the person reviews; all but English for administrators."""
    return _locales(user, {Role.REVIEWER})


def locales_to_open(user: Any) -> set[int]:
    """Return the ids of the locales whose jobs the person may open: those they work in; all but English for managers."""
    if is_manager(user):
        return {pk for code, pk in locale_ids().items() if code != SOURCE_CODE}
    return locales_to_translate(user)


def _locales(user: Any, roles: set[str]) -> set[int]:
    if is_administrator(user):
        return {pk for code, pk in locale_ids().items() if code != SOURCE_CODE}
    return {locale_id for role, locale_id in roles_of(user) if role in roles}


def can_propose(user: Any, locale_id: int) -> bool:
    """Tell whether somebody may propose texts of vocabularies, settings and files in a language: everybody with a role there."""
    return locale_id in locales_to_propose(user)


def can_accept(user: Any, locale_id: int) -> bool:
    """Tell whether somebody may decide on such proposals: approvers in English, reviewers in the other languages."""
    return has_role(user, Role.APPROVER if locale_code(locale_id) == SOURCE_CODE else Role.REVIEWER, locale_id)


def locales_to_propose(user: Any) -> set[int]:
    """Return the ids of the locales whose texts somebody may propose: those of their roles; all for administrators."""
    if is_administrator(user):
        return set(locale_ids().values())
    return {locale_id for _role, locale_id in roles_of(user)}


def locales_to_accept(user: Any) -> set[int]:
    """Return the ids of the locales whose proposals somebody may decide on."""
    return {locale_id for locale_id in locales_to_propose(user) if can_accept(user, locale_id)}
