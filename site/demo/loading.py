"""Loads the demonstration into an empty site, all or nothing."""

from pathlib import Path

from django.db import transaction
from wagtail.models import Page

from core import queueing
from core.languages_setup import open_languages
from demo import desk, indexing, old_addresses, settings, synonyms, users, vocabularies
from demo.files import CONTENT, read_checked
from demo.media import Media
from demo.pages import PageBuilder, Report
from demo.sources import Sources
from translation_desk import signals
from translation_desk.adoption import adopt_site
from vocabulary.loading import load_vocabularies


class NotEmptyError(Exception):
    """The site has pages already, and the demonstration is loaded into an empty site only."""


def is_empty() -> bool:
    """Tell whether no page exists below the home pages."""
    return not Page.objects.filter(depth__gt=2).exists()


def load(report: Report, *, folder: Path = CONTENT, sign_ins: bool = True) -> dict[str, int]:
    """Load everything and return the number of pages by language; `report` gets a line of progress now and then.

    Raises NotEmptyError when the site has pages, ContentError when the content files are faulty; nothing is changed then.
    """
    if not is_empty():
        raise NotEmptyError
    content = read_checked(folder)
    media = Media()
    try:
        with transaction.atomic(), indexing.without_indexing(), signals.paused():
            open_languages()
            load_vocabularies(keep_edited=True, index=False)
            if sign_ins:
                users.create()
            sources = Sources(vocabularies.load(content))
            sources.keys["images"] = media.images(content)
            sources.keys["documents"] = media.documents(content)
            report(f"{len(sources.keys['images'])} images, {len(sources.keys['documents'])} files")
            counts = PageBuilder(content, sources, report).build()
            settings.load(content, sources.keys["pages"])
            synonyms.load(content.synonyms)
            report(f"{old_addresses.load(folder)} old addresses")
            texts = adopt_site(desk.vouchers())
            report(f"{texts} texts at the translation desk")
            if sign_ins:
                desk.lay_work(folder)
            queueing.with_commit(indexing.rebuild)
    except BaseException:
        media.discard()
        raise
    found = indexing.fill_search(list(sources.keys["documents"].values()))
    report(f"{found} documents in the search index")
    return counts
