"""Keeps the search and reference indexes out of the way of a bulk load, and brings them up to date after it.

On every save Wagtail queues one task for each index; a load would queue thousands, most of them for a state that is gone.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from django_tasks import task
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from search.checking import check
from search.indexing import paused
from search.reading_files import read
from search.rebuilding import rebuild as rebuild_search


@contextmanager
def without_indexing() -> Iterator[None]:
    """Let saves of this block queue nothing for the indexes. Meant for a command: it acts on the whole process."""
    models = [model for model in get_indexed_models() if post_save.disconnect(post_save_signal_handler, sender=model)]
    try:
        with disable_reference_index_auto_update(), paused():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)


@task()
def rebuild() -> None:
    """Build both indexes anew. Only the administration needs them, so a load leaves it to the task worker.

    A load that was killed before it filled the search of visitors leaves that to it, too.
    """
    check()
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)


def fill_search(document_ids: Collection[int]) -> int:
    """Fill the search that visitors use, files included, so that the site can be searched as soon as it answers."""
    read(document_ids)
    return rebuild_search().written
