"""What the search adds to Wagtail's administration: synonyms, promoted results, the report of queries without results."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from core.i18n import language_name, locale_code
from search.forms import PromotionForm, SynonymsForm
from search.fruitless_report import SEE, FruitlessReportView
from search.models import Promotion, Synonyms


class BegunView(CreateView):
    """A form that begins with what its address carries; the report of queries leads here."""

    def get_initial_form_instance(self) -> Any:
        """Fill in the words, and the language where it is one of ours."""
        begun = super().get_initial_form_instance() or self.model()
        codes = {code for code, _name in settings.LANGUAGES}
        for name in ("words", "queries"):
            if hasattr(begun, name):
                setattr(begun, name, self.request.GET.get(name, "").replace("\x00", "")[:1000])
        if hasattr(begun, "language") and self.request.GET.get("language") in codes:
            begun.language = self.request.GET["language"]
        return begun


class SynonymsFilterSet(WagtailFilterSet):
    """Filter of the list of synonyms."""

    language = ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Synonyms
        fields = ("language",)


class LinesViewSet(SnippetViewSet):
    """What both lists share."""

    add_view_class = BegunView
    copy_view_enabled = False
    list_per_page = 50
    search_backend_name = None  # compared by the database: the texts are in no index


class SynonymsViewSet(LinesViewSet):
    """Synonyms."""

    model = Synonyms
    icon = "list-ul"
    list_display = [
        "__str__",
        Column("language", label=_("Language"), accessor=lambda row: capfirst(language_name(row.language)), sort_key="language"),
    ]
    filterset_class = SynonymsFilterSet
    search_fields = ["words"]
    edit_handler = ObjectList([FieldPanel("language"), FieldPanel("words")], base_form_class=SynonymsForm)


class PromotionViewSet(LinesViewSet):
    """Promoted results."""

    model = Promotion
    icon = "pick"
    list_display = [
        "page",
        Column("queries", label=_("Queries"), accessor=lambda row: " · ".join(row.lines)),
        Column("language", label=_("Language"), accessor=lambda row: capfirst(language_name(locale_code(row.page.locale_id)))),
        Column("order", label=_("Order"), sort_key="order"),
    ]
    search_fields = ["queries", "page__title"]
    edit_handler = ObjectList([FieldPanel("page"), FieldPanel("queries"), FieldPanel("order")], base_form_class=PromotionForm)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Read the pages along."""
        return Promotion.objects.select_related("page")


class SearchGroup(SnippetViewSetGroup):
    """The menu of the search."""

    items = (SynonymsViewSet, PromotionViewSet)
    menu_label = _("Site search")
    menu_icon = "search"
    menu_name = "search-upkeep"
    menu_order = 460


register_snippet(SearchGroup)


class ReportMenuItem(MenuItem):
    """The way to the report, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the person has the permission."""
        return request.user.has_perm(SEE)


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    """Put the report beside Wagtail's own."""
    return ReportMenuItem(
        _("Queries without results"), reverse("search_report"), name="queries-without-results", icon_name="search", order=1300
    )


@hooks.register("register_admin_urls")
def register_addresses() -> list[URLPattern]:
    """Put the report below `reports/`."""
    return [
        path("reports/queries-without-results/", FruitlessReportView.as_view(), name="search_report"),
        path(
            "reports/queries-without-results/results/",
            FruitlessReportView.as_view(results_only=True),
            name="search_report_results",
        ),
    ]


@hooks.register("register_permissions")
def offer_permission() -> QuerySet[Permission]:
    """Let the form of a group give the right to see the report."""
    return Permission.objects.filter(content_type__app_label="search", codename="view_report")
