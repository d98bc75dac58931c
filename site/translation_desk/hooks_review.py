"""Dashboard panel, log entries, personal settings."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from translation_desk import log_entries
from translation_desk.account import AbsencePanel, TranslationMailsPanel
from translation_desk.dashboard import MyTranslationsPanel


@hooks.register("construct_homepage_panels")
def add_my_translations(_request: HttpRequest, panels: list[Any]) -> None:
    """Show people their translations first."""
    panels.append(MyTranslationsPanel())


@hooks.register("register_account_settings_panel")
def add_translation_mails(request: HttpRequest, user: Any, profile: Any) -> TranslationMailsPanel:
    """Let people choose how they are told."""
    return TranslationMailsPanel(request, user, profile)


@hooks.register("register_account_settings_panel")
def add_absence(request: HttpRequest, user: Any, profile: Any) -> AbsencePanel:
    """Let people say when they are away."""
    return AbsencePanel(request, user, profile)


@hooks.register("register_log_actions")
def describe_log_entries(registry: LogActionRegistry) -> None:
    """Give the desk's steps their words in Wagtail's log."""
    log_entries.register(registry)
