"""New terms that people propose while they translate, and what became of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from translation_desk.models.jobs import TranslationJob
from translation_desk.models.proposals import Proposal
from translation_desk.models.segments import Segment


class TermProposal(Proposal):
    """What one person proposes to call something in English and in one language.

    Proposals of the same English stand together, whatever their language. Rows stay as the history.
    """

    class Decision(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("Waiting for approval")
        ACCEPTED = "accepted", pgettext_lazy("state of a proposed text", "Accepted")
        REFUSED = "refused", pgettext_lazy("state of a proposed text", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a proposed text", "Taken back")
        REPLACED = "replaced", _("Replaced by a newer proposal")
        OUTDONE = "outdone", _("Another translation was chosen")
        HANDED_ON = "handed_on", _("Handed on: it waits among the texts of the new term")

    english = models.CharField(_("English term"), max_length=200)
    key = models.CharField(max_length=400, db_index=True, help_text="The English without capitals and accents.")
    text = models.CharField(_("translation"), max_length=200)
    note = models.TextField(_("note"), blank=True)
    subject = models.ForeignKey(
        "vocabulary.TermSubject", verbose_name=_("subject"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    job = models.ForeignKey(TranslationJob, null=True, on_delete=models.SET_NULL, related_name="+")
    segment = models.ForeignKey(
        Segment, null=True, on_delete=models.SET_NULL, related_name="+", help_text="The text in which the term was met."
    )
    decision = models.CharField(max_length=10, choices=Decision.choices, default=Decision.WAITING)
    term = models.ForeignKey(
        "vocabulary.Term", null=True, on_delete=models.SET_NULL, related_name="+", help_text="What became of it in the termbase."
    )

    class Meta(Proposal.Meta):
        verbose_name = _("proposed term")
        verbose_name_plural = _("proposed terms")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "locale", "author"], condition=Q(decision="waiting"), name="one_waiting_term_proposal_a_person"
            )
        ]
        indexes = [models.Index(fields=["decision", "locale"], name="term_proposals_by_decision")]

    def __str__(self) -> str:
        return f"{self.english} – {self.text}"
