"""What the search does when something happens elsewhere."""

from typing import Any

from django.apps import apps
from django.db import connections, router, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from search import concerned, indexing, reading_files
from search.engines import engine
from search.models import FileText, SearchDocument
from vocabulary.loading import entries_stored
from vocabulary.models import Country, DocumentType, Goal, Organisation, Person, Region, Term, Topic

HOME_DEPTH = 2
VOCABULARIES = (Country, DocumentType, Goal, Organisation, Person, Region, Term, Topic)
"""Entries that documents name."""
OFFERED = (Country, Term, Topic)
"""Entries whose names complete what somebody types."""


def prepare(using: str, **_kwargs: Any) -> None:
    """Make the index in the database that was migrated, unless its tables are not there (any more)."""
    if not router.allow_migrate_model(using, SearchDocument):
        return
    if SearchDocument._meta.db_table in connections[using].introspection.table_names():
        engine(using).prepare()


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    post_migrate.connect(prepare, sender=apps.get_app_config("search"), dispatch_uid="search.prepare")
    page_published.connect(published, dispatch_uid="search.published")
    page_unpublished.connect(unpublished, dispatch_uid="search.unpublished")
    page_slug_changed.connect(renamed, dispatch_uid="search.renamed")
    post_page_move.connect(moved, dispatch_uid="search.moved")
    pre_delete.connect(deleted, sender=Page, dispatch_uid="search.deleted")
    post_save.connect(closed, sender=PageViewRestriction, dispatch_uid="search.closed")
    post_delete.connect(opened, sender=PageViewRestriction, dispatch_uid="search.opened")
    post_save.connect(file_saved, sender=get_document_model(), dispatch_uid="search.file_saved")
    pre_delete.connect(file_deleted, sender=get_document_model(), dispatch_uid="search.file_deleted")
    for signal in (post_save, post_delete):
        signal.connect(files_closed_or_opened, sender=CollectionViewRestriction, dispatch_uid="search.files")
    post_save.connect(collection_saved, sender=Collection, dispatch_uid="search.collection")
    hooks.register("after_bulk_action", files_moved)
    for model in VOCABULARIES:
        for signal in (post_save, post_delete):
            signal.connect(entry_changed, sender=model, dispatch_uid=f"search.entry.{model.__name__}")
        entries_stored.connect(entries_changed, sender=model, dispatch_uid=f"search.entries.{model.__name__}")


def published(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """Have a page brought in, with its other versions: one of them may have carried the text of its file.

    Wagtail says of a page that goes live later that it was published, too, and takes it offline until then. With a home page goes
    or comes its language.
    """
    if not instance.live:
        unpublished(sender, instance)
    elif instance.depth == HOME_DEPTH:
        indexing.pages_later(_tree(instance))
    indexing.later([instance.translation_key])


def unpublished(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """Take a page out; with a home page its language, since nothing of that is served any more."""
    indexing.remove_pages(_tree(instance) if instance.depth == HOME_DEPTH else Page.objects.filter(pk=instance.pk))


def deleted(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """Take a page out with what lies below it."""
    indexing.remove_pages(_tree(instance))


def renamed(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """Have the addresses of a page and of those below it brought up to date."""
    indexing.pages_later(_tree(instance))


def moved(sender: type[Page], instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    """Take out what is below a private page now; have the rest brought up to date."""
    if parent_page_before.pk == parent_page_after.pk:
        return
    tree = _tree(Page.objects.get(pk=instance.pk))
    indexing.withdraw(SearchDocument.objects.filter(page__in=tree.values("pk")))
    indexing.pages_later(tree)


def closed(sender: type[PageViewRestriction], instance: PageViewRestriction, **_kwargs: Any) -> None:
    """Take a private page out with what lies below it: now, and what came in meanwhile once more after the commit."""
    page = Page.objects.get(pk=instance.page_id)
    indexing.remove_pages(_tree(page))
    transaction.on_commit(lambda: indexing.remove_pages(_tree(page)), robust=True)


def opened(sender: type[PageViewRestriction], instance: PageViewRestriction, **_kwargs: Any) -> None:
    """Have a page that is no longer private brought in with what lies below it."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        indexing.pages_later(_tree(page))


def _tree(page: Page) -> Any:
    return Page.objects.filter(path__startswith=page.path)


def file_saved(sender: type[Model], instance: Any, **_kwargs: Any) -> None:
    """Take the text of a replaced file out, and have the new one read."""
    read = FileText.objects.filter(document=instance.pk).values_list("file_hash", flat=True).first()
    if read is not None and read != instance.file_hash:
        indexing.remove_carriers([instance.pk])
    if read != instance.file_hash and reading_files.is_readable(instance):
        reading_files.later([instance.pk])
    indexing.withdraw_files(SearchDocument.objects.all())
    concerned.files_later([instance.pk])


def file_deleted(sender: type[Model], instance: Any, **_kwargs: Any) -> None:
    """Take the text of a deleted file out."""
    indexing.remove_carriers([instance.pk])


def files_closed_or_opened(sender: type[Model], instance: CollectionViewRestriction, **_kwargs: Any) -> None:
    """Take out texts of files that only some may open now; have those brought in that everybody may."""
    _look_again(instance.collection_id)


def collection_saved(sender: type[Collection], instance: Collection, created: bool, **_kwargs: Any) -> None:
    """Look again at the files of a collection: it may be about to be moved into a closed one, or out of it."""
    if not created and CollectionViewRestriction.objects.exists():
        _look_again(instance.pk)


def _look_again(collection_id: int) -> None:
    """Take texts out now, and once more after the commit: a collection is moved after it is saved."""
    indexing.withdraw_files(SearchDocument.objects.all())

    def look() -> None:
        indexing.withdraw_files(SearchDocument.objects.all())
        collection = Collection.objects.filter(pk=collection_id).first()
        if collection is not None:
            files = get_document_model().objects.filter(collection__path__startswith=collection.path)
            concerned.files_later(list(files.values_list("pk", flat=True)))

    transaction.on_commit(look, robust=True)


def files_moved(request: Any, action_type: str, objects: list[Any], action_class_instance: Any) -> None:
    """Look again at files that were put into another collection in bulk, which sends no signals."""
    files = [item.pk for item in objects if isinstance(item, get_document_model())]
    if files and action_type == "add_to_collection":
        indexing.withdraw_files(SearchDocument.objects.all())
        concerned.files_later(files)


def entry_changed(sender: type[Model], instance: Model, **_kwargs: Any) -> None:
    """Have the pages that name an entry brought up to date."""
    indexing.pages_later(concerned.by_entry(instance) | concerned.by_source(sender))
    if sender in OFFERED:
        indexing.names_later()


def entries_changed(sender: type[Model], *, add_only: bool, **_kwargs: Any) -> None:
    """Have the pages that name entries of a vocabulary brought up to date; entries that were only added have none yet."""
    if not add_only:
        indexing.pages_later(concerned.by_model(sender))
    indexing.pages_later(concerned.by_source(sender))
    if sender in OFFERED:
        indexing.names_later()
