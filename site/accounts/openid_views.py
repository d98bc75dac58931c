"""The way to the provider of single sign-on and back."""

import logging

import requests
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import factors, openid

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send somebody to the provider. A link does it: no form of ours may lead to another site."""
    _require_offer()
    wanted = request.GET.get("next", "")
    try:
        return HttpResponseRedirect(openid.begin(request, wanted if get_adapter().is_safe_url(wanted) else ""))
    except (openid.OpenIDError, requests.RequestException) as error:
        return _refuse(request, error)


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Sign in who comes from the provider, if it is one of us; ask for a second factor where the provider did not."""
    _require_offer()
    try:
        arrival = openid.arrive(request)
    except (openid.OpenIDError, requests.RequestException) as error:
        return _refuse(request, error)
    record_authentication(request, arrival.person, "openid")
    if arrival.shown_several_factors:
        record_authentication(request, arrival.person, "mfa", type=factors.BY_PROVIDER)
    return perform_login(request, arrival.person, redirect_url=arrival.next or None)


def _require_offer() -> None:
    if not openid.is_offered():
        raise Http404


def _refuse(request: HttpRequest, error: Exception) -> HttpResponse:
    # The exceptions of requests quote addresses with codes in them; the kind of error is enough.
    logger.warning("Single sign-on failed: %s", error if isinstance(error, openid.OpenIDError) else type(error).__name__)
    if isinstance(error, openid.UnknownPersonError):
        told = _("%(provider)s knows you, but nobody here has your address. Ask whoever manages people here to invite you.")
    else:
        told = _("Signing in through %(provider)s did not succeed. Try again, or sign in with your password.")
    messages.error(request, told % {"provider": settings.OIDC_NAME})
    return redirect("account_login")
