"""What the link of an expert gives, to whom, and how it ends."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from newsroom.experts import asking, forgetting, links
from newsroom.models import ExpertQuestion
from newsroom.views import expert_answers
from operations import logs
from tests.newsroom.expert_questions import ask
from translation_desk import leaving, reviewing
from translation_desk.models import TranslationJob

State = ExpertQuestion.State


@pytest.fixture
def question(job: TranslationJob, staff: SimpleNamespace) -> ExpertQuestion:
    """A question about the French text that waits, in English."""
    return ask(staff.reviewer, Page.objects.get(pk=job.target_page_id), message="Is the chemistry right?")


def path_of(question: ExpertQuestion, more: str = "") -> str:
    return f"/en/expert/{links.token_of(question)}/{more}"


def sent(question: ExpertQuestion, **values: str) -> dict[str, str]:
    return {"token": links.token_of(question), "answer": "agrees", "confirmed": "on", **values}


def stored() -> ExpertQuestion:
    return ExpertQuestion.objects.get()


def test_the_page_says_what_is_asked_and_names_nobody_of_the_staff(
    question: ExpertQuestion, client: Client, staff: SimpleNamespace
) -> None:
    html = client.get(path_of(question)).content.decode()
    assert "Is the chemistry right?" in html
    assert "Zwei" in html
    assert "reviewer, French" in html.replace("Reviewer", "reviewer")
    assert staff.reviewer.first_name not in html
    assert staff.translator.first_name not in html


def test_the_preview_shows_the_draft_and_runs_nothing(question: ExpertQuestion, client: Client, staff: SimpleNamespace) -> None:
    client.force_login(staff.admin)
    answer = client.get(path_of(question, "page/"))
    html = answer.content.decode()
    assert "Zwei" in html
    assert '<html lang="fr"' in html
    assert "userbar" not in html
    assert "staff-bar" not in html
    assert "sandbox allow-same-origin" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("more", ["", "page/"])
def test_nobody_keeps_it_and_nobody_learns_the_address(more: str, question: ExpertQuestion, client: Client) -> None:
    answer = client.get(path_of(question, more))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert not answer.cookies


def sealed(answer: Any) -> bool:
    names = ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")
    return [answer.get(name) for name in names] == ["no-store", "no-referrer", "noindex, nofollow"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"&".join(b"a%d=" % number for number in range(10_001)), "application/x-www-form-urlencoded", 400),
        (b"--x\r\nnothing", "multipart/form-data", 400),
        (b"a=b", "application/x-www-form-urlencoded; charset=utf-16", 400),
        (b"\xff\x00=\xff", "application/x-www-form-urlencoded", 422),
        (b'{"answer": "agrees"}', "application/json", 422),
    ],
    ids=["fields", "multipart", "charset", "bytes", "json"],
)
def test_what_cannot_be_read_is_refused_as_closely(
    body: bytes, kind: str, status: int, question: ExpertQuestion, client: Client
) -> None:
    answer = client.post(path_of(question), body, content_type=kind)
    assert answer.status_code == status
    assert sealed(answer)
    assert stored().state == State.OPEN


@pytest.mark.parametrize("more", ["", "page/"])
@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_refused_as_closely(more: str, method: str, question: ExpertQuestion, client: Client) -> None:
    answer = getattr(client, method)(path_of(question, more))
    assert answer.status_code == 405
    assert sealed(answer)


@pytest.mark.parametrize("gone", ["page", "asker"])
def test_what_becomes_of_a_link_whose_page_or_asker_goes(
    gone: str, question: ExpertQuestion, client: Client, staff: SimpleNamespace
) -> None:
    path = path_of(question)
    if gone == "page":
        Page.objects.get(pk=question.page_id).delete()
        answer = client.get(path)
        assert answer.status_code == 404 and sealed(answer)
        return
    asker = User.objects.get(pk=staff.reviewer.pk)
    leaving.erase(staff.admin, asker)
    assert client.post(path, sent(question)).status_code == 200
    asker.delete()
    assert client.get(path).status_code == 200


def test_erasing_the_expert_shuts_the_link(question: ExpertQuestion, client: Client) -> None:
    path, values = path_of(question), sent(question, words="My words")
    forgetting.erase(question.email)
    for answer in (client.get(path), client.get(f"{path}page/"), client.post(path, values)):
        assert answer.status_code == 410 and sealed(answer)
        assert "Zwei" not in answer.content.decode()
    assert stored().answer == ""


@pytest.mark.parametrize("ended", ["", "withdrawn"])
def test_logs_name_no_link(ended: str, question: ExpertQuestion, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    ExpertQuestion.objects.update(ended=ended)
    token = links.token_of(question)
    with caplog.at_level("DEBUG", "requests"), override_settings(LOG_REQUESTS=True):
        for more in ("", "page/", "nothing/"):
            client.get(path_of(question, more))
        client.post(path_of(question), b"--x", content_type="multipart/form-data")
        client.put(path_of(question))
    written = [logs.JsonFormatter().format(record) for record in caplog.records if logs.WithoutPaths().filter(record)]
    assert any('"route": "expert"' in line for line in written)
    assert not any(token in line or question.nonce in line for line in written)


@override_settings(PAGE_CACHE_MEGABYTES=8)
def test_the_page_cache_takes_no_part(question: ExpertQuestion) -> None:
    client = Client()
    for more in ("", "page/"):
        assert "Zwei" in client.get(path_of(question, more)).content.decode()
    live = client.get(Page.objects.get(pk=question.page_id).specific.public_url).content.decode()
    assert "Zwei" not in live
    asking.withdraw(question.asked_by, question)
    assert client.get(path_of(question)).status_code == 410


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_answers_nothing(method: str, question: ExpertQuestion, client: Client) -> None:
    getattr(client, method)(f"{path_of(question)}?answer=agrees&confirmed=on&token={links.token_of(question)}")
    assert stored().state == State.OPEN


def test_an_answer_is_recorded_and_then_shown_alone(question: ExpertQuestion, client: Client) -> None:
    answer = client.post(path_of(question), sent(question, words="All is right."))
    assert answer.status_code == 200
    assert (stored().answer, stored().words) == ("agrees", "All is right.")
    again = client.get(path_of(question)).content.decode()
    assert "All is right." in again
    assert "expert-preview" not in again
    assert "Water" not in again
    assert "expert-passages" not in client.get(path_of(question, "page/")).content.decode()


def test_a_used_link_says_no_word_of_the_text(question: ExpertQuestion, client: Client) -> None:
    values = {"answer": "changes", "remark-0": "Another word", "words": "Not yet."}
    assert "Zwei" in client.post(path_of(question), sent(question, **values)).text
    again = client.get(path_of(question)).text
    assert "Another word" in again and "Not yet." in again
    assert "Zwei" not in again


@pytest.mark.parametrize("how", ["withdrawn", "expired", "erased"])
def test_a_used_link_ends_like_every_other(how: str, question: ExpertQuestion, client: Client, staff: SimpleNamespace) -> None:
    ExpertQuestion.objects.update(required=True)
    client.post(path_of(question), sent(question, words="My words"))
    if how == "withdrawn":
        asking.withdraw(staff.reviewer, stored())
    elif how == "expired":
        ExpertQuestion.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        forgetting.erase(question.email)
    for more in ("", "page/"):
        answer = client.get(path_of(question, more))
        assert answer.status_code == 410
        assert "My words" not in answer.text
    assert stored().answer == "agrees"


@pytest.mark.parametrize(
    "change", [{"token": ""}, {"token": "1.x.y"}, {"confirmed": ""}, {"answer": ""}, {"answer": "publish"}, {"answer": "changes"}]
)
def test_what_is_not_whole_is_not_taken_and_nothing_typed_is_lost(
    change: dict[str, str], question: ExpertQuestion, client: Client
) -> None:
    values = {name: value for name, value in sent(question, **{"remark-0": "A remark"}, **change).items() if value}
    if change == {"answer": "changes"}:
        values["remark-0"] = ""
    answer = client.post(path_of(question), values)
    assert answer.status_code == 422
    assert values["remark-0"] in answer.content.decode()
    assert stored().state == State.OPEN


def test_an_empty_answer_is_none(question: ExpertQuestion, client: Client) -> None:
    assert client.post(path_of(question)).status_code == 422
    assert stored().state == State.OPEN


def test_a_second_answer_is_refused_and_given_back(question: ExpertQuestion, client: Client) -> None:
    client.post(path_of(question), sent(question))
    answer = client.post(path_of(question), sent(question, answer="changes", words="I think otherwise"))
    assert answer.status_code == 409
    assert "I think otherwise" in answer.content.decode()
    assert stored().answer == "agrees"


@pytest.mark.parametrize("how", ["withdrawn", "expired", "replaced", "erased text"])
def test_a_link_that_has_ended_shows_nothing_and_takes_nothing(
    how: str, question: ExpertQuestion, client: Client, staff: SimpleNamespace
) -> None:
    if how == "withdrawn":
        asking.withdraw(staff.reviewer, question)
    elif how == "expired":
        ExpertQuestion.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "replaced":
        ExpertQuestion.objects.update(digest="another")
    else:
        ExpertQuestion.objects.update(nonce="renewed")
    expected = 404 if how == "erased text" else 410
    for more in ("", "page/"):
        answer = client.get(path_of(question, more))
        assert answer.status_code == expected
        assert "Zwei" not in answer.content.decode()
        assert "Soaking" not in answer.content.decode()
    answer = client.post(path_of(question), sent(question, words="My words"))
    assert answer.status_code == expected
    assert stored().answer == ""
    if expected == 410:
        assert "My words" in answer.content.decode()


def test_publishing_the_text_itself_ends_no_question(question: ExpertQuestion, client: Client) -> None:
    reviewing.approve(question.asked_by, TranslationJob.objects.get(target_page=question.page_id))
    assert client.get(path_of(question)).status_code == 200


@pytest.mark.parametrize("change", ["other row", "other nonce", "cut", "other secret", "long"])
def test_no_token_is_made_without_the_secret(change: str, question: ExpertQuestion, client: Client, settings: Any) -> None:
    token = links.token_of(question)
    pk, nonce, signature = token.split(".")
    if change == "other secret":
        settings.SECRET_KEY = "another secret"
    wrong = {
        "other row": f"{question.pk + 1}.{nonce}.{signature}",
        "other nonce": f"{pk}.{'x' * len(nonce)}.{signature}",
        "cut": token[:-1],
        "other secret": token,
        "long": "9" * 400,
    }[change]
    assert client.get(f"/en/expert/{wrong}/").status_code == 404


def test_the_door_is_counted(question: ExpertQuestion, client: Client) -> None:
    for _number in range(expert_answers.TRIES):
        assert client.get("/en/expert/1.wrong.token/").status_code == 404
    assert client.get(path_of(question)).status_code == 429
    assert client.post(path_of(question), sent(question)).status_code == 429
    assert client.get(path_of(question), headers={"X-Forwarded-For": "192.0.2.7"}, REMOTE_ADDR="192.0.2.8").status_code == 200
    assert stored().state == State.OPEN


@pytest.mark.parametrize("code", ["ar", "zh-hans", "fr", "ru", "es"])
def test_the_page_speaks_the_language_of_its_address(code: str, question: ExpertQuestion, client: Client) -> None:
    html = client.get(path_of(question).replace("/en/", f"/{code}/")).content.decode()
    assert ('dir="rtl"' in html.split(">", 2)[1]) == (code == "ar")
    assert "Your opinion" not in html


def test_the_secret_part_is_long(question: ExpertQuestion) -> None:
    assert len(question.nonce) >= 22
    assert len(links.token_of(question).split(".")[2]) >= 43
