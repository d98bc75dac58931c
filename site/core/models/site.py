"""Words of the whole site: one row, a column per language."""

from typing import Self

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from core.column_forms import ColumnForm
from core.panels import language_groups


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """Names and notices that stand on every page."""

    site_name = models.CharField(
        _("name of the site"), max_length=120, help_text=_("In full: acronyms written out, in every language.")
    )
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    demo_notice = models.TextField(
        _("notice above every page"), blank=True, help_text=_("For example that this is a demonstration. Empty hides it.")
    )
    acknowledgement = models.TextField(
        _("licence line of publications"), blank=True, help_text=_("How documents may be quoted. Stands on each publication.")
    )
    names_notice = models.TextField(
        _("notice on names and borders"), blank=True, help_text=_("Stands beside lists that filter by country.")
    )

    base_form_class = ColumnForm
    panels = language_groups("site_name", "tagline", "demo_notice", "acknowledgement", "names_notice")

    class Meta:
        verbose_name = _("Words of the site")


class SafetyAlertQuerySet(models.QuerySet):
    """Questions about alerts."""

    def current(self) -> Self:
        """Alerts to show today."""
        return self.filter(Q(expires__isnull=True) | Q(expires__gte=timezone.localdate()), active=True)


class SafetyAlert(models.Model):
    """A short warning on the home page and on topic pages."""

    text = models.CharField(_("text"), max_length=200)
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page with the advice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Choose the English page; readers are led to the version in their language."),
    )
    active = models.BooleanField(_("shown"), default=True)
    expires = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until it is switched off."))

    objects = SafetyAlertQuerySet.as_manager()

    base_form_class = ColumnForm
    panels = [
        MultiFieldPanel([FieldPanel("active"), FieldPanel("expires"), PageChooserPanel("page")], heading=_("Where and how long")),
        *language_groups("text"),
    ]

    class Meta:
        verbose_name = _("safety alert")
        verbose_name_plural = _("safety alerts")

    def __str__(self) -> str:
        return str(self.text) or gettext("Text not approved yet")

    @admin.display(description=_("text"), ordering="text")
    def listed(self) -> str:
        """What the list of alerts calls it: a new one has no text before the first is approved."""
        return str(self)
