"""The places within pages that links name (`/en/about/#part`): taken from each page as visitors get it."""

from collections.abc import Callable
from functools import cached_property
from urllib.parse import unquote

from lxml import html

from newsroom.standards.fetching import Answer, visitor

TOP = frozenset({"", "top"})
"""What browsers take for the beginning of every page."""
DIRECTIVE = ":~:"
"""Begins words that browsers look for in the text; no place of the page."""


class Places:
    """Knows the places of pages; each page that a link names a place of is asked for once."""

    def __init__(self) -> None:
        self._known: dict[str, frozenset[str] | None] = {}

    @cached_property
    def _ask(self) -> Callable[[str], Answer]:
        return visitor()

    def lacks(self, path: str, fragment: str) -> bool:
        """Tell whether the page at a path of this site has no such place; not where nobody can tell, for lack of an answer."""
        name = fragment.split(DIRECTIVE, maxsplit=1)[0]
        if name.lower() in TOP:
            return False
        if path not in self._known:
            self._known[path] = self._read(path)
        places = self._known[path]
        return places is not None and not {name, unquote(name)} & places

    def _read(self, path: str) -> frozenset[str] | None:
        answer = self._ask(path)
        if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
            return None
        root = html.document_fromstring(answer.body, parser=html.HTMLParser(encoding="utf-8"))
        return frozenset(map(str, root.xpath("//@id | //a/@name")))
