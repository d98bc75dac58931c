"""The pages that have to exist in every language: those that the United Nations' standards name, and legal and safety pages.

The standards name home, about, background, introduction, contact, contents and "what we do"; menu, topic, legal and safety pages
may not have a gap either. The list is deliberate: it says where each of them stands on this site.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy


@dataclass(frozen=True, slots=True)
class RequiredPage:
    """A page that has to exist: its part, what it is called, and its path below the home page of each language."""

    role: str
    name: str | Promise
    path: str


REQUIRED_PAGES = (
    RequiredPage("home", _("Home page"), ""),
    RequiredPage("about", pgettext_lazy("required page", "About us"), "about/"),
    RequiredPage("background", pgettext_lazy("required page", "Background"), "about/history/"),
    RequiredPage("work", pgettext_lazy("required page", "What we do"), "about/priorities-and-functions/"),
    RequiredPage("contact", pgettext_lazy("required page", "Contact"), "contact/"),
    RequiredPage("contents", pgettext_lazy("required page", "Contents (site map)"), "site-map/"),
    RequiredPage("accessibility", pgettext_lazy("required page", "Accessibility"), "accessibility/"),
    RequiredPage("privacy", pgettext_lazy("required page", "Privacy"), "privacy/"),
    RequiredPage("terms", pgettext_lazy("required page", "Terms of use"), "terms/"),
    RequiredPage("copyright", pgettext_lazy("required page", "Copyright"), "copyright/"),
    RequiredPage("fraud", pgettext_lazy("required page", "Fraud notice"), "fraud-notice/"),
    RequiredPage("safety", pgettext_lazy("required page", "Gas safety"), "gas-safety/"),
)

BY_ROLE = {page.role: page for page in REQUIRED_PAGES}
ROLES = {page.path: page.role for page in REQUIRED_PAGES}
"""The part of a page by its path."""
LEGAL = frozenset({"accessibility", "privacy", "terms", "copyright", "fraud"})
