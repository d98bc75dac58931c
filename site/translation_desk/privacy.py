"""Who may see a page is not a matter of words: translations follow the English page at once.

A restriction is live data of Wagtail's, not part of a revision; without this a private English page would have public versions.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from core.i18n import SOURCE_CODE, locale_code
from translation_desk.models import TranslationJob


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
    for signal in (post_save, post_delete):
        signal.connect(_changed, sender=PageViewRestriction, dispatch_uid="translation_desk.privacy")
    post_page_move.connect(_moved, dispatch_uid="translation_desk.privacy.moved")
    m2m_changed.connect(_changed, sender=PageViewRestriction.groups.through, dispatch_uid="translation_desk.privacy.groups")


@transaction.atomic
def follow(source: Page, targets: Iterable[int]) -> None:
    """Give translated pages, by id, exactly the restriction of their English page, or none."""
    ids = list(targets)
    PageViewRestriction.objects.filter(page__in=ids).delete()
    restriction = PageViewRestriction.objects.filter(page=source.pk).first()
    if restriction is None:
        return
    groups = list(restriction.groups.all())
    for page_id in ids:
        copy = PageViewRestriction.objects.create(
            page_id=page_id, restriction_type=restriction.restriction_type, password=restriction.password
        )
        copy.groups.set(groups)


def _as_private(source: Page, targets: Iterable[Page]) -> None:
    """Make translations as private as their English page is by itself or by the pages above it.

    A translation follows a moment after its English has moved, so until then the pages above it may be other ones.
    """
    nearest = source.get_view_restrictions().select_related("page").order_by("-page__depth").first()
    for target in targets:
        covered = PageViewRestriction.objects.filter(page__in=target.get_ancestors()).exists()
        follow(source if covered or nearest is None else nearest.page, [target.pk])


def _moved(instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs: Any) -> None:
    if parent_page_before.pk == parent_page_after.pk or locale_code(instance.locale_id) != SOURCE_CODE:
        return
    source = Page.objects.get(pk=instance.pk)
    _as_private(source, Page.objects.filter(translation_job__source_page=source))


def _changed(sender: type, instance: Any, **kwargs: Any) -> None:
    if kwargs.get("action", "post_add") not in {"post_add", "post_remove", "post_clear"} or kwargs.get("reverse"):
        return
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is None or locale_code(page.locale_id) != SOURCE_CODE:
        return
    targets = TranslationJob.objects.filter(source_page=page, target_page__isnull=False)
    follow(page, targets.values_list("target_page", flat=True))
    below = TranslationJob.objects.filter(source_page__in=page.get_descendants(), target_page__view_restrictions__isnull=False)
    for job in below.exclude(source_page__view_restrictions__isnull=False).select_related("source_page", "target_page"):
        # It was made private because its English had moved below this page.
        _as_private(job.source_page, [job.target_page])
