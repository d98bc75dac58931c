"""Findings of the checks at the desk: who may judge them, what blocks handing in, when a verdict is void, who switches checks."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from tests import factories
from tests.translation_desk import desk
from tests.translation_desk.reviewing import english, job, made, six, staff
from translation_checks import CHECKS
from translation_desk import editing, findings, jobs, submitting
from translation_desk.errors import BadTextError, NotAllowedError, WrongStateError
from translation_desk.models import Segment, SilencedCheck, TranslationJob, Verdict

__all__ = ["english", "job", "made", "six", "staff"]

pytestmark = pytest.mark.django_db

DOUBLE = "Ce que  fait l’eau."


@pytest.fixture
def draft(job: TranslationJob, staff: SimpleNamespace) -> TranslationJob:
    """A translation live as "Eins", complete as "Zwei" and not handed in."""
    submitting.withdraw(staff.translator, job)
    return desk.job_again(job)


def summary(of: TranslationJob, text: str, by: Any) -> Segment:
    segment = desk.segment(of, "summary")
    return editing.save_text(by, segment, text, version=segment.version)


def told(of: TranslationJob) -> dict[str, bool]:
    rows = list(of.segments.filter(active=True))
    found = findings.of_rows(of, rows)
    return {each.finding.check.id: each.verdict is not None for all_ in found.values() for each in all_}


def with_number(six: factories.Pages, staff: SimpleNamespace, text: str) -> tuple[TranslationJob, Segment]:
    page = desk.english(six, "liming", title="Liming", summary="It takes 15 days.")
    job = jobs.start(staff.translator, desk.job(page))
    desk.translate(job, staff.translator)
    return desk.job(page), summary(desk.job(page), text, staff.translator)


def test_a_warning_blocks_handing_in_until_somebody_says_why(draft: TranslationJob, staff: SimpleNamespace) -> None:
    segment = summary(draft, DOUBLE, staff.translator)
    with pytest.raises(BadTextError) as caught:
        submitting.submit(staff.translator, draft)
    assert list(caught.value.problems) == [segment.pk]
    assert caught.value.problems[segment.pk].startswith("Warning: Two spaces stand in")
    verdict = findings.judge(staff.translator, segment, "double_spaces", "A gap is meant.")
    assert (verdict.kind, verdict.text, verdict.user, verdict.reason) == (
        Verdict.Kind.DISMISSED,
        DOUBLE,
        staff.translator,
        "A gap is meant.",
    )
    assert submitting.submit(staff.translator, draft).pk


def test_a_verdict_needs_a_word(draft: TranslationJob, staff: SimpleNamespace) -> None:
    segment = summary(draft, DOUBLE, staff.translator)
    with pytest.raises(BadTextError):
        findings.judge(staff.translator, segment, "double_spaces", " ")
    with pytest.raises(BadTextError):
        findings.judge(staff.translator, segment, "double_spaces", "a" * (findings.LONGEST_REASON + 1))
    assert not Verdict.objects.exists()


def test_a_verdict_is_void_when_the_text_changes_and_holds_when_it_comes_back(
    draft: TranslationJob, staff: SimpleNamespace
) -> None:
    segment = summary(draft, DOUBLE, staff.translator)
    findings.judge(staff.translator, segment, "double_spaces", "Meant.")
    assert told(draft) == {"double_spaces": True}
    summary(draft, "Ce que  fait l’eau ici.", staff.translator)
    assert told(draft) == {"double_spaces": False}
    summary(draft, DOUBLE, staff.translator)
    assert told(draft) == {"double_spaces": True}


def test_a_verdict_is_void_when_the_english_changes(english: Any, draft: TranslationJob, staff: SimpleNamespace) -> None:
    findings.judge(staff.translator, summary(draft, DOUBLE, staff.translator), "double_spaces", "Meant.")
    desk.publish(english, summary="What water does to them.")
    merged = jobs.merge(staff.translator, desk.job(draft.source_page))
    summary(merged, DOUBLE, staff.translator)
    assert told(desk.job_again(merged)) == {"double_spaces": False}


def test_what_visitors_read_already_blocks_nothing(draft: TranslationJob, staff: SimpleNamespace) -> None:
    segment = summary(draft, DOUBLE, staff.translator)
    Segment.objects.filter(pk=segment.pk).update(approved_text=DOUBLE)
    assert told(draft) == {"double_spaces": False}
    assert submitting.submit(staff.translator, draft).pk


def test_only_a_reviewer_says_that_an_error_is_none(six: factories.Pages, staff: SimpleNamespace) -> None:
    job, segment = with_number(six, staff, "Cela prend deux semaines.")
    with pytest.raises(NotAllowedError):
        findings.judge(staff.translator, segment, "numbers", "Fifteen days are two weeks.")
    with pytest.raises(BadTextError, match="not ready"):
        submitting.submit(staff.translator, job)
    verdict = findings.judge(staff.reviewer, segment, "numbers", "Two weeks are usual here.")
    assert verdict.kind == Verdict.Kind.OVERRIDDEN
    assert submitting.submit(staff.translator, job).pk


def test_broken_markup_has_to_be_mended(draft: TranslationJob, staff: SimpleNamespace) -> None:
    segment = summary(draft, "Ce que ⟦1 fait l’eau.", staff.translator)
    with pytest.raises(WrongStateError):
        findings.judge(staff.reviewer, segment, "broken_tags", "Never mind.")


def test_a_check_that_does_not_object_gets_no_verdict(draft: TranslationJob, staff: SimpleNamespace) -> None:
    segment = summary(draft, "Ce que fait l’eau.", staff.translator)
    with pytest.raises(WrongStateError):
        findings.judge(staff.translator, segment, "double_spaces", "Meant.")


@pytest.mark.parametrize("who", ["other_reviewer", "editor", "approver", "stranger"])
def test_people_of_other_languages_judge_nothing(draft: TranslationJob, staff: SimpleNamespace, who: str) -> None:
    segment = summary(draft, DOUBLE, staff.translator)
    person = getattr(staff, who)
    with pytest.raises(NotAllowedError):
        findings.judge(person, segment, "double_spaces", "Meant.")
    with pytest.raises(NotAllowedError):
        findings.same_as_english(person, segment, version=segment.version)
    assert not findings.may_judge(person, draft)


def test_nobody_judges_what_waits_for_review(job: TranslationJob, staff: SimpleNamespace) -> None:
    Segment.objects.filter(job=job, path="summary").update(text=DOUBLE)
    with pytest.raises(WrongStateError):
        findings.judge(staff.translator, desk.segment(job, "summary"), "double_spaces", "Meant.")
    assert not findings.may_judge(staff.translator, job)


def test_the_same_as_the_english_is_one_step_and_remembered(draft: TranslationJob, staff: SimpleNamespace) -> None:
    segment = desk.segment(draft, "summary")
    verdict = findings.same_as_english(staff.translator, segment, version=segment.version)
    segment.refresh_from_db()
    assert (segment.text, verdict.kind, verdict.text) == ("What water does.", Verdict.Kind.SAME, "What water does.")
    assert told(draft) == {"untranslated": True}
    assert submitting.submit(staff.translator, draft).pk


def test_different_translations_of_the_same_english_are_found_when_one_is_saved(
    six: factories.Pages, staff: SimpleNamespace
) -> None:
    page = desk.english(six, "liming", title="Soak the hides", summary="Soak the hides")
    job = jobs.start(staff.translator, desk.job(page))
    title = desk.segment(job, "title")
    editing.save_text(staff.translator, title, "Trempez les peaux", version=0)
    saved = summary(job, "Tremper les peaux", staff.translator)
    assert [each.finding.message for each in findings.of_segment(desk.job(page), saved)] == [
        "The same English is translated elsewhere on this page as \u2068Trempez les peaux\u2069."
    ]


# Over HTTP.


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(user: Any, segment: Segment, action: str, **data: Any) -> Any:
    url = reverse("translation_desk:segment", args=[segment.job_id, segment.pk, action])
    return client_of(user).post(url, json.dumps(data), content_type="application/json")


def test_saving_is_never_refused_for_a_finding_and_says_what_was_found(draft: TranslationJob, staff: SimpleNamespace) -> None:
    segment = desk.segment(draft, "summary")
    answer = send(staff.translator, segment, "save", text=DOUBLE, version=segment.version)
    assert answer.status_code == 200
    assert answer.json()["open"] is True
    html = answer.json()["findings"]
    assert "Two spaces stand in" in html
    assert f"{reverse('translation_desk:checks')}?language=fr#check-double_spaces" in html
    assert 'data-check="double_spaces"' in html
    again = send(staff.translator, segment, "save", text="Ce que fait l’eau.", version=answer.json()["version"]).json()
    assert (again["findings"], again["open"]) == ("", False)


def test_judging_draws_the_segment_anew_without_the_finding_among_the_open_ones(
    draft: TranslationJob, staff: SimpleNamespace
) -> None:
    segment = summary(draft, DOUBLE, staff.translator)
    page = client_of(staff.translator).get(reverse("translation_desk:job", args=[draft.pk])).content.decode()
    assert f'data-segment="{segment.pk}" data-version="{segment.version}" data-states="new findings"' in page
    answer = send(staff.translator, segment, "judge", check="double_spaces", reason="A <gap> is meant.").json()
    drawn = answer["segments"][str(segment.pk)]
    assert 'data-states="new"' in drawn
    assert "A &lt;gap&gt; is meant." in drawn
    details = client_of(staff.translator).get(reverse("translation_desk:details", args=[draft.pk, segment.pk])).json()["html"]
    assert "A &lt;gap&gt; is meant." in details
    assert "Double spaces" in details


def test_a_translator_has_no_button_at_an_error_and_is_told_who_has(six: factories.Pages, staff: SimpleNamespace) -> None:
    job, segment = with_number(six, staff, "Cela prend deux semaines.")
    address = reverse("translation_desk:job", args=[job.pk])
    seen = {who: client_of(getattr(staff, who)).get(address).content.decode() for who in ("translator", "reviewer")}
    assert 'data-check="numbers"' not in seen["translator"]
    assert "ask a reviewer to say why it is right" in seen["translator"]
    assert 'data-check="numbers"' in seen["reviewer"]
    assert send(staff.translator, segment, "judge", check="numbers", reason="x").status_code == 403


def test_the_key_for_the_same_text_answers_with_the_segment(draft: TranslationJob, staff: SimpleNamespace) -> None:
    segment = desk.segment(draft, "summary")
    answer = send(staff.translator, segment, "same", version=segment.version)
    assert answer.status_code == 200
    assert "The English is the translation" in answer.json()["segments"][str(segment.pk)]
    assert send(staff.translator, segment, "same", version=segment.version - 1).status_code == 200
    assert send(staff.other_reviewer, segment, "same", version=segment.version).status_code == 403


def test_handing_in_leads_to_the_segments_that_block_it(draft: TranslationJob, staff: SimpleNamespace) -> None:
    segment = summary(draft, DOUBLE, staff.translator)
    answer = client_of(staff.translator).post(reverse("translation_desk:submit", args=[draft.pk]), {"note": "Done"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert f"#segment-{segment.pk}" in html
    assert "Two spaces stand in" in html


def test_findings_cost_a_number_of_queries_that_does_not_grow(six: factories.Pages, staff: SimpleNamespace) -> None:
    taken = []
    for slug, number in (("few", 5), ("many", 200)):
        paragraphs = "".join(f"<p>Text {each}.</p>" for each in range(number))
        page = desk.english(six, slug, body=[{"type": "paragraph", "id": "p1", "value": paragraphs}])
        of = jobs.start(staff.translator, desk.job(page))
        Segment.objects.filter(job=of).update(text="Un  texte.")
        of = desk.job(page)
        with CaptureQueriesContext(connection) as queries:
            assert len(findings.of_rows(of, list(of.segments.filter(active=True)))) == number + 2
        taken.append(len(queries))
    assert taken[0] == taken[1]


# The page of the checks, and switching.


@pytest.mark.parametrize("code", ["ar", "es", "fr", "ru", "zh-hans"])
def test_the_page_explains_each_check_of_a_language(staff: SimpleNamespace, code: str) -> None:
    html = client_of(staff.translator).get(reverse("translation_desk:checks"), {"language": code}).content.decode()
    shown = {name for name in CHECKS if f'id="check-{name}"' in html}
    assert shown == {name for name, check in CHECKS.items() if code in check.languages}
    assert "switch_check" not in html
    assert "Switch off for this language" not in html


def test_people_without_a_role_do_not_see_the_page(staff: SimpleNamespace) -> None:
    assert client_of(staff.stranger).get(reverse("translation_desk:checks")).status_code == 302


def test_an_administrator_switches_a_check_off_for_one_language_and_on_again(
    draft: TranslationJob, staff: SimpleNamespace
) -> None:
    summary(draft, DOUBLE, staff.translator)
    client = client_of(staff.admin)
    address = reverse("translation_desk:switch_check", args=["fr", "double_spaces"])
    assert client.post(address, {"on": "0"}).status_code == 302
    assert SilencedCheck.objects.get().user == staff.admin
    assert told(draft) == {}
    assert findings.silenced(Locale.objects.get(language_code="ru").pk) == frozenset()
    page = client.get(reverse("translation_desk:checks"), {"language": "fr"}).content.decode()
    assert "Switch on for this language" in page
    client.post(address, {"on": "1"})
    assert told(draft) == {"double_spaces": False}


@pytest.mark.parametrize("who", ["translator", "reviewer", "approver", "stranger"])
def test_nobody_else_switches_checks(staff: SimpleNamespace, who: str) -> None:
    person = getattr(staff, who)
    with pytest.raises(NotAllowedError):
        findings.switch(person, CHECKS["numbers"], Locale.objects.get(language_code="fr"), on=False)
    client_of(person).post(reverse("translation_desk:switch_check", args=["fr", "numbers"]), {"on": "0"})
    assert not SilencedCheck.objects.exists()


def test_what_would_break_a_page_is_always_checked(staff: SimpleNamespace) -> None:
    client_of(staff.admin).post(reverse("translation_desk:switch_check", args=["fr", "links"]), {"on": "0"})
    assert not SilencedCheck.objects.exists()
    for wrong in (["fr", "nothing"], ["ru", "french-spaces"], ["en", "numbers"]):
        assert client_of(staff.admin).post(reverse("translation_desk:switch_check", args=wrong)).status_code == 404
