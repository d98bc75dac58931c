"""Brings the catalogues of interface texts up to date with the code."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import catalogues, wagtail_catalogues


class Command(BaseCommand):
    help = "Merge the interface texts of our code into locale/, and what Wagtail leaves in English into site/wagtail_locale/."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            merges = [*catalogues.update_all(), *wagtail_catalogues.update_all()]
        except catalogues.CatalogueError as error:
            raise CommandError(str(error)) from error
        for merge in merges:
            counts = f"{merge.added} new, {merge.removed} removed, {merge.untranslated} untranslated"
            self.stdout.write(f"{merge.path.relative_to(catalogues.ROOT).as_posix():51} {merge.total:4} texts, {counts}")
