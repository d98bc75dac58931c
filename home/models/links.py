"""The directory of links to the industry."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from core.i18n import BY_CODE, folded, language_tag, script_of
from core.languages_of_files import LANGUAGE_CHOICES
from core.models import BasePage
from core.searchable import SearchFacts
from core.translatable import synchronized


class LinkDirectoryPage(BasePage):
    """Links to the industry, by kind."""

    fact_panels: ClassVar[list[Any]] = [InlinePanel("links", heading=_("Links"), label=_("Link"))]
    topic_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = []
    template = "home/link_directory_page.html"
    search_relations: ClassVar = (*BasePage.search_relations, "links")
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.RelatedFields("links", [index.SearchField("name"), index.SearchField("description")]),
    ]

    class Meta:
        verbose_name = _("link directory")
        verbose_name_plural = _("link directories")

    def search_facts(self) -> SearchFacts:
        """The links: name, address and description."""
        links = self.links.all()
        return self.filed_facts("links", words=tuple(f"{link.name} ({link.host}) {link.description}".strip() for link in links))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the links, grouped by kind in the order of the kinds' names."""
        context = super().get_context(request, *args, **kwargs)
        groups: dict[Any, list[LinkItem]] = {}
        for link in self.links.select_related("kind", "country"):
            groups.setdefault(link.kind, []).append(link)
        context["groups"] = sorted(groups.items(), key=lambda group: folded(str(group[0])))
        return context


class LinkItem(TranslatableMixin, Orderable):
    """A link to a body of the industry."""

    page = ParentalKey(LinkDirectoryPage, on_delete=models.CASCADE, related_name="links")
    name = models.CharField(_("name as printed"), max_length=200)
    url = models.URLField(_("address"))
    kind = models.ForeignKey("vocabulary.LinkKind", verbose_name=_("kind"), on_delete=models.PROTECT, related_name="+")
    country = models.ForeignKey(
        "vocabulary.Country", verbose_name=_("country"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(_("language of the site"), max_length=10, choices=LANGUAGE_CHOICES, default="en")
    description = models.CharField(_("description"), max_length=250, blank=True)
    last_checked = models.DateField(_("last checked"), null=True, blank=True)

    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("language"), FieldPanel("last_checked")]),
        FieldPanel("description"),
    ]
    override_translatable_fields: ClassVar = synchronized("name", "url", "kind", "country", "language", "last_checked")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("link")

    @property
    def name_tag(self) -> str:
        """Language of the name: the site's, or English where the site's is written in another script than the name."""
        language = BY_CODE.get(self.language)
        own_script = language is None or script_of(self.name) in {None, language.script}
        return language_tag(self.language if own_script else "en")

    @property
    def host(self) -> str:
        """The address as people say it."""
        return urlsplit(self.url).netloc.removeprefix("www.")
