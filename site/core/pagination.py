"""The links between the pages of a long list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Page


@dataclass(frozen=True, slots=True)
class Pagination:
    """What the links below a list need: the page that is shown and the address of each other one."""

    page: Page
    address: Callable[[int], str]

    @property
    def previous_url(self) -> str:
        """Address of the page before this one."""
        return self.address(self.page.previous_page_number())

    @property
    def next_url(self) -> str:
        """Address of the page after this one."""
        return self.address(self.page.next_page_number())

    def numbers(self) -> list[tuple[int | None, str]]:
        """Return the numbers to show with their addresses; None stands for a gap."""
        return [
            (number, self.address(number)) if isinstance(number, int) else (None, "")
            for number in self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        ]


def asked_page(text: str, number_of_pages: int) -> int | None:
    """Return the number of the page that an address asks for, None when there is no such page."""
    if text.isdecimal() and 1 <= int(text[:9]) <= number_of_pages:
        return int(text)
    return None
