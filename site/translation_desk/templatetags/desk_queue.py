"""What the lists of the desk show of a job."""

from typing import Any

from django import template
from django.db.models import prefetch_related_objects
from django.template import Context
from django.utils.text import capfirst
from wagtail.models import Page

from core.i18n import BY_CODE, language_name
from translation_desk import explorer, filters, one_language, presenting, queue
from translation_desk.models import TranslationJob
from translation_desk.models.jobs import Status

register = template.Library()

register.filter("desk_titles", presenting.titles)
register.filter("desk_progress", presenting.progress)
register.filter("desk_remarks", presenting.remarks)
register.filter("desk_code", presenting.code_of)
register.filter("desk_overdue", queue.is_overdue)
register.filter("desk_person", filters.person_name)


@register.inclusion_tag("translation_desk/status.html")
def desk_status(status: str, label: str = "") -> dict[str, Any]:
    """Show a status: its words, with an icon beside them. The one way in which any of our screens shows it."""
    return {"status": status, "label": label or Status(status).label, "icon": presenting.icon_of(status)}


@register.inclusion_tag("translation_desk/status.html")
def desk_page_status(page: Page) -> dict[str, Any]:
    """Show the state of a page that has no job, in the same words."""
    state = presenting.state_of(page)
    return {"status": state.value, "label": state.label, "icon": presenting.icon_of(state.value)}


@register.inclusion_tag("translation_desk/explorer_cell.html", takes_context=True)
def desk_page_cell(context: Context, page: Page, table: Any) -> dict[str, Any]:
    """Show the state of a page in a list of pages, and of the translations of an English one; three queries for a list."""
    if not hasattr(table, "desk_jobs"):
        table.desk_jobs = explorer.jobs_by_key(table.data)
        prefetch_related_objects(table.data, "held_approval")
        table.desk_alone = one_language.among(table.data)
    jobs, alone = table.desk_jobs.get(page.translation_key, []), page.pk in table.desk_alone
    return explorer.cell(page, jobs, context["request"].user, alone=alone)


@register.inclusion_tag("translation_desk/language.html")
def desk_language(job: TranslationJob) -> dict[str, Any]:
    """Name a job's language in the language of the screen, and in itself where that is another name."""
    code = presenting.code_of(job)
    name = language_name(code)
    own = BY_CODE[code]
    return {"name": capfirst(name), "own": own if own.own_name != name else None}
