"""Makes the raw data of a page's body from the blocks of a content file.

Ids of blocks follow from the page's path and the position, so they are identical in every language and on every load.
"""

from collections.abc import Callable
from typing import Any

from demo.keys import key
from demo.markdown import to_html
from demo.sources import Sources

Raw = dict[str, Any]


class Body:
    """The body of one page in one language."""

    def __init__(self, path: str, sources: Sources) -> None:
        self.path = path
        self.sources = sources

    def raw(self, blocks: list[Raw]) -> list[Raw]:
        """Return the raw data of all blocks. Raises KeyError for a kind of block that does not exist."""
        return [self._block(block, position) for position, block in enumerate(blocks)]

    def _block(self, block: Raw, position: int) -> Raw:
        ((kind, content),) = block.items()
        value = MAKERS[kind](self, content, str(position))
        return {"type": BLOCK_TYPES.get(kind, kind), "value": value, "id": str(key(self.path, "body", position))}

    def _items(self, values: list[Any], place: str) -> list[Raw]:
        return [
            {"type": "item", "value": value, "id": str(key(self.path, "body", place, position))}
            for position, value in enumerate(values)
        ]

    def _rich(self, source: str | None) -> str:
        return to_html(source or "", self.sources.page)

    def _paragraph(self, content: str, _place: str) -> str:
        return self._rich(content)

    def _heading(self, content: str, _place: str) -> Raw:
        return {"text": content.strip(), "level": "2"}

    def _subheading(self, content: str, _place: str) -> Raw:
        return {"text": content.strip(), "level": "3"}

    def _image(self, content: Raw, _place: str) -> Raw:
        image = {"image": self.sources.find("images", content["image"]), "alt_text": content["alt"].strip(), "decorative": False}
        return {"image": image, "caption": content.get("caption", "").strip()}

    def _key_figures(self, content: list[Raw], place: str) -> Raw:
        figures = [
            {
                "value": str(figure["value"]),
                "high": str(figure["high"]) if figure.get("high") is not None else None,
                "qualifier": figure.get("qualifier", ""),
                "unit": figure.get("unit", ""),
                "label": figure["label"],
                "source": figure["source"],
                "source_url": figure.get("source_url", ""),
                "year": figure["year"],
            }
            for figure in content
        ]
        return {"figures": self._items(figures, place)}

    def _table(self, content: Raw, _place: str) -> Raw:
        rows = content["rows"]
        numeric = [all(isinstance(row[column], int | float) for row in rows) for column in range(len(content["columns"]))]
        columns = [
            {"type": "number" if number else "text", "heading": heading}
            for heading, number in zip(content["columns"], numeric, strict=True)
        ]
        values = [{"values": [str(cell) for cell in row]} for row in rows]
        table = {"columns": columns, "rows": values, "caption": ""}
        return {"caption": content["caption"].strip(), "table": table, "source": content.get("source", "").strip()}

    def _callout(self, content: Raw, _place: str) -> Raw:
        return {"kind": content["kind"], "title": content["title"].strip(), "text": self._rich(content["text"])}

    def _steps(self, content: Raw, place: str) -> Raw:
        steps = [{"title": step["title"].strip(), "text": self._rich(step.get("text"))} for step in content["items"]]
        return {"title": content.get("title", "").strip(), "items": self._items(steps, place)}

    def _quote(self, content: Raw, _place: str) -> Raw:
        return {"text": content["text"].strip(), "attribution": content["attribution"].strip()}

    def _downloads(self, content: Raw, place: str) -> Raw:
        files = [
            {"document": self.sources.find("documents", file["file"]), "language": file["language"]} for file in content["files"]
        ]
        return {"title": content["title"].strip(), "files": self._items(files, place)}

    def _video(self, content: Raw, _place: str) -> Raw:
        return {
            "title": content["title"].strip(),
            "file": None,
            "url": content["url"],
            "language": content["language"],
            "transcript": self._rich(content["transcript"]),
        }

    def _related_pages(self, content: Raw, place: str) -> Raw:
        pages = [self.sources.page(path) for path in content["pages"]]
        return {"title": content["title"].strip(), "pages": self._items(pages, place)}


MAKERS: dict[str, Callable[[Body, Any, str], Any]] = {
    "paragraph": Body._paragraph,
    "heading": Body._heading,
    "subheading": Body._subheading,
    "image": Body._image,
    "key_figures": Body._key_figures,
    "table": Body._table,
    "callout": Body._callout,
    "steps": Body._steps,
    "quote": Body._quote,
    "downloads": Body._downloads,
    "video": Body._video,
    "related_pages": Body._related_pages,
    "kept": lambda _body, _content, _place: None,
}
BLOCK_TYPES = {"subheading": "heading"}
