"""The tab "Vocabularies and settings" of the queue: texts missing or outdated in my languages, texts that wait for approval."""

from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from core.columns import columns_of, translated_models
from core.formatting import number
from core.i18n import CODES, SOURCE_CODE, language_name, locale_code
from translation_desk import column_listing, differences, permissions, proposals, queue
from translation_desk.column_listing import GAP, MISSING, OUTDATED, Column
from translation_desk.errors import DeskError
from translation_desk.models import ColumnProposal
from translation_desk.views.bulk import DeskScreen

PER_PAGE = 50
LONG = 60
"""Characters beyond which a text to change gets room for several lines."""
WAITING = "waiting"


class ColumnFilters(forms.Form):
    """What the tab shows."""

    show = forms.ChoiceField(
        label=pgettext_lazy("translation desk", "Texts"),
        required=False,
        choices=[
            (MISSING, gettext_lazy("Missing")),
            (OUTDATED, gettext_lazy("English has changed")),
            (WAITING, gettext_lazy("Waiting for approval")),
        ],
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    kind = forms.ChoiceField(label=pgettext_lazy("translation desk", "Kind"), required=False)

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["language"].choices = [
            ("", gettext_lazy("All my languages")),
            *((code, capfirst(language_name(code))) for code in codes),
        ]
        kinds = sorted(
            (str(capfirst(model._meta.verbose_name_plural or "")), model._meta.label_lower) for model in translated_models()
        )
        fields["kind"].choices = [("", gettext_lazy("All kinds")), *((label, name) for name, label in kinds)]

    def chosen(self, name: str) -> str:
        """Return a choice; nothing where it is none of those offered."""
        self.is_valid()
        return self.cleaned_data.get(name, "")


class ColumnsView(DeskScreen):
    """A list that is a form: texts are typed in place, proposals are ticked and decided on together."""

    template_name = "translation_desk/columns/index.html"
    page_title = gettext_lazy("Vocabularies and settings")
    header_icon = "list-ul"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Begin with nothing typed."""
        super().setup(request, *args, **kwargs)
        self.typed: dict[str, str] = {}
        self.problems: dict[str, str] = {}

    @cached_property
    def own_locales(self) -> set[int]:
        """The languages of the person."""
        return permissions.locales_to_propose(self.request.user)

    @cached_property
    def filters(self) -> ColumnFilters:
        """What the person chose."""
        return ColumnFilters(self.request.GET, codes=self.codes)

    @cached_property
    def codes(self) -> list[str]:
        """The codes of the person's languages, in the order of the table."""
        own = {locale_code(pk) for pk in self.own_locales}
        return [code for code in CODES if code in own]

    @cached_property
    def locale_ids(self) -> set[int]:
        """The languages that are shown."""
        code = self.filters.chosen("language")
        return {pk for pk in self.own_locales if code in {"", locale_code(pk)}}

    @cached_property
    def model(self) -> type[models.Model] | None:
        """The one model that is shown; None for all."""
        label = self.filters.chosen("kind")
        return next((model for model in translated_models() if model._meta.label_lower == label), None)

    @cached_property
    def show(self) -> str:
        """Which of the lists: asked for, else what waits if anything does, else what is missing, else what is outdated."""
        asked = WAITING if self.readers == GAP else self.readers or self.filters.chosen("show")
        if asked:
            return asked
        if self.waiting.exists():
            return WAITING
        return OUTDATED if not self.missing and self.outdated else MISSING

    @cached_property
    def readers(self) -> str:
        """What readers find of the texts that are asked for, whether a new one waits or not; empty for the lists of work."""
        asked = self.request.GET.get("readers", "")
        return asked if asked in {MISSING, OUTDATED, GAP} else ""

    def shown_filters(self) -> ColumnFilters:
        """Return the filters as they were understood, the list that opens by itself included."""
        chosen = {name: self.filters.chosen(name) for name in self.filters.fields}
        return ColumnFilters({**chosen, "show": self.show}, codes=self.codes)

    @cached_property
    def waiting(self) -> models.QuerySet[ColumnProposal]:
        """The proposals that wait under the filters."""
        return column_listing.waiting(self.locale_ids, self.model)

    @cached_property
    def missing(self) -> list[column_listing.Key]:
        """The empty columns under the filters."""
        return column_listing.missing(self.locale_ids, self.model)

    @cached_property
    def outdated(self) -> list[column_listing.Key]:
        """The columns under the filters whose English has changed."""
        return column_listing.outdated(self.locale_ids, self.model)

    @cached_property
    def of_readers(self) -> list[column_listing.Key]:
        """The columns under the filters by what readers find."""
        return column_listing.of_readers(self.readers, self.locale_ids, self.model)

    def listed(self) -> tuple[Any, Callable[[Any], list[Column]]]:
        """Return what the list consists of, and what reads a page of it."""
        if self.readers:
            return self.of_readers, column_listing.of_keys
        if self.show == WAITING:
            return self.waiting, column_listing.of_proposals
        return (self.outdated if self.show == OUTDATED else self.missing), column_listing.of_keys

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take one step with what was typed or ticked, and show the list again."""
        step = {"save": self.save, "accept": self.accept, "refuse": self.refuse}.get(request.POST.get("step", ""), self.save)
        step()
        if self.problems:
            return self.render_to_response(self.get_context_data(**kwargs), status=422)
        return redirect(request.get_full_path())

    def save(self) -> None:
        """Propose every text that was typed, and that those which were ticked stand as they are.

        What does not fit stays in its field with the reason.
        """
        user, upheld = self.request.user, set(self.request.POST.getlist("upheld"))
        names = {name for name, text in self.request.POST.items() if name.startswith("text-") and str(text).strip()} | upheld
        keys = [key for key in map(self.key_of, names) if key is not None]
        done = 0
        for column in column_listing.of_keys(sorted(keys)):
            text = self.request.POST.get(column.input_name, "")
            unchanged = text.strip().replace("\r\n", "\n") in {"", column.live}
            try:
                if unchanged and column.input_name in upheld:
                    proposals.uphold(user, column.row, column.field.name)
                    done += 1
                elif not unchanged:
                    done += len(proposals.propose(user, column.row, {column.field.name: text}))
            except DeskError as error:
                self.typed[column.input_name], self.problems[column.input_name] = text, str(error)
        if done:
            messages.success(
                self.request,
                ngettext("%(count)s text waits for a second person now.", "%(count)s texts wait for a second person now.", done)
                % {"count": number(done)},
            )
        if self.problems:
            messages.error(self.request, _("Some texts were not saved; the reason stands below each."))
        elif not done:
            messages.warning(self.request, _("No text was typed or changed."))

    def key_of(self, name: str) -> column_listing.Key | None:
        """Return which column an input belongs to."""
        _text, type_id, pk, column = [*name.split("-", 3), "", "", ""][:4]
        if not (type_id.isdecimal() and pk.isdecimal() and len(type_id + pk) < 18):
            return None
        model = self.models.get(int(type_id))
        if model is None or column not in columns_of(model):
            return None
        return translated_models().index(model), int(pk), column

    @cached_property
    def models(self) -> dict[int, type[models.Model]]:
        """The models by the id of their content type."""
        return {found.pk: model for model, found in ContentType.objects.get_for_models(*translated_models()).items()}

    def ticked(self) -> list[ColumnProposal]:
        """Return the chosen proposals."""
        ids = [int(key) for key in self.request.POST.getlist("proposal") if key.isdecimal() and len(key) < 18]
        found = ColumnProposal.objects.filter(pk__in=ids).order_by("created_at", "pk")
        # The English first: whoever accepts a translation together with it accepts it over the new English.
        return sorted(found, key=lambda proposal: proposal.language.code != SOURCE_CODE)

    def accept(self) -> None:
        """Accept what was ticked."""
        outcome = proposals.each(self.ticked(), partial(proposals.accept, self.request.user))
        self.report(
            outcome,
            ngettext(
                "%(count)s text accepted. Visitors read it now.",
                "%(count)s texts accepted. Visitors read them now.",
                len(outcome.done),
            ),
        )

    def refuse(self) -> None:
        """Refuse what was ticked, with one reason for all."""
        message = self.request.POST.get("message", "")
        if not message.strip():
            self.typed["message"], self.problems["message"] = message, _("Say why, so that the author can do better.")
            return
        outcome = proposals.each(self.ticked(), lambda proposal: proposals.refuse(self.request.user, proposal, message))
        self.report(outcome, ngettext("%(count)s text refused.", "%(count)s texts refused.", len(outcome.done)))

    def report(self, outcome: proposals.Outcome, sentence: str) -> None:
        """Say what was done, and why the rest stayed as it was."""
        if outcome.done:
            messages.success(self.request, sentence % {"count": number(len(outcome.done))})
        if outcome.refused:
            left = ngettext(
                "%(count)s was left as it is: %(reason)s",
                "%(count)s were left as they are, the first because: %(reason)s",
                len(outcome.refused),
            )
            messages.warning(self.request, left % {"count": number(len(outcome.refused)), "reason": str(outcome.refused[0][1])})
        if not outcome.done and not outcome.refused:
            messages.warning(self.request, _("Choose at least one row first."))

    def row(self, column: Column) -> dict[str, Any]:
        """Return what a row shows."""
        proposal = column.proposal
        user = self.request.user
        decides = proposal is not None and permissions.can_accept(user, proposal.locale_id)
        return {
            "column": column,
            "proposal": proposal,
            "typed": self.typed.get(column.input_name, column.live),
            "is_long": column.long or len(column.live) > LONG,
            "english_change": differences.shown(column.before, column.english) if column.before else "",
            "upheld": column.input_name in self.request.POST.getlist("upheld"),
            "problem": self.problems.get(column.input_name, ""),
            "own": proposal is not None and proposal.author_id == user.pk,
            "decides": decides,
            "ticked": proposal is not None and str(proposal.pk) in self.request.POST.getlist("proposal"),
        }

    def heading(self, count: int) -> str:
        """Return how many texts the list has, and which."""
        return HEADINGS[self.readers or self.show](count) % {"number": number(count)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read one page of rows, and the numbers on all tabs."""
        user = self.request.user
        listed, read = self.listed()
        paginator = WagtailPaginator(listed, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p", 1))
        tabs = queue.tabs(user)
        counts = queue.count(queue.visible_jobs(user), tabs)
        rows = [self.row(column) for column in read(list(page.object_list))]
        return super().get_context_data(**kwargs) | {
            "form": self.shown_filters(),
            "show": self.show,
            "heading": self.heading(page.paginator.count),
            "writes": any(row["proposal"] is None for row in rows),
            "rows": rows,
            "page": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "tabs": [
                {"label": tab.label, "count": counts[name], "query": f"tab={name}", "current": False}
                for name, tab in tabs.items()
            ],
            "index_url": reverse("translation_desk:queue"),
            "columns_count": column_listing.count(self.own_locales),
            "columns_current": True,
            "decides": any(row["decides"] for row in rows),
            "message": self.typed.get("message", ""),
            "message_problem": self.problems.get("message", ""),
            "has_languages": bool(self.own_locales),
        }


HEADINGS: dict[str, Callable[[int], str]] = {
    MISSING: lambda count: ngettext("%(number)s missing text", "%(number)s missing texts", count),
    OUTDATED: lambda count: ngettext(
        "%(number)s text whose English has changed", "%(number)s texts whose English has changed", count
    ),
    WAITING: lambda count: ngettext("%(number)s text waits for approval", "%(number)s texts wait for approval", count),
    GAP: lambda count: ngettext(
        "%(number)s missing or outdated text waits for approval", "%(number)s missing or outdated texts wait for approval", count
    ),
}
"""What stands above a list, by what it shows."""

urlpatterns: list[URLPattern] = [path("texts/", ColumnsView.as_view(), name="columns")]
