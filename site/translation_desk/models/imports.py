"""What every file that somebody brings remembers: it is read first, taken when its report was seen, and taken back as a whole."""

import zlib
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from translation_desk.models.background import BackgroundWork


class FileImport(BackgroundWork):
    """A file on its way in. Its work in the background is one of three: reading it, taking it, taking it back.

    `state` is that of the present work; `stage` says what it is, and, once done, what has become of the file.
    """

    class Stage(models.TextChoices):
        """The work that was asked for last."""

        READING = "reading", _("Reading")
        TAKING = "taking", _("Taking over")
        UNDOING = "undoing", _("Taking back")
        REFUSED = "refused", _("Not readable")

    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.READING)
    name = models.CharField(max_length=255, help_text="Of the file, as it was sent.")
    size = models.PositiveIntegerField(help_text="Bytes of the file.")
    content = models.BinaryField(help_text="The file, compressed; emptied once it has been taken.")
    tool = models.CharField(max_length=100, blank=True, help_text="The program that wrote it, as it says itself.")
    report = models.JSONField(default=dict, help_text="What was found in it, before anything is written.")
    done = models.PositiveIntegerField(default=0, help_text="Units that the present work has dealt with.")
    total = models.PositiveIntegerField(default=0, help_text="Units that it has in all.")

    class Meta(BackgroundWork.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def is_read(self) -> bool:
        """Whether its report can be seen, and it can be taken."""
        return (self.stage, self.state) == (self.Stage.READING, self.State.DONE)

    @property
    def is_taken(self) -> bool:
        """Whether what it holds has been taken over."""
        return (self.stage, self.state) == (self.Stage.TAKING, self.State.DONE)

    @property
    def is_undone(self) -> bool:
        """Whether it was taken and taken back."""
        return (self.stage, self.state) == (self.Stage.UNDOING, self.State.DONE)

    @property
    def is_refused(self) -> bool:
        """Whether the file cannot be read; its report says why."""
        return self.stage == self.Stage.REFUSED

    def keep(self, data: bytes) -> None:
        """Keep the bytes of the file."""
        self.size, self.content = len(data), zlib.compress(data)

    def data(self) -> bytes:
        """Return the bytes of the file; empty once it was taken."""
        # PostgreSQL gives a memoryview.
        content: Any = self.content
        return zlib.decompress(bytes(content)) if content else b""
