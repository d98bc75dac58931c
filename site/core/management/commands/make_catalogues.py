"""Brings the catalogues of interface texts up to date with the code."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import catalogues


class Command(BaseCommand):
    help = "Read the interface texts from code and templates and merge them into locale/. Translations stay."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            merges = catalogues.update_all()
        except catalogues.CatalogueError as error:
            raise CommandError(str(error)) from error
        for merge in merges:
            counts = f"{merge.added} new, {merge.removed} removed, {merge.untranslated} untranslated"
            self.stdout.write(f"{merge.code:8} {merge.total:4} texts, {counts}")
