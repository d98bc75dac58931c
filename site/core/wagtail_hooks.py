"""What the foundation adds to Wagtail."""

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from core.i18n import active_language, locale_code
from core.models import CustomDocument, SafetyAlert
from core.offered_files import may_fetch
from core.rich_text import ReaderPageLinkHandler


@hooks.register("before_serve_page")
def refuse_other_language(page: Page, request: HttpRequest, _args: list, _kwargs: dict) -> None:
    """Answer 404 where Wagtail would serve a page under the prefix of another language.

    It does so when a language's home page is not live: the default language's tree appears under that prefix.
    """
    if locale_code(page.locale_id) != active_language().code:
        raise Http404


@hooks.register("before_serve_document")
def refuse_files_of_hidden_pages(document: CustomDocument, request: HttpRequest) -> None:
    """Answer 404 for a file that belongs to pages only which this person may not read."""
    if not may_fetch(document, request):
        raise Http404


@hooks.register("register_rich_text_features", order=100)
def lead_links_to_the_readers_language(features: FeatureRegistry) -> None:
    """Replace Wagtail's handler of links to pages."""
    features.register_link_type(ReaderPageLinkHandler)


@hooks.register("insert_global_admin_css")
def style_the_language_groups() -> SafeString:
    """Add our few rules to the administration."""
    return format_html('<link rel="stylesheet" href="{}">', static("core/admin.css"))


class SafetyAlertViewSet(SnippetViewSet):
    """Safety alerts."""

    model = SafetyAlert
    icon = "warning"
    menu_label = _("Safety alerts")
    menu_name = "safety-alerts"
    menu_order = 460
    add_to_admin_menu = True
    list_display = ["listed", BooleanColumn("active", label=_("Shown")), "expires"]
    copy_view_enabled = False


register_snippet(SafetyAlertViewSet)
