"""The dashboard of parity: what it says, where its figures lead, its files, what it costs."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from home.models import StandardPage
from newsroom.models import ParityCount, ParitySummary
from newsroom.parity import sheets
from newsroom.parity.panel import ParityPanel
from tests import factories
from tests.newsroom import parity_world
from tests.translation_desk import desk, empty_page, queue_data
from translation_desk import planning
from translation_desk.word_report import today

pytestmark = pytest.mark.django_db
URL = "/admin/newsroom/parity/"


@pytest.fixture(scope="module")
def world(six: factories.Pages, made_people: SimpleNamespace, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), factories.undone():
        yield parity_world.build(six, made_people)


@pytest.fixture
def window(world: Any, client: Client) -> Client:
    client.force_login(world.people.translator)
    return client


def cell(answer: Any, section: str, language: str = "French") -> Any:
    row = next(row for row in answer.context["rows"] if row["section"].key == section)
    return next(cell for cell in row["cells"] if cell["language"] == language)


def listed(window: Client, url: str) -> list[str]:
    """Return the slugs of the pages that a way leads to."""
    answer = window.get(url)
    if "object_list" in answer.context and "codes" not in answer.context:
        return [job.source_page.slug for job in answer.context["object_list"]]
    return [row["page"].slug for row in answer.context["rows"]]


# --- What it says, and where it leads ---


def test_each_figure_leads_to_exactly_its_pages(world: Any, window: Client) -> None:
    for scope, missing in (("plan", ["third"]), ("all", ["third", "fourth"])):
        total = cell(window.get(URL, {"scope": scope}), "")
        assert (total["missing"], total["outdated"], total["in_work"]) == (len(missing), 1, 1)
        assert listed(window, total["ways"]["missing"]) == missing
        assert listed(window, total["ways"]["outdated"]) == ["second"]
        assert listed(window, total["ways"]["in_work"]) == ["third"]


def test_a_section_leads_to_its_own_pages_only(world: Any, window: Client) -> None:
    answer = window.get(URL, {"scope": "all"})
    for page, expected in ((world.pages[2], ["third"]), (world.pages[3], ["fourth"])):
        assert listed(window, cell(answer, str(page.pk))["ways"]["missing"]) == expected
    queued = cell(window.get(URL), str(world.pages[2].pk))["ways"]["missing"]
    assert listed(window, queued) == ["third"]


def test_the_home_page_leads_to_itself(world: Any, window: Client) -> None:
    factories.Page.objects.filter(locale__language_code="fr", depth=2).update(live=False)
    desk.refreshing.refresh_page(world.homes["en"].pk)
    call_command("count_parity", verbosity=0)
    home = cell(window.get(URL, {"scope": "all"}), "home")
    assert home["missing"] == 1
    assert listed(window, home["ways"]["missing"]) == [world.homes["en"].slug]


def test_choices_narrow_what_is_shown(world: Any, window: Client) -> None:
    key = str(world.pages[1].pk)
    answer = window.get(URL, {"unit": "words", "section": key})
    assert [row["section"].key for row in answer.context["rows"]] == [key]
    french = cell(answer, key)
    words = desk.job(world.pages[1]).words_total
    assert (french["due"], french["outdated"]) == (words, 2)


def test_choices_that_are_none_are_as_if_nothing_were_chosen(window: Client) -> None:
    answer = window.get(URL, {"scope": "x", "unit": "y", "days": "z", "section": "nowhere", "layer": "?"})
    assert answer.status_code == 200
    assert answer.context["form"]["scope"].value() == "plan"


def test_a_language_with_nothing_due_shows_a_dash(world: Any, window: Client) -> None:
    ParitySummary.objects.filter(locale__language_code="fr", section=str(world.pages[1].pk)).delete()
    assert cell(window.get(URL, {"scope": "required"}), str(world.pages[1].pk))["percent"] == "–"


def test_the_oldest_gap_is_named(world: Any, window: Client) -> None:
    gaps = window.get(URL, {"section": str(world.pages[2].pk)}).context["gaps"]
    french = next(row for row in gaps if row["language"] == "French")
    assert french["page"].pk == world.pages[2].pk
    assert french["since"] == timezone.localdate(parity_world.SINCE)
    assert (french["figures"].readers, french["figures"].colleagues) == (4, 1)


def test_vocabularies_lead_people_to_columns_of_their_own_languages(window: Client) -> None:
    factories.topic("wet", name_en="Wet work", name_fr="", name_ru="")
    ParityCount.objects.update(state_of_content="")
    call_command("count_parity", verbosity=0)
    answer = window.get(URL, {"layer": "vocabularies"})
    french, russian = (cell(answer, "vocabulary.topic", language) for language in ("French", "Russian"))
    assert french["missing"] and "Wet work" in window.get(french["ways"]["missing"]).content.decode()
    assert russian["missing"] and not russian["ways"]


def test_words_of_the_interface_stand_apart(window: Client) -> None:
    answer = window.get(URL, {"layer": "interface"})
    assert [row["section"].key for row in answer.context["rows"]] == ["", "website", "foundation"]
    assert cell(answer, "website")["percent"] == "100%"


def test_required_pages_are_checked_by_name(world: Any, window: Client) -> None:
    about = factories.standard(world.homes, "about", ("en", "fr"))
    window.force_login(world.people.approver)
    rows = {str(row["name"]): row for row in window.get(URL).context["required"]}
    assert rows["About us"]["page"].pk == about["en"].pk
    assert [cell["state"].readers for cell in rows["About us"]["cells"]] == [
        "current" if cell["state"].code == "fr" else "missing" for cell in rows["About us"]["cells"]
    ]
    assert rows["About us"]["plan_url"] and not rows["Home page"]["plan_url"]
    assert rows["Contact"]["page"] is None
    window.force_login(world.people.translator)
    assert not any(row["plan_url"] for row in window.get(URL).context["required"])


# --- Trend ---


def test_one_day_of_figures_draws_no_line(window: Client) -> None:
    text = window.get(URL).content.decode()
    assert '<svg class="line-chart"' not in text
    assert "figures of one day so far" in text


def test_the_trend_has_the_days_that_were_counted_and_no_other(window: Client) -> None:
    days = [today() - timedelta(days=number) for number in (40, 10, 3)]
    for day in days:
        parity_world.on_day(day, "fr")
    answer = window.get(URL)
    assert [row["day"] for row in answer.context["trend"]["rows"]] == [today(), days[2], days[1]]
    assert len(window.get(URL, {"days": "90"}).context["trend"]["rows"]) == 4
    assert '<svg class="line-chart"' in answer.content.decode()


# --- Counting anew, panel ---


def test_figures_are_counted_anew_on_demand(world: Any, window: Client) -> None:
    counts = ParityCount.objects.count()
    answer = window.post(reverse("newsroom:parity_count"), follow=True)
    assert ParityCount.objects.count() == counts + 1
    assert "being counted anew" in answer.content.decode()


def test_before_the_first_count_the_screen_says_so(window: Client) -> None:
    ParitySummary.objects.all().delete()
    ParityCount.objects.all().delete()
    assert "Nothing has been counted yet" in window.get(URL).content.decode()
    assert window.get(f"{URL}print/").status_code == window.get(URL, {"export": "xlsx"}).status_code == 200


def test_the_home_of_the_administration_says_how_far_languages_are(window: Client) -> None:
    parity_world.on_day(today() - timedelta(days=31), "fr", due=3, current=1)
    text = window.get(reverse("wagtailadmin_home")).content.decode()
    panel = text.split('id="parity-content"')[1].split("</section>")[0]
    assert "66%" in panel and "▲ 33" in panel


def test_people_without_a_role_see_nothing(world: Any, client: Client) -> None:
    client.force_login(world.people.stranger)
    assert client.get(URL).status_code == client.get(f"{URL}print/").status_code == 302
    assert 'id="parity-content"' not in client.get(reverse("wagtailadmin_home")).content.decode()
    counts = ParityCount.objects.count()
    client.post(reverse("newsroom:parity_count"))
    assert ParityCount.objects.count() == counts


# --- Files ---


def test_the_file_has_a_sheet_for_each_layer_and_the_numbers_of_the_screen(world: Any, window: Client) -> None:
    book = load_workbook(io.BytesIO(window.get(URL, {"export": "xlsx"}).content))
    assert book.sheetnames == ["Pages", "Vocabularies and settings", "Words of the interface", "Required pages", "Trend"]
    rows = list(book["Pages"].values)
    third = next(row for row in rows if row[0] == "French" and row[2] == "Wanted" and row[6] == 1)
    assert third[-4:-2] == (4, 1)
    assert third[-2].date() == timezone.localdate(parity_world.SINCE)


def test_cells_of_the_file_have_the_types_of_what_they_hold(world: Any, window: Client) -> None:
    book = load_workbook(io.BytesIO(window.get(URL, {"export": "xlsx"}).content))
    for sheet in book.worksheets:
        headings, *rows = sheet.iter_rows()
        assert rows, sheet.title
        # As wide as what stands in it: no number becomes a row of ####.
        assert all(sheet.column_dimensions[heading.column_letter].width >= 10 for heading in headings), sheet.title
    (_first, *rows) = book["Pages"].iter_rows()
    assert {cell.data_type for row in rows for cell in row[3:14]} <= {"n"}
    dates = [row[14] for row in rows if row[14].value is not None]
    assert dates and all(cell.is_date for cell in dates)
    (_first, *rows) = book["Trend"].iter_rows()
    assert all(row[0].is_date and {cell.data_type for cell in row[3:]} <= {"n"} for row in rows)


def test_no_text_of_a_page_becomes_a_formula(world: Any, window: Client) -> None:
    page = factories.Page.objects.get(pk=world.pages[2].pk)
    page.title = "=1+1"
    page.save()
    book = load_workbook(io.BytesIO(window.get(URL, {"export": "xlsx"}).content))
    assert {"'=1+1"} <= {row[1] for row in book["Pages"].values} | {row[-1] for row in book["Pages"].values}


def test_the_file_is_in_the_language_of_the_person(world: Any, window: Client) -> None:
    with translation.override("ar"):
        book = load_workbook(io.BytesIO(sheets.workbook(world.people.translator)))
    assert book.worksheets[0].sheet_view.rightToLeft


def test_the_page_for_printing_has_all_layers_and_nothing_of_the_administration(window: Client) -> None:
    text = window.get(f"{URL}print/").content.decode()
    assert text.count("parity__table") >= 5
    assert "wagtail" not in text
    assert text.count("<a ") == 1


# --- Cost ---


def test_the_dashboard_takes_the_same_queries_for_many_pages(
    six: factories.Pages, world: Any, window: Client, empty_admin_queries: Callable[[Client], int]
) -> None:
    kind = ContentType.objects.get_for_model(StandardPage)
    planning.save(world.people.approver, planning.draft(scope="type", content_type=kind, level="on_request"))
    taken = []
    for number in (20, 400):
        with factories.undone():
            queue_data.crowd(six, number, [world.people.translator], [world.people.reviewer])
            ParityCount.objects.update(state_of_content="")
            call_command("count_parity", verbosity=0)
            for day in range(1, number // 20 + 2):
                parity_world.on_day(today() - timedelta(days=day), "fr")
            taken.append(empty_page.each_beyond_empty(window, [URL, f"{URL}?layer=vocabularies&unit=words", f"{URL}print/"]))
    assert taken[0] == taken[1]
    assert max(taken[0]) <= 20


def test_the_panel_takes_a_few_queries(world: Any, window: Client, monkeypatch: Any) -> None:
    home = reverse("wagtailadmin_home")
    everything = empty_page.queries(window, home)
    monkeypatch.setattr(ParityPanel, "render_html", lambda _panel, _context=None: "")
    assert everything - empty_page.queries(window, home) <= 4
