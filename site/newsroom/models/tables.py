"""Tables on their way in: pages from spreadsheets, and redirects from addresses that the site had before."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from translation_desk.models.background import BackgroundWork
from translation_desk.models.imports import FileImport


class StableCode(models.Model):
    """What tables call a page, or a row of one: files find it by that again, whatever becomes of title and address."""

    kind = models.CharField(max_length=60, help_text="Name of the model.")
    code = models.CharField(max_length=100)
    key = models.UUIDField(help_text="Translation key of the English page or row.")

    class Meta:
        verbose_name = _("code of a page")
        verbose_name_plural = _("codes of pages")
        constraints = (
            models.UniqueConstraint(fields=("kind", "code"), name="newsroom_one_thing_a_code"),
            models.UniqueConstraint(fields=("kind", "key"), name="newsroom_one_code_a_thing"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class TableImport(FileImport):
    """A table of pages. What it says becomes drafts, as a whole or not at all."""

    table = models.CharField(max_length=20)
    files = models.BinaryField(default=b"", help_text="The ZIP that came with it, as it was sent; emptied once it was taken.")
    folder = models.CharField(
        max_length=500,
        blank=True,
        default="",
        db_default="",
        help_text="The folder on the server in which its files lie, below the one that is set there.",
    )
    hand_in = models.BooleanField(default=True, help_text="Whether its pages are handed in for approval as they are taken.")
    undo: Any = models.JSONField(default=dict, help_text="What taking it changed, so that it can be taken back.")

    class Meta(FileImport.Meta):
        verbose_name = _("table of pages")
        verbose_name_plural = _("tables of pages")

    def zipped(self) -> bytes:
        """Return the ZIP that came with it; empty where there is none."""
        files: Any = self.files
        return bytes(files)


class TableApproval(BackgroundWork):
    """An approver's word for all pages of a table that wait for it. Each page is approved by itself, as by hand."""

    stage = "approving"
    """What `translation_desk.importing` calls the work."""

    table_import = models.ForeignKey(TableImport, on_delete=models.CASCADE, related_name="approvals")
    report: Any = models.JSONField(default=dict, help_text="How many were approved, and of the others why not.")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta(BackgroundWork.Meta):
        verbose_name = _("approval of a table")
        verbose_name_plural = _("approvals of tables")


class OldAddressImport(FileImport):
    """A table of redirects from old addresses."""

    undo: Any = models.JSONField(default=dict, help_text="What taking it changed, so that it can be taken back.")

    class Meta(FileImport.Meta):
        verbose_name = _("table of old addresses")
        verbose_name_plural = _("tables of old addresses")
