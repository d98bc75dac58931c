"""Whatever is sent, nothing fails: parameters of the API, searches, filters and forms, made up by Hypothesis.

The same few examples in every run; HYPOTHESIS_PROFILE=long tries many, other ones each time.
"""

import os
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from newsroom.experts import links
from newsroom.models import ExpertQuestion
from tests import factories
from tests.newsroom.expert_questions import ask
from tests.search import stock_index
from tests.translation_desk import desk
from translation_desk import roles

QUIET: dict[str, Any] = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
settings.register_profile("short", max_examples=12, derandomize=True, **QUIET)
settings.register_profile("long", max_examples=200, **QUIET)
PROFILE = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))

WORDS = st.one_of(
    st.text(max_size=30).map(lambda text: text.encode("utf-8", "replace").decode()),
    st.integers().map(str),
    st.sampled_from(
        [
            "",
            "*",
            "(",
            '"',
            "-",
            ",",
            "*,-id",
            "_,(",
            "random",
            "-title",
            "null",
            "true",
            "1,2",
            "\x00",
            "home.StandardPage",
            "tanning",
            "en",
        ]
    ),
)
ORIGIN = {"Origin": "http://testserver"}
API = (
    "search",
    "type",
    "fields",
    "order",
    "locale",
    "child_of",
    "descendant_of",
    "ancestor_of",
    "slug",
    "limit",
    "offset",
    "id",
    "html_path",
    "title",
    "translation_of",
    "search_operator",
)
LISTS = ("q", "topic", "type", "country", "language", "section", "sort", "from", "to", "page")
QUEUE = (
    "q",
    "tab",
    "ordering",
    "language",
    "assignee",
    "level",
    "state",
    "topic",
    "page",
    "p",
    "rows",
    "job",
    "all",
    "action",
    "show",
    "person",
    "first_day",
    "last_day",
)
DRAFT = "A draft that nobody has seen"
ENDED = ("answered", "withdrawn", "replaced", "expired")
ANSWER = ("token", "answer", "words", "confirmed", "remark-0", "remark-1", "remark-99", "remark--1")
CONTACT = ("name", "email", "message", "page", "reply_language", "website")
SCREENS = (
    "queue",
    "matrix",
    "questions",
    "columns",
    "exceptions",
    "staff",
    "plan",
    "words",
    "one_language",
    "plan_requests",
    "bulk",
    "archive",
)


def some(*names: str) -> st.SearchStrategy[dict[str, list[str]]]:
    """Make up values of some of these parameters, each up to twice."""
    return st.dictionaries(st.sampled_from(names), st.lists(WORDS, min_size=1, max_size=2), max_size=5)


@pytest.fixture(scope="module")
def portal(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """A small portal, a visitor and somebody who may do everything."""
    with django_db_blocker.unblock(), factories.undone():
        stock_index.make()
        roles.set_up_roles(six)
        factories.publication(factories.publication_index(six), "reed-beds", topics=[factories.topic("tanning")])
        factories.standard(six, "about", ("en",))
        factories.contact(six)
        admin = Client(raise_request_exception=False)
        person = desk.people().admin
        admin.force_login(person)
        yield SimpleNamespace(visitor=Client(raise_request_exception=False), admin=admin, questions=questions(six, person))


def questions(homes: factories.Pages, person: Any) -> dict[str, ExpertQuestion]:
    """Return questions to experts about an English draft, by what became of them."""
    page = factories.standard(homes, "asked", ("en",))["en"]
    page.title = DRAFT
    page.save_revision()
    page.refresh_from_db()
    made = {name: ask(person, page, email=f"{name}@example.org") for name in ("open", *ENDED)}
    now = timezone.now()
    changes: dict[str, dict[str, Any]] = {
        "answered": {"answer": "agrees", "answered_at": now},
        "withdrawn": {"ended": "withdrawn", "ended_at": now},
        "replaced": {"digest": "another"},
        "expired": {"expires_at": now},
    }
    for name, values in changes.items():
        ExpertQuestion.objects.filter(pk=made[name].pk).update(**values)
    return made


@pytest.mark.django_db
@PROFILE
@given(
    data=some(*API), kind=st.sampled_from(["pages/", "pages/find/", "images/", "images/find/", "documents/", "documents/find/"])
)
def test_the_api_answers_anything(portal: SimpleNamespace, data: dict[str, list[str]], kind: str) -> None:
    assert portal.visitor.get(f"/api/v2/{kind}", data).status_code in {200, 302, 400, 404}


@pytest.mark.django_db
@PROFILE
@given(data=some(*LISTS), path=st.sampled_from(["search/", "search/suggestions/", "publications/", "contact/", "about/"]))
def test_searches_and_lists_answer_anything(portal: SimpleNamespace, data: dict[str, list[str]], path: str) -> None:
    assert portal.visitor.get(f"/en/{path}", data).status_code in {200, 404}


@pytest.mark.django_db
@PROFILE
@given(data=some(*CONTACT), ask=some("path", "website"), low=some("low_data", "page"))
def test_forms_of_visitors_answer_anything(portal: SimpleNamespace, data: Any, ask: Any, low: Any) -> None:
    for path, sent in (("/en/send-message/", data), ("/fr/ask-for-page/", ask), ("/ar/low-data/", low)):
        assert portal.visitor.post(path, sent, headers=ORIGIN).status_code in {302, 303, 404, 422, 429}


@pytest.mark.django_db
@PROFILE
@given(data=some(*QUEUE), screen=st.sampled_from(SCREENS))
def test_screens_of_the_desk_answer_anything(portal: SimpleNamespace, data: dict[str, list[str]], screen: str) -> None:
    assert portal.admin.get(reverse(f"translation_desk:{screen}"), data).status_code in {200, 302, 400, 404}


@pytest.mark.django_db
@PROFILE
@given(data=some("layer", "scope", "unit", "section", "days", "export"), screen=st.sampled_from(["parity", "parity_print"]))
def test_screens_of_the_newsroom_answer_anything(portal: SimpleNamespace, data: dict[str, list[str]], screen: str) -> None:
    assert portal.admin.get(reverse(f"newsroom:{screen}"), data).status_code in {200, 302, 400, 404}


@pytest.mark.django_db
@PROFILE
@given(
    content=st.binary(max_size=200),
    extension=st.sampled_from(["csv", "tsv", "xlsx"]),
    start=st.sampled_from([b"", b"old_address,new_address\n", b"PK\x03\x04"]),
)
def test_tables_of_redirects_answer_anything(portal: SimpleNamespace, content: bytes, extension: str, start: bytes) -> None:
    file = SimpleUploadedFile(f"redirects.{extension}", start + content)
    answer = portal.admin.post(reverse("newsroom:old_addresses"), {"file": file})
    assert answer.status_code in {200, 302}


def sender(number: int) -> dict[str, str]:
    """Come from an address of its own, since whoever tries many links is shut out."""
    return {"REMOTE_ADDR": f"2001:db8::{number:x}"}


SENDERS = st.integers(1, 65_535)


@pytest.mark.django_db
@PROFILE
@given(
    kept=st.tuples(st.integers(0, 80), st.integers(0, 90)),
    word=st.one_of(WORDS, st.text(min_size=500, max_size=900)),
    more=st.sampled_from(["", "page/"]),
    number=SENDERS,
)
def test_no_token_but_the_right_one_opens_a_draft(
    portal: SimpleNamespace, kept: tuple[int, int], word: str, more: str, number: int
) -> None:
    right = links.token_of(portal.questions["open"])
    token = right[: kept[0]] + word + right[kept[1] :]
    if token in {right, ""}:
        return
    for method in ("get", "post"):
        answer = getattr(portal.visitor, method)(f"/en/expert/{quote(token, safe='')}/{more}", **sender(number))
        assert answer.status_code in {404, 405, 429}
        assert DRAFT not in answer.content.decode()


@pytest.mark.django_db
@PROFILE
@given(data=some(*ANSWER), ended=st.sampled_from(ENDED), number=SENDERS)
def test_answers_of_experts_answer_anything(portal: SimpleNamespace, data: Any, ended: str, number: int) -> None:
    for name in ("open", ended):
        path = f"/en/expert/{links.token_of(portal.questions[name])}/"
        answer = portal.visitor.post(path, data, **sender(number))
        assert answer.status_code == (422 if name == "open" else 409 if name == "answered" else 410)
        assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
        # The one that is answered names the page, as the copy by mail does.
        assert name in {"open", "answered"} or DRAFT not in answer.content.decode()
    assert ExpertQuestion.objects.get(pk=portal.questions["open"].pk).answer == ""


@pytest.mark.django_db
@PROFILE
@given(
    body=st.builds(
        bytes.__add__,
        st.sampled_from([b"", b'--x\r\nContent-Disposition: form-data; name="words"', b"words=", b"answer=agrees&token="]),
        st.binary(max_size=300),
    ),
    kind=st.sampled_from(["multipart/form-data", "application/x-www-form-urlencoded", "text/plain", "application/json"]),
    parameters=st.sampled_from(["", "; boundary=x", "; boundary=\x7f", "; charset=utf-16", "; charset=rot13", "; charset=none"]),
    number=SENDERS,
)
def test_whatever_bytes_are_sent_to_an_expert_link_are_answered(
    portal: SimpleNamespace, body: bytes, kind: str, parameters: str, number: int
) -> None:
    path = f"/en/expert/{links.token_of(portal.questions['open'])}/"
    answer = portal.visitor.generic("POST", path, body, kind + parameters, **sender(number))
    assert answer.status_code in {400, 422}
    assert answer["Cache-Control"] == "no-store"
