"""People and organisations: the name as printed, and optional forms for readers of another script."""

from typing import ClassVar, NamedTuple, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from core.i18n import Language, active_language, language_tag, script_of
from core.languages_of_files import LANGUAGE_CHOICES
from core.panels import mark_input

FORMS_BY_LANGUAGE = {"fr": "form_french", "es": "form_spanish"}
"""Languages that share a script with others and may have a form of their own."""


class ShownName(NamedTuple):
    """A name as a reader of one language sees it."""

    text: str
    tag: str
    """BCP 47 tag of the text where it is foreign to the page, empty where it is not."""


class PartyQuerySet(models.QuerySet):
    """Questions about people and organisations."""

    def by_name(self) -> Self:
        """In the order of the printed name."""
        return self.order_by("name")

    def names(self) -> dict[str, ShownName]:
        """Names as the reader sees them, by code."""
        return {party.code: party.shown() for party in self}


class ScriptPanel(FieldPanel):
    """The form of a name in one script; its input has that script's direction."""

    def __init__(self, field_name: str, *, language: str, **kwargs: object) -> None:
        super().__init__(field_name, **kwargs)
        self.language = language

    def clone_kwargs(self) -> dict[str, object]:
        """What a copy of the panel needs."""
        return {**super().clone_kwargs(), "language": self.language}

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel on a form."""

        def __init__(self, **kwargs: object) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None:
                mark_input(self.bound_field.field, self.panel.language)


NAME_FIELDS = ("name", "form_latin", "form_french", "form_spanish", "form_cyrillic", "form_arabic", "form_han")


class Party(index.Indexed, models.Model):
    """A person or an organisation under the name that its documents print."""

    code = models.SlugField(
        _("code"),
        max_length=80,
        unique=True,
        help_text=_("Used in filters and imports. Do not change it once it is in use."),
    )
    name = models.CharField(_("name as printed"), max_length=250)
    name_language = models.CharField(_("language of the printed name"), max_length=10, choices=LANGUAGE_CHOICES, default="en")
    form_latin = models.CharField(_("form in Latin script"), max_length=250, blank=True)
    form_french = models.CharField(_("form in French"), max_length=250, blank=True)
    form_spanish = models.CharField(_("form in Spanish"), max_length=250, blank=True)
    form_cyrillic = models.CharField(_("form in Cyrillic script"), max_length=250, blank=True)
    form_arabic = models.CharField(_("form in Arabic script"), max_length=250, blank=True)
    form_han = models.CharField(_("form in Chinese script"), max_length=250, blank=True)

    objects = PartyQuerySet.as_manager()

    search_fields: ClassVar = [
        *(index.SearchField(name) for name in NAME_FIELDS),
        *(index.AutocompleteField(name) for name in NAME_FIELDS),
        index.AutocompleteField("code"),
    ]
    name_panels: ClassVar = [
        MultiFieldPanel([FieldPanel("code"), FieldPanel("name"), FieldPanel("name_language")], heading=_("Printed name")),
        MultiFieldPanel(
            [
                ScriptPanel("form_latin", language="en"),
                ScriptPanel("form_french", language="fr"),
                ScriptPanel("form_spanish", language="es"),
                ScriptPanel("form_cyrillic", language="ru"),
                ScriptPanel("form_arabic", language="ar"),
                ScriptPanel("form_han", language="zh-hans"),
            ],
            heading=_("Forms for readers of other scripts and languages"),
            help_text=_("Only forms that are official or in wide use. Empty: the printed name is shown."),
        ),
    ]

    class Meta:
        abstract = True
        ordering = ("name",)

    def __str__(self) -> str:
        return str(self.name)

    def every_form(self) -> str:
        """Return all forms of the name in one line, the reader's first."""
        return " · ".join(dict.fromkeys(filter(None, (self.shown().text, *(getattr(self, name) for name in NAME_FIELDS)))))

    def shown(self, reader: Language | None = None) -> ShownName:
        """Return the name for a reader: the form of their language or script if there is one, else the printed name.

        A printed name in another script, or in another language of the same script, carries its language.
        """
        reader = reader or active_language()
        if self.name_language != reader.code:
            form = getattr(self, FORMS_BY_LANGUAGE.get(reader.code, ""), "") or getattr(self, f"form_{reader.script}")
            if form:
                return ShownName(form, "")
            return ShownName(self.name, language_tag(self.name_language))
        foreign = script_of(self.name) not in {None, reader.script}
        return ShownName(self.name, language_tag(self.name_language) if foreign else "")


class Person(Party):
    """A person who wrote, edited or led work."""

    panels = Party.name_panels

    class Meta(Party.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")


class Organisation(Party):
    """A body that published, paid for, hosted or took part in work."""

    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    country = models.ForeignKey(
        "vocabulary.Country", verbose_name=_("country"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    url = models.URLField(_("web address"), blank=True)

    def every_form(self) -> str:
        """Return all forms of the name and the acronym in one line."""
        return f"{super().every_form()} ({self.acronym})" if self.acronym else super().every_form()

    search_fields: ClassVar = [*Party.search_fields, index.SearchField("acronym"), index.AutocompleteField("acronym")]
    panels = [
        *Party.name_panels,
        MultiFieldPanel([FieldPanel("acronym"), FieldPanel("country"), FieldPanel("url")], heading=_("Details")),
    ]

    class Meta(Party.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
