"""Steps for many rows of the queue: choose, see the effect on each row, confirm; undo afterwards."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.formatting import listed as listed_names, number
from translation_desk import assigning, bulk, permissions, queue
from translation_desk.errors import DeskError
from translation_desk.filters import Selection, person_name
from translation_desk.models import JobBatch, TranslationJob

ACTIONS = bulk.ACTIONS

SHOWN = 100
"""Rows whose effect is listed one by one; all of them are counted."""


def chosen_jobs(request: HttpRequest) -> list[TranslationJob]:
    """Return the rows that were chosen on the queue: all that match its filters, or the ticked ones."""
    user = request.user
    if request.GET.get("all"):
        chosen: QuerySet[TranslationJob] = Selection(user, QueryDict(request.GET.get("rows", "")), request=request).rows
    else:
        ids = [int(key) for key in request.GET.getlist("job") if key.isdecimal()]
        chosen = queue.visible_jobs(user).filter(pk__in=ids)
    return list(queue.with_rows(chosen))


class DeskScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen below the queue, for everybody who has a role at the desk."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may see the queue."""
        if not permissions.can_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, queue, this screen."""
        above = {"url": reverse("translation_desk:queue"), "label": gettext_lazy("Translations")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_title()}]


class BulkView(DeskScreen):
    """One step for chosen rows. GET shows what it would do, POST does it."""

    template_name = "translation_desk/queue/bulk.html"

    @cached_property
    def action(self) -> bulk.Action:
        """The step that is asked for."""
        action = ACTIONS.get(self.request.GET.get("action", ""))
        if action is None:
            raise Http404
        if not action.offered_to(self.request.user):
            raise PermissionDenied
        return action

    @cached_property
    def rows_query(self) -> str:
        """The address of the list that the rows were chosen on."""
        return self.request.GET.get("rows", "")

    @cached_property
    def jobs(self) -> list[TranslationJob]:
        """The chosen rows: all that match the filters, or the ticked ones."""
        return chosen_jobs(self.request)

    @cached_property
    def form(self) -> Any:
        """What the step asks for; filled once the person asks for the effect."""
        asked = self.request.GET if "effect" in self.request.GET else None
        return self.action.form(asked, locale_ids={job.locale_id for job in self.jobs})

    def get_page_title(self) -> str:
        """Return what the step is called."""
        return str(self.action.heading)

    def get_header_icon(self) -> str:
        """Return the icon of the step."""
        return self.action.icon

    @property
    def list_url(self) -> str:
        """Where the person came from."""
        return f"{reverse('translation_desk:queue')}?{self.rows_query}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the effect, or send back who chose nothing."""
        if not self.action or not self.jobs:
            messages.warning(request, _("Choose at least one row first."))
            return redirect(self.list_url)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what was shown, as far as the rows still allow it."""
        if not self.action or not self.form.is_valid():
            return self.get(request, *args, **kwargs)
        try:
            outcome = self.action.carry_out(request.user, self.jobs, self.form.value())
        except DeskError as error:
            messages.error(request, str(error))
        else:
            self.report(outcome)
        return redirect(self.list_url)

    def report(self, outcome: assigning.Outcome) -> None:
        """Say what was done, and offer to undo it."""
        done = len(outcome.done)
        if self.action.name == "prefill":
            text = self._filled(outcome)
        elif self.action.undoable:
            text = ngettext("%(count)s translation changed.", "%(count)s translations changed.", done) % {"count": number(done)}
        else:
            text = ngettext("%(count)s reminder sent.", "%(count)s reminders sent.", done) % {"count": number(done)}
        if outcome.refused:
            left = ngettext(
                "%(count)s was left as it is: %(reason)s",
                "%(count)s were left as they are, the first because: %(reason)s",
                len(outcome.refused),
            )
            text += " " + left % {"count": number(len(outcome.refused)), "reason": outcome.refused[0].refusal}
        undo_url = reverse("translation_desk:undo", args=[outcome.batch.pk]) if outcome.batch else ""
        messages.success(self.request, render_to_string("translation_desk/queue/done.html", {"text": text, "undo_url": undo_url}))

    @staticmethod
    def _filled(outcome: assigning.Outcome) -> str:
        """Say how many texts were filled from the memory, and how many translations follow in the background."""
        texts = sum(effect.fills for effect in outcome.done)
        text = ngettext("%(count)s text filled from the memory.", "%(count)s texts filled from the memory.", texts)
        text %= {"count": number(texts)}
        if outcome.later:
            later = ngettext(
                "%(count)s translation is being filled in the background.",
                "%(count)s translations are being filled in the background.",
                outcome.later,
            )
            text += " " + later % {"count": number(outcome.later)}
        return text

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows, and the effect on each once it can be known."""
        context = super().get_context_data(**kwargs) | {
            "action": self.action,
            "form": self.form,
            "media": self.form.media,
            "chosen": len(self.jobs),
            "list_url": self.list_url,
            "selected": [(name, value) for name in ("action", "rows", "all", "job") for value in self.request.GET.getlist(name)],
            "confirm_url": self.request.get_full_path(),
        }
        if not self.form.is_bound or not self.form.is_valid():
            return context
        effects = self.action.effects(self.request.user, self.jobs, self.action.name, self.form.value())
        refused = [effect for effect in effects if effect.refusal]
        done = [effect for effect in effects if effect.does_something]
        same = [effect for effect in effects if not (effect.refusal or effect.does_something)]
        listed = [*refused, *done, *same][:SHOWN]
        names = bulk.people_named(listed)
        return context | {
            "effect_known": True,
            "refused": len(refused),
            "done": len(done),
            "fills": sum(effect.fills for effect in done),
            "same": len(same),
            "rows": [
                {
                    "effect": effect,
                    "changes": bulk.changes(effect.changes, effect.job, names),
                    "people": listed_names([person_name(person) for person in effect.people]),
                }
                for effect in listed
            ],
            "further": len(effects) - len(listed),
        }


class UndoView(DeskScreen):
    """Takes a step back. GET asks for confirmation, for those whose browser runs no scripts; POST does it."""

    template_name = "translation_desk/queue/undo.html"
    page_title = gettext_lazy("Undo")
    header_icon = "history"

    def post(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        """Undo the batch and say which rows could not be restored."""
        batch = get_object_or_404(JobBatch, pk=batch_id)
        try:
            undone = assigning.undo(request.user, batch)
        except DeskError as error:
            messages.error(request, str(error))
        else:
            text = ngettext(
                "Undone: %(count)s translation is as before.", "Undone: %(count)s translations are as before.", undone.restored
            )
            messages.success(request, text % {"count": number(undone.restored)})
            if undone.kept:
                titles = ", ".join(job.source_title for job in undone.kept[:5])
                kept = ngettext(
                    "%(count)s was changed by somebody since and stays as it is: %(titles)s",
                    "%(count)s were changed by somebody since and stay as they are, among them: %(titles)s",
                    len(undone.kept),
                )
                messages.warning(request, kept % {"count": number(len(undone.kept)), "titles": titles})
        return redirect(get_valid_next_url_from_request(request) or reverse("translation_desk:queue"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the batch."""
        batch = get_object_or_404(JobBatch, pk=self.kwargs["batch_id"])
        return super().get_context_data(**kwargs) | {"count": len(batch.before), "label": ACTIONS[batch.action].heading}
