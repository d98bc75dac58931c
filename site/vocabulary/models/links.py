"""Which page is filed under which entry.

Children of Wagtail's own page model, so that every page type has them, one table answers for all types, and the rows follow a
page into its revisions and translations.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class PageTopic(Orderable):
    """A topic of a page."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey("vocabulary.Topic", verbose_name=_("topic"), on_delete=models.PROTECT, related_name="page_links")

    panels: ClassVar = [FieldPanel("topic")]

    class Meta(Orderable.Meta):
        verbose_name = _("topic of a page")
        constraints = (models.UniqueConstraint(fields=("page", "topic"), name="one_topic_once_a_page"),)


class PageCountry(Orderable):
    """A country that a page is about."""

    page = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="country_links")
    country = models.ForeignKey(
        "vocabulary.Country", verbose_name=_("country"), on_delete=models.PROTECT, related_name="page_links"
    )

    panels: ClassVar = [FieldPanel("country")]

    class Meta(Orderable.Meta):
        verbose_name = _("country of a page")
        constraints = (models.UniqueConstraint(fields=("page", "country"), name="one_country_once_a_page"),)
