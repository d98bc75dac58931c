"""How the plan is put into words."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from core.i18n import SOURCE_CODE
from translation_desk import presenting
from translation_desk.models import PlanRule

Scope = PlanRule.Scope


def icon(status: str) -> str:
    """Return the icon beside the state of a language."""
    return presenting.icon_of(status)


def reason(page: Page, rule: PlanRule | None, *, needed: bool = False) -> str:
    """Return why the plan says of a page what it says. One query where the rule is that of a section."""
    if page.depth == 2:
        return _("Home pages are always required.")
    if needed:
        return _("A page below it is planned, and needs this one.")
    if rule is None:
        return _("No rule is set for it.")
    if rule.origin == PlanRule.Origin.REQUEST:
        return _("It was asked for.")
    if rule.scope == Scope.PAGE:
        return _("Set for this page.")
    if rule.scope == Scope.TYPE:
        return _("Set for all pages of this type.")
    section = Page.objects.filter(translation_key=rule.translation_key, locale__language_code=SOURCE_CODE).first()
    return _("Set for the section “%(title)s”.") % {"title": section.title if section else ""}
