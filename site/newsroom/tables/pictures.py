"""Columns of pictures: the lead image of a page, and the gallery of a story."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _, gettext_lazy

from core.pasted import clean_plain
from newsroom.tables.columns import Column, Content
from newsroom.tables.errors import CellError
from newsroom.tables.names import Names
from newsroom.tables.special import TranslatedRowsColumn, barred, lines, unbarred, with_ids

LONGEST_DESCRIPTION = 300
LONGEST_CREDIT = 200


@dataclass(frozen=True, kw_only=True)
class ImageColumn(Column):
    """One picture. Its description and who made it are those of the library, and stored for a new one only."""

    usual_help: ClassVar[Any] = gettext_lazy(
        "The name of a file that comes with the table, or of one among the images of the site. For a new one after a bar: what "
        "is to be seen, and after another bar who made it; what the library says of pictures that it has stays as it is."
    )
    example: str = "drums.jpg|Drums in a tannery|UNIDO"

    def text(self, content: Content, names: Names) -> str:
        """Return the name of the file, with what the library says of the picture."""
        pk = content.get(self.field)
        name = names.packed.images.name(pk) if pk else ""
        return barred([name, *names.packed.images.words(pk)]) if name else ""

    def read(self, text: str, names: Names) -> int | str | None:
        """Return the id of the picture; its name where it comes new with the table."""
        if not text:
            return None
        name, description, credit = unbarred(clean_plain(text), 3)
        if len(description) > LONGEST_DESCRIPTION or len(credit) > LONGEST_CREDIT:
            raise CellError(_("This line is too long: %(text)s.") % {"text": text[:60]})
        names.packed.images.describe(name, description, credit)
        return names.packed.images.find(name)

    def put(self, content: Content, value: int | str | None, names: Names) -> None:
        """Put the picture in, as soon as that is stored by its id."""
        content[self.field] = names.packed.images.find(value) if isinstance(value, str) else value


@dataclass(frozen=True, kw_only=True)
class GalleryColumn(TranslatedRowsColumn):
    """Pictures with description and caption, one on each line."""

    usual_help: ClassVar[Any] = gettext_lazy(
        "One on each line of the cell: the name of the file, what is to be seen, and the caption, with bars between them."
    )
    example: str = "drums.jpg|Drums in a tannery|The drums were turned by hand."
    longest_alt: int = 250
    longest_caption: int = 300

    def parts(self, text: str) -> list[str]:
        """Return the lines."""
        return lines(text)

    def joined(self, texts: list[str]) -> str:
        """Return the lines, each by itself."""
        return "\n".join(texts)

    def row_text(self, row: Content, names: Names) -> str:
        """Return name, description and caption."""
        name = names.packed.images.name(row["image"])
        return barred([name, row["alt"], row["caption"]]) if name else ""

    def row(self, text: str, names: Names) -> Content:
        """Return the row."""
        name, alt, caption = unbarred(text, 3)
        if not alt or not caption:
            raise CellError(_("A picture needs its description and its caption: %(text)s.") % {"text": text[:60]})
        if len(alt) > self.longest_alt or len(caption) > self.longest_caption:
            raise CellError(_("This line is too long: %(text)s.") % {"text": text[:60]})
        names.packed.images.describe(name, alt)
        return {"image": names.packed.images.find(name), "alt": alt, "caption": caption}

    def put(self, content: Content, value: list[Content], names: Names) -> None:
        """Put the rows in, with the pictures that names stand for."""
        super().put(content, with_ids(value, "image", names.packed.images), names)
