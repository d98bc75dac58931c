"""What running the portal keeps in the database."""

import uuid

from django.db import models
from django.utils import timezone


class Restoration(models.Model):
    """A backup that was brought back: written in the same transaction as its data, so its presence says that they are there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    backup_made_at = models.DateTimeField()
    restored_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.backup_made_at:%Y-%m-%d %H:%M}"


class Worker(models.Model):
    """A task worker that runs, or ran until it was killed: its tasks are taken up again by another (`operations.workers`)."""

    id = models.CharField(max_length=64, primary_key=True, editable=False)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.id


class ContentChange(models.Model):
    """A change of what visitors see which the page cache has not been told of: written with the change, gone when it was told."""

    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class NightWork(models.Model):
    """The last night whose work was done, by command: whichever worker did it, no other does it again."""

    command = models.CharField(max_length=100, primary_key=True, editable=False)
    done_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.command} {self.done_on}"
