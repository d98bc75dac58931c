"""Opens the languages: locales, a home page for each, the site, its words; and takes Wagtail's stock rights off the root.

Everything here may run again at any time: it adds what is missing and leaves what it finds. The foundation does not know the
home page's model; the setting HOME_PAGE_MODEL names it.
"""

from urllib.parse import urlsplit
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _
from wagtail.models import GroupPagePermission, Locale, Page, Site, Workflow, WorkflowPage

from core.i18n import LANGUAGES, SOURCE_CODE, Language, speaking
from core.models import SiteSettings

HOME_KEY = UUID("5d0f3c9e-7a54-5b0e-9c1b-6a1f0c8f2d11")
"""Translation key of the home pages: the same in every installation, so that exchanged translations find them."""

languages_opened = Signal()
"""Sent inside the transaction that opens the languages, with `homes` by language code. A receiver adds what its application
needs per language and returns a list of sentences for what it changed; whatever it raises undoes everything."""

STOCK_GROUPS = ("Editors", "Moderators")
STOCK_WORKFLOW = "Moderators approval"
STOCK_PAGE_TITLE = "Welcome to your new Wagtail site!"


class SetupError(Exception):
    """The site is in a state that this command must not change by itself. The message says what to do."""


@transaction.atomic
def open_languages() -> list[str]:
    """Make what the six languages need and return a sentence for each thing that was changed.

    New home pages are drafts: a language opens to visitors when somebody publishes its home page. Raises SetupError.
    """
    locales = {language.code: Locale.objects.get_or_create(language_code=language.code)[0] for language in LANGUAGES}
    root = Page.get_first_root_node()
    if root is None:
        raise SetupError("The page tree has no root. Run the migrations first.")
    done: list[str] = []
    welcome = _set_welcome_page_aside(root)
    homes = home_pages()
    # English first: the others take its translation key.
    for language in sorted(LANGUAGES, key=lambda language: language.code != SOURCE_CODE):
        if language.code not in homes:
            homes[language.code] = _add_home(root, language, locales[language.code], homes.get(SOURCE_CODE))
            done.append(f"Home page made as a draft: {language.english_name}.")
    done += _set_up_site(homes[SOURCE_CODE])
    if welcome is not None:
        Page.objects.get(pk=welcome.pk).delete()
        done.append("Wagtail's stock page removed.")
    done += _clear_root(root)
    for _receiver, sentences in languages_opened.send(sender=None, homes=homes):
        done += sentences or []
    return done


def home_pages() -> dict[str, Page]:
    """Return the home pages that exist, by language code."""
    model = apps.get_model(settings.HOME_PAGE_MODEL)
    # Backwards, so that the first page of a language in the tree is the one that stays.
    return {home.locale.language_code: home for home in model.objects.filter(depth=2).select_related("locale").order_by("-path")}


def _set_welcome_page_aside(root: Page) -> Page | None:
    """Free the address that Wagtail's stock page holds, if nobody has touched that page.

    It is deleted only once the site has a new root page: deleting it earlier would take the site's row with it.
    """
    stock = root.get_children().filter(
        content_type=ContentType.objects.get_for_model(Page),
        title=STOCK_PAGE_TITLE,
        slug="home",
        numchild=0,
        latest_revision=None,
    )
    welcome = stock.first()
    if welcome is not None:
        Page.objects.filter(pk=welcome.pk).update(slug="stock-page", url_path="/stock-page/")
    return welcome


def _add_home(root: Page, language: Language, locale: Locale, english: Page | None) -> Page:
    model = apps.get_model(settings.HOME_PAGE_MODEL)
    slug = "home" if language.code == SOURCE_CODE else f"home-{language.code}"
    if root.get_children().filter(slug=slug).exists():
        raise SetupError(f"A page that is no home page has the address “{slug}” right below the root. Move or rename it first.")
    with speaking(language.code):
        home = model(
            title=_("Leather and Leather Products Industry Panel"),
            slug=slug,
            locale=locale,
            translation_key=english.translation_key if english else HOME_KEY,
            live=False,
            has_unpublished_changes=True,
        )
        for field in _required_texts(model):
            setattr(home, field, _("This page is being prepared."))
    Page.objects.get(pk=root.pk).add_child(instance=home)
    return home


def _required_texts(model: type[Page]) -> list[str]:
    """Return the text fields that a home page must fill, beyond those of every page."""
    common = {field.name for field in Page._meta.get_fields()}
    return [
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField) and not field.blank and field.name not in common
    ]


def _set_up_site(home: Page) -> list[str]:
    """Point the default site at the English home page and at the public address, and give it its row of words."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    wanted = {
        "hostname": address.hostname or "localhost",
        "port": address.port or (443 if address.scheme == "https" else 80),
        "root_page_id": home.pk,
    }
    done = []
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, site_name=settings.WAGTAIL_SITE_NAME)
    if not site.site_name:
        # Wagtail's own site has none, and the administration would show the host's name instead.
        wanted["site_name"] = settings.WAGTAIL_SITE_NAME
    if site.pk is None or any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
        done.append(f"Default site set to {site.hostname}:{site.port}.")
    words = {}
    for language in LANGUAGES:
        with speaking(language.code):
            words[f"site_name_{language.field_suffix}"] = _("Leather and Leather Products Industry Panel")
    if SiteSettings.objects.get_or_create(site=site, defaults=words)[1]:
        done.append("Words of the site made.")
    return done


def _clear_root(root: Page) -> list[str]:
    """Take the rights and the workflow that Wagtail's migrations put there off the root.

    A right on the root would reach into every language, past the review of its translations.
    """
    done = []
    if GroupPagePermission.objects.filter(page=root, group__name__in=STOCK_GROUPS).delete()[0]:
        done.append("Stock rights on the root removed.")
    left = GroupPagePermission.objects.filter(page=root).values_list("group__name", flat=True).distinct()
    if left:
        raise SetupError(
            f"These groups hold page permissions on the root, which reach into every language: {', '.join(sorted(left))}. "
            "Give them permissions on the home page of their language instead."
        )
    if WorkflowPage.objects.filter(page=root, workflow__name=STOCK_WORKFLOW).delete()[0]:
        done.append("Stock workflow on the root removed.")
        for workflow in Workflow.objects.filter(name=STOCK_WORKFLOW, workflow_pages=None, workflow_states=None):
            tasks = [link.task for link in workflow.workflow_tasks.all()]
            workflow.delete()
            for task in tasks:
                if not task.task_states.exists() and not task.workflow_tasks.exists():
                    task.delete()
    return done
