"""Reads the content files, lays translations over the English shape and reports everything that is wrong with them."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from core.i18n import CODES, SOURCE_CODE
from demo import synonyms
from demo.checks import check_references
from demo.shape import merge

CONTENT = Path(__file__).resolve().parent / "content"
HOME = "home"
"""Path of the home page; every other page stands below it."""

LAST = 10_000
"""Place among its siblings of a page without `order`."""

VOCABULARIES = ("topics", "document_types", "link_kinds", "organisations", "people")


class ContentError(Exception):
    """The content files cannot be loaded. `problems` has a sentence with file and place for each reason."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(slots=True)
class PageFiles:
    """A page: its type, its data and its text by language, each text complete and in the shape of the English one."""

    path: str
    type: str
    data: dict[str, Any]
    texts: dict[str, dict[str, Any]]

    @property
    def parent(self) -> str:
        """Path of the page above."""
        above, _, _slug = self.path.rpartition("/")
        return above or HOME

    @property
    def slug(self) -> str:
        """Last part of the address."""
        return self.path.rpartition("/")[2]


@dataclass(slots=True)
class Content:
    """Everything that the content files say."""

    folder: Path
    pages: dict[str, PageFiles] = field(default_factory=dict)
    """By path, parents before children and siblings in their order."""
    vocabularies: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    images: dict[str, dict[str, Any]] = field(default_factory=dict)
    settings: dict[str, dict[str, str]] = field(default_factory=dict)
    synonyms: dict[str, list[list[str]]] = field(default_factory=dict)
    """Groups of words by language."""
    problems: list[str] = field(default_factory=list)


class StrictLoader(yaml.CSafeLoader):
    """Reads YAML and refuses a key that is given twice, which plain YAML would silently let win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse repeated keys."""
        seen = set()
        for key_node, _value in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key “{key_node.value}” is given twice", key_node.start_mark
                )
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


def read(folder: Path = CONTENT) -> Content:
    """Read all files. Whatever cannot be read is left out and named in `problems`."""
    content = Content(folder)
    for name in VOCABULARIES:
        content.vocabularies[name] = _load(content, folder / "vocabulary" / f"{name}.yaml", list) or []
    content.images = _load(content, folder / "images" / "images.yaml", dict) or {}
    content.settings = _load(content, folder / "settings.yaml", dict) or {}
    content.synonyms = _load(content, folder / synonyms.FILE, dict) or {}
    pages = {page.path: page for page in _pages(content)}
    content.pages = dict(sorted(pages.items(), key=lambda item: _order(item[0], pages)))
    return content


def problems(folder: Path = CONTENT) -> list[str]:
    """Return a sentence with file and place for everything that is wrong; an empty list means that the content can be loaded."""
    return all_problems(read(folder))


def all_problems(content: Content) -> list[str]:
    """Return what is wrong with content that has been read: its form, then what it refers to and the limits of the fields."""
    return [*content.problems, *check_references(content)]


def read_checked(folder: Path = CONTENT) -> Content:
    """Read all files; raise ContentError when anything is wrong with them."""
    content = read(folder)
    found = all_problems(content)
    if found:
        raise ContentError(found)
    return content


def _load(content: Content, file: Path, expected: type) -> Any:
    name = file.relative_to(content.folder)
    try:
        found = yaml.load(file.read_text(encoding="utf-8"), Loader=StrictLoader)  # noqa: S506  # a subclass of the safe loader
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        content.problems.append(f"{name}: cannot be read: {' '.join(str(error).split())}")
        return None
    except FileNotFoundError:
        content.problems.append(f"{name}: is missing")
        return None
    if not isinstance(found, expected):
        content.problems.append(f"{name}: must be a {'list' if expected is list else 'group of keys'}")
        return None
    return found


def _pages(content: Content) -> list[PageFiles]:
    folder = content.folder / "pages"
    files: dict[str, dict[str, Path]] = {}
    for file in sorted(folder.rglob("*.yaml")):
        path, _, code = file.relative_to(folder).as_posix().removesuffix(".yaml").rpartition(".")
        if code not in CODES:
            content.problems.append(f"pages/{file.name}: “{code}” is no language of the site")
        else:
            files.setdefault(path, {})[code] = file
    pages = []
    for path, by_language in files.items():
        page = _page(content, path, by_language)
        if page is not None:
            pages.append(page)
    return pages


def _page(content: Content, path: str, files: dict[str, Path]) -> PageFiles | None:
    if SOURCE_CODE not in files:
        content.problems.append(f"pages/{path}: has no English file")
        return None
    english = _load(content, files[SOURCE_CODE], dict)
    if english is None:
        return None
    kind, data = english.pop("type", ""), english.pop("data", None) or {}
    page = PageFiles(path, str(kind), data, {SOURCE_CODE: english})
    for code, file in files.items():
        if code == SOURCE_CODE:
            continue
        translated = _load(content, file, dict)
        if translated is not None:
            page.texts[code], found = merge(english, translated, "")
            content.problems += [f"pages/{path}.{code}.yaml: {problem}" for problem in found]
    return page


def _order(path: str, pages: dict[str, PageFiles]) -> tuple[Any, ...]:
    """Return what sorts a page: the home page, then depth by depth in the order of the tree."""
    if path == HOME:
        return (0,)
    parts = path.split("/")
    steps = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
    places = [(pages[step].data.get("order", LAST) if step in pages else LAST, step) for step in steps]
    return (len(parts), *places)
