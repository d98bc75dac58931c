"""The contact form: what it keeps, what it refuses, what it says."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone, translation
from wagtail.models import Page

from config.languages import BY_CODE, CODES
from core.visitors import client_address
from home.forms import ContactForm
from home.models import ContactMessage
from tests import factories

pytestmark = pytest.mark.django_db

HERE = "http://testserver"


@pytest.fixture(scope="module")
def pages(six: factories.Pages, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock(), factories.undone():
        yield factories.contact(six, retention_days=30)


@pytest.fixture(autouse=True)
def _pages(pages: factories.Pages) -> None:
    """Every test here needs the contact pages."""


def send(client: Client, code: str = "en", *, headers: dict[str, str] | None = None, **fields: str) -> Any:
    data = {"message": "Hello", "reply_language": "en", **fields}
    return client.post(f"/{code}/send-message/", data, headers={"Origin": HERE} if headers is None else headers)


def field(html: str, name: str) -> str:
    """The part of the form around one field."""
    (part,) = (part for part in html.split('<div class="field')[1:] if f'name="{name}"' in part)
    return part


def test_a_message_is_stored(client: Client) -> None:
    send(client, "fr", message="Bonjour", name="N", email="n@example.org", page="/fr/topics/")
    message = ContactMessage.objects.get()
    assert (message.message, message.name, message.email, message.page_path, message.language) == (
        "Bonjour",
        "N",
        "n@example.org",
        "/fr/topics/",
        "fr",
    )


def test_a_message_alone_is_enough(client: Client) -> None:
    send(client)
    assert ContactMessage.objects.count() == 1


def test_thanks_follow(client: Client) -> None:
    response = send(client)
    assert (response.status_code, response.headers["Location"]) == (302, "/en/contact/?sent=1#sent")


def test_thanks_are_the_pages_own(client: Client) -> None:
    assert "<p>Thank you.</p>" in client.get("/en/contact/?sent=1").text


def test_the_office_is_mailed(client: Client) -> None:
    send(client, "ru", message="Привет", email="n@example.org", page="/ru/topics/")
    (message,) = mail.outbox
    assert message.to == settings.CONTACT_RECIPIENTS
    assert message.reply_to == ["n@example.org"]
    assert message.subject == "Message from the portal (Russian)"
    assert "Привет" in message.body
    assert "Page: /ru/topics/" in message.body


def test_without_recipients_nothing_is_mailed(client: Client, settings: Any) -> None:
    settings.CONTACT_RECIPIENTS = []
    send(client)
    assert mail.outbox == []


def test_the_day_of_deletion_follows_the_page(client: Client) -> None:
    send(client)
    assert ContactMessage.objects.get().delete_after == timezone.localdate() + timedelta(days=30)


def test_messages_past_their_day_are_expired(client: Client) -> None:
    send(client)
    assert not ContactMessage.objects.expired().exists()
    ContactMessage.objects.update(delete_after=timezone.localdate() - timedelta(days=1))
    assert ContactMessage.objects.expired().exists()


def test_a_filled_trap_stores_and_mails_nothing(client: Client) -> None:
    response = send(client, website="https://spam.example/")
    assert response.status_code == 302
    assert not ContactMessage.objects.exists()
    assert mail.outbox == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "https://elsewhere.example/testserver"},
        {"Origin": "https://elsewhere.example", "Referer": f"{HERE}/en/contact/"},
        {"Origin": "http://[bad"},
    ],
)
def test_a_form_from_elsewhere_is_refused(client: Client, headers: dict[str, str]) -> None:
    response = send(client, headers=headers)
    assert response.status_code == 422
    assert not ContactMessage.objects.exists()


def test_a_refused_message_is_kept_on_the_page(client: Client) -> None:
    response = send(client, headers={}, message="A long <thought>", name="N")
    assert "A long &lt;thought&gt;" in field(response.text, "message")
    assert 'value="N"' in field(response.text, "name")


def test_a_referer_is_enough(client: Client) -> None:
    send(client, headers={"Referer": f"{HERE}/en/contact/"})
    assert ContactMessage.objects.count() == 1


def test_no_token_is_needed() -> None:
    send(Client(enforce_csrf_checks=True))
    assert ContactMessage.objects.count() == 1


def test_five_messages_an_hour(client: Client) -> None:
    statuses = [send(client, message=f"Number {number}").status_code for number in range(6)]
    assert statuses == [302] * 5 + [422]
    assert ContactMessage.objects.count() == 5


def test_the_allowance_is_each_visitors_own(client: Client) -> None:
    for _number in range(6):
        send(client)
    assert (
        client.post(
            "/en/send-message/", {"message": "Hello", "reply_language": "en"}, headers={"Origin": HERE}, REMOTE_ADDR="10.0.0.9"
        ).status_code
        == 302
    )


def test_forms_with_errors_do_not_count(client: Client) -> None:
    for _number in range(6):
        send(client, message="")
    assert send(client).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "127.0.0.1"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "1.1.1.1", "127.0.0.1"),
    ],
)
def test_the_address_counted_is_the_one_a_trusted_proxy_saw(
    rf: Any, settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert client_address(rf.get("/", headers={"X-Forwarded-For": forwarded})) == address


@pytest.mark.parametrize("code", CODES)
def test_an_error_stands_beside_its_field_in_the_pages_language(client: Client, code: str) -> None:
    response = send(client, code, message="", email="not an address", name="Typed")
    with translation.override(code):
        required = translation.gettext("Write your message.")
        invalid = translation.gettext("Write the address in the form name@example.org.")
    assert response.status_code == 422
    assert f'<html lang="{BY_CODE[code].tag}"' in response.text
    assert required in field(response.text, "message")
    assert invalid in field(response.text, "email")


def test_nothing_typed_is_lost_in_an_error(client: Client) -> None:
    response = send(client, message="Typed", email="not an address", name="Me", page="/en/x/")
    assert "Typed" in field(response.text, "message")
    assert 'value="not an address"' in field(response.text, "email")
    assert 'value="Me"' in field(response.text, "name")
    assert 'value="/en/x/"' in field(response.text, "page")


def test_an_error_is_announced_and_tied_to_its_field(client: Client) -> None:
    html = send(client, message="").text
    (described,) = re.findall(r'aria-describedby="([^"]+)"', field(html, "message"))
    assert all(f'id="{name}"' in html for name in described.split())
    assert 'aria-invalid="true"' in field(html, "message")
    assert 'role="alert"' in html


def test_a_message_that_is_too_long_is_refused_with_the_figures(client: Client) -> None:
    response = send(client, message="x" * 5001)
    assert "at most 5000 characters, now 5001" in response.text
    assert not ContactMessage.objects.exists()


@pytest.mark.parametrize("name", ["message", "name", "email", "page"])
def test_a_nul_byte_is_refused(client: Client, name: str) -> None:
    assert send(client, **{name: "a\x00b@example.org"}).status_code == 422


def test_a_page_with_errors_is_not_for_search_engines(client: Client) -> None:
    assert send(client, message="").headers["X-Robots-Tag"] == "noindex"


def test_a_page_with_errors_names_itself_as_canonical(client: Client) -> None:
    assert '<link rel="canonical" href="http://testserver/en/contact/">' in send(client, message="").text


@pytest.mark.parametrize("fields", [{}, {"message": ""}, {"website": "x"}])
def test_no_cookie_is_set(client: Client, fields: dict[str, str]) -> None:
    assert not send(client, **fields).cookies
    assert not client.get("/en/contact/").cookies


def test_reading_the_address_of_the_form_leads_to_the_page(client: Client) -> None:
    response = client.get("/es/send-message/")
    assert (response.status_code, response.headers["Location"]) == (302, "/es/contact/")


def test_other_methods_are_refused(client: Client) -> None:
    assert client.put("/en/send-message/").status_code == 405


def test_without_a_contact_page_there_is_no_form(client: Client) -> None:
    Page.objects.filter(url_path="/home-es/contact/").update(live=False)
    assert send(client, "es").status_code == 404


def test_the_page_to_report_is_filled_in(client: Client) -> None:
    assert 'value="/en/topics/tanning/"' in field(client.get("/en/contact/?page=/en/topics/tanning/").text, "page")


@pytest.mark.parametrize(
    "path", ["https://elsewhere.example/", "//elsewhere.example/", "/de/x/", "/en/" + "x" * 600, "/en/\x00/", "javascript:x"]
)
def test_only_pages_of_ours_are_filled_in(path: str) -> None:
    assert ContactForm.about(path, [BY_CODE["en"]]).initial["page"] == ""


def test_only_the_path_of_a_typed_address_is_kept(client: Client) -> None:
    send(client, page="http://testserver/en/topics/?q=secret#x")
    assert ContactMessage.objects.get().page_path == "/en/topics/"


def test_an_address_that_cannot_be_read_is_left_out(client: Client) -> None:
    send(client, page="http://[bad")
    assert ContactMessage.objects.get().page_path == ""


def test_the_language_of_the_answer_is_kept(client: Client) -> None:
    send(client, "ar", reply_language="fr")
    assert ContactMessage.objects.get().reply_language == "fr"


def test_an_answer_is_offered_in_the_offices_languages_only(client: Client) -> None:
    assert re.findall(r'<option value="([^"]+)"', field(client.get("/ar/contact/").text, "reply_language")) == ["en", "fr"]


def test_an_answer_in_another_language_is_refused(client: Client) -> None:
    assert send(client, reply_language="de").status_code == 422


def test_every_page_leads_to_the_form_with_its_address(client: Client) -> None:
    assert 'href="/en/contact/?page=/en/#form"' in client.get("/en/").text


def test_the_languages_of_answers_are_named_in_themselves(client: Client) -> None:
    assert '<span lang="fr" dir="ltr">Français</span>' in client.get("/ar/contact/").text
