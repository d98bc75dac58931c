"""Every figure of parity against every other, and against the list that it leads to."""

import datetime
import io
import zipfile
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from newsroom.models import Layer, ParitySummary
from newsroom.parity import reading
from newsroom.parity.figures import SCOPES
from tests import factories
from tests.newsroom import parity_world
from tests.translation_desk import desk
from translation_desk import planning, proposals
from translation_desk.models import TranslationJob
from translation_desk.word_report import today

pytestmark = pytest.mark.django_db
URL = "/admin/newsroom/parity/"


@pytest.fixture(scope="module")
def world(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), factories.undone():
        yield build(six, made_people)


def build(homes: factories.Pages, people: SimpleNamespace) -> SimpleNamespace:
    """Add to the world of parity what could part a figure from its list, and count it."""
    made = parity_world.build(homes, people)
    second = made.pages[1]
    below = {"en": second}
    inner = desk.english(below, "inner")
    desk.make_live(inner, people)
    TranslationJob.objects.filter(pk=desk.job(inner).pk).update(grade=20, status="in_translation", words_changed=1)
    kept_by_hand = desk.english(homes, "by-hand")
    desk.make_live(kept_by_hand, people)
    TranslationJob.objects.filter(translation_key=kept_by_hand.translation_key).update(enabled=False, grade=20)
    private = desk.english(homes, "secret", title="Secret section")
    PageViewRestriction.objects.create(page=Page.objects.get(pk=private.pk), restriction_type="login")
    desk.english({"en": private}, "secret-below", title="Secret page")
    Page.objects.filter(slug="secret-below").update(first_published_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    hidden = desk.english(homes, "hidden-section")
    desk.english({"en": hidden}, "shown-below")
    TranslationJob.objects.filter(source_page=hidden.pk).delete()
    Page.objects.filter(pk=hidden.pk).update(live=False)
    planning.save(people.approver, planning.draft(scope="page", page=inner, level="on_request"))
    _texts(people)
    call_command("count_parity", verbosity=0)
    return made


def _texts(people: SimpleNamespace) -> None:
    """Make texts of every state: missing, outdated, each with and without one that waits; and one that waits for nothing."""
    topics = [factories.topic(code) for code in ("current", "changed", "renewing")]
    for topic in topics[1:]:
        (english,) = proposals.propose(people.editor, topic, {"name_en": f"New {topic.code}"})
        proposals.accept(people.approver, english)
    for topic in (topics[0], topics[2], factories.topic("translating", name_fr="")):
        proposals.propose(people.translator, topic, {"name_fr": f"Nouveau {topic.code}"})
    factories.topic("missing", name_fr="", name_ru="")
    factories.term("lacking", term_ar="", definition_en="Something", definition_fr="")


def length(client: Client, url: str) -> int:
    """Return how many rows the list behind a figure has."""
    answer = client.get(url)
    assert answer.status_code == 200, url
    page = answer.context.get("page") or answer.context["page_obj"]
    return int(page.paginator.count)


@pytest.mark.parametrize(("layer", "scope"), [*(("pages", scope) for scope in SCOPES), ("vocabularies", "plan")])
def test_every_figure_leads_to_as_many_rows(world: Any, client: Client, layer: str, scope: str) -> None:
    client.force_login(world.people.admin)
    followed = set()
    for row in client.get(URL, {"layer": layer, "scope": scope}).context["rows"]:
        for cell in row["cells"]:
            # The other three languages have what Russian has, nothing, and are looked at in all sections together.
            if not row["section"].is_listed or (cell["language"] not in {"French", "Russian"} and not row.get("total")):
                continue
            for kind in filter(cell.get, ("missing", "outdated", "in_work")):
                assert length(client, cell["ways"][kind]) == cell[kind], (row["section"], kind, cell)
                followed.add(kind)
    # Of what the plan requires in this world, nobody is at anything.
    assert followed == {"missing", "outdated", *(["in_work"] if scope != "required" else [])}


def test_figures_add_up(world: Any) -> None:
    report = reading.newest(world.people.admin)
    assert {row.layer for row in report.rows} == set(Layer.values)
    for row in report.rows:
        assert row.current + row.outdated <= row.due, row
        assert row.in_work <= row.due - row.current, row
        assert row.words_missing + row.words_outdated <= row.words_due, row


@pytest.mark.parametrize("scope", SCOPES)
def test_the_sections_add_up_to_all(world: Any, client: Client, scope: str) -> None:
    client.force_login(world.people.admin)
    first, *rest = client.get(URL, {"scope": scope}).context["rows"]
    for place, total in enumerate(first["cells"]):
        for kind in ("due", "current", "outdated", "missing", "in_work"):
            assert total[kind] == sum(row["cells"][place][kind] for row in rest), (total["language"], kind)


def test_a_section_that_is_gone_leads_nowhere(world: Any, client: Client) -> None:
    client.force_login(world.people.admin)
    ParitySummary.objects.filter(section=str(world.pages[2].pk)).update(section="999999")
    row = next(row for row in client.get(URL).context["rows"] if row["section"].key == "999999")
    assert row["section"].title == "Elsewhere"
    assert not any(cell["ways"] for cell in row["cells"])


def test_what_leaves_the_desk_names_no_page_that_only_some_may_read(world: Any, client: Client) -> None:
    client.force_login(world.people.translator)
    assert "Secret section" in client.get(URL).content.decode()
    paper = client.get(f"{URL}print/").content.decode()
    assert "Secret" not in paper
    assert "Pages that only some may read" in paper and "A page that only some may read" in paper
    assert b"Secret" not in _text_of(client.get(URL, {"export": "xlsx"}).content)


def _text_of(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as files:
        return b"".join(files.read(name) for name in files.namelist())


# --- Sites at their edges ---


def test_one_language_alone_has_no_figures_and_breaks_no_screen(world: Any, client: Client, monkeypatch: Any) -> None:
    client.force_login(world.people.admin)
    monkeypatch.setattr("translation_desk.plan.target_locales", list)
    ParitySummary.objects.all().delete()
    for url in (URL, f"{URL}?layer=interface", f"{URL}print/", f"{URL}?export=xlsx", "/admin/"):
        assert client.get(url).status_code == 200


def test_a_trend_over_days_with_nothing_due_has_no_chart(world: Any, client: Client) -> None:
    client.force_login(world.people.admin)
    ParitySummary.objects.all().delete()
    for days in (0, 1):
        parity_world.on_day(today() - datetime.timedelta(days=days), "fr", due=0, current=0)
    text = client.get(URL).content.decode()
    assert '<svg class="line-chart"' not in text
    assert 'aria-labelledby="parity-trend"' not in text
