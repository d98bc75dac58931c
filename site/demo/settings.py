"""Loads the words of the whole site and the safety alert."""

from wagtail.models import Site

from core.models import SafetyAlert, SiteSettings
from demo.files import Content
from vocabulary.loading import columns

ALERT = "safety_alert"
ALERT_PAGE = "gas-safety"


def load(content: Content, pages: dict[str, int]) -> None:
    """Write the words of the default site and an alert that leads to the page on gas safety."""
    words = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    for field, texts in content.settings.items():
        if field != ALERT:
            for column, text in columns(field, texts.get).items():
                setattr(words, column, text)
    words.save()
    if ALERT in content.settings:
        SafetyAlert.objects.create(page_id=pages.get(ALERT_PAGE), **columns("text", content.settings[ALERT].get))
