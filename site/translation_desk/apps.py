"""Application configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationDeskConfig(AppConfig):
    """The translation desk."""

    name = "translation_desk"
    verbose_name = _("Translation desk")

    def ready(self) -> None:
        """Connect signal handlers and register system checks."""
        # Models are not loaded before this point.
        from core import asking as readers_asking, columns, currency_notices, gone, reports
        from core.page_permissions import approval_required
        from translation_desk import (  # noqa: F401  # `checks` registers itself
            asking,
            checks,
            column_gate,
            currency,
            readers_messages,
            signals,
        )
        from translation_desk.tree import archiving

        signals.connect()
        readers_asking.register(asking.ReadersRequests())
        gone.register(archiving.is_gone)
        approval_required()
        currency_notices.register(currency.notice)
        columns.register(column_gate.gate)
        reports.register(readers_messages.ReadersMessages())
