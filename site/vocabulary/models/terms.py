"""The termbase: terms of the trade as parallel columns, and what else a language may or must not call them."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from core import columns
from core.column_forms import ColumnForm
from core.i18n import BY_CODE, LANGUAGES, Language, column_names
from core.panels import language_groups
from vocabulary.models.entries import Entry


class TermSubject(Entry):
    """A part of the trade that terms are grouped by."""

    class Meta(Entry.Meta):
        verbose_name = _("subject of terms")
        verbose_name_plural = _("subjects of terms")


class TermForm(ColumnForm):
    """The form of a term. Variants of a language are for that language's people only, as its texts are."""

    def is_valid(self) -> bool:
        """Say beside a variant why it cannot stand there."""
        valid = super().is_valid()
        for form in self.formsets["variants"].forms if "variants" in self.formsets else ():
            if problem := self._problem_of(form):
                form.add_error(*problem)
                valid = False
        return valid

    def _problem_of(self, form: Any) -> tuple[str, Any] | None:
        """Return what is wrong with a variant: the field and a sentence."""
        typed = getattr(form, "cleaned_data", {})
        code, text = typed.get("language", ""), " ".join(typed.get("text", "").split())
        gate = columns.gate()
        if gate is not None and (form.has_changed() or typed.get("DELETE")):
            touched = {form.initial.get("language"), code} - {None, ""}
            if not all(gate.may_write(self.writer(), each) for each in touched):
                return "language", _("Only people of this language write its variants.")
        agreed = self.cleaned_data.get(f"term_{BY_CODE[code].field_suffix}") if code in BY_CODE else ""
        if agreed and agreed.casefold() == text.casefold():
            return "text", _("This is the term itself.")
        return None


class Term(index.Indexed, ClusterableModel):
    """One concept: its term and definition in six languages, and how far a translation is bound to it."""

    class Status(models.TextChoices):
        """What holds of its translations."""

        PREFERRED = "preferred", pgettext_lazy("status of a term", "Preferred")
        ALLOWED = "allowed", pgettext_lazy("status of a term", "Allowed")
        DEPRECATED = "deprecated", pgettext_lazy("status of a term", "Deprecated")
        DO_NOT_TRANSLATE = "do_not_translate", pgettext_lazy("status of a term", "Do not translate")

    class PartOfSpeech(models.TextChoices):
        """What kind of word it is."""

        NOUN = "noun", pgettext_lazy("part of speech", "Noun")
        VERB = "verb", pgettext_lazy("part of speech", "Verb")
        ADJECTIVE = "adjective", pgettext_lazy("part of speech", "Adjective")
        ADVERB = "adverb", pgettext_lazy("part of speech", "Adverb")
        ABBREVIATION = "abbreviation", pgettext_lazy("part of speech", "Abbreviation")
        NAME = "name", pgettext_lazy("part of speech", "Proper name")
        PHRASE = "phrase", pgettext_lazy("part of speech", "Phrase")

    SHOWN: ClassVar = (Status.PREFERRED, Status.DO_NOT_TRANSLATE)
    """What the public glossary shows."""

    code = models.SlugField(
        _("code"), max_length=80, unique=True, help_text=_("Used in addresses and imports. Do not change it once it is in use.")
    )
    subject = models.ForeignKey(TermSubject, verbose_name=_("subject"), on_delete=models.PROTECT, related_name="terms")
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status.choices,
        default=Status.PREFERRED,
        help_text=_(
            "Preferred: translations have to use it. Allowed: it is offered and not demanded. Deprecated: translations avoid it. "
            "The glossary shows what is preferred or not translated."
        ),
    )
    part_of_speech = models.CharField(_("part of speech"), max_length=20, choices=PartOfSpeech.choices, blank=True)
    note = models.TextField(_("note"), blank=True, help_text=_("For translators: how the term is used. Visitors do not see it."))
    source = models.CharField(_("source"), max_length=255, blank=True, help_text=_("Where the term is laid down."))
    term = models.CharField(_("term"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)
    text_dates: Any = models.JSONField(
        default=dict, editable=False, help_text="By language, when what visitors read of the term last changed."
    )

    search_fields: ClassVar = [
        *(index.SearchField(column, boost=2) for column in column_names("term")),
        *(index.AutocompleteField(column) for column in column_names("term")),
        *(index.SearchField(column) for column in column_names("definition")),
        index.FilterField("subject_id"),
        index.FilterField("status"),
    ]
    base_form_class = TermForm
    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("code"), FieldPanel("subject")], heading=_("Place in the termbase")),
        MultiFieldPanel(
            [FieldPanel("status"), FieldPanel("part_of_speech"), FieldPanel("note"), FieldPanel("source")],
            heading=_("How it is used"),
        ),
        *language_groups("term", "definition"),
        InlinePanel("variants", heading=_("Variants"), label=pgettext_lazy("of a term", "Variant")),
    ]

    class Meta:
        ordering = ("code",)
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return str(self.term or self.code)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the term, and the day on which it changed for visitors."""
        before = type(self)._base_manager.filter(pk=self.pk).first() if self.pk else None
        if self.date_changes(before) and kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "text_dates"}
        super().save(*args, **kwargs)

    def date_changes(self, before: "Term | None") -> bool:
        """Date the languages in which visitors read something else than before; tells whether there are any.

        Code that writes terms in bulk calls it for each, since `save` is not called then.
        """
        now = timezone.now().isoformat()
        shown = {language.code: self._shown(language) for language in LANGUAGES}
        changed = [
            language.code
            for language in LANGUAGES
            if shown[language.code] and (before is None or shown[language.code] != before._shown(language))
        ]
        self.text_dates = (before.text_dates if before is not None else {}) | dict.fromkeys(changed, now)
        return bool(changed)

    def _shown(self, language: Language) -> tuple[Any, ...]:
        """Return what visitors read of the term in a language; nothing where it has no text or is not theirs to read."""
        term, definition = (getattr(self, f"{name}_{language.field_suffix}") for name in ("term", "definition"))
        return (term, definition or "", self.subject_id) if term and self.status in self.SHOWN else ()

    @admin.display(description=_("term"), ordering="term")
    def listed(self) -> str:
        """What the list of terms calls it: a new one has no name before the first is approved."""
        return str(self)


class TermVariant(models.Model):
    """Another word for a term in one language: allowed beside it, or to be avoided. Visitors do not see it."""

    class Status(models.TextChoices):
        """Whether translations may use it."""

        ALLOWED = "allowed", pgettext_lazy("status of a variant", "Allowed")
        DEPRECATED = "deprecated", pgettext_lazy("status of a variant", "To be avoided")

    term = ParentalKey(Term, on_delete=models.CASCADE, related_name="variants")
    language = models.CharField(
        _("language"), max_length=10, choices=[(language.code, language.own_name) for language in LANGUAGES]
    )
    text = models.CharField(_("variant"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ALLOWED)
    note = models.CharField(_("note"), max_length=255, blank=True)

    panels: ClassVar = [FieldPanel("language"), FieldPanel("text"), FieldPanel("status"), FieldPanel("note")]

    class Meta:
        ordering = ("language", "text")
        verbose_name = _("variant of a term")
        verbose_name_plural = _("variants of terms")
        constraints = (models.UniqueConstraint(fields=("term", "language", "text"), name="one_variant_once_a_term"),)

    def __str__(self) -> str:
        return self.text
