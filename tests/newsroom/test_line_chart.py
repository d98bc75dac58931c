"""The line chart: described, told apart without colour, labelled without overlap, mirrored for those who write from the right."""

import re
from datetime import date
from itertools import pairwise

from django.utils import translation

from newsroom.parity import line_chart
from newsroom.parity.line_chart import Line

DAYS = [date(2026, 1, 1), date(2026, 1, 31)]


def draw(*shares: tuple[int, int], title: str = "Trend") -> str:
    lines = [Line(f"Line {place}", list(zip(DAYS, both, strict=True))) for place, both in enumerate(shares)]
    return str(line_chart.draw(lines, name="chart", title=title, description="About"))


def label_heights(drawn: str) -> list[float]:
    return [float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)">', drawn)]


def test_it_has_a_title_and_a_description() -> None:
    drawn = draw((10, 20), title="<Trend>")
    assert 'aria-labelledby="chart-title chart-about"' in drawn
    assert "&lt;Trend&gt;" in drawn and '<desc id="chart-about">About</desc>' in drawn


def test_lines_differ_by_dash_and_marker() -> None:
    drawn = draw(*((share, share) for share in range(0, 60, 10)))
    assert len(set(re.findall(r'stroke-dasharray="([^"]+)"', drawn))) == 6
    shapes = {re.sub(r"^M[-\d.]+ [-\d.]+", "", path) for path in re.findall(r'marker" d="([^"]+)"', drawn)}
    assert len(shapes) == 6


def test_labels_of_lines_that_end_together_do_not_overlap() -> None:
    for share in (0, 50, 100):
        heights = sorted(label_heights(draw(*[(share, share)] * 5)))
        assert all(lower - upper >= line_chart.LINE_HEIGHT for upper, lower in pairwise(heights))
        assert heights[0] >= line_chart.TOP and heights[-1] <= line_chart.HEIGHT


def test_time_runs_from_the_right_in_arabic() -> None:
    first, last = re.search(r'path d="M([\d.]+) [\d.]+ L([\d.]+)', draw((10, 20))).groups()  # type: ignore[union-attr]  # it is drawn
    with translation.override("ar"):
        there = re.search(r'path d="M([\d.]+) [\d.]+ L([\d.]+)', draw((10, 20))).groups()  # type: ignore[union-attr]  # it is drawn
    assert float(first) < float(last) and float(there[0]) > float(there[1])


def test_no_figures_draw_nothing() -> None:
    assert line_chart.draw([Line("Empty", [])], name="chart", title="", description="") == ""
