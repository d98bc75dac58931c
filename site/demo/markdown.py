"""Turns the Markdown of the content files into the HTML that Wagtail stores for rich text.

Paragraphs, lists, strong, emphasis and links; nothing else, because headings, images and tables are blocks of their own.
The tag `<bdi>` may surround a foreign name. It is taken off: Wagtail's editor would drop it at the first edit, and the segments
of a translation could no longer be matched with the English ones.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

PAGE_SCHEME = "page:"
BDI = re.compile(r"</?bdi(?:\s[^>]*)?>")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
LEFT_OVER = re.compile(r"\*\*|(?<!\w)\*\w|\]\(")

PARSER = MarkdownIt("commonmark", {"html": False})

TAGS = {"strong": "b", "em": "i", "bullet_list": "ul", "ordered_list": "ol", "list_item": "li", "paragraph": "p"}

PageIds = Callable[[str], int | None]


def to_html(source: str, page_id: PageIds) -> str:
    """Return the HTML of a Markdown text. `page_id` gives the id of the English page at a path, None where there is none."""
    return "".join(_render(_tokens(source), page_id))


def problems(source: str) -> list[str]:
    """Return a sentence for everything in a Markdown text that cannot be stored as rich text."""
    found = [f"the tag {tag} is not allowed" for tag in TAG.findall(source) if not BDI.fullmatch(tag)]
    for token in _flat(_tokens(source)):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if kind == "link":
            target = str(token.attrGet("href") or "")
            if token.nesting == 1 and not target.startswith((PAGE_SCHEME, "https://", "http://", "mailto:")):
                found.append(f"the link “{target}” is neither a page nor a web address")
        elif kind not in TAGS and kind not in {"inline", "text", "softbreak"}:
            found.append(f"{kind.replace('_', ' ')} is not allowed in running text")
        elif kind == "text" and LEFT_OVER.search(token.content):
            found.append(f"the Markdown near “{token.content.strip()[:60]}” is not understood")
    return found


def _tokens(source: str) -> list[Token]:
    return PARSER.parse(BDI.sub("", source))


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def _render(tokens: list[Token], page_id: PageIds) -> Iterator[str]:
    for position, token in enumerate(tokens):
        kind = token.type.removesuffix("_open").removesuffix("_close")
        if token.type == "inline":
            yield from _render(token.children or [], page_id)
        elif kind == "text":
            yield escape(token.content, quote=False)
        elif kind == "softbreak":
            yield _line_break(tokens, position)
        elif kind == "link":
            yield _link(token, page_id) if token.nesting == 1 else "</a>"
        elif not (kind == "paragraph" and token.level > 0):
            # Paragraphs inside list entries have no tag of their own in Wagtail's rich text.
            yield f"<{'/' if token.nesting == -1 else ''}{TAGS[kind]}>"


def _link(token: Token, page_id: PageIds) -> str:
    target = str(token.attrGet("href") or "")
    if not target.startswith(PAGE_SCHEME):
        return f'<a href="{escape(target)}">'
    return f'<a linktype="page" id="{page_id(target.removeprefix(PAGE_SCHEME))}">'


def _line_break(tokens: list[Token], position: int) -> str:
    """Join two lines of a paragraph: with a space, but not between characters of Chinese, which has none."""
    before = tokens[position - 1].content[-1:] if position else ""
    after = tokens[position + 1].content[:1] if position + 1 < len(tokens) else ""
    wide = [unicodedata.east_asian_width(character) in {"W", "F"} for character in (before, after) if character]
    return "" if any(wide) else " "
