"""What screens show of a proposed text."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from translation_desk.models import ColumnProposal, TermProposal
from translation_desk.wording import person

register = template.Library()


@register.filter
def desk_author(proposal: ColumnProposal | TermProposal) -> SafeString:
    """Name who proposed a text, set apart from a sentence that may run the other way."""
    return format_html("<bdi>{}</bdi>", person(proposal.author, proposal.author_id))


@register.filter
def desk_decider(proposal: ColumnProposal | TermProposal) -> SafeString:
    """Name who decided on a text."""
    return format_html("<bdi>{}</bdi>", person(proposal.decided_by, proposal.decided_by_id))
