"""What must be forgotten when content changes."""

from django.core.signals import request_finished
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from core import i18n, menus, versions
from core.models import SafetyAlert, SiteSettings


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(menus.forget, dispatch_uid="core.menus.forget")
    for model in (SafetyAlert, SiteSettings, Site, PageViewRestriction):
        for signal in (post_save, post_delete):
            signal.connect(menus.forget, sender=model, dispatch_uid=f"core.menus.forget.{model.__name__}")
    for signal in (post_save, post_delete):
        signal.connect(i18n.forget_locales, sender=Locale, dispatch_uid="core.i18n.forget_locales")
    post_delete.connect(_page_deleted, dispatch_uid="core.menus.forget.page")
    request_finished.connect(versions.forget_links, dispatch_uid="core.versions.forget_links")


def _page_deleted(sender: type, **_kwargs: object) -> None:
    if sender is Page:
        menus.forget()
