"""Pictures of public pages: how wide, in which formats, how heavy at most. The one place that says so.

A place on a page has a ladder of sizes, each made as AVIF and as WebP, and one JPEG for browsers that know neither. Browsers take
the smallest that fills the room the picture has. Drawings (SVG) fit any room. Only what is made here is public: uploads are not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.cache import cache
from wagtail.images.models import Filter, Picture

from core import caching
from core.reading import reading

if TYPE_CHECKING:
    from core.models import CustomImage, CustomRendition

BODY_BYTES = 60_000
CARD_BYTES = 15_000
"""Budgets for the heaviest picture that a page offers, in bytes."""
QUALITIES = {"avif": (55, 45, 35, 25), "webp": (75, 60, 45, 30), "jpeg": (76, 60, 45, 30, 20)}
"""Per format: the quality a picture is made at, then those that are tried in turn while it is too heavy."""
FALLBACK = "jpeg"
DRAWING = "width-1200"
"""Wagtail's name of the one copy that is made of a drawing; being lines, it is as sharp in any width."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where pictures stand on pages."""

    sizes: str
    """How wide pictures stand there, for browsers."""
    ladder: tuple[str, ...] = ("width-320", "width-640", "width-960", "width-1280")
    """Wagtail's operations, from the smallest; `fill` crops around the focal point."""
    fallback: str = "width-640"
    bytes: int = BODY_BYTES

    def specs(self, image_width: int) -> list[str]:
        """Return what is made of a picture of so many pixels, what every browser can show first.

        Of the sizes that would enlarge it only the first is made: it has the size of the picture itself.
        """
        larger = [rung for rung in self.ladder if _width(rung) >= image_width][1:]
        rungs = [rung for rung in self.ladder if rung not in larger]
        fallback = self.fallback if self.fallback in rungs else rungs[-1]
        return [f"{fallback}|format-{FALLBACK}", *(f"{rung}|format-{name}" for name in ("webp", "avif") for rung in rungs)]


GUTTERS = "calc(100vw - 2rem)"
PLACES: Mapping[str, Place] = {
    "lead": Place(f"(min-width: 46rem) 42rem, {GUTTERS}"),
    "home": Place(f"(min-width: 56rem) 26rem, {GUTTERS}"),
    "body": Place(f"(min-width: 58rem) 54rem, {GUTTERS}"),
    "gallery": Place(f"(min-width: 72rem) 33rem, (min-width: 42rem) 50vw, {GUTTERS}"),
    "card": Place("8rem", ladder=("fill-128x96", "fill-256x192"), fallback="fill-256x192", bytes=CARD_BYTES),
}
BUDGETS: Mapping[str, int] = {
    f"{rung}|format-{name}": place.bytes for place in PLACES.values() for rung in place.ladder for name in QUALITIES
}
"""Most bytes of each picture that is made for a page, by Wagtail's name of it (filter spec)."""


def _width(rung: str) -> int:
    return int(rung.partition("-")[2].partition("x")[0])


def specs(image: "CustomImage", place: Place) -> list[str]:
    """Return what is made of a picture for a place, what every browser can show first."""
    return [DRAWING] if image.is_svg() else place.specs(image.width)


def all_specs(image: "CustomImage") -> list[str]:
    """Return everything that is made of a picture for all places, what every browser can show first."""
    found = dict.fromkeys(spec for place in PLACES.values() for spec in specs(image, place))
    return sorted(found, key=lambda spec: not spec.endswith(FALLBACK))


def qualities(spec: str) -> list[str]:
    """Return a filter spec at each quality it may be made at, the best first; the spec alone for what no page shows."""
    if spec not in BUDGETS:
        return [spec]
    name = spec.rsplit("-", 1)[1]
    return [f"{spec}|{name}quality-{quality}" for quality in QUALITIES[name]]


def description(image: "CustomImage") -> str:
    """Return a picture in words, in the reader's language: those given where it stands, else those of the library."""
    return "" if image.decorative else image.contextual_alt_text or image.default_alt_text


def offered(image: "CustomImage", place: Place) -> dict[str, "CustomRendition"]:
    """Return by filter spec what the page may offer of a picture; nothing until there is one that every browser can show.

    Nothing is made here, since a reader waits. What was made and is too heavy even at the lowest quality is left out, but for the
    smallest of each format.
    """
    wanted = specs(image, place)
    found = image.find_existing_renditions(*(Filter(spec) for spec in wanted))
    ready = {spec: found[Filter(spec)] for spec in wanted if Filter(spec) in found}
    if wanted[0] not in ready:
        return {}
    kept: dict[str, CustomRendition] = {}
    formats = set()
    for spec, rendition in ready.items():
        name = spec.rsplit("-", 1)[1]
        if name not in formats or (rendition.file_size or 0) <= place.bytes:
            kept[spec] = rendition
        formats.add(name)
    return kept


def element(image: "CustomImage", place: Place, attributes: dict[str, Any]) -> str:
    """Return Wagtail's `<picture>` of what there is of a picture, `<img>` of a drawing; nothing where nothing is ready."""
    renditions = offered(image, place)
    for rendition in renditions.values():
        # The very object that stands on the page: it knows its description there.
        rendition.image = image
    if DRAWING in renditions:
        return renditions[DRAWING].img_tag(attributes)
    return Picture(renditions, {**attributes, "sizes": place.sizes}).__html__() if renditions else ""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a picture can be seen, and how many bytes that costs."""

    url: str
    bytes: int


def link(image: "CustomImage", place: Place) -> Link | None:
    """Return the size of a picture that every browser can show; None where nothing is ready."""
    shown = next(iter(offered(image, place).values()), None)
    if shown is None:
        return None
    # Where the size was never noted it is read and not stored: a page that is only read writes nothing.
    return Link(shown.file.url, shown.file.size if shown.file_size is None else shown.file_size)


class PagePictures:
    """The pictures of one page: all sizes of all of them are read at once when the first is shown, from the cache if they can."""

    def __init__(self, image_ids: Iterable[int]) -> None:
        self.image_ids = set(image_ids)
        self._any_shown = False

    @cached_property
    def _renditions(self) -> dict[int, list["CustomRendition"]]:
        cached = cache.get_many([_key(image_id) for image_id in self.image_ids])
        found: dict[int, list[CustomRendition]] = {pk: cached[_key(pk)] for pk in self.image_ids if _key(pk) in cached}
        if unknown := self.image_ids - found.keys():
            found |= {image_id: [] for image_id in unknown}
            rows = apps.get_model("core.CustomRendition").objects.filter(
                image_id__in=unknown, filter_spec__in=[*BUDGETS, DRAWING]
            )
            with reading(replica=False):
                for rendition in rows:
                    found[rendition.image_id].append(rendition)
            cache.set_many({_key(image_id): found[image_id] for image_id in unknown})
        return found

    def include(self, image_ids: Iterable[int | None]) -> None:
        """Add pictures, before the first is shown."""
        self.image_ids.update(image_id for image_id in image_ids if image_id)

    def lend(self, image: "CustomImage") -> None:
        """Give a picture of the page its sizes, so that Wagtail does not ask for them."""
        if image.pk in self.image_ids and not hasattr(image, "prefetched_renditions"):
            image.prefetched_renditions = self._renditions[image.pk]

    def is_first(self) -> bool:
        """Tell whether nothing was shown before, and note that something is now."""
        first, self._any_shown = not self._any_shown, True
        return first


def forget(sender: type, instance: "CustomRendition", **_kwargs: Any) -> None:
    """Forget the sizes of a picture when one is made or deleted."""
    caching.forget([_key(instance.image_id)])


def _key(image_id: int) -> str:
    return f"pictures-{image_id}"


def ids_in_body(raw: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the ids of the pictures of a body, which is given as it is stored."""
    values = (block["value"].get("image") for block in raw if block["type"] == "image")
    return [value["image"] for value in values if value and value.get("image")]
