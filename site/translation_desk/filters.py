"""The filters of the queue. They combine, stand in the address, and choose the same rows for list, bulk steps and exports."""

from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Locale, Page, get_page_models

from core.i18n import CODES, SOURCE_CODE, language_name
from core.models import BasePage
from translation_desk import escalation, queue
from translation_desk.models import DeskGroup, Grade, Level, TranslationJob
from translation_desk.models.jobs import Priority, Status

NOBODY = "nobody"
PARAMETERS = (
    "tab",
    "q",
    "page",
    "language",
    "status",
    "section",
    "translator",
    "reviewer",
    "due",
    "change",
    "priority",
    "plan",
    "readers",
    "type",
)
"""What of an address chooses rows; order and page number do not."""


def person_name(user: Any) -> str:
    """Return how a person is called on the screens of the desk."""
    return user.get_full_name() or user.get_username()


def people() -> list[Any]:
    """Return everybody who translates or reviews, or did so before, in the order of their names."""
    model = get_user_model()
    roles = [DeskGroup.Role.TRANSLATOR, DeskGroup.Role.REVIEWER]
    with_role = model.objects.filter(groups__desk_group__role__in=roles).values("pk")
    assigned = TranslationJob.objects.order_by().exclude(translator=None).values("translator")
    reviewing = TranslationJob.objects.order_by().exclude(reviewer=None).values("reviewer")
    found = model.objects.filter(Q(pk__in=with_role) | Q(pk__in=assigned) | Q(pk__in=reviewing))
    return list(found.order_by("last_name", "first_name", model.USERNAME_FIELD))


def page_types() -> list[tuple[str, str]]:
    """Return the kinds of pages by the id of their content type, in the order of their names."""
    models = [model for model in get_page_models() if issubclass(model, BasePage)]
    types = ContentType.objects.get_for_models(*models)
    choices = [(str(found.pk), str(capfirst(model._meta.verbose_name or ""))) for model, found in types.items()]
    return sorted(choices, key=lambda choice: choice[1])


class ChecksFilter(django_filters.MultipleChoiceFilter):
    """Boxes to tick; a row passes when it has one of the ticked values."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(distinct=False, widget=forms.CheckboxSelectMultiple, **kwargs)


class PersonFilter(ChecksFilter):
    """People, and nobody."""

    def get_filter_predicate(self, v: Any) -> dict[str, Any]:
        """Return the condition of one ticked person."""
        return {f"{self.field_name}__isnull": True} if v == NOBODY else {self.field_name: v}


class JobFilters(WagtailFilterSet):
    """The filters of the queue, for one request."""

    language = ChecksFilter(label=_("Language"), method="by_language")
    status = ChecksFilter(label=_("Status"), field_name="status", choices=Status.choices)
    section = ChecksFilter(label=pgettext_lazy("translation desk", "Section"), method="by_section")
    translator = PersonFilter(label=pgettext_lazy("translation desk", "Translator"), field_name="translator")
    reviewer = PersonFilter(label=pgettext_lazy("translation desk", "Reviewer"), field_name="reviewer")
    due = django_filters.ChoiceFilter(
        label=pgettext_lazy("date", "Due"),
        method="by_due",
        choices=[
            ("overdue", _("Overdue")),
            ("week", _("Overdue or within seven days")),
            ("none", _("No date")),
            ("decision", _("Waits too long")),
        ],
        empty_label=_("Any date"),
        widget=forms.RadioSelect,
    )
    change = ChecksFilter(label=_("Change of the English"), field_name="grade", choices=Grade.choices[1:])
    priority = django_filters.ChoiceFilter(
        label=_("Priority"),
        field_name="priority",
        choices=Priority.choices,
        empty_label=_("Any priority"),
        widget=forms.RadioSelect,
    )
    plan = ChecksFilter(label=pgettext_lazy("translation plan", "In the plan"), field_name="level", choices=Level.choices)
    readers = django_filters.ChoiceFilter(
        label=_("What readers find"),
        method="by_readers",
        choices=[
            ("missing", _("Nothing yet")),
            ("outdated", _("An outdated text")),
            ("gap", _("Nothing yet or an outdated text")),
            ("current", _("An up-to-date text")),
        ],
        empty_label=_("Anything"),
        widget=forms.RadioSelect,
    )
    type = ChecksFilter(label=_("Type of page"), field_name="source_page__content_type")

    class Meta:
        model = TranslationJob
        fields: list[str] = []

    def __init__(self, *args: Any, sections: list[queue.Section] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = queue.sections() if sections is None else sections
        everybody = [(NOBODY, _("Nobody yet")), *((str(user.pk), person_name(user)) for user in people())]
        choices = {
            "language": [(code, capfirst(language_name(code))) for code in CODES if code != SOURCE_CODE],
            "section": [(str(section.pk), section.title) for section in self.sections],
            "translator": everybody,
            "reviewer": everybody,
            "type": page_types(),
        }
        for name, found in choices.items():
            self.filters[name].extra["choices"] = found

    def by_language(self, jobs: QuerySet[TranslationJob], _name: str, codes: list[str]) -> QuerySet[TranslationJob]:
        """Keep the jobs of some languages."""
        return jobs.filter(locale__in=Locale.objects.filter(language_code__in=codes)) if codes else jobs

    def by_section(self, jobs: QuerySet[TranslationJob], _name: str, chosen: list[str]) -> QuerySet[TranslationJob]:
        """Keep the jobs of pages that lie in some sections."""
        rows = Q()
        for section in self.sections:
            if str(section.pk) in chosen:
                rows |= Q(source_page__path__startswith=section.path)
        return jobs.filter(rows)

    def by_due(self, jobs: QuerySet[TranslationJob], _name: str, asked: str) -> QuerySet[TranslationJob]:
        """Keep what is late, due soon, without a date, by the calendar of the person who asks; or what waits too long."""
        today = timezone.localdate()
        if asked == "decision":
            return jobs.filter(escalation.overdue())
        rows = {"overdue": queue.overdue(today), "week": queue.due_soon(today), "none": Q(due=None)}
        return jobs.filter(rows[asked]) if asked else jobs

    def by_readers(self, jobs: QuerySet[TranslationJob], _name: str, asked: str) -> QuerySet[TranslationJob]:
        """Keep what readers miss, find outdated or find up to date, among pages that are live in English."""
        live = Q(source_page__live=True, target_page__live=True)
        missing = Q(source_page__live=True) & (Q(target_page=None) | Q(target_page__live=False))
        outdated = live & Q(enabled=True, grade__isnull=False)
        rows = {
            "missing": missing,
            "outdated": outdated,
            "current": live & ~Q(enabled=True, grade__isnull=False),
            "gap": missing | outdated,
        }
        return jobs.filter(rows[asked]) if asked else jobs


class Selection:
    """The rows that an address of the queue chooses for one person."""

    def __init__(self, user: Any, parameters: QueryDict, *, request: Any = None) -> None:
        self.user = user
        self.parameters = parameters
        self.request = request

    @cached_property
    def tabs(self) -> dict[str, queue.Tab]:
        """The tabs of this person."""
        return queue.tabs(self.user)

    @cached_property
    def tab(self) -> queue.Tab:
        """The tab that is asked for, else the one that opens the queue."""
        return self.tabs.get(self.parameters.get("tab", "")) or self.tabs[queue.first_tab(self.user)]

    @cached_property
    def sections(self) -> list[queue.Section]:
        """All sections, for the filter and the rows."""
        return queue.sections()

    @cached_property
    def filters(self) -> JobFilters:
        """The filters as the address sets them."""
        return JobFilters(self.parameters, request=self.request, sections=self.sections)

    @cached_property
    def page(self) -> Page | None:
        """The English page whose translations alone are asked for, by its own id or that of a translation."""
        asked = self.parameters.get("page", "")
        if not asked.isdecimal():
            return None
        same = Page.objects.filter(pk=int(asked[:9])).values("translation_key")
        return Page.objects.filter(translation_key__in=same, locale__language_code=SOURCE_CODE).first()

    @cached_property
    def on_all_tabs(self) -> QuerySet[TranslationJob]:
        """The rows that pass the filters and the search, whatever the tab. A value that no filter knows chooses nothing."""
        jobs = queue.visible_jobs(self.user)
        if "page" in self.parameters:
            jobs = jobs.filter(translation_key=self.page.translation_key) if self.page else jobs.none()
        jobs = self.filters.filter_queryset(jobs) if self.filters.is_valid() else jobs.none()
        return queue.search(jobs, self.parameters.get("q", ""))

    @cached_property
    def rows(self) -> QuerySet[TranslationJob]:
        """The rows of the tab."""
        return self.on_all_tabs.filter(self.tab.rows)

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of rows on each tab, under the filters."""
        return queue.count(self.on_all_tabs, self.tabs)

    def address(self, **changes: str) -> str:
        """Return the query string that chooses these rows, with some parts changed; an empty value takes a part out."""
        query = QueryDict(mutable=True)
        for name in PARAMETERS:
            values = [changes[name]] if name in changes else self.parameters.getlist(name)
            query.setlist(name, [value for value in values if value])
        return query.urlencode()
