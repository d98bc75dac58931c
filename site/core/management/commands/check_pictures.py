"""Checks stored pictures by the rules that uploads must keep today: some may be older than the rules."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.models import CustomImage
from core.picture_files import faults


class Command(BaseCommand):
    help = "Name stored pictures that would be refused, or hold what readers are not to get. Fails where there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        number = 0
        for image in CustomImage.objects.order_by("pk"):
            try:
                with image.open_file() as file:
                    found = faults(file)
            except OSError:
                found = ["The file cannot be read."]
            number += bool(found)
            for fault in found:
                self.stderr.write(f"{image.pk} {image.file.name}: {fault}")
        if number:
            raise CommandError(f"{number} pictures break the rules. Upload them anew, or delete them.")
        if options["verbosity"]:
            self.stdout.write("All pictures keep the rules.")
