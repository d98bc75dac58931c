"""An English version for a page of one language: added as a draft, or an existing English page linked, which can be undone.

What visitors read stays as it was approved. Once its English is live the page stands where that stands, kept by hand until
somebody who manages the language takes it to the desk.
"""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Locale, Page, PageLogEntry, Revision

from core import searching
from core.i18n import SOURCE_CODE, locale_code
from core.tree import is_archived, taken_in
from core.versions import path_below_home
from translation_desk import jobs, layout, one_language
from translation_desk.errors import WrongStateError
from translation_desk.models import SourceVersion, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.permissions import can_manage, require, writes_english
from translation_desk.tree import following, redirects
from translation_desk.tree.leading import carrying

LINK, UNLINK = "translation_desk.link", "translation_desk.unlink"


def english_of(page: Page) -> Page | None:
    """Return the English version of a page, live or not; None where there is none outside of the archive."""
    return one_language.english_versions(page.translation_key).first()


def require_addable(user: Any, page: Page) -> Page:
    """Return the page below which an English version of a page would stand. Raises NotAllowedError, WrongStateError."""
    require(writes_english(user), _("Editors and approvers of the English add English versions."))
    _require_alone(page)
    above = page.get_parent()
    parent = english_of(above)
    if parent is None:
        sentence = _("The page above this one, “%(title)s”, has no English version either. Add that one first.")
        raise WrongStateError(sentence % {"title": above.title})
    if not page.specific_class.can_create_at(parent.specific):
        raise WrongStateError(_("An English page of this type cannot stand there."))
    following.require_free(page, parent)
    return parent


@transaction.atomic
def add(user: Any, page: Page) -> Page:
    """Make an English draft out of what the page says, to be written anew; return it. It goes through the English review.

    The words count as those of whoever asks, so that somebody else has to approve whatever is left of them. Raises
    NotAllowedError, WrongStateError.
    """
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    require_addable(user, page)
    made = page.copy_for_translation(Locale.objects.get(language_code=SOURCE_CODE))
    Page.objects.filter(pk=made.pk).update(owner=user)
    Revision.objects.for_instance(made).delete()
    english = Page.objects.get(pk=made.pk).specific
    english.save_revision(user=user, clean=False)
    log(instance=page, action="translation_desk.add_english", user=user, data={"english": english.pk})
    return english


def require_linkable(user: Any, page: Page, english: Page) -> None:
    """Raise NotAllowedError or WrongStateError unless a page of one language may become the translation of an English page."""
    require(can_manage(user, page.locale_id))
    _require_alone(page)
    if locale_code(english.locale_id) != SOURCE_CODE or english.depth <= 2 or is_archived(english):
        raise WrongStateError(_("Choose an English page below the home page."))
    if english.specific_class is not page.specific_class:
        raise WrongStateError(_("Both pages must be of the same type."))
    if Page.objects.filter(translation_key=english.translation_key, locale=page.locale_id).exists():
        raise WrongStateError(_("This English page has a page in that language already."))
    job = _job(page, english)
    if job is not None and (job.started or job.status != Status.NOT_STARTED or job.segments_done):
        raise WrongStateError(_("Somebody translates this English page already. Finish or empty that translation first."))
    above = Page.objects.filter(translation_key=english.get_parent().translation_key, locale=page.locale_id).first()
    if above is None or not above.live:
        raise WrongStateError(
            _("The page above the English one is not live in that language yet. Publish its translation first.")
        )
    if above.path.startswith(page.path):
        raise WrongStateError(_("The page would stand below itself."))
    if page.get_view_restrictions().exists() and not english.get_view_restrictions().exists():
        raise WrongStateError(_("Only some may read this page, but everybody the English one. Change who may read first."))
    _require_room(page, path_below_home(english.url_path), english.translation_key)


@transaction.atomic
def link(user: Any, page: Page, english: Page) -> None:
    """Make a page of one language the translation of an English page that exists. Its text, history and comments stay.

    It moves to where the English page stands, and its old address leads there. Raises NotAllowedError, WrongStateError; then
    nothing has changed.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)
    require_linkable(user, page, english)
    before = {"key": str(page.translation_key), "parent": page.get_parent().pk, "slug": page.slug}
    _give_key(page, english.translation_key)
    made = _take_as_target(page, english)
    following.follow(english.pk)
    _look_again(page, english)
    log(instance=page, action=LINK, user=user, data={**before, "english": english.pk, "job": made})


def undoable(page: Page) -> PageLogEntry | None:
    """Return the entry of the link that can still be undone: until somebody takes the page to the desk."""
    steps = PageLogEntry.objects.filter(page=page.pk, action__in=(LINK, UNLINK, "translation_desk.restart"))
    last = steps.order_by("-timestamp", "-pk").first()
    english = english_of(page) if last is not None and last.action == LINK else None
    return last if last is not None and english is not None and last.data["english"] == english.pk else None


@transaction.atomic
def unlink(user: Any, page: Page) -> None:
    """Undo a link: the page is again a page of one language, where it stood before. Raises NotAllowedError, WrongStateError."""
    page = Page.objects.select_for_update().get(pk=page.pk)
    require(can_manage(user, page.locale_id))
    entry = undoable(page)
    if entry is None:
        raise WrongStateError(_("There is no link that could be undone. What was taken to the desk stays linked."))
    parent = Page.objects.filter(pk=entry.data["parent"], locale=page.locale_id).first()
    if parent is None or is_archived(parent):
        raise WrongStateError(_("The page that it stood below is gone, so the link cannot be undone."))
    tree = Page.objects.filter(path__startswith=page.path)
    path = f"{path_below_home(parent.url_path)}{entry.data['slug']}/"
    _require_room(page, path)
    english = english_of(page)
    before = redirects.tree_paths(tree)
    with carrying():
        page.slug = entry.data["slug"]
        page.save(clean=False, update_fields=["slug", "url_path"])
        if page.get_parent().pk != parent.pk:
            Page.objects.get(pk=page.pk).move(parent, pos="last-child")
    key = UUID(entry.data["key"])
    taken = Page.objects.filter(translation_key=key, locale=page.locale_id).exists()
    page = Page.objects.get(pk=page.pk)
    _give_key(page, uuid4() if taken else key)
    redirects.leave(before)
    _give_back(page, entry.data["job"])
    _look_again(page, english)
    log(instance=page, action=UNLINK, user=user, data={"english": entry.data["english"]})


def _require_alone(page: Page) -> None:
    if one_language.standing(page) is None or english_of(page) is not None:
        raise WrongStateError(_("This page has an English version."))


def _require_room(page: Page, path: str, *keys: UUID) -> None:
    """Raise PlaceTakenError unless a page may stand at a path below the home page, with all that lies below it.

    Pages of these translation keys do not count.
    """
    old = path_below_home(page.url_path)
    rows = list(Page.objects.filter(path__startswith=page.path).values_list("url_path", "translation_key"))
    paths = [path + path_below_home(url_path).removeprefix(old) for url_path, _key in rows]
    if codes := taken_in(paths, [*keys, *(key for _path, key in rows)]):
        raise following.PlaceTakenError(codes)


def _give_key(page: Page, key: UUID) -> None:
    # Through the instance, so that Wagtail's index learns of the other English title.
    specific = page.specific
    specific.translation_key = key
    specific.save(clean=False, update_fields=["translation_key"])


def _job(page: Page, english: Page) -> TranslationJob | None:
    jobs_there = TranslationJob.everything.filter(translation_key=english.translation_key, locale=page.locale_id)
    return jobs_there.select_for_update().first()


def _take_as_target(page: Page, english: Page) -> int | None:
    """Give a page, kept by hand, to the job of its language; return the id of a job that was made for it."""
    job = _job(page, english)
    made = job is None
    if job is None:
        version = SourceVersion.objects.filter(translation_key=english.translation_key).order_by("-number").first()
        if version is None:
            return None
        job = TranslationJob(translation_key=english.translation_key, locale_id=page.locale_id, source_page=english)
        job.source_title, job.version, job.latest_version = english.title, version, version
    job.target_page, job.enabled = page, False
    job.save()
    jobs.refresh_counts([job])
    return job.pk if made else None


def _give_back(page: Page, made: int | None) -> None:
    """Return the job of a page to where it was before the link: to the queue, or nowhere."""
    job = TranslationJob.everything.filter(target_page=page.pk).first()
    if job is None:
        return
    if job.pk == made and not job.comments_open:
        job.delete()
        return
    job.target_page, job.enabled, job.target_title = None, True, ""
    job.save()
    layout.lay_out([job], job.wanted_version)
    jobs.refresh_counts([job])


def _look_again(page: Page, english: Page | None) -> None:
    """Have the search learn which pages are versions of each other now."""
    if (search := searching.search()) is not None:
        search.look_again([page.pk, *([english.pk] if english else [])])
