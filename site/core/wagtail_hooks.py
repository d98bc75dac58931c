"""What the foundation adds to Wagtail."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.i18n import active_language
from core.models import SafetyAlert
from core.rich_text import ReaderPageLinkHandler


@hooks.register("before_serve_page")
def refuse_other_language(page: Page, request: HttpRequest, _args: list, _kwargs: dict) -> None:
    """Answer 404 where Wagtail would serve a page under the prefix of another language.

    It does so when a language's home page is not live: the default language's tree appears under that prefix.
    """
    if page.locale.language_code != active_language().code:
        raise Http404


@hooks.register("register_rich_text_features", order=100)
def lead_links_to_the_readers_language(features: FeatureRegistry) -> None:
    """Replace Wagtail's handler of links to pages."""
    features.register_link_type(ReaderPageLinkHandler)


class SafetyAlertViewSet(SnippetViewSet):
    """Safety alerts."""

    model = SafetyAlert
    icon = "warning"
    menu_label = _("Safety alerts")
    menu_name = "safety-alerts"
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["text", BooleanColumn("active", label=_("Shown")), "expires"]
    copy_view_enabled = False


register_snippet(SafetyAlertViewSet)
