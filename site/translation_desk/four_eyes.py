"""Everything that changed since the live version was written by one person and is accepted by another.

For a translated page the submission says who wrote each text and who accepted it. For other pages, English ones above all, the
revisions since the live one say who changed which part. Work on parts that are as they are live excludes nobody. A manager may
lift the rule for one submission, and the record says so.
"""

from collections.abc import Iterable
from html import unescape
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _, ngettext
from wagtail.models import Page, Revision, get_default_page_content_type

from core.i18n import SOURCE_CODE, locale_code
from translation_desk import conditions, parts
from translation_desk.errors import NotAllowedError, WrongStateError
from translation_desk.models import FourEyesLift, Segment, Submission, TranslationJob


class FourEyesError(NotAllowedError, PermissionDenied):
    """Somebody would approve their own work. Wagtail treats it as it treats any refusal."""


class AlreadyDecidedError(WrongStateError, PermissionDenied):
    """Somebody else decided first. Wagtail treats it as it treats any refusal."""


def may_approve(user: Any, revision: Revision) -> bool:
    """Tell whether four eyes allow the person to approve; whether they are a reviewer is another question."""
    return not refusal(user, revision)


def require(user: Any, revision: Revision) -> None:
    """Raise FourEyesError unless the person may approve."""
    if reason := refusal(user, revision):
        raise FourEyesError(reason)


def refusal(user: Any, revision: Revision) -> str:
    """Return why the person may not approve, as a sentence for them; empty if they may.

    Beside four eyes: what the text waits for whoever approves it (`conditions`).
    """
    if not _is_page(revision):
        return ""
    submission = _submission(revision)
    if submission is None and _is_kept_by_desk(revision):
        return _("This text was not handed in through the translation desk, so it cannot be approved.")
    written = _own_texts(user, submission) if submission else _own_parts(user, revision)
    if not written or (submission is not None and is_lifted(submission)):
        return conditions.unmet(revision)
    return ngettext(
        "You wrote part of what would go live (%(example)s), so somebody else has to approve it.",
        "You wrote %(number)s parts of what would go live (among them %(example)s), so somebody else has to approve it.",
        len(written),
    ) % {"number": len(written), "example": written[0]}


def is_lifted(submission: Submission) -> bool:
    """Tell whether a manager lifted the rule for exactly this submission and nobody has decided on it yet."""
    waiting = FourEyesLift.objects.filter(submission__decision=Submission.Decision.PENDING)
    return waiting.filter(submission=submission.pk).exists()


def disqualified(user: Any, revision: Revision) -> list[str]:
    """Return what the person wrote of that which would change for visitors: texts of a translation, names of parts of a page."""
    if not _is_page(revision):
        return []
    submission = _submission(revision)
    return _own_texts(user, submission) if submission else _own_parts(user, revision)


def _own_texts(user: Any, submission: Submission) -> list[str]:
    return [_shortened(entry["text"]) for entry in submission.texts.values() if _is_own(entry, user.pk)]


def _is_own(entry: dict[str, Any], user_id: int) -> bool:
    return entry["changed"] and entry["author"] == user_id and entry["accepted_by"] in (None, user_id)


def _is_page(revision: Revision) -> bool:
    return revision.base_content_type_id == get_default_page_content_type().pk


def _is_kept_by_desk(revision: Revision) -> bool:
    return TranslationJob.objects.filter(target_page_id=int(revision.object_id), enabled=True).exists()


def _submission(revision: Revision) -> Submission | None:
    # Read once for each revision object.
    return getattr(revision, "submission", None)


def _own_parts(user: Any, revision: Revision) -> list[str]:
    page = Page.objects.select_related("live_revision").get(pk=revision.object_id)
    model = page.specific_class
    live = _live_content(page)
    since = Revision.objects.for_instance(page).filter(created_at__lte=revision.created_at).exclude(pk=page.live_revision_id)
    if page.live_revision is not None and page.live_revision.created_at <= revision.created_at:
        since = since.filter(created_at__gt=page.live_revision.created_at)
    # Autosave renews the date of the revision it writes over, so the order of dates is the order of work.
    history = since.order_by("created_at", "pk").values_list("user_id", "content")
    writers = parts.writers_of_changes(
        parts.take_apart(model, live) if live else {},
        ((author, parts.take_apart(model, content)) for author, content in history.iterator(chunk_size=50)),
    )
    at_the_desk = set() if locale_code(page.locale_id) == SOURCE_CODE else _parts_handed_in(user, model, since)
    return _names(model, (key for key, authors in writers.items() if user.pk in authors or key in at_the_desk))


def _parts_handed_in(user: Any, model: type[Page], revisions: Any) -> set[tuple[str, str]]:
    """Return the parts whose words somebody wrote at the desk before the page was kept by hand.

    Those revisions name who handed them in, who need not have written them.
    """
    found = set()
    for texts in Submission.objects.filter(revision__in=revisions.values("pk")).values_list("texts", flat=True):
        own = [int(pk) for pk, entry in texts.items() if _is_own(entry, user.pk)]
        for path in Segment.objects.filter(pk__in=own).values_list("path", flat=True):
            name, *within = path.split(".")
            # Rows are known by what they say, not by a key that lasts.
            is_row = model._meta.get_field(name).one_to_many
            found.add((name, within[0] if within and not is_row else parts.ORDER))
    return found


def _live_content(page: Page) -> Any:
    if not page.live:
        return None
    return page.live_revision.content if page.live_revision else page.specific.serializable_data()


def _names(model: type[Page], keys: Iterable[tuple[str, str]]) -> list[str]:
    """Return the names of fields, each once, in the order in which the page has them."""
    names = {name for name, _within in keys}
    found = []
    for field in model._meta.get_fields(include_hidden=False):
        name = field.get_accessor_name() if field.auto_created and not field.concrete else field.name
        if name in names:
            label = getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural
            found.append(str(label))
    return found


def _shortened(text: str) -> str:
    return Truncator(unescape(strip_tags(text))).chars(60)
