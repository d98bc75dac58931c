"""What was asked of a machine that translates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from machine_translation.errors import Reason
from translation_desk.models.background import BackgroundWork
from translation_desk.models.jobs import TranslationJob


class MachineRequest(BackgroundWork):
    """The latest request for machine suggestions in a translation: how far it is, and why it ended."""

    job = models.OneToOneField(TranslationJob, on_delete=models.CASCADE, related_name="machine_request")
    engine = models.CharField(max_length=30, help_text="Its name, as people see it.")
    total = models.PositiveIntegerField(default=0, help_text="Texts that it was asked for.")
    done = models.PositiveIntegerField(default=0, help_text="Texts that it was sent.")
    filled = models.PositiveIntegerField(default=0, help_text="Texts that became drafts.")
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True, help_text="Why it failed, for people.")

    class Meta(BackgroundWork.Meta):
        verbose_name = _("request for machine suggestions")
        verbose_name_plural = _("requests for machine suggestions")

    @property
    def works(self) -> bool:
        """Whether texts are still to come."""
        return self.state == self.State.WAITING

    @property
    def failed(self) -> bool:
        """Whether it ended without all texts."""
        return self.state == self.State.FAILED
