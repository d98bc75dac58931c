"""Facets as readers see them: values with counts, which are shown at once, and the chips that take a choice back."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core.i18n import folded

SHOWN_AT_ONCE = 6

Labels = Callable[[Iterable[Any]], Mapping[Any, str | tuple[str, str]]]
"""Gives names by code; a name in another language than the reader's comes with its BCP 47 tag."""


@dataclass(slots=True)
class FacetValue:
    """One value of a facet with the number of pages it leads to."""

    code: str
    label: str
    tag: str
    """Language of the label where it is not the page's."""
    count: int
    selected: bool


@dataclass(slots=True)
class Facet:
    """A facet as the reader sees it."""

    name: str
    label: Any
    values: list[FacetValue] = field(default_factory=list)

    @property
    def selected(self) -> list[FacetValue]:
        """The values the reader chose."""
        return [value for value in self.values if value.selected]

    @property
    def leading(self) -> list[FacetValue]:
        """The values to show at once: the first ones, and what the reader chose. A rest of one or two is not worth hiding."""
        if len(self.values) <= SHOWN_AT_ONCE + 2:
            return self.values
        return self.values[:SHOWN_AT_ONCE] + [value for value in self.values[SHOWN_AT_ONCE:] if value.selected]

    @property
    def further(self) -> list[FacetValue]:
        """The other values, behind a button."""
        if len(self.values) <= SHOWN_AT_ONCE + 2:
            return []
        return [value for value in self.values[SHOWN_AT_ONCE:] if not value.selected]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter and the address of the list without it."""

    label: str
    url: str


def facet_of(
    name: str,
    label: Any,
    counts: Mapping[Any, int],
    chosen: Collection[str],
    labels: Labels,
    *,
    by_count: bool = True,
    numeric: bool = False,
) -> Facet:
    """Return a facet with its values named and sorted: numbers from the highest, else by falling count or by name.

    What the reader chose stays in sight, and can be taken back, where it leads to nothing together with other choices.
    """
    offered = {code: number for code, number in counts.items() if code not in (None, "")}
    offered |= dict.fromkeys(set(chosen) - set(map(str, offered)), 0)
    names = labels(offered)
    values = [
        FacetValue(str(code), *_name_and_tag(names.get(code, code)), number, str(code) in chosen)
        for code, number in offered.items()
    ]
    if numeric:
        values.sort(key=lambda value: -int(value.code))
    else:
        values.sort(key=lambda value: (-value.count if by_count else 0, folded(value.label)))
    return Facet(name, label, values)


def quoted(words: str) -> SafeString:
    """Return what the reader typed in quotation marks, isolated: it may run the other way."""
    return format_html(_("“{words}”"), words=format_html("<bdi>{}</bdi>", words))


def chip_label(facet: Facet, value: FacetValue) -> str:
    """Return "Facet: value"; a value in another language than the page's is marked with its language."""
    pattern = _("%(facet)s: %(value)s")
    if not value.tag:
        return pattern % {"facet": facet.label, "value": value.label}
    name = format_html('<bdi lang="{}">{}</bdi>', value.tag, value.label)
    return mark_safe(escape(pattern) % {"facet": escape(facet.label), "value": name})  # noqa: S308  # all parts are escaped


def _name_and_tag(label: str | tuple[str, str]) -> tuple[str, str]:
    return label if isinstance(label, tuple) else (str(label), "")
