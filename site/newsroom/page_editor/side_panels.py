"""Panels beside the page editor: the languages of the page, and what it still lacks."""

from collections.abc import Iterator
from typing import Any

from django.forms import Media
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from core.formatting import number
from core.i18n import SOURCE_CODE, locale_code
from newsroom.page_editor import missing
from translation_desk import explorer, languages_of_page, presenting


class ComfortPanel(BaseSidePanel):
    """A panel of ours with its few rules of style."""

    @property
    def media(self) -> Media:
        """Name the style sheet of the panels."""
        return Media(css={"all": ["translation_desk/status.css", "newsroom/side_panels.css"]})


class LanguagesPanel(ComfortPanel):
    """The six languages of the page, each with its state and the one thing that the person may do there."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Opens the panel."""

        aria_label = _("Toggle the languages of this page")
        icon_name = "globe"
        has_counter = False

    name = "languages"
    title = _("Languages of this page")
    template_name = "newsroom/page_editor/languages_panel.html"
    order = 200

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Add the languages; nothing before the page is stored."""
        context = super().get_context_data(parent_context)
        if self.object.pk:
            whole = languages_of_page.of(self.object.translation_key, self.request.user, locale_code(self.object.locale_id))
            context["rows"] = [(state, presenting.icon_of(state.status)) for state in whole.states]
            context["whole"] = whole
            if whole.english is not None:
                context["translations_url"] = explorer.translations_url(whole.english)
        return context


class MissingPanel(ComfortPanel):
    """What the page lacks. Wagtail draws the panel again after each saving, also after those that it does by itself."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        """Opens the panel, and counts the errors."""

        aria_label = _("Toggle what is missing")
        icon_name = "tasks"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """Add the number of errors."""
            report = self.panel.report
            return super().get_context_data(parent_context) | {"count": len(report.errors) if report else 0}

    name = "missing"
    title = _("What is missing")
    template_name = "newsroom/page_editor/missing_panel.html"
    order = 210

    def __init__(self, page: Any, request: Any) -> None:
        super().__init__(page, request)
        self.report = missing.of(page) if page.pk else None

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Add the findings, each with the place in the form where it is mended."""
        context = super().get_context_data(parent_context)
        if self.report is not None:
            places = _places(parent_context.get("edit_handler"))
            report = self.report
            context |= {
                "errors": [(item, _anchor(item, places)) for item in report.errors],
                "hints": [(item, _anchor(item, places)) for item in report.hints],
                "report": report,
                "words": number(report.words),
                "minutes": number(report.minutes),
                "sentence": number(report.sentence),
            }
        return context


def name_sections(form: Any) -> None:
    """Name the sections of a form by their English headings, whoever draws it first in a process.

    Wagtail takes the headings in the language of whoever comes first, and keeps the names. Another process, which answers the
    next autosave, would send links to names that the form on the screen does not have.
    """
    if "child_identifiers" in vars(form) and vars(form).get("names") == SOURCE_CODE:
        return
    with translation.override(SOURCE_CODE):
        for group in _groups(form):
            vars(group).pop("child_identifiers", None)
            group.child_identifiers  # noqa: B018  # made by being read
    form.names = SOURCE_CODE


def _groups(panel: Any) -> Iterator[Any]:
    """Yield a panel with children and those within it."""
    if hasattr(panel, "child_identifiers"):
        yield panel
        for child in panel.children:
            yield from _groups(child)


def _anchor(item: missing.Item, places: dict[str, str]) -> str:
    return f"block-{item.block}-section" if item.block else places.get(item.field, "")


def _places(form: Any) -> dict[str, str]:
    """Return the ids of the sections of the form by the field or relation that they hold, in each of its tabs."""
    found: dict[str, str] = {}
    for tab in getattr(form, "children", ()):
        for child, identifier in tab.visible_children_with_identifiers:
            for name in _names(child):
                found[name] = f"{tab.prefix}-{identifier}-section"
    return found


def _names(bound: Any) -> Iterator[str]:
    """Yield the fields and relations that a panel edits."""
    name = getattr(bound.panel, "field_name", None) or getattr(bound.panel, "relation_name", None)
    if name:
        yield name
    else:
        for child in getattr(bound, "children", ()):
            yield from _names(child)
