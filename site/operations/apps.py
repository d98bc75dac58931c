"""Application configuration."""

from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """What keeps the portal running."""

    name = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        """Begin to count, to name tasks in the log, to report failures and to watch for changes, as the settings ask for it."""
        from core import kept, remembering  # models are not loaded before this point
        from operations import logs, metrics, reporting
        from operations.kept import of_operations
        from operations.page_cache import watching

        kept.register(of_operations)
        logs.connect()
        metrics.set_up()
        reporting.set_up()
        remembering.provide_state(watching.state)
        request_started.connect(watching.begin_request, dispatch_uid="operations.page_cache.begin")
        request_finished.connect(watching.end_request, dispatch_uid="operations.page_cache.end")
        # The statements of every connection, for changes of what visitors see.
        connection_created.connect(watching.connect, dispatch_uid="operations.page_cache.watching")
        # Tables come and go meanwhile, the one that changes are noted in among them.
        pre_migrate.connect(watching.pause, dispatch_uid="operations.page_cache.pause")
        post_migrate.connect(watching.resume, dispatch_uid="operations.page_cache.resume")
