"""The screens of staff for questions to experts."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from newsroom.models import ExpertQuestion
from tests.newsroom.expert_questions import answer, ask
from translation_desk.models import TranslationJob

VALUES = {
    "name": "Ada Expert",
    "email": "expert@example.org",
    "organisation": "",
    "language": "fr",
    "message": "Look at the limit.",
    "days": "7",
    "required": "required",
}


@pytest.fixture
def page(job: TranslationJob) -> Page:
    """A French page whose newer text waits for review."""
    return Page.objects.get(pk=job.target_page_id)


def test_asking_by_the_form(page: Page, staff: SimpleNamespace, client: Client) -> None:
    client.force_login(staff.reviewer)
    answer = client.post(f"/admin/newsroom/experts/page/{page.pk}/ask/", VALUES, follow=True)
    question = ExpertQuestion.objects.get()
    assert (question.required, question.language, question.asked_as) == (True, "fr", "reviewer")
    assert (question.expires_at - question.asked_at).days == 7 - 1 or (question.expires_at - question.asked_at).days == 7
    assert "Look at the limit." in answer.content.decode()


@pytest.mark.parametrize(("field", "value"), [("email", "nobody"), ("name", ""), ("days", "400"), ("language", "de")])
def test_bad_values_are_refused_beside_their_field(
    field: str, value: str, page: Page, staff: SimpleNamespace, client: Client
) -> None:
    client.force_login(staff.reviewer)
    response = client.post(f"/admin/newsroom/experts/page/{page.pk}/ask/", {**VALUES, field: value})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert "Look at the limit." in response.content.decode()
    assert not ExpertQuestion.objects.exists()


def test_refusals_of_the_service_are_shown(page: Page, staff: SimpleNamespace, client: Client) -> None:
    ask(staff.reviewer, page)
    client.force_login(staff.reviewer)
    response = client.post(f"/admin/newsroom/experts/page/{page.pk}/ask/", VALUES)
    assert response.status_code == 422
    assert "asked about this text already" in str(response.context["form"].errors["email"])


@pytest.mark.parametrize("who", ["translator", "other_reviewer", "editor"])
def test_others_see_nothing(who: str, page: Page, staff: SimpleNamespace, client: Client) -> None:
    question = ask(staff.reviewer, page)
    client.force_login(getattr(staff, who))
    for address in (f"page/{page.pk}/", f"page/{page.pk}/ask/", f"{question.pk}/withdraw/"):
        assert client.get(f"/admin/newsroom/experts/{address}").status_code in {302, 403}
    assert client.get("/admin/newsroom/experts/").content.decode().count("Ada Expert") == 0


def test_withdrawing(page: Page, staff: SimpleNamespace, client: Client) -> None:
    question = ask(staff.reviewer, page)
    client.force_login(staff.reviewer)
    client.post(f"/admin/newsroom/experts/{question.pk}/withdraw/")
    question.refresh_from_db()
    assert question.state == "withdrawn"
    assert "withdrawn before" in client.get(f"/admin/newsroom/experts/{question.pk}/withdraw/").content.decode()


def test_the_list_shows_answers(page: Page, staff: SimpleNamespace, client: Client) -> None:
    answer(ask(staff.reviewer, page), "changes", words="The limit is 2 mg.", remarks=[("A passage", "A remark")])
    client.force_login(staff.reviewer)
    for address in ("", f"page/{page.pk}/"):
        html = client.get(f"/admin/newsroom/experts/{address}").content.decode()
        assert "Asks for changes" in html
        assert "The limit is 2 mg." in html
        assert "A remark" in html


def test_the_way_there_stands_in_the_header(job: TranslationJob, page: Page, staff: SimpleNamespace, client: Client) -> None:
    address = f"/admin/newsroom/experts/page/{page.pk}/"
    for who, shown in (("reviewer", True), ("translator", False)):
        client.force_login(getattr(staff, who))
        assert (address in client.get(f"/admin/translations/{job.pk}/").content.decode()) is shown


def test_a_question_without_an_answer_is_asked_again_from_the_dashboard(
    page: Page, staff: SimpleNamespace, client: Client
) -> None:
    question = ask(staff.reviewer, page, message="Look at the limit.")
    client.force_login(staff.reviewer)
    assert "expert-news" not in client.get("/admin/").content.decode()
    ended = timezone.now() - timedelta(hours=1)
    ExpertQuestion.objects.update(expires_at=ended, asked_at=ended - timedelta(days=14))
    address = f"/admin/newsroom/experts/page/{page.pk}/ask/?again={question.pk}"
    for screen in ("/admin/", f"/admin/newsroom/experts/page/{page.pk}/"):
        assert address in client.get(screen).content.decode()
    form = client.get(address).context["form"]
    values = [form[name].value() for name in ("email", "message", "days")]
    assert values == ["expert@example.org", "Look at the limit.", 30]
