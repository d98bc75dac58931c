"""The menu, the footer and the words of the site: built once per language, then remembered."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page, Site

from core.i18n import SOURCE_CODE, served, speaking
from core.models.site import SafetyAlert, SiteSettings
from core.remembering import remembered
from core.versions import for_reader, public, public_path

FOOTER_SLUGS = ("site-map", "contact", "accessibility", "privacy", "terms", "copyright", "fraud-notice")

TopicProvider = Callable[[str], dict[int, "MenuItem"]]
_topic_providers: list[TopicProvider] = []


def provide_topics(provider: TopicProvider) -> None:
    """Register the function that gives the topics of a language; the section that has topic pages calls this once."""
    _topic_providers.append(provider)


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of a menu."""

    title: str
    url: str
    slug: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text of the site's settings and the code of the language it is in."""

    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Alert:
    """A safety alert as a reader sees it."""

    text: str
    code: str
    url: str
    url_code: str


@dataclass(frozen=True)
class Portal:
    """What stands around every page of one language."""

    home_url: str
    menu: tuple[MenuItem, ...]
    footer: tuple[MenuItem, ...]
    sections: dict[str, MenuItem]
    """Every page right below the home page, by slug."""
    words: dict[str, Words]
    alerts: tuple[Alert, ...]
    topics: dict[int, MenuItem]
    """Every topic by the id of its vocabulary entry; the address is empty while the topic has no page."""

    @property
    def site_map(self) -> MenuItem | None:
        """The page that lists all pages."""
        return self.sections.get("site-map")


def portal(code: str) -> Portal:
    """Return the surroundings of the pages of one language; each day anew, as alerts end with theirs."""
    return remembered(("portal", code, timezone.localdate()), lambda: build(code))


def build(code: str) -> Portal:
    """Read the surroundings of the pages of one language from the database."""
    rows = (
        public(Page.objects.live())
        .filter(depth=3, locale__language_code=code)
        .order_by("path")
        .values_list("title", "url_path", "slug", "show_in_menus")
    )
    items = {slug: (MenuItem(title, public_path(url_path, code), slug), in_menu) for title, url_path, slug, in_menu in rows}
    with speaking(code):
        words = _words()
        alerts = _alerts(code)
        topics = {key: item for provider in _topic_providers for key, item in provider(code).items()}
    return Portal(
        home_url=f"/{code}/",
        menu=tuple(item for item, in_menu in items.values() if in_menu)[:7],
        footer=tuple(items[slug][0] for slug in FOOTER_SLUGS if slug in items),
        sections={slug: item for slug, (item, _in_menu) in items.items()},
        words=words,
        alerts=alerts,
        topics=topics,
    )


def _words() -> dict[str, Words]:
    site = Site.objects.filter(is_default_site=True).first()
    settings = SiteSettings.for_site(site) if site else SiteSettings()
    fields = ("site_name", "tagline", "demo_notice", "acknowledgement", "names_notice")
    return {field: Words(*served(settings, field)) for field in fields}


def _alerts(code: str) -> tuple[Alert, ...]:
    alerts = list(SafetyAlert.objects.current())
    pages = for_reader([alert.page_id for alert in alerts if alert.page_id], code)
    result = []
    for alert in alerts:
        text, text_code = served(alert, "text")
        if not text:
            continue
        version = pages.get(alert.page_id or 0)
        url, url_code = (version.url, version.language.code) if version else ("", SOURCE_CODE)
        result.append(Alert(text, text_code, url, url_code))
    return tuple(result)
