"""The page that explains the mechanical checks, language by language, and where administrators switch them on and off."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.models import Locale

from core.i18n import CODES, SOURCE_CODE, language_name, locale_ids
from translation_checks import CHECKS, Check, Severity, checks_of
from translation_checks.examples import EXAMPLES
from translation_desk import findings, permissions
from translation_desk.errors import DeskError
from translation_desk.screen import in_language
from translation_desk.tags import marked_up
from translation_desk.views.bulk import DeskScreen

TARGETS = tuple(code for code in CODES if code != SOURCE_CODE)
TITLE = gettext_lazy("Checks of translations")


def address(code: str, name: str = "") -> str:
    """Return where the checks of a language are explained, at one of them if it is named."""
    return f"{reverse('translation_desk:checks')}?{urlencode({'language': code})}{f'#check-{name}' if name else ''}"


class ChecksView(DeskScreen):
    """All checks of one language: what they find, an example, whether they block handing in, whether they are on."""

    template_name = "translation_desk/checks/index.html"
    page_title = TITLE
    header_icon = "circle-check"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the languages and the checks of the one that is asked for."""
        code = self._code()
        off = findings.silenced(locale_ids()[code])
        return super().get_context_data(
            languages=[(capfirst(language_name(each)), address(each), each == code) for each in TARGETS],
            code=code,
            checks=[_shown(check, code, on=check.id not in off) for check in checks_of(code)],
            may_switch=permissions.is_administrator(self.request.user),
            source_name=capfirst(language_name(SOURCE_CODE)),
            in_english=in_language(SOURCE_CODE),
            in_target=in_language(code),
            **kwargs,
        )

    def _code(self) -> str:
        asked = self.request.GET.get("language", "")
        if asked in TARGETS:
            return asked
        own = {locale for _role, locale in permissions.roles_of(self.request.user)}
        return next((code for code, locale in locale_ids().items() if locale in own and code in TARGETS), TARGETS[0])


def _shown(check: Check, code: str, *, on: bool) -> dict[str, Any]:
    example = EXAMPLES[check.id]
    wrong, right = example.texts.get(code, ("", ""))
    return {
        "id": check.id,
        "title": check.title,
        "explanation": check.explanation,
        "effect": _effect(check),
        "is_error": check.severity == Severity.ERROR,
        "final": check.final,
        "on": on,
        "source": marked_up(example.source),
        "wrong": marked_up(wrong) if wrong else "",
        "right": marked_up(right) if right else "",
        "url": reverse("translation_desk:switch_check", args=[code, check.id]),
    }


def _effect(check: Check) -> str:
    if check.final:
        return _("Error: has to be mended before handing in.")
    if check.severity == Severity.ERROR:
        return _("Error: has to be mended before handing in, unless a reviewer says why the text is right.")
    return _("Warning: has to be mended before handing in, unless whoever translates says why the text is right.")


@require_POST
def switch(request: HttpRequest, code: str, check: str) -> HttpResponse:
    """Switch a check of a language on or off."""
    if not permissions.is_administrator(request.user):
        raise PermissionDenied
    found = CHECKS.get(check)
    if found is None or code not in found.languages:
        raise Http404
    on = request.POST.get("on") == "1"
    try:
        findings.switch(request.user, found, Locale.objects.get(language_code=code), on=on)
    except DeskError as error:
        messages.error(request, str(error))
    else:
        pattern = _("“%(check)s” is switched on.") if on else _("“%(check)s” is switched off.")
        messages.success(request, pattern % {"check": found.title})
    return redirect(address(code, found.id))


urlpatterns: list[URLPattern] = [
    path("checks/", ChecksView.as_view(), name="checks"),
    path("checks/<str:code>/<slug:check>/", switch, name="switch_check"),
]
