"""Documents and images of the site by the names of their files, and what becomes one of them when a table is taken."""

import hashlib
from abc import ABC, abstractmethod
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.models import Collection

from core import document_files, picture_files, scanning
from core.i18n import SOURCE_CODE
from core.models import CustomDocument, CustomImage
from core.picture_fields import PictureField
from newsroom.tables.errors import CellError
from translation_desk import proposals

if TYPE_CHECKING:
    from newsroom.tables.packed import Packed


def isolated(text: str) -> str:
    """Return a name that lets the direction of the sentence around it alone."""
    return f"\u2068{text}\u2069"


class Library(ABC):
    """Stored files of one kind. They are read with one query."""

    model: ClassVar[Any]

    def __init__(self, packed: "Packed") -> None:
        self.packed = packed
        self.user: Any = None
        """In whose name new files are stored; None while a table is only looked at."""
        self.made: list[int] = []
        """Ids of what was stored."""
        self._names: dict[int, str] | None = None
        self._by_name: dict[str, int] = {}
        self._by_hash: dict[str, int] = {}
        self._checked: dict[str, tuple[str, str]] = {}

    def name(self, pk: Any) -> str:
        """Return the name of a file; empty where it is gone. What comes new with the table has no id yet and is its name."""
        return pk if isinstance(pk, str) else self._known().get(pk, "")

    def find(self, name: str) -> int | str:
        """Return the id of what a name means; while a table is only looked at, the name itself of what comes new with it.

        Of what comes with the table the content decides: what the site has already is not stored twice. Raises CellError.
        """
        known = self._known()
        if self.packed.has(name):
            digest, problem = self._check(name)
            if problem:
                raise CellError(f"{isolated(name)}: {problem}")
            if digest in self._by_hash:
                return self._by_hash[digest]
            return name if self.user is None else int(self._store(name).pk)
        if name in self._by_name and self._by_name[name] in known:
            return self._by_name[name]
        raise CellError(self.missing() % {"name": isolated(name)})

    @abstractmethod
    def missing(self) -> str:
        """Return the sentence for a `name` that is nowhere."""

    @abstractmethod
    def check(self, file: SimpleUploadedFile) -> None:
        """Refuse what the site does not take, and take out what readers are not to get. Raises ValidationError."""

    def more(self, name: str) -> dict[str, Any]:
        """Return what else is stored of a new file."""
        return {}

    def _check(self, name: str) -> tuple[str, str]:
        """Return the hash of a new file, as Wagtail keeps it, and what is wrong with it. Looks at each file once."""
        if name not in self._checked:
            try:
                self._checked[name] = _digest(self._content(name)), ""
            except ValidationError as error:
                self._checked[name] = "", str(error.messages[0])
        return self._checked[name]

    def _content(self, name: str) -> bytes:
        """Return a new file as it would be stored. Raises ValidationError."""
        try:
            content = self.packed.files[name]()
        except OSError as error:
            raise ValidationError(_("This file cannot be read.")) from error
        if not content:
            raise ValidationError(_("This file is empty."))
        file = SimpleUploadedFile(name, content)
        self.check(file)
        scanning.check_upload(file)
        file.seek(0)
        return file.read()

    def _store(self, name: str) -> Any:
        file = SimpleUploadedFile(name, self._content(name))
        row = self.model(
            file=file,
            file_size=file.size,
            file_hash=self._checked[name][0],
            uploaded_by_user=self.user,
            collection=Collection.get_first_root_node(),
            **self.more(name),
        )
        row.save()
        self.made.append(row.pk)
        self._take_up(row.pk, str(row.file.name), row.file_hash)
        return row

    def _known(self) -> dict[int, str]:
        if self._names is None:
            self._names = {}
            # The latest last: of two files with the same content the first stays the one that is meant.
            for pk, file, file_hash in self.model._default_manager.order_by("-pk").values_list("pk", "file", "file_hash"):
                self._take_up(pk, file, file_hash)
        return self._names

    def _take_up(self, pk: int, file: str, file_hash: str) -> None:
        name = PurePosixPath(file).name
        if self._names is not None:
            self._names[pk] = name
        self._by_name[name] = pk
        if file_hash:
            self._by_hash[file_hash] = pk


class Documents(Library):
    """Files to download."""

    model = CustomDocument

    def missing(self) -> str:
        """Say where documents are looked for."""
        return _("The file %(name)s came neither with the table nor is it among the documents of the site.")

    def check(self, file: SimpleUploadedFile) -> None:
        """Refuse what is no document."""
        ending = PurePosixPath(file.name or "").suffix.lower().removeprefix(".")
        if ending not in settings.WAGTAILDOCS_EXTENSIONS or ending == "zip":
            allowed = ", ".join(one for one in settings.WAGTAILDOCS_EXTENSIONS if one != "zip")
            raise ValidationError(_("Files of this format are not taken. Taken are: %(formats)s.") % {"formats": allowed})
        size = file.size or 0
        if size > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
            limit = filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
            raise ValidationError(
                _("This file has %(size)s. Files may have up to %(limit)s.") % {"size": filesizeformat(size), "limit": limit}
            )
        document_files.check_upload(file)


class Images(Library):
    """Pictures. The description of a new one is proposed in English, as if somebody had typed it into its form."""

    model = CustomImage

    def __init__(self, packed: "Packed") -> None:
        super().__init__(packed)
        self.described: dict[str, tuple[str, str]] = {}
        """What tables say of new pictures, by name: description and who made it."""
        self._words: dict[int, tuple[str, str]] | None = None

    def describe(self, name: str, description: str, credit: str = "") -> None:
        """Remember what a cell says of a picture that comes with the table; the first word on each stands."""
        if name not in self.packed.files:
            return
        before = self.described.get(name, ("", ""))
        self.described[name] = (before[0] or description, before[1] or credit)

    def words(self, pk: Any) -> tuple[str, str]:
        """Return what is said of a picture: its English description, and who made it."""
        if isinstance(pk, str):
            return self.described.get(pk, ("", ""))
        if self._words is None:
            rows = self.model.objects.values_list("pk", f"description_{SOURCE_CODE}", "credit")
            self._words = {key: (description or "", credit) for key, description, credit in rows}
        return self._words.get(pk, ("", ""))

    def missing(self) -> str:
        """Say where pictures are looked for."""
        return _("The picture %(name)s came neither with the table nor is it among the images of the site.")

    def check(self, file: SimpleUploadedFile) -> None:
        """Refuse what is no picture, and take out where and with what it was made."""
        PictureField().clean(file)
        picture_files.check_upload(file)

    def more(self, name: str) -> dict[str, Any]:
        """Return who made it."""
        return {"credit": self.described.get(name, ("", ""))[1]}

    def _store(self, name: str) -> Any:
        row = super()._store(name)
        if text := self.described.get(name, ("", ""))[0]:
            proposals.in_name_of(self.user, row, {f"description_{SOURCE_CODE}": text})
        return row


def _digest(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()  # as Wagtail keeps them
