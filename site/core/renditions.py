"""Makes the sizes of pictures in the background, so that no reader's request encodes anything."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from wagtail.images.models import Filter

from core import pictures, queueing
from core.models import CustomImage, CustomRendition

logger = logging.getLogger(__name__)

ATTEMPTS = 3
PAUSE = timedelta(minutes=1)
"""Before the second attempt; doubled before each further one."""
CAUSES = {"file", *(f"focal_point_{part}" for part in ("x", "y", "width", "height"))}


def missing(image: CustomImage) -> list[Filter]:
    """Return what is not made of a picture yet, what every browser can show first."""
    filters = [Filter(spec) for spec in pictures.all_specs(image)]
    made = set(image.renditions.values_list("filter_spec", "focal_point_key"))
    return [each for each in filters if (each.spec, each.get_cache_key(image)) not in made]


def make(image: CustomImage) -> int:
    """Make what is missing of a picture and return how much that was. Doing it again makes nothing.

    Raises OSError where the file cannot be read. What was made of a file that somebody replaces meanwhile is thrown away and made
    of the new one.
    """
    number = 0
    while True:
        made = [rendition for sizes in _batches(missing(image)) for rendition in _made(image, sizes)]
        fresh = CustomImage.objects.filter(pk=image.pk).first()
        if fresh is None or fresh.file.name == image.file.name:
            return number + len(made)
        for rendition in CustomRendition.objects.filter(pk__in=[rendition.pk for rendition in made]):
            rendition.delete()
        image = fresh


def _batches(sizes: list[Filter]) -> Iterator[list[Filter]]:
    """Give what every browser can show, then the rest: pages are rendered anew after each batch, and not after each size."""
    for quick in (True, False):
        yield [each for each in sizes if each.spec.endswith(pictures.FALLBACK) is quick]


def _made(image: CustomImage, sizes: list[Filter]) -> list[CustomRendition]:
    """Make sizes, which takes its time, then store them together, which does not."""
    files = [(each, image.generate_rendition_file(each)) for each in sizes]
    with transaction.atomic():
        return [image.store_rendition(each, file) for each, file in files]


@task()
def make_renditions(image_id: int, attempt: int = 1) -> None:
    """Make what is missing of a picture; tried again after a pause, and by the night's upkeep after the last attempt."""
    image = CustomImage.objects.filter(pk=image_id).first()
    if image is None:
        return
    try:
        make(image)
    except Exception:
        if attempt >= ATTEMPTS:
            raise
        logger.exception("Sizes of picture %s were not made, attempt %s.", image_id, attempt)
        later: Any = make_renditions
        if later.get_backend().supports_defer:
            later = later.using(run_after=timezone.now() + PAUSE * 2 ** (attempt - 1))
        later.enqueue(image_id, attempt + 1)


def image_saved(
    sender: type[CustomImage], instance: CustomImage, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """Have the sizes made once a new file or another focal point is stored; a drawing is only copied, so that is done at once."""
    if kwargs.get("raw") or not (update_fields is None or CAUSES & set(update_fields)):
        return
    if instance.is_svg():
        transaction.on_commit(lambda: make(instance), robust=True)
    else:
        queueing.with_commit(make_renditions, instance.pk)
