"""The archive: pages that were deleted, with all their languages and all below them, until they come back or are gone for good.

Archived pages lie below a page beside the home pages, where no site, search or permission of a language reaches. Their rows stay
as they are, so that what comes back is what visitors read before, word for word.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Locale, Page, Revision, WorkflowState

from core.i18n import SOURCE_CODE, locale_code
from core.tree import ARCHIVE_SLUG, is_archived
from core.versions import public
from translation_desk import jobs
from translation_desk.errors import WrongStateError
from translation_desk.models import ArchivedPage, DeletionRequest, GoneAddress, HeldApproval, TranslationJob
from translation_desk.models.archive import KEPT
from translation_desk.permissions import is_manager, locales_to_review
from translation_desk.tree import following, redirects
from translation_desk.tree.leading import carrying


def archive() -> Page:
    """Return the page below which archived pages lie; made when it is first needed."""
    root: Any = Page.get_first_root_node()
    found = root.get_children().filter(slug=ARCHIVE_SLUG).first()
    if found is None:
        english = Locale.objects.get(language_code=SOURCE_CODE)
        found = root.add_child(instance=Page(title="Archive", slug=ARCHIVE_SLUG, locale=english, live=False))
    return Page.objects.get(pk=found.pk)


def is_gone(address: str) -> bool:
    """Tell whether a page that was removed stood at an address, as `/fr/topics/tanning`."""
    return GoneAddress.objects.filter(address=address).exists()


def restorable(user: Any) -> QuerySet[ArchivedPage]:
    """Return what somebody may bring back: managers everything, reviewers what existed in their language only."""
    entries = ArchivedPage.objects.all()
    return entries if is_manager(user) else entries.filter(page__locale__in=locales_to_review(user))


def all_versions(page: Page) -> list[Page]:
    """Return an English page with its translations; a page without English alone."""
    return [page, *following.translations(page)] if locale_code(page.locale_id) == SOURCE_CODE else [page]


def leaves_traces(page: Page) -> bool:
    """Tell whether a page, or one below it, was ever public or translated; else deleting it needs no archive."""
    tree = Page.objects.filter(path__startswith=page.path)
    jobs_there = TranslationJob.objects.filter(Q(source_page__in=tree) | Q(target_page__in=tree))
    return tree.filter(first_published_at__isnull=False).exists() or jobs_there.exists()


def _trees(pages: Iterable[Page]) -> Any:
    asked = Q(pk__in=[])
    for page in pages:
        asked |= Q(path__startswith=page.path)
    return Page.objects.filter(asked)


@transaction.atomic
def put_away(page_id: int, target_id: int | None, user: Any) -> ArchivedPage | None:
    """Put a page into the archive with its translations and all below them. Does nothing to a page that is there already.

    Its addresses lead to `target_id` in each language in which that page is live, else they answer that the page was removed.
    """
    page = Page.objects.get(pk=page_id)
    if is_archived(page):
        return None
    versions = all_versions(page)
    trees = _trees(versions)
    ids = list(trees.values_list("pk", flat=True))
    parent = page.get_parent()
    remembered = [_remember(version) for version in versions]
    _stop_reviews(ids, user)
    made = _lead_away(versions, target_id)
    TranslationJob.objects.filter(Q(source_page__in=ids) | Q(target_page__in=ids)).update(archived=True)
    trees.update(live=False, live_revision=None)
    with carrying():
        for version in versions:
            Page.objects.get(pk=version.pk).move(archive(), pos="last-child")
            moved = Page.objects.get(pk=version.pk)
            moved.slug = f"{moved.slug[:230]}-{moved.pk}"
            moved.save(clean=False, update_fields=["slug", "url_path"])
    DeletionRequest.objects.filter(page__in=ids).delete()
    log(instance=page, action="translation_desk.archive", user=user)
    return ArchivedPage.objects.create(
        page_id=page.pk,
        title=page.title,
        parent_id=parent.pk,
        slug=page.slug,
        pages=len(ids),
        versions=remembered,
        redirects=made,
        archived_by=user,
    )


def _remember(version: Page) -> dict[str, Any]:
    """Return what is needed to put a version back."""
    before = version.get_prev_sibling()
    live = Page.objects.filter(path__startswith=version.path, live=True).values_list("pk", "live_revision_id")
    return {
        "page": version.pk,
        "slug": version.slug,
        "url_path": version.url_path,
        "after": before.pk if before else None,
        "live": [list(row) for row in live],
    }


def _stop_reviews(ids: Sequence[int], user: Any) -> None:
    """Withdraw what waits for a decision or for its date. The texts stay where people wrote them."""
    keys = [str(pk) for pk in ids]
    pages = ContentType.objects.get_for_model(Page)
    for state in WorkflowState.objects.active().filter(base_content_type=pages, object_id__in=keys):
        state.cancel(user=user)
    scheduled = Revision.page_revisions.filter(object_id__in=keys, approved_go_live_at__isnull=False)
    scheduled.update(approved_go_live_at=None)
    HeldApproval.objects.filter(page__in=ids).delete()
    TranslationJob.objects.filter(target_page__in=ids).update(go_live_at=None)


def _lead_away(versions: Sequence[Page], target_id: int | None) -> dict[str, Any]:
    """Lead from the addresses of pages that go to a page that stays, or remember that they are gone. Return what was turned."""
    target = Page.objects.filter(pk=target_id).first() if target_id else None
    chosen = {page.locale_id: page.pk for page in all_versions(target) if page.live} if target else {}
    made: dict[str, Any] = {}
    gone: list[str] = []
    for version in versions:
        code, goal = locale_code(version.locale_id), chosen.get(version.locale_id)
        tree = Page.objects.filter(path__startswith=version.path)
        once_public = public(tree.filter(first_published_at__isnull=False)).values_list("url_path", flat=True)
        left = [one for path in once_public if len(one := redirects.address(path, code)) <= redirects.LONGEST]
        if goal is None:
            gone += left
            continue
        Redirect.objects.filter(old_path__in=left).delete()
        for redirect in Redirect.objects.filter(redirect_page__in=tree):
            made[str(redirect.pk)] = redirect.redirect_page_id
        Redirect.objects.filter(pk__in=[int(pk) for pk in made]).filter(redirect_page__in=tree).update(redirect_page=goal)
        rows = [Redirect(old_path=one, redirect_page_id=goal, is_permanent=True, automatically_created=True) for one in left]
        made |= {str(row.pk): None for row in Redirect.objects.bulk_create(rows)}
    GoneAddress.objects.bulk_create([GoneAddress(address=one) for one in gone], ignore_conflicts=True)
    return made


def require_restorable(entry: ArchivedPage, parent: Page, slug: str) -> None:
    """Raise PlaceTakenError or WrongStateError unless a page can stand there again in all its languages."""
    page = entry.page
    if is_archived(parent) or parent.depth < 2 or parent.locale_id != page.locale_id:
        raise WrongStateError(_("Choose a page of the same language that is not in the archive."))
    if page.specific_class not in parent.specific_class.allowed_subpage_models():
        raise WrongStateError(_("A page of this type cannot stand there."))
    following.require_free(page, parent, slug)


@transaction.atomic
def put_back(entry: ArchivedPage, parent: Page, slug: str, user: Any) -> None:
    """Restore a page in all languages as it was: what was live is live again, without a new approval, for nothing of it changed.

    Raises PlaceTakenError, WrongStateError; then nothing has changed.
    """
    require_restorable(entry, parent, slug)
    versions = {version["page"]: version for version in entry.versions}
    pages = list(Page.objects.filter(pk__in=versions).order_by("pk"))
    above = {page.locale_id: page for page in all_versions(parent)}
    before: dict[int, str] = {}
    with carrying():
        for page in pages:
            _put_back(page, versions[page.pk], above.get(page.locale_id) or following.parent_made(parent, page), slug)
            now = Page.objects.get(pk=page.pk)
            for pk, path in redirects.tree_paths(Page.objects.filter(path__startswith=now.path)).items():
                before[pk] = versions[page.pk]["url_path"] + path.removeprefix(now.url_path)
    _turn_back(entry)
    revisions = {pk: revision for version in entry.versions for pk, revision in version["live"]}
    again = list(Page.objects.filter(pk__in=revisions).only("pk"))
    for page in again:
        page.live, page.live_revision_id = True, revisions[page.pk]
    Page.objects.bulk_update(again, ["live", "live_revision"], batch_size=200)
    redirects.leave(before)
    _forget_gone(before)
    found = TranslationJob.everything.filter(Q(source_page__in=before) | Q(target_page__in=before))
    present = list(found)
    found.update(archived=False)
    jobs.refresh_counts(present)
    log(instance=entry.page, action="translation_desk.restore", user=user)
    entry.delete()


def _put_back(page: Page, version: dict[str, Any], parent: Page, slug: str) -> None:
    page.slug = slug
    page.save(clean=False, update_fields=["slug", "url_path"])
    before = Page.objects.filter(pk=version["after"] or 0).first()
    page = Page.objects.get(pk=page.pk)
    if before is not None and before.get_parent().pk == parent.pk:
        page.move(before, pos="right")
    else:
        place = "last-child" if version["after"] or before else "first-child"
        page.move(Page.objects.get(pk=parent.pk), pos=place)


def _turn_back(entry: ArchivedPage) -> None:
    """Undo what became of the redirects."""
    Redirect.objects.filter(pk__in=[int(pk) for pk, page in entry.redirects.items() if page is None]).delete()
    turned = {int(pk): page for pk, page in entry.redirects.items() if page is not None}
    found = list(Redirect.objects.filter(pk__in=turned))
    for redirect in found:
        redirect.redirect_page_id = turned[redirect.pk]
    Redirect.objects.bulk_update(found, ["redirect_page"])


def _forget_gone(before: dict[int, str]) -> None:
    """Forget that pages were gone, at the addresses that they had and at those that they have now."""
    rows = Page.objects.filter(pk__in=before).values_list("pk", "url_path", "locale__language_code")
    addresses = {redirects.address(path, code) for pk, now, code in rows for path in (before[pk], now)}
    GoneAddress.objects.filter(address__in=addresses).delete()


def purge(user: Any = None) -> int:
    """Delete for good what was archived longer ago than it is kept, and return how many entries. Addresses stay remembered."""
    late = list(ArchivedPage.objects.filter(archived_at__lte=timezone.now() - KEPT).select_related("page"))
    for entry in late:
        with transaction.atomic():
            pages = list(Page.objects.filter(pk__in=[version["page"] for version in entry.versions]))
            leading = Redirect.objects.filter(redirect_page__in=_trees(pages)).values_list("old_path", flat=True)
            GoneAddress.objects.bulk_create([GoneAddress(address=path) for path in leading], ignore_conflicts=True)
            for page in pages:
                Page.objects.get(pk=page.pk).delete(user=user)
    return len(late)
