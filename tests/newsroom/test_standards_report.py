"""The standards check on a site, its report and the ways to mend what it finds. What it finds is proved in `test_spoilt_site`."""

import csv
import io
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from config.languages import CODES
from newsroom.models import StandardsFinding, StandardsRun
from newsroom.standards import collecting, reporting
from newsroom.standards.places import ways
from newsroom.standards.registry import RULES
from newsroom.standards.required_pages import REQUIRED_PAGES
from newsroom.standards.rule import Finding
from newsroom.standards.running import Outcome, check_site
from newsroom.standards.site import Approved, RequiredPages
from tests import factories
from tests.newsroom.standards import portal
from tests.newsroom.standards.sample import SENTENCES
from translation_desk.errors import NotAllowedError
from translation_desk.models import Segment, Submission, TranslationJob

HOST = "https://portal.example"


@pytest.fixture(scope="module", autouse=True)
def filled(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), factories.undone():
        portal.build(six)
        yield


def job_of(path: str, code: str) -> TranslationJob:
    return TranslationJob.objects.get(target_page=portal.page(path, code).pk)


def test_what_is_spoilt_is_found_with_page_and_element(people: SimpleNamespace) -> None:
    page = portal.page("gas-safety/", "fr")
    type(page).objects.filter(pk=page.pk).update(title=SENTENCES["ru"])
    (first, *_others) = [finding for finding in check_site("fr").findings if finding.address.endswith("/fr/gas-safety/")]
    assert (first.rule, first.title, first.language) == ("one-language", SENTENCES["ru"], "fr")
    assert first.element


def test_a_required_page_that_is_missing_is_found(people: SimpleNamespace) -> None:
    assert list(RequiredPages().check(HOST)) == []
    Page.objects.filter(pk=portal.page("terms/", "ar").pk).update(live=False)
    (finding,) = RequiredPages().check(HOST)
    assert (finding.address, finding.values) == (f"{HOST}/ar/terms/", {"page": "terms", "language": "ar"})


def approvals() -> list[tuple[str, str]]:
    return [(finding.sentence, finding.address) for finding in Approved().check(HOST)]


def test_a_live_translation_that_nobody_approved_is_found(people: SimpleNamespace) -> None:
    assert approvals() == []
    Segment.objects.filter(job=job_of("terms/", "fr")).update(approved_at=None)
    assert approvals() == [("nobody", f"{HOST}/fr/terms/")]


def test_a_live_page_that_is_kept_by_hand_needs_an_approval_in_the_workflow(people: SimpleNamespace) -> None:
    TranslationJob.objects.filter(pk=job_of("terms/", "fr").pk).update(enabled=False)
    assert approvals() == [("nobody", f"{HOST}/fr/terms/")]


def test_words_that_their_author_approved_are_found(people: SimpleNamespace) -> None:
    rows = Segment.objects.filter(job=job_of("terms/", "fr"))
    rows.update(approved_by=people.reviewer.pk, approved_author=people.reviewer.pk)
    assert approvals() == [("own", f"{HOST}/fr/terms/")]


@pytest.mark.parametrize(
    ("accepted_by", "decision", "expected"),
    [("", "approved", ["own"]), ("translator", "approved", []), ("translator", "sent_back", ["nobody"])],
)
def test_what_was_handed_in_tells_who_approved_whose_words(
    people: SimpleNamespace, accepted_by: str, decision: str, expected: list[str]
) -> None:
    job = job_of("terms/", "fr")
    page = portal.page("terms/", "fr").specific
    revision = page.save_revision(clean=False)
    Page.objects.filter(pk=page.pk).update(live_revision=revision)
    accepted = people.translator.pk if accepted_by else None
    text = {"text": "Mots", "author": people.reviewer.pk, "accepted_by": accepted, "changed": True}
    Submission.objects.create(
        job=job, revision=revision, version=job.version, texts={"1": text}, decision=decision, decided_by=people.reviewer
    )
    assert [sentence for sentence, _address in approvals()] == expected


def test_live_texts_of_a_machine_are_found(people: SimpleNamespace) -> None:
    Segment.objects.filter(job=job_of("terms/", "fr")).update(machine="engine")
    assert approvals() == [("machine", f"{HOST}/fr/terms/")]


def test_the_rules_of_the_site_take_the_same_queries_for_many_pages(people: SimpleNamespace, six: factories.Pages) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            for rule in (RequiredPages(), Approved()):
                list(rule.check(HOST))
        return len(made)

    queries()  # the rows of locales are read once
    few = queries()
    for number in range(5):
        factories.standard(six, f"more-{number}", CODES)
    assert queries() == few


@pytest.fixture
def found(people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A run whose findings are those of three pages without footer."""
    lost = [reporting.Finding("footer", "missing", code, "=Page", f"{HOST}/{code}/", "body", {}) for code in ("fr", "fr", "ar")]
    monkeypatch.setattr(reporting, "check_site", lambda: Outcome(84, 2.4, lost))
    reporting.run.func(StandardsRun.objects.create(requested_by=people.approver).pk)
    return people


def test_a_run_keeps_what_it_found_and_takes_the_place_of_the_last(
    found: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = reporting.newest(found.translator)
    assert report.last is not None
    assert (report.last.pages, report.number, report.counts["footer"]) == (84, 3, 3)
    assert list(report.counts) == list(RULES)
    monkeypatch.setattr(reporting, "check_site", lambda: Outcome(84, 2.4, []))
    reporting.run.func(StandardsRun.objects.create().pk)
    assert (StandardsRun.objects.count(), StandardsFinding.objects.count()) == (1, 0)


def test_a_run_that_fails_is_told_and_the_last_findings_stay(found: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> Outcome:
        raise OSError("no disk")

    monkeypatch.setattr(reporting, "check_site", fail)
    run = StandardsRun.objects.create()
    reporting.run.func(run.pk)
    report = reporting.newest(found.translator)
    assert report.number == 3
    assert report.later is not None
    assert (report.later.state, report.later.error) == (StandardsRun.State.FAILED, "OSError: no disk")


def test_managers_run_the_check_and_one_run_at_a_time_waits(people: SimpleNamespace) -> None:
    first = reporting.run_again(people.approver)
    assert reporting.run_again(people.admin) == first
    with pytest.raises(NotAllowedError):
        reporting.run_again(people.reviewer)
    with pytest.raises(NotAllowedError):
        reporting.newest(people.stranger)
    with pytest.raises(NotAllowedError):
        reporting.findings(people.stranger)


def test_a_run_that_lost_its_task_is_asked_for_again(
    people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(reporting, "check_site", lambda: Outcome(pages=7))
    lost = StandardsRun.objects.create(requested_at=timezone.now() - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert reporting.run_again(people.approver) == lost
    lost.refresh_from_db()
    assert lost.state == StandardsRun.State.DONE


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_screen_shows_rules_findings_and_cures(found: SimpleNamespace) -> None:
    answer = signed_in(found.translator).get(reverse("newsroom:standards"), {"language": "ar"})
    html = answer.content.decode()
    assert [row["found"].address for row in answer.context["found"]] == [f"{HOST}/ar/"]
    assert str(RULES["footer"].cure) in html
    assert all(str(rule.why) in html for rule in RULES.values())
    assert reverse("newsroom:standards_run") not in html
    assert reverse("newsroom:standards_run") in signed_in(found.approver).get(reverse("newsroom:standards")).content.decode()


def way(user: Any, rule: str, sentence: str, address: str, language: str = "fr") -> tuple[str, str]:
    (found,) = ways(user, [Finding(rule, sentence, language, "", f"{collecting.base()}{address}")])
    return found.words, found.url


def test_a_finding_leads_to_where_it_is_mended(people: SimpleNamespace) -> None:
    french, english = portal.page("terms/", "fr"), portal.page("terms/", "en")
    assert way(people.admin, "one-language", "foreign", "/fr/terms/")[1] == edit(french)
    Page.objects.filter(pk=french.pk).delete()
    assert way(people.admin, "required-pages", "missing", "/fr/terms/") == ("Open the English page", edit(english))
    assert way(people.admin, "banner-acronyms", "acronym", "/fr/")[1].endswith("/site_name_fr/")
    assert "/settings/" in way(people.admin, "banner-acronyms", "acronym", "/en/", "en")[1]


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize(
    ("rule", "sentence", "address"),
    [
        ("language-bar", "missing", "/fr/terms/"),
        ("one-language", "interface", "/fr/terms/"),
        ("one-language", "foreign", "/fr/search/"),
    ],
)
def test_what_no_screen_mends_is_said_to_be_part_of_the_program(
    people: SimpleNamespace, rule: str, sentence: str, address: str
) -> None:
    assert way(people.admin, rule, sentence, address) == (
        "This is part of the program. Tell whoever keeps the site running.",
        "",
    )


def test_people_are_not_led_to_pages_that_they_may_not_edit(people: SimpleNamespace) -> None:
    assert way(people.translator, "one-language", "foreign", "/en/terms/", "en") == ("It is up to those who edit this page.", "")


def test_the_ways_take_the_same_queries_for_many_findings(people: SimpleNamespace) -> None:
    paths = [f"/{code}/{required.path}" for required in REQUIRED_PAGES for code in CODES]

    def queries(addresses: list[str]) -> int:
        rows = [Finding("one-language", "foreign", "fr", "", f"{collecting.base()}{address}") for address in addresses]
        with CaptureQueriesContext(connection) as made:
            ways(people.translator, rows)
        return len(made)

    queries(paths[:1])  # the person's rights are read once
    assert queries(paths) == queries(paths[:1])


def test_the_screen_takes_the_same_queries_for_many_findings(found: SimpleNamespace) -> None:
    client = signed_in(found.translator)
    client.get(reverse("newsroom:standards"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            client.get(reverse("newsroom:standards"))
        return len(made)

    few = queries()
    row = StandardsFinding.objects.all()[0]
    StandardsFinding.objects.bulk_create(
        StandardsFinding(run_id=row.run_id, rule=rule, sentence="missing", language="es", address=HOST)
        for rule in ["footer"] * 30
    )
    assert queries() == few


def test_without_findings_the_screen_says_so_with_the_date(people: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(people.translator)
    assert "Nothing has been checked yet." in client.get(reverse("newsroom:standards")).content.decode()
    monkeypatch.setattr(reporting, "check_site", lambda: Outcome(84, 2.4, []))
    reporting.run.func(StandardsRun.objects.create().pk)
    assert "No page broke a rule on" in client.get(reverse("newsroom:standards")).content.decode()


def test_the_file_holds_the_findings_and_no_formulas(found: SimpleNamespace) -> None:
    answer = signed_in(found.translator).get(reverse("newsroom:standards"), {"export": "csv", "language": "fr"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert rows[1][0] == "9"
    assert rows[1][3:6] == ["'=Page", f"{HOST}/fr/", "body"]
    assert len({len(row) for row in rows}) == 1


def test_only_managers_may_run_the_check_on_the_screen(people: SimpleNamespace) -> None:
    url = reverse("newsroom:standards_run")
    assert signed_in(people.translator).post(url).status_code in {302, 403}
    assert not StandardsRun.objects.exists()
    signed_in(people.approver).post(url)
    assert StandardsRun.objects.get().requested_by == people.approver


def ran(*arguments: str, **options: Any) -> str:
    written = io.StringIO()
    call_command("check_standards", *arguments, stdout=written, **options)
    return written.getvalue()


def test_the_command_checks_one_page(people: SimpleNamespace) -> None:
    assert ran("/fr/gas-safety/").startswith("No findings on 1 pages")
    page = portal.page("gas-safety/", "fr")
    type(page).objects.filter(pk=page.pk).update(title=SENTENCES["ru"])
    written = io.StringIO()
    with pytest.raises(CommandError, match="findings on 1 pages"):
        call_command("check_standards", "/fr/gas-safety/", stdout=written)
    assert str(RULES["one-language"].cure) in written.getvalue()


def test_the_command_answers_as_json(people: SimpleNamespace) -> None:
    assert json.loads(ran("/fr/gas-safety/", "--json"))["findings"] == []


@pytest.mark.parametrize(
    "arguments",
    [(), ("/fr/", "--all"), ("/fr/", "--language=fr"), ("/fr/no-such-page/",), ("/about/",), ("ftp://portal.example/fr/",)],
)
def test_the_command_says_what_it_cannot_check(people: SimpleNamespace, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        ran(*arguments)


class _Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "http://localhost:1/fr/")
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        return


def test_a_running_site_that_leads_to_another_host_is_not_followed() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(CommandError, match="another host"):
            ran(f"http://127.0.0.1:{server.server_port}/fr/")
    finally:
        server.shutdown()
        server.server_close()
