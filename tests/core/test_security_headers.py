"""What browsers are told not to do with pages of each kind."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from core import security_headers
from core.models import CustomDocument
from tests import factories

PUBLIC = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)


@pytest.fixture(autouse=True)
def no_policy_of_before() -> Any:
    security_headers.policy.cache_clear()
    yield
    security_headers.policy.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/", "/ar/nothing-here/", "/sitemap.xml", "/admin/login/", "/admin/password_reset/"])
def test_pages_that_anybody_reads_run_files_of_ours_only(six: factories.Pages, path: str) -> None:
    response = Client().get(path)
    assert response["Content-Security-Policy"] == PUBLIC
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]


def test_the_administration_may_write_scripts_into_its_pages_and_nothing_more(admin_client: Client) -> None:
    policy = admin_client.get("/admin/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "unsafe-eval" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.django_db
def test_files_run_nothing_and_are_saved(six: factories.Pages) -> None:
    document = CustomDocument.objects.create(title_en="Manual", file=ContentFile(b"%PDF-1.7", "manual.pdf"))
    response = Client().get(document.url)
    assert response.status_code == 200
    assert response["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in Client().get("/media/nothing.svg")["Content-Security-Policy"]


@pytest.mark.django_db
def test_pictures_may_come_from_where_uploads_are(settings: Any) -> None:
    settings.MEDIA_BUCKET = {"url_protocol": "https:", "custom_domain": "pictures.example.org/portal"}
    policy = security_headers.policy("public")
    assert "img-src 'self' data: https://pictures.example.org;" in policy
    assert "script-src 'self';" in policy


@pytest.mark.django_db
def test_a_public_server_asks_for_https_throughout(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert security_headers.policy("public").endswith("; upgrade-insecure-requests")
