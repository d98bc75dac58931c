"""The home page, standing pages and the site map."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultipleChooserPanel, PageChooserPanel
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail.search import index

from core.i18n import active_language
from core.menus import portal
from core.models import BasePage
from core.remembering import remembered
from core.translatable import synchronized
from core.versions import Version, links_for, one_version_each, public, public_path, shown


def type_name(content_type_id: int) -> str:
    """Return the name of a page type for readers; content types are kept in memory by Django."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return str(model._meta.verbose_name) if model else ""


class HomePage(BasePage):
    """The front page of one language."""

    lead = models.TextField(_("lead"), max_length=600, help_text=_("What the portal is, in two or three sentences."))
    safety_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("safety advice"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The English page with gas-safety advice: it is one tap from every home page."),
    )

    head_panels: ClassVar[list[Any]] = [FieldPanel("summary"), FieldPanel("lead")]
    fact_panels: ClassVar[list[Any]] = [
        PageChooserPanel("safety_page"),
        InlinePanel("pillars", heading=_("What the portal offers"), label=_("Offer"), min_num=1, max_num=6),
        MultipleChooserPanel("featured_links", heading=_("Featured pages"), label=_("Page"), chooser_field_name="target"),
    ]
    topic_panels: ClassVar[list[Any]] = []

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "home.StandardPage",
        "home.ContactPage",
        "home.LinkDirectoryPage",
        "home.SiteMapPage",
        "knowledge.TopicIndexPage",
        "knowledge.PublicationIndexPage",
        "knowledge.CourseIndexPage",
        "knowledge.SessionIndexPage",
        "knowledge.ArticleIndexPage",
        "knowledge.GlossaryPage",
        "projects.ProjectIndexPage",
    ]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("lead")]
    override_translatable_fields: ClassVar = [*BasePage.override_translatable_fields, *synchronized("safety_page")]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @cached_property
    def offers(self) -> list["Pillar"]:
        """What the portal offers, read once."""
        return list(self.pillars.all())

    @cached_property
    def featured_ids(self) -> list[int]:
        """The pages shown on the home page, read once."""
        return [link.target_id for link in self.featured_links.all()]

    def search_facts(self) -> None:
        """Not found: every page of the language leads to it already, and its words are those of the sections."""
        return

    def further_page_ids(self) -> set[int]:
        """Pages that pillars, featured links and safety advice lead to."""
        ids = {pillar.target_id for pillar in self.offers} | set(self.featured_ids)
        if self.safety_page_id:
            ids.add(self.safety_page_id)
        return {page_id for page_id in ids if page_id}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the newest pages of the language."""
        context = super().get_context(request, *args, **kwargs)
        context["newest"] = remembered(("newest", self.language.code), self._newest)
        links = links_for(self.language.code)
        featured = [links.get(page_id) for page_id in self.featured_ids]
        context["featured"] = [version for version in featured if version]
        context["pillars"] = self.offers
        safety = links.get(self.safety_page_id) if self.safety_page_id else None
        alerted = {alert.url for alert in portal(self.language.code).alerts}
        context["safety_version"] = safety if safety and safety.url not in alerted else None
        return context

    def _newest(self) -> list[dict[str, Any]]:
        """Return the pages of the language that were published last."""
        newest = (
            public(Page.objects.live())
            .filter(locale=self.locale_id, depth__gte=4)
            .order_by("-first_published_at", "-pk")
            .values_list("title", "url_path", "content_type")[:5]
        )
        return [
            {"title": title, "url": public_path(path, self.language.code), "type": type_name(content_type)}
            for title, path, content_type in newest
        ]


class Pillar(TranslatableMixin, Orderable):
    """One of the things the portal offers, with the section that holds it."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="pillars")
    title = models.CharField(_("title"), max_length=80)
    text = models.CharField(_("text"), max_length=250)
    target = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), null=True, on_delete=models.SET_NULL, related_name="+")

    panels: ClassVar = [FieldPanel("title"), FieldPanel("text"), PageChooserPanel("target")]
    override_translatable_fields: ClassVar = synchronized("target")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("offer")


class FeaturedLink(Orderable):
    """A page shown on the home page."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured_links")
    target = models.ForeignKey("wagtailcore.Page", verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels: ClassVar = [PageChooserPanel("target")]

    class Meta(Orderable.Meta):
        verbose_name = _("featured page")


class StandardPage(BasePage):
    """A standing page: about, mission, legal notices, advice."""

    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar = ["home.StandardPage"]
    template = "home/standard_page.html"
    list_heading = _("Other pages")

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages below this one."""
        context = super().get_context(request, *args, **kwargs)
        context["parts"] = (
            list(public(StandardPage.objects.child_of(self).live()).select_related("locale")) if self.numchild else []
        )
        return context


@dataclass(slots=True)
class Node:
    """A page of the site map with the pages below it."""

    version: Version
    children: list["Node"] = field(default_factory=list)


def nested(pages: list[Page]) -> list[Node]:
    """Turn pages in tree order into nested nodes; a page whose parent is missing stands where its parent would."""
    top: list[Node] = []
    above: list[tuple[str, Node]] = []
    for page in pages:
        node = Node(shown(page))
        while above and not page.path.startswith(above[-1][0]):
            above.pop()
        (above[-1][1].children if above else top).append(node)
        above.append((page.path, node))
    return top


class SiteMapPage(BasePage):
    """Every page of the language, as a tree."""

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = []
    max_count_per_parent = 1
    topic_panels: ClassVar[list[Any]] = []
    template = "home/site_map_page.html"

    class Meta:
        verbose_name = _("site map")
        verbose_name_plural = _("site maps")

    def search_facts(self) -> None:
        """Not found: it only lists what the search finds."""
        return

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add all pages in the order of the tree; those of other languages follow in a group of their own."""
        context = super().get_context(request, *args, **kwargs)
        pages = list(one_version_each(public(Page.objects.live()).filter(depth__gte=3), active_language().code).order_by("path"))
        context["tree"] = nested([page for page in pages if page.rank == 0])
        context["others"] = [shown(page) for page in pages if page.rank > 0]
        return context
