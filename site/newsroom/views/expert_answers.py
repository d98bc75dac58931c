"""Where the link of an expert leads: the text, the question and the answer. No account, no cookie, nothing that is kept."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.formatting import day
from core.i18n import BY_CODE, SOURCE_CODE, locale_code, speaking
from core.security_headers import policy
from core.visitors import times, times_so_far
from newsroom.experts import answering, links, reading, wording
from newsroom.experts.forms import AnswerForm
from newsroom.models import ExpertQuestion
from translation_desk.errors import BadTextError, DeskError

State = ExpertQuestion.State
Shown = Callable[[HttpRequest, ExpertQuestion], HttpResponse]
TRIES = 20
"""Links that are none, from one sender within `SECONDS`; after that the door is shut to them, for right links too."""
SECONDS = 600
COUNT = "expert link"
STATUS = {State.WITHDRAWN: 410, State.REPLACED: 410, State.EXPIRED: 410}


def _guarded(view: Shown) -> Callable[..., HttpResponse]:
    """Show a view to whoever holds a right link: counted, kept by nobody, and telling nobody where it was."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str) -> HttpResponse:
        if times_so_far(request, COUNT) >= TRIES:
            return _sealed(_closed(request, _("Too many attempts have failed. Wait some minutes, then try again."), 429))
        found = links.find(token)
        if found is None:
            times(request, COUNT, seconds=SECONDS)
            return _sealed(_closed(request, _("This link is not valid. Perhaps it was not copied as a whole."), 404))
        try:
            request.POST  # noqa: B018  # read here, where what cannot be read is answered like all else
        except (SuspiciousOperation, BadRequest, MultiPartParserError):
            return _sealed(_closed(request, _("What was sent could not be read. Send it again from the page of the link."), 400))
        return _sealed(view(request, found))

    return guarded


def _sealed(response: HttpResponse) -> HttpResponse:
    headers = response.headers
    headers["Cache-Control"] = "no-store"
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Robots-Tag"] = "noindex, nofollow"
    headers.setdefault("Content-Security-Policy", f"{policy('public')}; frame-src 'self'")
    return response


@csrf_exempt
@_guarded
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, found: ExpertQuestion) -> HttpResponse:
    """Show text and question, and take the answer.

    Programs that look at links in mails only read, which answers nothing. There is no session whose trust another site could use:
    what is sent carries the token itself, since browsers do not say here which page they come from.
    """
    state = answering.present_state(found)
    if state != State.OPEN:
        return _over(request, found, state)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, passages=reading.passages(found), name=found.name)
    if request.method == "POST":
        if not constant_time_compare(request.POST.get("token", ""), links.token_of(found)):
            form.add_error(None, _("What was sent does not belong to this link. Send it again from this page."))
        if form.is_valid():
            try:
                said = form.cleaned_data
                answered = answering.answer(found, said["answer"], words=said["words"], remarks=form.remarks())
            except BadTextError as error:
                form.add_error("words", str(error))
            except DeskError:
                found.refresh_from_db()
                return _over(request, found, answering.present_state(found))
            else:
                return _over(request, answered, State(answered.answer), new=True)
    return _page(request, "question.html", found, 422 if form.is_bound else 200, form=form, token=links.token_of(found))


@xframe_options_sameorigin
@_guarded
@require_http_methods(["GET", "HEAD"])
def preview(request: HttpRequest, found: ExpertQuestion) -> HttpResponse:
    """Show the page as visitors would see it with this text, in its own language. Nothing in it runs or can be sent."""
    state = answering.present_state(found)
    if state != State.OPEN:
        return _over(request, found, state)
    seen = copy(request)
    # As a visitor sees it, also where somebody of the staff looks.
    seen.user, seen.COOKIES = AnonymousUser(), {}
    with speaking(locale_code(found.page.locale_id)) as language:
        seen.LANGUAGE_CODE = language.code
        page = found.revision.as_object()
        response = page.serve_preview(seen, page.default_preview_mode)
        if hasattr(response, "render"):
            response.render()
    response.headers["Content-Security-Policy"] = f"{policy('public')}; sandbox allow-same-origin allow-popups"
    response.headers["Content-Language"] = language.code
    return response


def _over(request: HttpRequest, found: ExpertQuestion, state: State, *, new: bool = False) -> HttpResponse:
    """Say what was answered, or that the link has ended, but no word of the text any more. What was typed is given back."""
    typed = [] if new else _typed(request)
    ended = _ended(found) if found.answer else state
    if ended:
        return _closed(request, _sentence(ended), STATUS[ended], typed=typed)
    status = 409 if request.method == "POST" and not new else 200
    return _page(request, "answered.html", found, status, typed=typed, new=new)


def _ended(found: ExpertQuestion) -> State | None:
    """Return how the link of an answered question has ended; None while it still says what was answered."""
    if found.ended == ExpertQuestion.Ended.WITHDRAWN or found.forgotten_at is not None:
        return State.WITHDRAWN
    return State.EXPIRED if found.expires_at <= timezone.now() else None


def _typed(request: HttpRequest) -> list[str]:
    words = [str(value) for name, value in request.POST.items() if name == "words" or name.startswith("remark-")]
    return [text for text in words if text.strip()]


def _sentence(state: State) -> str:
    if state == State.WITHDRAWN:
        return _("The question was withdrawn. Thank you for your readiness.")
    if state == State.REPLACED:
        return _("The text has changed since you were asked, so the question has ended. Perhaps you are asked again.")
    return _("The time for an answer has passed. Ask whoever sent you the link for a new one.")


def _closed(request: HttpRequest, sentence: str, status: int, *, typed: Sequence[str] = ()) -> HttpResponse:
    return render(request, "newsroom/experts/closed.html", {"sentence": sentence, "typed": typed}, status=status)


def _page(request: HttpRequest, name: str, found: ExpertQuestion, status: int, **context: Any) -> HttpResponse:
    code = locale_code(found.page.locale_id)
    shown = {
        "question": found,
        "title": wording.title(found),
        "asker": wording.asker(found),
        "until": day(timezone.localdate(found.expires_at)),
        "text_language": BY_CODE[code],
        "text_language_name": wording.page_language(found),
        "english": BY_CODE[SOURCE_CODE],
        "is_translation": code != SOURCE_CODE,
        **context,
    }
    return render(request, f"newsroom/experts/{name}", shown, status=status)
