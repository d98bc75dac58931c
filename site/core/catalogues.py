"""The catalogues of interface texts: found in the code, merged into `locale/`, compiled. Needs no gettext programs.

Texts are read from Python and from Django's templates. A reference names the file only, so that moving a line changes no
catalogue. What the catalogues must look like is checked in `core.catalogue_checks`. What Wagtail's own catalogues lack stands
apart in `site/wagtail_locale/`: `core.wagtail_catalogues`.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract as babel_extract
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from config.languages import CODES, SOURCE_CODE

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("home", "knowledge", "projects", "search", "site")
CATALOGUE_FOLDERS = ("locale", "site/wagtail_locale")
"""Where catalogues are compiled: ours, and what we add to Wagtail's. LOCALE_PATHS names the same."""

TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
LEFT_OUT = {"migrations", "node_modules", "tests", "__pycache__"}

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

PLURAL_FORMS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;",
    "zh-hans": "nplurals=1; plural=0;",
    "en": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "es": "nplurals=2; plural=(n != 1);",
}

PYTHON_FORMAT = re.compile(r"%(\(\w+\))?[sdr]")

Key = tuple[str | None, str]
"""Context and text: what makes an entry of a catalogue unique."""


class CatalogueError(Exception):
    """Texts cannot be read or a catalogue is broken. The message names the file."""


@dataclass
class Message:
    """One text of the interface as the code has it."""

    text: str
    plural: str | None = None
    context: str | None = None
    files: set[str] = field(default_factory=set)
    comments: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """What identifies the text in a catalogue."""
        return self.context, self.text


def catalogue_path(code: str, root: Path = ROOT) -> Path:
    """Return where the catalogue of a language is kept."""
    return root / "locale" / to_locale(code) / "LC_MESSAGES" / "django.po"


def plural_count(plural_forms: str) -> int:
    """Return how many plural forms a rule tells apart."""
    return int(plural_forms.partition("=")[2].partition(";")[0])


def source_files(root: Path = ROOT, folders: Iterable[str] = FOLDERS) -> Iterator[Path]:
    """Yield the Python files and templates whose texts visitors and editors see."""
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            parts = path.relative_to(root).parts
            if LEFT_OUT.intersection(parts) or not path.is_file():
                continue
            if path.suffix == ".py" or (path.suffix in TEMPLATE_SUFFIXES and "templates" in parts):
                yield path


def extract(root: Path = ROOT, folders: Iterable[str] = FOLDERS) -> dict[Key, Message]:
    """Return every text of the interface. Raises CatalogueError where a file cannot be read."""
    found: dict[Key, Message] = {}
    for path in source_files(root, folders):
        name = path.relative_to(root).as_posix()
        for message in texts_of(path.read_text(encoding="utf-8"), name):
            known = found.setdefault(message.key, message)
            if known.plural and message.plural and known.plural != message.plural:
                raise CatalogueError(f"{name}: “{message.text}” has another plural in {sorted(known.files)[0]}.")
            known.plural = known.plural or message.plural
            known.files.add(name)
            known.comments |= message.comments
    return found


def texts_of(source: str, name: str) -> Iterator[Message]:
    """Yield the texts of one file: of a template unless the name ends in `.py`."""
    if not name.endswith(".py"):
        try:
            source = templatize(source, origin=name)
        except SyntaxError as error:
            raise CatalogueError(f"{name}: {error}") from error
        # What templatize leaves of the page is no Python; without its indentation the tokenizer takes it all the same.
        source = "\n".join(line.lstrip() for line in source.splitlines())
    found = babel_extract("python", BytesIO(source.encode()), KEYWORDS, ("Translators:",), {"encoding": "utf-8"})
    for _line, texts, comments, context in found:
        singular, plural = (texts[0], texts[1]) if isinstance(texts, tuple) else (texts, None)
        if singular:
            notes = {comment.removeprefix("Translators:").strip() for comment in comments}
            yield Message(singular, plural, context, {name}, notes)


def read_catalogue(path: Path) -> polib.POFile:
    """Return a catalogue. Raises CatalogueError when it is broken or has a text twice."""
    try:
        catalogue = polib.pofile(str(path), wrapwidth=120)
    except (OSError, ValueError) as error:
        raise CatalogueError(f"{path}: {error}") from error
    # polib can look for texts that are there twice, but compares each with all before it, which takes most of the time.
    met: set[Key] = set()
    for entry in catalogue:
        if not entry.obsolete:
            key = (entry.msgctxt, entry.msgid)
            if key in met:
                raise CatalogueError(f"{path}: “{entry.msgid}” is there twice.")
            met.add(key)
    return catalogue


@dataclass(frozen=True, slots=True)
class Merge:
    """What a merge did to the catalogue of one language."""

    path: Path
    total: int
    added: int
    removed: int
    untranslated: int


def merge(code: str, messages: dict[Key, Message], root: Path = ROOT) -> Merge:
    """Bring our catalogue of a language up to date with the code and write it if that changes it."""
    return merge_into(catalogue_path(code, root), code, messages, PLURAL_FORMS[code])


def merge_into(path: Path, code: str, messages: dict[Key, Message], plural_forms: str) -> Merge:
    """Bring a catalogue up to date with its texts and write it if that changes it.

    Translations and translators' own comments stay; new texts come without a translation; vanished ones go. English entries
    repeat their text, so that no other language shows through.
    """
    known: dict[Key, polib.POEntry] = {}
    if path.exists():
        known = {(entry.msgctxt, entry.msgid): entry for entry in read_catalogue(path) if not entry.obsolete}
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = {
        "Language": to_locale(code),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms,
    }
    for key in sorted(messages, key=lambda key: (key[1].lower(), key[1], key[0] or "")):
        catalogue.append(entry_for(code, messages[key], known.get(key), plural_count(plural_forms)))
    text = str(catalogue) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Merge(
        path=path,
        total=len(catalogue),
        added=len(messages.keys() - known.keys()),
        removed=len(known.keys() - messages.keys()),
        untranslated=len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries()),
    )


def entry_for(code: str, message: Message, old: polib.POEntry | None, plurals: int) -> polib.POEntry:
    """Return the entry of a text, with the translation that the catalogue already had."""
    entry = polib.POEntry(
        msgid=message.text,
        msgctxt=message.context,
        occurrences=[(name, "") for name in sorted(message.files)],
        comment="\n".join(sorted(message.comments)),
        tcomment=old.tcomment if old else "",
        flags=["fuzzy"] if old and old.fuzzy else [],
    )
    if PYTHON_FORMAT.search(message.text + (message.plural or "")):
        entry.flags.append("python-format")
    if message.plural is None:
        entry.msgstr = message.text if code == SOURCE_CODE else (old.msgstr if old else "")
        return entry
    entry.msgid_plural = message.plural
    if code == SOURCE_CODE:
        entry.msgstr_plural = {0: message.text, 1: message.plural}
    else:
        before = old.msgstr_plural if old else {}
        entry.msgstr_plural = {number: before.get(number, "") for number in range(plurals)}
    return entry


def update_all(root: Path = ROOT) -> list[Merge]:
    """Bring all catalogues up to date with the code."""
    messages = extract(root)
    return [merge(code, messages, root) for code in CODES]


def compile_all(root: Path = ROOT) -> list[Path]:
    """Compile the catalogues that are newer than what was compiled from them, and return those.

    Each is written aside and put in place in one step, so that a process that reads it meanwhile sees a whole file.
    """
    compiled: list[Path] = []
    for path in [path for folder in CATALOGUE_FOLDERS for path in sorted((root / folder).glob("*/LC_MESSAGES/*.po"))]:
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
            continue
        aside = target.with_suffix(f".{os.getpid()}.tmp")
        aside.write_bytes(read_catalogue(path).to_binary())
        aside.replace(target)
        compiled.append(target)
    return compiled
