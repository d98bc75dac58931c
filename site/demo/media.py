"""Loads the drawings and makes the placeholder files, with titles and descriptions in six languages."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.utils.file import hash_filelike

from core.i18n import BY_CODE, CODES, SOURCE_CODE, language_name
from core.models import CustomDocument, CustomImage
from demo.checks import document_files
from demo.files import Content, PageFiles
from demo.placeholders import placeholder, wording_language
from vocabulary.loading import columns


class Media:
    """Writes media files and remembers them, so that a load that fails leaves none behind."""

    def __init__(self) -> None:
        self.saved: list[CustomImage | CustomDocument] = []

    def discard(self) -> None:
        """Delete the files that were written; their rows go with the transaction."""
        for item in self.saved:
            item.file.storage.delete(item.file.name)

    def images(self, content: Content) -> dict[str, int]:
        """Load the drawings and return their primary keys by key."""
        keys = {}
        for name, entry in content.images.items():
            file = content.folder / "images" / entry["file"]
            image = CustomImage(
                **columns("title", entry["title"].get), **columns("description", entry["alt"].get), credit=entry.get("credit", "")
            )
            keys[name] = self._save(image, file.name, file.read_bytes())
        return keys

    def documents(self, content: Content) -> dict[str, int]:
        """Make a placeholder for every file that pages name and return their primary keys by name."""
        keys: dict[str, int] = {}
        for page, entry in document_files(content):
            name = str(entry["file"])
            if name not in keys:
                keys[name] = self._document(name, page, entry)
        return keys

    def _document(self, name: str, page: PageFiles, entry: dict[str, Any]) -> int:
        language = str(entry["language"])
        titles = {code: text["title"] for code, text in page.texts.items()}
        written_in = wording_language(language)
        title = titles.get(written_in, titles[SOURCE_CODE])
        if page.data.get("original_title") and page.data.get("original_language", SOURCE_CODE) == language:
            title = page.data["original_title"]
        document = CustomDocument(
            **columns("title", lambda code: _title(titles, code, language)), **columns("description", lambda _code: "")
        )
        slug = name if name.endswith(f"-{language}") else f"{name}-{language}"
        data = placeholder(title, written_in, int(entry.get("pages") or 1))
        return self._save(document, f"{slug}.pdf", data)

    def _save(self, item: CustomImage | CustomDocument, name: str, data: bytes) -> int:
        file = ContentFile(data, name=name)
        item.file_size = len(data)
        item.file_hash = hash_filelike(file)
        file.seek(0)
        item.file = file
        item.save()
        self.saved.append(item)
        return int(item.pk)


def _title(titles: dict[str, str], code: str, language: str) -> str | None:
    """Return the title of a file in one language, with the language of the file; none where the page has no title in it."""
    if code not in titles or code not in CODES:
        return None
    return f"{titles[code]} ({language_name(language, BY_CODE[code])})"
