"""What screens show of a proposed text."""

from django import template

from translation_desk.models import ColumnProposal, TermProposal
from translation_desk.wording import person

register = template.Library()


@register.filter
def desk_author(proposal: ColumnProposal | TermProposal) -> str:
    """Name who proposed a text."""
    return person(proposal.author, proposal.author_id)


@register.filter
def desk_decider(proposal: ColumnProposal | TermProposal) -> str:
    """Name who decided on a text."""
    return person(proposal.decided_by, proposal.decided_by_id)
