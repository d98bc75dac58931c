"""Makes sizes of pictures that are missing: after a restore, a change of the ladder, work in the background that failed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.models import CustomImage
from core.renditions import make


class Command(BaseCommand):
    help = "Make the sizes of pictures that are missing. Doing it again makes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        number, unreadable = 0, []
        for image in CustomImage.objects.order_by("pk"):
            try:
                number += make(image)
            except Exception as error:  # one picture that cannot be read keeps no other from being made
                unreadable.append(f"{image.pk} ({image.file.name}): {type(error).__name__}")
        if unreadable:
            raise CommandError(f"Sizes of these pictures cannot be made: {', '.join(unreadable)}.")
        if options["verbosity"]:
            self.stdout.write(f"{number} sizes of pictures made.")
