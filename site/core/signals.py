"""What must be forgotten when content changes."""

from django.core.signals import request_finished
from django.db.models.signals import post_delete, post_save
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Locale, Page
from wagtail.signals import page_published

from core import i18n, pictures, renditions, versions
from core.models import CustomImage, CustomRendition


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    for signal in (post_save, post_delete):
        signal.connect(i18n.forget_locales, sender=Locale, dispatch_uid="core.i18n.forget_locales")
    page_published.connect(_index_translations, dispatch_uid="core.titles.translations")
    post_save.connect(renditions.image_saved, sender=CustomImage, dispatch_uid="core.renditions.image_saved")
    for signal in (post_save, post_delete):
        signal.connect(pictures.forget, sender=CustomRendition, dispatch_uid="core.pictures.forget")
    request_finished.connect(versions.forget_links, dispatch_uid="core.versions.forget_links")


def _index_translations(sender: type, instance: Page, **_kwargs: object) -> None:
    """Let editors find the translations of an English page by its new title: they stand under both titles in Wagtail's index."""
    changed = instance.last_published_at != instance.first_published_at
    if changed and i18n.locale_code(instance.locale_id) == i18n.SOURCE_CODE:
        for translation in instance.get_translations().select_related("content_type"):
            kind = translation.cached_content_type
            insert_or_update_object_task.enqueue(kind.app_label, kind.model, str(translation.pk))
