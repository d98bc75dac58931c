"""The panel "Parity of languages" on the administration's home."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.urls import reverse
from wagtail.admin.ui.components import Component

from newsroom.models import Layer
from newsroom.parity import presenting, reading
from newsroom.parity.figures import PIECES, REQUIRED
from translation_desk.permissions import can_see

COMPARED = 30
"""Days over which the change is told."""


class ParityPanel(Component):
    """How many of the required pages each language has, what it lacks, and how that changed. Three queries."""

    name = "parity"
    template_name = "newsroom/parity/panel.html"
    order = 95

    @property
    def media(self) -> Media:
        """The rules of the bars."""
        return Media(css={"all": ["newsroom/parity.css"]})

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Show nothing to people who have no part in translation."""
        if parent_context is None or not can_see(parent_context["request"].user):
            return ""
        return str(super().render_html(parent_context))

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Read the figures of today and of a month ago."""
        report = reading.newest(parent_context["request"].user, [Layer.PAGES])
        if report.day is None:
            return {"rows": [], "url": reverse("newsroom:parity")}
        then = reading.before(report.day, COMPARED, REQUIRED)
        ways = presenting.Ways(Layer.PAGES, REQUIRED, None, frozenset())
        rows = []
        for code in reading.codes():
            figures = report.figures(Layer.PAGES, REQUIRED, code=code)
            cell = presenting.cell(figures, PIECES, code, ways.of(code, ""))
            rows.append({**cell, "change": presenting.change(figures, then.get(code))})
        return {"rows": rows, "url": reverse("newsroom:parity")}
