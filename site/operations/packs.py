"""Packs of pages by the clock: those that are missing are made, those that are outdated go at night and are made anew."""

from itertools import islice

from core import remembering
from knowledge import packs
from operations.page_cache.versions import content_version

AT_ONCE = 40


def build_missing(most: int = AT_ONCE) -> int:
    """Make packs that are not there, at most so many; return how many. After the last of them pages are rendered anew.

    Packs are made again when somebody asks for them after the content has changed; how large they are changes little by that.
    """
    token = remembering.state().token
    if not token:
        return 0
    missing = list(islice(packs.missing(), most + 1))
    for page in missing[:most]:
        packs.make(page, token)
    if 0 < len(missing) <= most:
        # Their pages may have been kept while they could not name a size.
        content_version().raise_()
    return len(missing[:most])
