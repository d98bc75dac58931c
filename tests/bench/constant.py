"""What a page from the cache is compared with: a Django of its own whose one view returns constant bytes.

It has the middleware that nearly every Django site has, in its usual order, and no database.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODIES = {place.name: place.read_bytes() for place in Path(os.environ["BENCH_BODIES"]).iterdir()}

settings.configure(
    SECRET_KEY="of no use to anybody",  # it signs nothing
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"],
)


def constant(_request: HttpRequest, name: str) -> HttpResponse:
    """Return bytes that were read when the process began."""
    return HttpResponse(BODIES[name])


urlpatterns = [path("<str:name>", constant)]
application = get_wsgi_application()
