"""A line chart as SVG, drawn on the server: titled, described, each line told apart by dash and marker and labelled at its end.

Colours come from the style sheet of the page that shows it. Where people write from the right, time runs from the right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from core.formatting import day as written_day, percent

WIDTH, HEIGHT = 720, 320
BEFORE, AFTER, TOP, BOTTOM = 56, 176, 16, 40
"""Room around the lines; the labels of the lines stand after them."""
LINE_HEIGHT = 18
GRID = (0, 25, 50, 75, 100)
DASHES = ("none", "8 4", "2 4", "12 4 2 4", "5 5", "1 6")
MARKERS = ("circle", "square", "triangle", "diamond", "cross", "bar")
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
"""Around a share, so that its sign stands on the same side of the number in every label."""
STEP = 4
"""Half the size of a marker."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is called, and a share in hundredths for some days."""

    label: str
    points: Sequence[tuple[date, int]]


def draw(lines: Sequence[Line], *, name: str, title: str, description: str) -> SafeString:
    """Return the chart of lines that have points. `name` tells its ids from those of another chart on the page."""
    drawn = [line for line in lines if line.points]
    days = sorted({day for line in drawn for day, _share in line.points})
    if not days:
        return SafeString("")
    labels = _label_places([_y(line.points[-1][1]) for line in drawn])
    return format_html(
        '<svg class="line-chart" role="img" aria-labelledby="{0}-title {0}-about" viewBox="0 0 {1} {2}">'
        '<title id="{0}-title">{3}</title><desc id="{0}-about">{4}</desc>{5}{6}{7}</svg>',
        name,
        WIDTH,
        HEIGHT,
        title,
        description,
        _grid(),
        _days(days),
        format_html_join("", "{}", ((_line(place, line, days, labels[place]),) for place, line in enumerate(drawn))),
    )


def _x(place: float) -> float:
    """Return where something lies that is so far along, counted from the side where lines of text begin."""
    return round(WIDTH - place if get_language_bidi() else place, 1)


def _of_day(day: date, days: Sequence[date]) -> float:
    span = (days[-1] - days[0]).days
    share = (day - days[0]).days / span if span else 1
    return _x(BEFORE + share * (WIDTH - BEFORE - AFTER))


def _y(share: int) -> float:
    return round(TOP + (100 - share) / 100 * (HEIGHT - TOP - BOTTOM), 1)


def _grid() -> SafeString:
    rows = ((_x(BEFORE), _y(share), _x(WIDTH - AFTER), _x(BEFORE - 8), _y(share) + 5, percent(share)) for share in GRID)
    return format_html_join(
        "",
        '<line class="line-chart__grid" x1="{0}" y1="{1}" x2="{2}" y2="{1}"/>'
        '<text class="line-chart__scale" x="{3}" y="{4}" text-anchor="end">{5}</text>',
        rows,
    )


def _days(days: Sequence[date]) -> SafeString:
    shown = [(days[-1], "end")] if len(days) == 1 else [(days[0], "start"), (days[-1], "end")]
    return format_html_join(
        "",
        '<text class="line-chart__scale" x="{}" y="{}" text-anchor="{}">{}</text>',
        ((_of_day(day, days), HEIGHT - 12, anchor, written_day(day)) for day, anchor in shown),
    )


def _line(place: int, line: Line, days: Sequence[date], label_y: float) -> SafeString:
    spots = [(_of_day(day, days), _y(share)) for day, share in line.points]
    end_x, end_y = spots[-1]
    marked = spots if len(spots) <= 12 else [spots[0], spots[-1]]
    leader = _x(WIDTH - AFTER + 18)
    return format_html(
        '<g class="line-chart__line line-chart__line--{}"><path d="{}" fill="none" stroke-dasharray="{}"/>{}'
        '<line class="line-chart__leader" x1="{}" y1="{}" x2="{}" y2="{}"/><text x="{}" y="{}">{}</text></g>',
        place % len(DASHES),
        "M" + " L".join(f"{x} {y}" for x, y in spots),
        DASHES[place % len(DASHES)],
        format_html_join("", '<path class="line-chart__marker" d="{}"/>', ((_marker(place, x, y),) for x, y in marked)),
        end_x,
        end_y,
        leader,
        label_y,
        _x(WIDTH - AFTER + 24),
        label_y + 5,
        f"{line.label} {ISOLATE}{percent(line.points[-1][1])}{END_OF_ISOLATE}",
    )


def _marker(place: int, x: float, y: float) -> str:
    """Return the outline of the marker of a line."""
    size = STEP
    return {
        "circle": f"M{x - size} {y}a{size} {size} 0 1 0 {2 * size} 0a{size} {size} 0 1 0 {-2 * size} 0z",
        "square": f"M{x - size} {y - size}h{2 * size}v{2 * size}h{-2 * size}z",
        "triangle": f"M{x} {y - size - 1}l{size + 1} {2 * size}h{-2 * size - 2}z",
        "diamond": f"M{x} {y - size - 1}l{size + 1} {size + 1}l{-size - 1} {size + 1}l{-size - 1} {-size - 1}z",
        "cross": f"M{x - size} {y - size}l{2 * size} {2 * size}m0 {-2 * size}l{-2 * size} {2 * size}",
        "bar": f"M{x} {y - size - 1}v{2 * size + 2}",
    }[MARKERS[place % len(MARKERS)]]


def _label_places(ends: Sequence[float]) -> list[float]:
    """Return where labels stand: beside the ends of their lines, but none upon another nor outside."""
    order = sorted(range(len(ends)), key=lambda place: ends[place])
    found = list(ends)
    least = float(TOP)
    for place in order:
        found[place] = max(found[place], least)
        least = found[place] + LINE_HEIGHT
    most = float(HEIGHT - BOTTOM)
    for place in reversed(order):
        found[place] = min(found[place], most)
        most = found[place] - LINE_HEIGHT
    return found
