"""The contact page and the messages that visitors send through it."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from core.blocks.text import SHORT_FEATURES
from core.i18n import LANGUAGES, Language
from core.languages_of_files import lazy_name
from core.models import BasePage
from core.searchable import SearchFacts
from core.translatable import synchronized
from home.forms import ContactForm
from home.page_forms import ContactPageForm


class ContactPage(BasePage):
    """Whom to write to, in which languages, and the form."""

    office = models.CharField(_("responsible office"), max_length=150, help_text=_("The office that reads the messages."))
    reply_languages = models.JSONField(
        _("languages of the answers"),
        default=list,
        help_text=_("Languages in which the office answers. The form says so before anybody writes."),
    )
    confirmation = RichTextField(_("text after sending"), features=SHORT_FEATURES)
    retention_days = models.PositiveSmallIntegerField(
        _("days until a message is deleted"), default=180, help_text=_("Said beside the form, and carried out every night.")
    )

    fact_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("office"), FieldPanel("reply_languages")], heading=_("Who answers")),
        FieldPanel("confirmation"),
        FieldPanel("retention_days"),
    ]
    topic_panels: ClassVar[list[Any]] = []
    base_form_class = ContactPageForm
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1
    template = "home/contact_page.html"
    override_translatable_fields: ClassVar = [
        *BasePage.override_translatable_fields,
        *synchronized("reply_languages", "retention_days"),
    ]

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def search_facts(self) -> SearchFacts:
        """The office."""
        return self.filed_facts("pages", words=(self.office,))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the form: empty, or filled in with the page that a visitor wants to report."""
        context = super().get_context(request, *args, **kwargs)
        context["answers_in"] = self.answers_in
        context.setdefault("form", ContactForm.about(request.GET.get("page", ""), self.answers_in))
        context["sent"] = request.GET.get("sent") == "1"
        return context

    @property
    def answers_in(self) -> list[Language]:
        """The languages in which the office answers, in the order of the table; the page's own if none is set."""
        return [language for language in LANGUAGES if language.code in self.reply_languages] or [self.language]


class ContactMessageQuerySet(models.QuerySet):
    """Questions about messages."""

    def expired(self) -> Self:
        """Messages that are older than their page promises to keep them."""
        return self.filter(delete_after__lt=timezone.localdate())

    def waiting(self) -> Self:
        """Messages that nobody has answered."""
        return self.filter(answered=False)


class ContactMessage(models.Model):
    """A message from a visitor. Holds what the visitor typed and nothing else about them."""

    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    message = models.TextField(_("message"), max_length=5000)
    language = models.CharField(
        _("language"), max_length=10, choices=[(code, lazy_name(code)) for code, _name in settings.LANGUAGES]
    )
    reply_language = models.CharField(
        _("language of the answer"), max_length=10, choices=[(code, lazy_name(code)) for code, _name in settings.LANGUAGES]
    )
    page_path = models.CharField(_("page"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    delete_after = models.DateField(_("deleted after"))
    answered = models.BooleanField(_("answered"), default=False)
    note = models.TextField(_("note for colleagues"), blank=True)
    work = models.CharField(max_length=40, blank=True, editable=False, help_text="What it was turned into: `core.reports`.")
    turned_at = models.DateTimeField(null=True, editable=False)

    objects = ContactMessageQuerySet.as_manager()

    class Meta:
        ordering = ("answered", "-sent_at")
        verbose_name = _("message from a visitor")
        verbose_name_plural = _("messages from visitors")

    def __str__(self) -> str:
        return self.message[:80]

    @staticmethod
    def last_day(retention_days: int) -> Any:
        """Return the day after which a message of today is deleted."""
        return timezone.localdate() + timedelta(days=retention_days)
