"""The body of a page as plain lines."""

import json
from typing import Any

import pytest

from core.plain_text import rich_lines
from core.searchable import SearchFile
from home.models import StandardPage
from tests import factories

pytestmark = pytest.mark.django_db

BODY: list[dict[str, Any]] = [
    {"type": "heading", "value": {"text": "Soaking", "level": "2"}},
    {"type": "paragraph", "value": "<p>Water <b>returns</b>.</p><ul><li>Salt&nbsp;leaves</li></ul>"},
    {"type": "image", "value": {"image": {"image": 1, "decorative": False, "alt_text": "A pit"}, "caption": "The pit"}},
    {
        "type": "key_figures",
        "value": {"figures": [{"value": "1250", "unit": "kg", "label": "of hides", "source": "A report", "year": 1999}]},
    },
    {
        "type": "table",
        "value": {
            "caption": "Steps",
            "table": {
                "columns": [{"type": "text", "heading": "Step"}, {"type": "number", "heading": "Days"}],
                "rows": [{"values": ["Liming", 2]}, {"values": ["Rest", None]}],
                "caption": "",
            },
            "source": "Notes",
        },
    },
    {"type": "callout", "value": {"kind": "safety", "title": "Never alone", "text": "<p>Gas.</p>"}},
    {"type": "steps", "value": {"title": "Order", "items": [{"title": "First", "text": "<p>Wait.</p>"}]}},
    {"type": "downloads", "value": {"title": "Files", "files": [{"document": 7, "language": "fr"}]}},
    {"type": "related_pages", "value": {"title": "See also", "pages": [3]}},
]

LINES = [
    "Soaking",
    "Water returns.",
    "Salt leaves",
    "A pit",
    "The pit",
    "1,250 kg of hides",
    "A report",
    "Steps",
    "Step | Days",
    "Liming | 2",
    "Rest",
    "Notes",
    "Never alone",
    "Gas.",
    "Order",
    "First",
    "Wait.",
    "Files",
    "See also",
]


@pytest.fixture
def page(six: factories.Pages) -> Any:
    made = factories.standard(six, "soaking", body=json.dumps(BODY))["en"]
    return StandardPage.objects.get(pk=made.pk)


def test_a_body_is_read_in_order_without_a_query(page: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert [line.replace("\u00a0", " ") for line in page.body_lines()] == LINES


def test_files_of_a_body_come_with_their_language(page: Any) -> None:
    assert page.body_files() == [SearchFile(7, "fr", titled=True)]


def test_tags_inside_a_line_leave_no_gap() -> None:
    assert list(rich_lines("<p>Cr<sub>2</sub>O<sub>3</sub></p><p>a<br/>b</p>")) == ["Cr2O3", "a", "b"]
