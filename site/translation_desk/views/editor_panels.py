"""The editor's panels at the side: the page as readers will see it, and remarks on the whole translation."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from translation_desk import comments
from translation_desk.models import TranslationJob


class PreviewPanel(BaseSidePanel):
    """The page with the drafts, in its own language."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle preview")
        icon_name = "mobile-alt"
        has_counter = False
        keyboard_shortcut = "mod+p"

    name = "preview"
    title = _("Preview")
    template_name = "translation_desk/editor/preview_panel.html"
    order = 400

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Add the address that draws the page."""
        return super().get_context_data(parent_context) | {
            "preview_url": reverse("translation_desk:preview", args=[self.object.pk]),
            "csrf_token": get_token(self.request),
        }


class RemarksPanel(BaseSidePanel):
    """Comments that belong to no segment."""

    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle comments on the whole translation")
        icon_name = "comment"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            """Add the number of open threads."""
            open_threads = [thread for thread, _answers in self.panel.threads if thread.resolved_at is None]
            return super().get_context_data(parent_context) | {"count": len(open_threads)}

    name = "remarks"
    title = _("Comments on the whole translation")
    template_name = "translation_desk/editor/remarks_panel.html"
    order = 300

    def __init__(self, job: TranslationJob, request: HttpRequest, threads: list[comments.Thread]) -> None:
        super().__init__(job, request)
        self.threads = threads

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Add the threads."""
        return super().get_context_data(parent_context) | {
            "threads": self.threads,
            "job": self.object,
            "csrf_token": get_token(self.request),
            "may_comment": comments.may_comment(self.request.user, self.object),
        }


def panels(job: TranslationJob, request: HttpRequest, threads: list[comments.Thread]) -> list[BaseSidePanel]:
    """Return the panels of the editor; `threads` are those about the whole job."""
    return [RemarksPanel(job, request, threads), PreviewPanel(job, request)]
