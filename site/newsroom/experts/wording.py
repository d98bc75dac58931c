"""Experts and questions as people read them."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.i18n import language_name, locale_code
from newsroom.models import ExpertQuestion
from translation_desk.wording import person


def named(name: str, organisation: str) -> str:
    """Return an expert's name with their organisation; that the name was erased, where it was."""
    if not name:
        return _("an expert whose name was erased")
    return _("%(name)s (%(organisation)s)") % {"name": name, "organisation": organisation} if organisation else name


def expert(question: ExpertQuestion) -> str:
    """Return the expert of a question."""
    return named(question.name, question.organisation)


def asker(question: ExpertQuestion) -> str:
    """Return who asks, by role and language only."""
    return _("%(role)s, %(language)s") % {
        "role": question.get_asked_as_display(),
        "language": language_name(locale_code(question.page.locale_id)),
    }


def page_language(question: ExpertQuestion) -> str:
    """Return the name of the language that the text is in."""
    return str(capfirst(language_name(locale_code(question.page.locale_id))))


def title(question: ExpertQuestion) -> str:
    """Return the title that the text has."""
    return str(question.revision.content.get("title") or question.page.draft_title)


def person_asking(question: ExpertQuestion) -> str:
    """Return the name of who asked, for colleagues."""
    return person(question.asked_by, question.asked_by_id)
