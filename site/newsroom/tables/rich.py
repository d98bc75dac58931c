"""Rich text as people type it in a cell.

Paragraphs with an empty line between them, `- ` and `1. ` before items of lists, `**bold**`, `*italics*`, `H~2~O`, `m^3^`,
`[words](address)`. A link inside of the site is `page:publications/mass-balance` or `document:name.pdf`.
"""

import re
from html import escape
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from newsroom.tables.errors import CellError
from newsroom.tables.names import Names

MARKS = {"b": "**", "i": "*", "sub": "~", "sup": "^"}
LISTS = {"ul": "- ", "ol": "1. "}

_INLINE = re.compile(
    r"\[([^\[\]\n]+)\]\(([^()\s]+)\)"
    r"|\*\*(?=\S)(.+?)(?<=\S)\*\*|\*(?=\S)([^*]+?)(?<=\S)\*|~([^~\s]+)~|\^([^^\s]+)\^"
)
_ITEM = re.compile(r"(- |[0-9]+\. )")


class BeyondTextError(Exception):
    """Something that cannot be written as text."""


def to_text(html: str, names: Names) -> str:
    """Return a rich text as text. Raises BeyondTextError where text cannot say all of it."""
    text = _Reader.read(html, names)
    try:
        same = canonical(html) == canonical(to_html(text, names))
    except CellError as error:
        raise BeyondTextError from error
    if not same:
        raise BeyondTextError
    return text


def to_html(text: str, names: Names) -> str:
    """Return the rich text that paragraphs and lists make. Raises CellError."""
    return "".join(_paragraphs(part, names) for part in re.split(r"\n\s*\n", text) if part.strip())


def _paragraphs(text: str, names: Names) -> str:
    """Return the HTML of lines without an empty one between them: a paragraph, a list, or both."""
    made: list[tuple[str, list[str]]] = []
    for line in text.strip().split("\n"):
        mark = _ITEM.match(line)
        kind = "p" if mark is None else "ul" if mark[0] == "- " else "ol"
        if not made or made[-1][0] != kind:
            made.append((kind, []))
        made[-1][1].append(_inline(line[mark.end() :] if mark else line, names))
    return "".join(
        f"<p>{' '.join(lines)}</p>" if kind == "p" else f"<{kind}>{''.join(f'<li>{line}</li>' for line in lines)}</{kind}>"
        for kind, lines in made
    )


def _inline(text: str, names: Names) -> str:
    made, position = [], 0
    for found in _INLINE.finditer(text):
        made.append(escape(text[position : found.start()], quote=False))
        words, address, *marked = found.groups()
        if address:
            made.append(f"<a {_target(address, names)}>{_inline(words, names)}</a>")
        else:
            made += [f"<{tag}>{_inline(inner, names)}</{tag}>" for tag, inner in zip(MARKS, marked, strict=True) if inner]
        position = found.end()
    return "".join([*made, escape(text[position:], quote=False)])


def _target(address: str, names: Names) -> str:
    kind, _colon, name = address.partition(":")
    if kind == "page":
        return f'linktype="page" id="{names.page(name)}"'
    if kind == "document":
        # As before there were names: the id.
        found = name if name.isdecimal() else names.packed.documents.find(name)
        return f'linktype="document" id="{escape(str(found))}"'
    if not re.match(r"https?://|mailto:", address):
        raise CellError(_("The link %(address)s is no web or mail address.") % {"address": f"\u2068{address}\u2069"})
    return f'href="{escape(address)}"'


class _Reader(HTMLParser):
    """Writes stored rich text as text. Raises BeyondTextError for what text cannot say."""

    def __init__(self, names: Names) -> None:
        super().__init__(convert_charrefs=True)
        self.names = names
        self.parts: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []

    @classmethod
    def read(cls, html: str, names: Names) -> str:
        """Return the text."""
        reader = cls(names)
        reader.feed(html)
        reader.close()
        return re.sub(r"\n{3,}", "\n\n", "".join(reader.parts)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write what stands in the place of a tag."""
        if tag == "a":
            self.links.append(self._address({name: value or "" for name, value in attrs}))
            self.parts.append("[")
        elif tag in MARKS:
            self.parts.append(MARKS[tag])
        elif tag == "li" and self.open and self.open[-1] in LISTS:
            self.parts.append(f"\n{LISTS[self.open[-1]]}")
        elif tag in {"p", *LISTS} and not self.open:
            self.parts.append("\n\n")
        else:
            raise BeyondTextError
        self.open.append(tag)

    def _address(self, values: dict[str, str]) -> str:
        kind, pk = values.get("linktype", ""), values.get("id", "")
        if kind == "page" and pk.isdecimal():
            return f"page:{self.names.address(int(pk))}"
        if kind == "document" and pk.isdecimal():
            return f"document:{self.names.packed.documents.name(int(pk)) or pk}"
        return values.get("href", "")

    def handle_endtag(self, tag: str) -> None:
        """Write what stands in the place of the end of a tag."""
        if not self.open or self.open.pop() != tag:
            raise BeyondTextError
        if tag == "a":
            self.parts.append(f"]({self.links.pop()})")
        elif tag in MARKS:
            self.parts.append(MARKS[tag])

    def handle_data(self, data: str) -> None:
        """Write words."""
        if not self.open and data.strip():
            raise BeyondTextError
        self.parts.append(data if self.open and self.open[-1] not in LISTS else "")


def canonical(html: str) -> str:
    """Return rich text in one way of writing, to be compared."""
    reader = _Canonical()
    reader.feed(html)
    reader.close()
    return "".join(reader.made)


class _Canonical(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.made: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = sorted((name, value or "") for name, value in attrs if name != "data-block-key")
        self.made.append(f"<{tag} {kept}>")

    def handle_endtag(self, tag: str) -> None:
        self.made.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.made.append(escape(data) if data.strip() or "\n" not in data else "")
