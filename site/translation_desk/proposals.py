"""Proposed texts of translated columns: made, taken back, accepted by a second person, refused.

The live text of a row changes nowhere else for people: forms hand what was typed to the gate, which proposes it here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core import formatting
from core.columns import columns_of, translated_models
from core.i18n import locale_ids
from translation_desk import permissions, term_changes
from translation_desk.errors import BadTextError, DeskError, OwnProposalError, StaleError, WrongStateError
from translation_desk.models import ColumnProposal

Decision = ColumnProposal.Decision
ACCEPTED = "translation_desk.accept_text"
LONGEST_MESSAGE = 2000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done to many proposals, and why the others stayed as they were."""

    done: list[ColumnProposal] = field(default_factory=list)
    refused: list[tuple[ColumnProposal, DeskError]] = field(default_factory=list)


@transaction.atomic
def propose(user: Any, row: models.Model, texts: Mapping[str, str]) -> list[ColumnProposal]:
    """Propose texts for columns of a stored row, by column, and return the proposals that wait now because of it.

    A text that waits already is left alone; the live text takes back what waits. Raises NotAllowedError for a language that
    is not the person's, BadTextError for a text that does not fit, WrongStateError when the row is gone.
    """
    if not texts:
        return []
    columns = columns_of(type(row))
    locales = locale_ids()
    for name in texts:
        permissions.require(permissions.can_propose(user, locales[columns[name].language]))
    cleaned = {name: clean(columns[name], text, row) for name, text in texts.items()}
    live = _locked(type(row), row.pk)
    waiting = {proposal.column: proposal for proposal in of_row(row).filter(decision=Decision.WAITING).select_for_update()}
    changed = {}
    for name, text in cleaned.items():
        before, current = waiting.get(name), getattr(live, name) or ""
        if before is not None and before.text == text:
            continue
        if before is not None:
            _decide(before, user, Decision.WITHDRAWN if text == current else Decision.REPLACED)
        if text != current:
            changed[name] = text
    return in_name_of(user, live, changed)


@transaction.atomic
def uphold(user: Any, row: models.Model, name: str) -> ColumnProposal:
    """Propose that the live text of a column stands as it is although its English was changed.

    A second person accepts it like any other proposal. Raises NotAllowedError, and WrongStateError where a text waits already,
    there is none, or the row is gone.
    """
    locale_id = locale_ids()[columns_of(type(row))[name].language]
    permissions.require(permissions.can_propose(user, locale_id))
    live = _locked(type(row), row.pk)
    waits = of_row(row).filter(decision=Decision.WAITING, locale=locale_id).select_for_update()
    if any(proposal.column == name for proposal in waits):
        raise WrongStateError(_("Another text waits for approval here already."))
    if not getattr(live, name):
        raise WrongStateError(_("There is no text that could stand as it is."))
    (made,) = in_name_of(user, live, {name: getattr(live, name)})
    return made


def in_name_of(author: Any, row: models.Model, texts: Mapping[str, str]) -> list[ColumnProposal]:
    """Store proposals of texts for columns of a row, by column; whoever calls this has asked whether the author may."""
    columns, locales = columns_of(type(row)), locale_ids()
    return ColumnProposal.objects.bulk_create(
        ColumnProposal(
            content_type=ContentType.objects.get_for_model(row),
            object_id=row.pk,
            field=columns[name].translated_field.name,
            locale_id=locales[columns[name].language],
            old_text=getattr(row, name) or "",
            text=text,
            author=author,
        )
        for name, text in texts.items()
    )


def clean(column: Any, text: str, row: models.Model) -> str:
    """Return a text as the column can hold it. Raises BadTextError where it is too long, or empty and must not be."""
    text = text.strip().replace("\r\n", "\n")
    if not isinstance(column, models.TextField):
        text = " ".join(text.split())
    try:
        column.clean(text or None, row)
    except ValidationError as error:
        raise BadTextError(formatting.sentences(error.messages)) from error
    return text


@transaction.atomic
def accept(user: Any, proposal: ColumnProposal) -> ColumnProposal:
    """Put a proposed text before visitors.

    Raises NotAllowedError for people who do not decide in the language and for whoever wrote the text, StaleError when the live
    text changed meanwhile, WrongStateError when it was decided already or the row is gone, BadTextError when it fits no more.
    """
    proposal = _waiting(proposal)
    permissions.require(permissions.can_accept(user, proposal.locale_id))
    if proposal.author_id == user.pk:
        raise OwnProposalError
    model = _model(proposal)
    row = _locked(model, proposal.object_id)
    if proposal.live_text(row) != proposal.old_text:
        raise StaleError
    clean(columns_of(model)[proposal.column], proposal.text, row)
    return settle(user, row, proposal)


def settle(user: Any, row: Any, proposal: ColumnProposal) -> ColumnProposal:
    """Write a proposed text into its row, and into the log; whoever calls this has asked whether it may be accepted."""
    setattr(row, proposal.column, proposal.text or None)
    # With the signals of a save, by which menus, names in the cache and both search indexes follow.
    row.save(update_fields=[proposal.column])
    log(
        instance=row,
        action=ACCEPTED,
        user=user,
        data={
            "column": proposal.column,
            "language": proposal.language.code,
            "before": proposal.old_text,
            "after": proposal.text,
            "author": proposal.author_id,
        },
    )
    term_changes.remember(row, proposal, user)
    return _decide(proposal, user, Decision.ACCEPTED)


@transaction.atomic
def refuse(user: Any, proposal: ColumnProposal, message: str) -> ColumnProposal:
    """Refuse a proposed text with a reason. Raises BadTextError without one, NotAllowedError, WrongStateError."""
    proposal = _waiting(proposal)
    permissions.require(permissions.can_accept(user, proposal.locale_id))
    message = message.strip()
    if not message:
        raise BadTextError(_("Say why, so that the author can do better."))
    if len(message) > LONGEST_MESSAGE:
        raise BadTextError(_("The message is too long."))
    return _decide(proposal, user, Decision.REFUSED, message)


@transaction.atomic
def withdraw(user: Any, proposal: ColumnProposal) -> ColumnProposal:
    """Take one's own proposal back. Raises NotAllowedError, WrongStateError."""
    proposal = _waiting(proposal)
    permissions.require(proposal.author_id == user.pk, _("Only the person who proposed this can take it back."))
    return _decide(proposal, user, Decision.WITHDRAWN)


@transaction.atomic
def confirm(user: Any, proposal: ColumnProposal, *, seen: str) -> ColumnProposal:
    """Let a proposal stand although the live text changed meanwhile; `seen` is the live text that the person looked at.

    Whoever may propose in the language may do it: it accepts nothing. Raises NotAllowedError, WrongStateError, and StaleError
    when the live text is another again.
    """
    proposal = _waiting(proposal)
    permissions.require(permissions.can_propose(user, proposal.locale_id))
    live = proposal.live_text(_locked(_model(proposal), proposal.object_id))
    if live != seen.replace("\r\n", "\n"):
        raise StaleError
    proposal.old_text = live
    proposal.save(update_fields=["old_text"])
    return proposal


def each(proposals: Iterable[ColumnProposal], step: Callable[[ColumnProposal], ColumnProposal]) -> Outcome:
    """Take a step with many proposals; one that is refused leaves the others alone."""
    outcome = Outcome()
    for proposal in proposals:
        try:
            outcome.done.append(step(proposal))
        except DeskError as error:
            outcome.refused.append((proposal, error))
    return outcome


def of_row(row: models.Model) -> models.QuerySet[ColumnProposal]:
    """Return all proposals for the columns of a row."""
    return ColumnProposal.objects.filter(content_type=ContentType.objects.get_for_model(row), object_id=row.pk)


def forget_row(sender: type[models.Model], instance: models.Model, **_kwargs: Any) -> None:
    """Take back what waits for a row that was deleted."""
    of_row(instance).filter(decision=Decision.WAITING).update(decision=Decision.WITHDRAWN, decided_at=timezone.now())


def _model(proposal: ColumnProposal) -> type[models.Model]:
    model = proposal.content_type.model_class()
    if model not in translated_models():
        raise WrongStateError(_("What this text belongs to does not exist any more."))
    return model


def _locked(model: type[models.Model], pk: Any) -> Any:
    row = model._base_manager.select_for_update().filter(pk=pk).first()
    if row is None:
        raise WrongStateError(_("What this text belongs to does not exist any more."))
    return row


def _waiting(proposal: ColumnProposal) -> ColumnProposal:
    """Return a proposal from the database, locked. Raises WrongStateError when somebody has decided."""
    found = ColumnProposal.objects.select_for_update().filter(pk=proposal.pk).first()
    if found is None or not found.is_waiting:
        raise WrongStateError(_("Somebody else has decided on this a moment ago."))
    return found


def _decide(proposal: ColumnProposal, user: Any, decision: str, message: str = "") -> ColumnProposal:
    proposal.decision, proposal.decided_by, proposal.decided_at, proposal.message = decision, user, timezone.now(), message
    proposal.save(update_fields=["decision", "decided_by", "decided_at", "message"])
    return proposal
