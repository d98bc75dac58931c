"""Pages to take along: a ZIP of plain HTML that opens in any browser without a network.

The pages are rendered by their own templates in another frame (`core/packs/frame.html`), in the language of the first. Links lead
to each other inside the pack and to the site's full address outside of it; nothing in a pack is fetched by itself. Pictures come
in the size for small screens while there is room for them, and in words after that; files stay where they are, with their size.

A pack is made when somebody asks for it, or by the clock, and kept until the content of the site changes or the day ends. Its
comment says which state of the content it is of, and how many pages it has.
"""

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from urllib.parse import urljoin, urlsplit, urlunsplit
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.template.loader import get_template
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import pictures, remembering
from core.i18n import speaking
from core.models import BasePage
from core.reading import reading
from core.templatetags.pictures import in_words
from core.versions import is_public

LARGEST = 5_000_000
"""Bytes of a pack at most."""
ROOM_FOR_PICTURES = 4_000_000
MOST_PAGES = 40
HEAVIEST_PICTURE = pictures.BODY_BYTES
STYLES = ("tokens", "text", "layout", "blocks", "lists", "pack")
SHARED = "public, max-age=0, s-maxage=60"

Members = Callable[[Any], list[BasePage]]
"""What belongs into the pack of a page, which comes first."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a page says of its pack: how much it was when it was last made, nothing of one that never was."""

    pages: int = 0
    bytes: int = 0
    most: int = LARGEST


@dataclass
class Pictures:
    """The pictures of a pack; a template asks for them in place of those of the site."""

    room: int
    files: dict[str, bytes] = field(default_factory=dict)

    def show(self, image: Any, place: pictures.Place) -> SafeString | str:
        """Print a picture that comes along; in words where it is too heavy or no room is left."""
        rendition = next(iter(pictures.offered(image, place).values()), None)
        name = f"pictures/{Path(rendition.file.name).name}" if rendition else ""
        if rendition is None or not (name in self.files or self._take(name, rendition)):
            return in_words(image, place)
        return format_html(
            '<img src="{}" width="{}" height="{}" alt="{}">', name, rendition.width, rendition.height, pictures.description(image)
        )

    def _take(self, name: str, rendition: Any) -> bool:
        try:
            with rendition.file.open("rb") as file:
                content: bytes = file.read()
        except OSError:
            return False
        if len(content) > min(HEAVIEST_PICTURE, self.room):
            return False
        self.files[name] = content
        self.room -= len(content)
        return True


class Asking(HttpRequest):
    """The request that pages of a pack are rendered for: a visitor's who has nothing, at the site's public address."""

    def __init__(self) -> None:
        super().__init__()
        self.method = "GET"
        self.origin = urlsplit(settings.WAGTAILADMIN_BASE_URL)

    def get_host(self) -> str:
        """Return the host of the public address."""
        return self.origin.netloc

    def _get_scheme(self) -> str:
        return self.origin.scheme


def build(pages: list[BasePage], note: str = "") -> bytes:
    """Return the ZIP of some pages, the first as its cover; all are of one language. The note is the comment of the archive."""
    cover = pages[0]
    names = {
        page.public_url: "index.html" if page is cover else f"{place:02}-{page.slug}.html" for place, page in enumerate(pages)
    }
    shelf = Pictures(ROOM_FOR_PICTURES)
    texts = {"style.css": _styles()}
    with reading(replica=False), speaking(cover.language.code):
        for page in pages:
            texts[names[page.public_url]] = _render(page, pages, names, shelf)
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.comment = note.encode()
        for name, text in texts.items():
            archive.writestr(name, text)
        for name, picture in shelf.files.items():
            archive.writestr(name, picture, ZIP_STORED)
    return content.getvalue()


def _render(page: BasePage, pages: list[BasePage], names: dict[str, str], shelf: Pictures) -> str:
    request = Asking()
    context = page.get_context(request) | {
        "page_frame": "core/packs/frame.html",
        "pictures_to_take": shelf,
        # Videos stay where they are.
        "low_data": True,
        "cover": pages[0],
        "contents": _contents(pages[1:]) if page is pages[0] else {},
        "made_on": timezone.localdate(),
    }
    html = get_template(page.template).render(context, request)
    return _with_links(html, f"{request.scheme}://{request.get_host()}", page.public_url, names)


def _contents(pages: list[BasePage]) -> dict[str, list[BasePage]]:
    """Return pages by what pages of their kind are called."""
    kinds: dict[str, list[BasePage]] = {}
    for page in pages:
        kinds.setdefault(str(page.list_heading or page._meta.verbose_name_plural), []).append(page)
    return kinds


def _with_links(html: str, origin: str, here: str, names: dict[str, str]) -> str:
    """Lead links to pages of the pack there, all others to the full address; take out what needs the site."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.find_all(["script", "form"]):
        element.decompose()
    for link in soup.find_all("a", href=True):
        href = str(link["href"])
        if not href.startswith("#"):
            parts = urlsplit(urljoin(origin + here, href))
            name = names.get(parts.path) if urlunsplit(parts).startswith(f"{origin}/") else None
            link["href"] = urlunsplit(("", "", name, "", parts.fragment)) if name else urlunsplit(parts)
    return str(soup)


def _styles() -> str:
    def read(name: str) -> str:
        path = cast(str, finders.find(f"css/{name}.css"))
        return Path(path).read_text(encoding="utf-8")

    return "\n".join([*map(read, STYLES), f"@media print {{\n{read('print')}\n}}"])


def answer(request: HttpRequest, page: BasePage, members: Members) -> HttpResponseBase:
    """Answer a request for the pack of a page; made now unless it is kept since the last change of the site's content."""
    state = remembering.state()
    # What a transaction sees that is not yet committed is kept for nobody.
    content = keep(page, members, state.token) if state.token and state.present else build(members(page))
    etag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        unchanged.headers["Cache-Control"] = SHARED
        return unchanged
    name = page.title.replace("/", "-").replace("\\", "-")
    headers = {"ETag": etag, "Cache-Control": SHARED, "X-Robots-Tag": "noindex"}
    # As a stream: the page cache keeps pages in memory, not files.
    return FileResponse(
        BytesIO(content), as_attachment=True, filename=f"{name}.zip", content_type="application/zip", headers=headers
    )


def keep(page: BasePage, members: Members, token: str) -> bytes:
    """Return the pack of a page for a state of the content; made by one process or thread while others wait for it."""
    path = _path(page.pk)
    content = _kept(path, token)
    if content is None:
        with _alone(path):
            content = _kept(path, token)
            if content is None:
                pages = members(page)
                content = build(pages, f"{_stamp(token)} {len(pages)}")
                fresh = path.with_suffix(f".{os.getpid()}.new")
                fresh.write_bytes(content)
                fresh.replace(path)
    return content


def offer(page: BasePage, request: HttpRequest) -> Offer | None:
    """Return what a page says of its pack; None where not everybody may read the page, or this is its preview."""
    if not page.live or getattr(request, "is_preview", False):
        return None
    if not is_public(page.path):
        return None
    return _offer(_path(page.pk)) or Offer()


def was_made(page_id: int) -> bool:
    """Tell whether a pack of the page is kept, of whatever age."""
    return _path(page_id).exists()


def _offer(path: Path) -> Offer | None:
    try:
        with ZipFile(path) as archive:
            return Offer(int(archive.comment.split()[1]), path.stat().st_size)
    except (OSError, BadZipFile, ValueError, IndexError):
        return None


def forget_outdated() -> int:
    """Delete packs that are no longer good; return how many."""
    token = remembering.state().token
    outdated = [path for path in folder().glob("*.zip") if _kept(path, token) is None]
    for path in outdated:
        path.unlink(missing_ok=True)
    return len(outdated)


def folder() -> Path:
    """Return where packs are kept."""
    return Path(settings.DATA_DIR) / "packs"


def _path(page_id: int) -> Path:
    return folder() / f"{page_id}.zip"


def _kept(path: Path, token: str) -> bytes | None:
    try:
        content = path.read_bytes()
        with ZipFile(BytesIO(content)) as archive:
            return content if archive.comment.split()[:1] == [_stamp(token).encode()] else None
    except (OSError, BadZipFile):
        return None


def _stamp(token: str) -> str:
    """Return what a pack is good for: a state of the content, on one day, with which safety alerts end."""
    return f"{token}/{timezone.localdate()}"


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let one at a time make a pack. The lock is the system's, so it ends with its process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
