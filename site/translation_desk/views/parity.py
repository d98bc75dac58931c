"""The report of parity: how far each language is, against the plan and in absolute figures."""

from typing import Any
from urllib.parse import urlencode

from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy

from core import formatting
from core.i18n import language_name
from translation_desk import parity
from translation_desk.models import Level
from translation_desk.views.bulk import DeskScreen

TITLE = gettext_lazy("Parity of languages")


class ParityView(DeskScreen):
    """One table: a row for each language, what is required, what is wanted, all pages."""

    template_name = "translation_desk/plan/parity.html"
    page_title = TITLE
    header_icon = "table"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the figures."""
        headings = [Level.REQUIRED.label, Level.WANTED.label, _("All English pages")]
        rows = []
        for found in parity.figures():
            cells = [
                _cell(found.code, heading, share, level)
                for heading, share, level in zip(
                    headings,
                    (found.required, found.wanted, found.all_pages),
                    (Level.REQUIRED.value, Level.WANTED.value, ""),
                    strict=True,
                )
            ]
            url = _matrix(language=found.code)
            rows.append({"name": capfirst(language_name(found.code)), "url": url, "cells": cells})
        return super().get_context_data(headings=headings, rows=rows, **kwargs)


def _cell(code: str, heading: Any, share: parity.Share, level: str) -> dict[str, Any]:
    """Return what stands in one cell, with the ways to the pages that are behind or missing."""
    missing = _queue(code, level, "missing") if level else _matrix(language=code, status="missing")
    return {
        "heading": heading,
        "share": share,
        "percent": formatting.percent(share.percent or 0),
        "outdated_url": _queue(code, level, "outdated"),
        "missing_url": missing,
    }


def _queue(code: str, level: str, readers: str) -> str:
    values = {"tab": "all", "language": code, "plan": level, "readers": readers}
    return f"{reverse('translation_desk:queue')}?{urlencode({name: value for name, value in values.items() if value})}"


def _matrix(**values: str) -> str:
    return f"{reverse('translation_desk:matrix')}?{urlencode(values)}"


urlpatterns: list[URLPattern] = [path("parity/", ParityView.as_view(), name="parity")]
