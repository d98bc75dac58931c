"""The translation editor: one screen in which texts are written and reviewed."""

from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin.telepath import JSContext
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images import get_image_model
from wagtail.images.widgets import AdminImageChooser

from core.i18n import BY_CODE, SOURCE_CODE, language_name, locale_code
from core.versions import public_path
from translation_desk import comments, editing, jobs, machine, notes, obstacles, prefilling, presenting
from translation_desk.drawing import Drawing
from translation_desk.errors import BadTextError, DeskError
from translation_desk.models import Segment, TranslationJob
from translation_desk.models.jobs import Status
from translation_desk.permissions import can_review, can_see, is_manager
from translation_desk.screen import Screen, changed_again, in_language, in_review, screen, segment_context
from translation_desk.segment_rows import NONE, Rows
from translation_desk.views import editor_panels, keyboard
from translation_desk.views.header import further_buttons

COLUMN = "desk_column"
BUTTONS_HOOK = "register_translation_buttons"
"""Hook with which parts above the desk add buttons to a translation: called with job and person, gives buttons."""
"""Where the session remembers the language of the reading column."""

FILTERS = ("all", "untranslated", "changed", "prefilled", "machine", "new", "findings", "comments", "questions", "flagged")
VERSIONS = ("version", "live_version", "ordered_version")
UNREAD = tuple(f"{version}__{column}" for version in VERSIONS for column in ("content", "segments", "steps"))
"""Of versions of the English, what would only make a job slow to read."""


def readable_job(user: Any, job_id: int) -> TranslationJob:
    """Return a job that the person may see. People of other languages may not: drafts are nobody else's business."""
    related = ("locale", *VERSIONS, "ordered_version__revision", "source_page", "target_page", "translator", "reviewer")
    found = TranslationJob.objects.select_related(*related).defer(*UNREAD, "ordered_version__revision__content")
    job = get_object_or_404(obstacles.with_places(found), pk=job_id)
    if not (can_see(user) and comments.may_comment(user, job)):
        raise PermissionDenied
    return job


class EditorView(WagtailAdminTemplateMixin, TemplateView):
    """The segments of one job, side by side, to write, to review or to read."""

    template_name = "translation_desk/editor/editor.html"
    header_icon = "globe"
    job: TranslationJob
    shown: Screen

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the job, remember the reading column if one was chosen."""
        self.job = readable_job(request.user, kwargs["job_id"])
        if "column" in request.GET:
            request.session[COLUMN] = request.GET["column"]
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Say page and language: browsers show it on the tab."""
        title = self.job.target_title or self.job.source_title
        return _("%(title)s (%(language)s)") % {"title": title, "language": language_name(locale_code(self.job.locale_id))}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the queue."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("translation_desk:queue"), "label": _("Translations")},
            {"url": "", "label": self.get_page_title()},
        ]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        """What other parts of the site offer here."""
        return further_buttons(self.request.user, "editor")

    def get_header_more_buttons(self) -> list[Button]:
        """Offer what is seldom needed and concerns the whole translation."""
        job, shown, page = self.job, self.shown, self.job.target_page
        offered = [
            (shown.may_manage, "people", _("Translator and reviewer"), "user"),
            (job.source_page_id is not None, "ask", _("Ask about the English"), "help"),
            (True, "audit", _("Record of the translation"), "clipboard-list"),
            (True, "versions", _("Approved versions"), "history"),
            (True, "exchange_job", pgettext("translation desk", "For your own tool"), "download"),
            (can_review(self.request.user, job) and page is not None and page.live, "take_offline", _("Take offline"), "no-view"),
            (is_manager(self.request.user) and job.status == Status.IN_REVIEW, "lift", _("Lift four eyes"), "warning"),
            (shown.may_stop, "stop", _("Keep this page by hand"), "edit"),
        ]
        found = [
            Button(label, url=reverse(f"translation_desk:{name}", args=[job.pk]), icon_name=icon, priority=number)
            for number, (holds, name, label, icon) in enumerate(offered)
            if holds
        ]
        return [*found, *(button for more in hooks.get_hooks(BUTTONS_HOOK) for button in more(job, self.request.user))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather what the screen shows, in a number of queries that does not grow with the segments."""
        job, user = self.job, self.request.user
        self.shown = shown = screen(user, job)
        code = locale_code(job.locale_id)
        column, columns = self._reading_column()
        remarks = comments.of_job(job)
        rows = Rows(job, user, other_texts=self._other_texts(column) if column else None, open_comments=remarks.open)
        review = in_review(job, shown)
        sections = rows.sections(review=review, flagged_first=job.status == Status.SENT_BACK)
        from_author = notes.drawn(job.source_page_id, (section.key for section in sections if section.key))
        for section in sections:
            section.notes = from_author.get(section.key, NONE) if section.key else NONE
        counts = _counts(sections)
        fillable = prefilling.fillable(job, rows.texts) if shown.mode == "write" else {}
        offer = machine.offer(job, rows.texts, fillable) if shown.mode == "write" else None
        chooser_context, chooser_media = _choosers(rows) if shown.mode == "write" else ("", None)
        of_segments = {
            **segment_context(job, shown),
            "in_other": in_language(column) if column else "",
            "column": BY_CODE.get(column),
        }
        return super().get_context_data(**kwargs) | {
            "job": job,
            **of_segments,
            "sections": Drawing(of_segments).sections(sections),
            "notes": from_author.get("", NONE),
            "counts": counts,
            "fillable": len(fillable),
            "machine": offer,
            "filters": _filters(counts, review=review, machine=offer is not None),
            "show": self._first_filter(counts, review=review),
            "source_language": BY_CODE[SOURCE_CODE],
            "target_language": BY_CODE[code],
            "target_name": language_name(code),
            "source_name": language_name(SOURCE_CODE),
            "column_name": language_name(column) if column else "",
            "columns": columns,
            "status": Status(job.status),
            "status_icon": presenting.ICONS.get(job.status, ""),
            "progress": presenting.progress(job),
            "changed_again": changed_again(job),
            "links": _links(job),
            "side_panels": editor_panels.panels(job, self.request, remarks.threads),
            "commands": keyboard.commands(self.request, shown),
            "settings": _settings(job, shown, user),
            "chooser_widgets": chooser_context,
            "media": chooser_media,
        }

    def _reading_column(self) -> tuple[str, list[tuple[str, str]]]:
        """Return the language of the reading column ("" for none) and the languages in which the page is live."""
        others = TranslationJob.objects.filter(translation_key=self.job.translation_key, live_version__isnull=False)
        codes = [locale_code(locale) for locale in others.exclude(pk=self.job.pk).values_list("locale_id", flat=True)]
        chosen = self.request.session.get(COLUMN, "")
        return (chosen if chosen in codes else ""), [(code, language_name(code)) for code in sorted(codes)]

    def _other_texts(self, code: str) -> dict[str, str]:
        rows = Segment.objects.filter(
            job__translation_key=self.job.translation_key, job__locale__language_code=code, kind=Segment.Kind.TEXT
        ).exclude(approved_text="")
        return {str(place): text for place, text in rows.values_list("place", "approved_text")}

    def _first_filter(self, counts: dict[str, int], *, review: bool) -> str:
        """Return the filter to begin with: what was asked for; in review what is new to visitors."""
        asked = self.request.GET.get("show", "")
        if asked in FILTERS:
            return asked
        return "new" if review and 0 < counts["new"] < counts["all"] else "all"


def _counts(sections: list[Any]) -> dict[str, int]:
    counts = dict.fromkeys(FILTERS, 0)
    for section in sections:
        for row in section.rows:
            counts["all"] += 1
            for word in row.states:
                counts[word] = counts.get(word, 0) + 1
    return counts


def _filters(counts: dict[str, int], *, review: bool, machine: bool) -> list[tuple[str, str, int]]:
    labels = {
        "all": _("All"),
        "untranslated": _("Not translated"),
        "changed": _("English has changed"),
        "prefilled": _("From the memory"),
        "machine": _("From a machine"),
        "new": _("New for visitors"),
        "findings": _("With findings"),
        "comments": _("With comments"),
        "questions": _("With questions"),
        "flagged": _("Flagged"),
    }
    hidden = {"untranslated", "prefilled", "machine"} if review else {"new"}
    if not machine and not counts["machine"]:
        hidden.add("machine")
    return [(name, labels[name], counts[name]) for name in FILTERS if name not in hidden]


def _choosers(rows: Rows) -> tuple[str, Any]:
    """Pack Wagtail's choosers of images and files for the script, if the page has any to choose."""
    if not rows.objects:
        return "", None
    context = JSContext()
    packed = context.pack(
        {"image": AdminImageChooser(show_edit_link=False), "document": AdminDocumentChooser(show_edit_link=False)}
    )
    return packed, context.media


def _links(job: TranslationJob) -> list[tuple[str, str]]:
    """Return where else the page can be seen: labels and addresses."""
    found = []
    page, source = job.target_page, job.source_page
    if page is not None and page.live:
        found.append((_("Live page"), public_path(page.url_path, locale_code(job.locale_id))))
    if source is not None:
        if source.live:
            found.append((_("English page"), public_path(source.url_path, SOURCE_CODE)))
        found.append((_("English in the page editor"), reverse("wagtailadmin_pages:edit", args=[quote(source.pk)])))
        found.append((_("Questions about the English"), f"{reverse('translation_desk:questions')}?show=all&page={source.pk}"))
    if page is not None:
        found.append((_("History of the page"), reverse("wagtailadmin_pages:history", args=[quote(page.pk)])))
        found.append((_("Reviews of the page"), reverse("wagtailadmin_pages:workflow_history", args=[quote(page.pk)])))
    found.append((_("Checks of translations"), f"{reverse('translation_desk:checks')}?language={locale_code(job.locale_id)}"))
    return found


def memory_url(job: TranslationJob) -> str:
    """Return where the memory of the job's language is searched."""
    return f"{reverse('translation_desk:memory')}?{urlencode({'language': locale_code(job.locale_id)})}"


def _settings(job: TranslationJob, shown: Screen, user: Any) -> dict[str, Any]:
    """Return what the script has to know."""
    return {
        "job": job.pk,
        "user": user.pk,
        "mode": shown.mode,
        "urls": {
            "segment": reverse("translation_desk:segment", args=[job.pk, 0, "ACTION"]),
            "details": reverse("translation_desk:details", args=[job.pk, 0]),
            "comment": reverse("translation_desk:comment", args=[0, "ACTION"]),
            "preview": reverse("translation_desk:preview", args=[job.pk]),
            "signIn": reverse("wagtailadmin_login"),
            "memory": memory_url(job),
        },
        "words": keyboard.words_for_the_script(),
    }


@xframe_options_sameorigin
def preview(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show the page as it would be with the drafts and, when posted, with texts not yet saved: `text-<id>` for each."""
    job = readable_job(request.user, job_id)
    wanted = {int(key[5:]): str(value) for key, value in request.POST.items() if key.startswith("text-") and key[5:].isdigit()}
    unsaved = {}
    for segment in Segment.objects.filter(job=job, active=True, pk__in=wanted).select_related("job__version"):
        try:
            unsaved[segment.pk] = editing.stored_text(segment, wanted[segment.pk], job)
        except BadTextError:
            # Half a tag cannot be shown: the last saved text stands in for it.
            continue
    try:
        page = jobs.preview(job, unsaved)
    except DeskError as error:
        return HttpResponse(str(error), status=error.status, content_type="text/plain; charset=utf-8")
    response = page.make_preview_request(request, page.default_preview_mode, {"in_preview_panel": True})
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_GET
def thumbnail(request: HttpRequest, image_id: int) -> HttpResponse:
    """Lead to a small rendition of an image, made when it is first asked for, so that the editor itself need not wait."""
    if not can_see(request.user):
        raise PermissionDenied
    image = get_object_or_404(get_image_model(), pk=image_id)
    try:
        url = image.get_rendition("max-165x165").url
    except OSError as error:
        raise Http404 from error
    response = redirect(url)
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


urlpatterns: list[URLPattern] = [
    path("<int:job_id>/", EditorView.as_view(), name="job"),
    path("<int:job_id>/preview/", preview, name="preview"),
    path("images/<int:image_id>/", thumbnail, name="thumbnail"),
]
