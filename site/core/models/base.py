"""The page that every page type builds on."""

import json
import re
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel, PublishingPanel
from wagtail.models import Page, PageViewRestriction, Revision, TaskState
from wagtail.search import index

from core import currency_notices, pictures, searching, structured, versions
from core.blocks import BodyBlock
from core.fields import BodyField
from core.i18n import BY_CODE, SOURCE_CODE, Language, active_language, locale_code
from core.menus import MenuItem, portal
from core.page_forms import PageCopyForm, PageForm
from core.page_permissions import PortalPermissionTester
from core.pasted import clean_plain
from core.plain_text import block_lines, downloads
from core.relations import in_order
from core.searchable import SearchFacts, SearchFile
from core.translatable import replaceable, synchronized
from core.tree import followed_values, is_archived

LINKED_PAGE = re.compile(r'linktype=\\?"page\\?"[^>]*?id=\\?"(\d+)|id=\\?"(\d+)\\?"[^>]*?linktype=\\?"page')


class BasePage(Page):
    """What every page of the portal has: summary, image, topics, body, date of the last check."""

    summary = models.TextField(
        _("summary"),
        max_length=300,
        help_text=_("One or two sentences for lists, search results and search engines; at most 300 characters."),
    )
    lead_image = models.ForeignKey(
        "core.CustomImage",
        verbose_name=_("lead image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Optional. Its description comes from the image library."),
    )
    last_reviewed = models.DateField(
        _("last checked"), null=True, blank=True, help_text=_("When somebody last read the page against its sources.")
    )
    body = BodyField(BodyBlock(), verbose_name=_("body"), blank=True)

    head_panels: ClassVar[list[Any]] = [FieldPanel("summary")]
    fact_panels: ClassVar[list[Any]] = []
    body_panels: ClassVar[list[Any]] = [FieldPanel("body")]
    topic_panels: ClassVar[list[Any]] = [
        MultipleChooserPanel("topic_links", label=_("Topic"), heading=_("Topics"), chooser_field_name="topic")
    ]
    tail_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("lead_image"), FieldPanel("last_reviewed")], heading=_("Image and upkeep"))
    ]
    promote_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("show_in_menus")], heading=_("Address and menu")
        ),
    ]
    settings_panels: ClassVar[list[Any]] = [PublishingPanel()]

    search_fields: ClassVar = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.AutocompleteField("title_keys"),
    ]
    override_translatable_fields: ClassVar = [
        *synchronized("slug", "last_reviewed", "show_in_menus"),
        *replaceable("lead_image"),
    ]
    api_fields: ClassVar[list[Any]] = []
    search_relations: ClassVar[tuple[str, ...]] = ("topic_links__topic", "country_links__country")
    """Relations that `search_facts` reads: they are read for many pages at once."""
    search_sources: ClassVar[tuple[str, ...]] = ()
    """Models, as `app.Model`, whose every entry is part of what `search_facts` says of each page of this type."""
    base_form_class = PageForm
    copy_form_class = PageCopyForm

    list_heading: Any = None
    """Heading above pages of this type where they stand among others; the plural of the type's name when None."""

    schema_type = "WebPage"
    """Type of the page in schema.org."""

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Put the panels together in the order an editor thinks, unless a page type sets its own."""
        super().__init_subclass__(**kwargs)
        if "content_panels" not in cls.__dict__:
            cls.content_panels = [
                *Page.content_panels,
                *cls.head_panels,
                *cls.fact_panels,
                *cls.body_panels,
                *cls.topic_panels,
                *cls.tail_panels,
            ]

    def clean(self) -> None:
        """Clean what was pasted into title and summary."""
        self.title = clean_plain(self.title)
        self.summary = clean_plain(self.summary)
        super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page. Raises RuntimeError for an alias, which would mix languages, and for a live page of the archive."""
        if self.alias_of_id is not None:
            raise RuntimeError("There are no alias pages. A page that is not translated does not exist in that language.")
        if self.live and is_archived(self):
            raise RuntimeError("A page of the archive is live only after it was restored.")
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """Return the page as a revision has it. Address and menu flag of a translation stay those of its English page."""
        page = super().with_content_json(content)
        for name, value in (followed_values(self) or {}).items():
            setattr(page, name, value)
        return page

    def save_revision(self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any) -> Revision:
        """Save a revision. Autosave writes over its last one, unless that is what somebody reviews, approved or reads."""
        if overwrite_revision is not None and self._is_settled(overwrite_revision):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def _is_settled(self, revision: Revision) -> bool:
        live_id = type(self)._base_manager.filter(pk=self.pk).values_list("live_revision_id", flat=True).first()
        return (
            revision.pk == live_id
            or revision.approved_go_live_at is not None
            or TaskState.objects.filter(revision=revision).exists()
        )

    def permissions_for_user(self, user: Any) -> PortalPermissionTester:
        """Return what the person may do with the page. Wagtail asks here for pages that it knows by their base class, too."""
        return PortalPermissionTester(user, self)

    def get_view_restrictions(self) -> models.QuerySet:
        """Return who may read the page, if not everybody: without a query for the pages that are not among the restricted."""
        if not versions.is_public(self.path):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    @property
    def language(self) -> Language:
        """The page's language."""
        return BY_CODE.get(locale_code(self.locale_id), BY_CODE[SOURCE_CODE])

    @property
    def title_keys(self) -> str:
        """Words under which editors find the page: of its title, and of the English one of a translation."""
        search = searching.search()
        if search is None:
            return ""
        code = self.language.code
        keys = [search.title_keys(self.title, code)]
        if code != SOURCE_CODE:
            english = Page.objects.filter(translation_key=self.translation_key, locale__language_code=SOURCE_CODE)
            keys += [search.title_keys(title, SOURCE_CODE) for title in english.values_list("title", flat=True)[:1]]
        return " ".join(keys)

    def serve_password_required_response(self, request: HttpRequest, form: Any, action_url: str) -> TemplateResponse:
        """Ask for the password, and name neither the page nor those above it, which are as private."""
        response = super().serve_password_required_response(request, form, action_url)
        response.context_data = {**response.context_data, "breadcrumbs": [], "currency": None}
        return response

    @property
    def public_url(self) -> str:
        """Address of the page."""
        return versions.public_path(self.url_path, self.language.code)

    def card_facts(self) -> list[str]:
        """What a list says of the page beside its title, in the reader's language."""
        return []

    def linked_page_ids(self) -> set[int]:
        """Ids of the pages that the body links to."""
        raw = self.body.get_prep_value()
        ids = {int(first or second) for first, second in LINKED_PAGE.findall(json.dumps(raw, cls=DjangoJSONEncoder))}
        for block in raw:
            if block["type"] == "related_pages":
                ids.update(item["value"] for item in block["value"]["pages"] if item.get("value"))
        return ids

    @cached_property
    def live_versions(self) -> dict[str, versions.Version]:
        """The live versions of this page by language."""
        return versions.links_for(active_language().code).versions(self.pk) if self.pk else {}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the language versions, breadcrumbs and the links of the body."""
        context = super().get_context(request, *args, **kwargs)
        code = self.language.code
        own = {self.pk} if self.pk else set()
        linked = own | self.linked_page_ids() | self.further_page_ids()
        versions.remember_links(linked, active_language().code, private=not versions.is_public(self.path))
        shown = dict(self.live_versions)
        if code not in shown:
            shown[code] = versions.Version(self.pk or 0, self.language, self.title, self.public_url)
        context["versions"] = shown
        context["language_bar"] = versions.language_bar(shown, versions.path_below_home(self.url_path), code)
        if code != SOURCE_CODE and SOURCE_CODE in shown and not getattr(request, "is_preview", False):
            context["currency"] = currency_notices.notice(self, shown[SOURCE_CODE].url)
        context["default_version"] = versions.best(shown, SOURCE_CODE)
        context["breadcrumbs"] = trail = self.breadcrumbs()
        context["menu_url"] = self.public_url if self.depth == 3 else ""
        context["section_url"] = trail[1].url if len(trail) > 1 else ""
        context["canonical_path"] = self.public_url
        context["topic_links"] = SimpleLazyObject(self.topic_items)
        context["page_pictures"] = pictures.PagePictures(self.picture_ids())
        context["structured_data"] = structured.graph(self, trail, f"{request.scheme}://{request.get_host()}")
        return context

    def structured_data(self) -> dict[str, Any]:
        """What schema.org should know of this page type beyond title, summary and language."""
        return {}

    def topic_items(self) -> list[MenuItem]:
        """The topics of the page, each with the address of its page."""
        return in_order(portal(self.language.code).topics, self.topic_ids())

    def topic_ids(self) -> list[int]:
        """Ids of the topics the page is filed under."""
        return [link.topic_id for link in self.topic_links.all()] if self.topic_panels else []

    def search_facts(self) -> SearchFacts | None:
        """What the search says of the page, in the page's language; None for a page that is not to be found."""
        return self.filed_facts("pages")

    def filed_facts(self, section: str, **more: Any) -> SearchFacts:
        """Return facts for the search with what every page has: topics, countries, files of the body."""
        topics = (*more.pop("topics", ()), *(link.topic.code for link in self.topic_links.all()))
        countries = (*more.pop("countries", ()), *(link.country.code for link in self.country_links.all()))
        files = (*more.pop("files", ()), *self.body_files())
        return SearchFacts(
            section,
            topics=tuple(dict.fromkeys(topics)),
            countries=tuple(dict.fromkeys(countries)),
            files=tuple(dict.fromkeys(files)),
            **more,
        )

    def body_lines(self) -> list[str]:
        """The text of the body, a line for each paragraph, in the order of reading."""
        return list(block_lines(self.body.stream_block, self.body.get_prep_value()))

    def body_files(self) -> list[SearchFile]:
        """The files that the body offers for download."""
        found = downloads(self.body.stream_block, self.body.get_prep_value())
        return [SearchFile(document_id, language, titled=True) for document_id, language in found]

    def further_page_ids(self) -> set[int]:
        """Ids of pages that fields other than the body lead to; they are looked up together with the body's."""
        return set()

    def picture_ids(self) -> list[int]:
        """Ids of the pictures that the page shows."""
        lead = [self.lead_image_id] if self.lead_image_id else []
        return [*lead, *pictures.ids_in_body(self.body.get_prep_value())]

    def breadcrumbs(self) -> list[MenuItem]:
        """The pages above this one, home first. Sections come from the cached menu; only deeper pages need a query."""
        if self.depth <= 2:
            return []
        around = portal(self.language.code)
        trail = [MenuItem(gettext("Home"), around.home_url, "home")]
        if self.depth == 3:
            return trail
        section = around.sections.get(self.url_path.split("/")[2])
        if self.depth == 4 and section:
            return [*trail, section]
        above = self.get_ancestors().filter(depth__gte=3, live=True).values_list("title", "url_path", "slug")
        code = self.language.code
        return [*trail, *(MenuItem(title, versions.public_path(path, code), slug) for title, path, slug in above)]


class IndexMixin:
    """Marks the front page of a section: its children are the section's items."""

    is_section = True


__all__ = ["BasePage", "IndexMixin"]
