"""The night's work: delete what the portal promised not to keep."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from home.models import ContactMessage
from search import fruitless


class Command(BaseCommand):
    help = "Delete expired messages of visitors, old queries without results, results of old tasks and expired sessions."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted, _per_model = ContactMessage.objects.expired().delete()
        queries = fruitless.purge()
        for alias, backend in settings.TASKS.items():
            if backend["BACKEND"] == "django_tasks_db.DatabaseBackend":
                call_command("prune_db_task_results", f"--backend={alias}", "--queue-name=*", verbosity=0)
        call_command("clearsessions", verbosity=0)
        if options["verbosity"]:
            self.stdout.write(
                f"{deleted} expired messages and {queries} old queries deleted; old task results and sessions removed."
            )
