"""Vocabularies in the administration: one entry of the main menu, one list each."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from vocabulary.models import (
    Country,
    DocumentType,
    Goal,
    LinkKind,
    Organisation,
    Person,
    Region,
    Term,
    TermSubject,
    Topic,
)


class ByNameMixin:
    """Shows a vocabulary in a chooser by name in the editor's language, with the code beside it."""

    def get_object_list(self) -> Any:
        """Sort by name."""
        return super().get_object_list().by_name()

    @property
    def columns(self) -> list[BaseColumn]:
        """Name and code."""
        return [*super().columns, Column("code", label=_("Code"), width="30%")]


class ChooseEntryView(ByNameMixin, ChooseView):
    """The window in which an entry is chosen."""


class ChooseEntryResultsView(ByNameMixin, ChooseResultsView):
    """The list in that window, after a search."""


class EntryChooserViewSet(SnippetChooserViewSet):
    """Chooser of entries."""

    choose_view_class = ChooseEntryView
    choose_results_view_class = ChooseEntryResultsView


class EntryViewSet(SnippetViewSet):
    """List and form of a vocabulary."""

    list_display = ["listed", Column("code", label=_("Code"), sort_key="code")]
    list_per_page = 50
    copy_view_enabled = False
    chooser_viewset_class = EntryChooserViewSet
    chooser_per_page = 25


class TopicViewSet(EntryViewSet):
    """Topics."""

    model = Topic
    icon = "tag"


class CountryFilterSet(WagtailFilterSet):
    """Filters of the list of countries."""

    class Meta:
        model = Country
        fields = ("status", "region")


class CountryViewSet(EntryViewSet):
    """Countries."""

    model = Country
    icon = "globe"
    list_display = ["listed", "code", "m49", "region"]
    filterset_class = CountryFilterSet


class RegionViewSet(EntryViewSet):
    """Regions."""

    model = Region
    icon = "globe"
    list_display = ["listed", "m49", "parent"]


class GoalViewSet(EntryViewSet):
    """Sustainable Development Goals."""

    model = Goal
    icon = "list-ol"
    list_display = ["number", "listed"]


class DocumentTypeViewSet(EntryViewSet):
    """Document types."""

    model = DocumentType
    icon = "doc-full"


class LinkKindViewSet(EntryViewSet):
    """Kinds of links."""

    model = LinkKind
    icon = "link"


class OrganisationViewSet(EntryViewSet):
    """Organisations."""

    model = Organisation
    icon = "group"
    list_display = ["name", "acronym", "country", "name_language"]


class PersonViewSet(EntryViewSet):
    """People."""

    model = Person
    icon = "user"
    list_display = ["name", "name_language", "code"]


class TermFilterSet(WagtailFilterSet):
    """Filters of the termbase."""

    class Meta:
        model = Term
        fields = ("status", "subject")


class TermViewSet(EntryViewSet):
    """The termbase."""

    model = Term
    icon = "list-ul"
    list_display = ["listed", Column("get_status_display", label=_("Status"), sort_key="status"), "subject", "code"]
    filterset_class = TermFilterSet
    chooser_viewset_class = SnippetChooserViewSet


class TermSubjectViewSet(EntryViewSet):
    """Subjects of terms."""

    model = TermSubject
    icon = "folder-open-inverse"


class VocabularyGroup(SnippetViewSetGroup):
    """All vocabularies."""

    items = (
        TopicViewSet,
        TermViewSet,
        TermSubjectViewSet,
        OrganisationViewSet,
        PersonViewSet,
        CountryViewSet,
        RegionViewSet,
        GoalViewSet,
        DocumentTypeViewSet,
        LinkKindViewSet,
    )
    menu_label = _("Vocabularies")
    menu_icon = "list-ul"
    menu_name = "vocabularies"
    menu_order = 450


register_snippet(VocabularyGroup)
