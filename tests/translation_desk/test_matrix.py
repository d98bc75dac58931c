"""The matrix of pages and languages, and the desk's words in lists of pages."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from tests import factories
from tests.translation_desk import desk, queue_data
from tests.translation_desk.empty_page import beyond_empty, queries
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db

URL = "/admin/translations/pages/"


@pytest.fixture(scope="module")
def world(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """Two sections with jobs, a draft without one."""
    with django_db_blocker.unblock(), factories.undone():
        people = desk.people()
        about = factories.standard(six, "about", ("en", "fr"), title={"en": "About", "fr": "À propos"})
        history = queue_data.page(about | {"en": about["en"]}, "History", "history")
        news = queue_data.page(six, "News", "news")
        draft = factories.standard(six, "secret", ("en",), title="Secret draft", live=False)["en"]
        job = queue_data.job(about["en"], "fr", status=Status.OUTDATED, target_page=Page.objects.get(pk=about["fr"].pk))
        queue_data.job(about["en"], "ru", status=Status.LIVE)
        queue_data.job(history, "ru", status=Status.IN_REVIEW)
        yield SimpleNamespace(people=people, about=about, history=history, news=news, draft=draft, job=job)


def titles(client: Client, **query: Any) -> list[str]:
    return [row["page"].title for row in client.get(URL, query).context["rows"]]


def test_pages_stand_in_the_order_of_the_tree_with_the_state_of_each_language(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.editor)
    answer = client.get(URL)
    rows = {row["page"].title: row for row in answer.context["rows"]}
    assert list(rows) == ["Home en", "About", "History", "News"]
    cells = {cell["code"]: cell["job"] for cell in rows["About"]["cells"]}
    assert list(cells) == ["ar", "zh-hans", "fr", "ru", "es"]
    assert cells["fr"] == world.job and cells["ar"] is None
    text = answer.content.decode()
    assert "Live, English has changed" in text and "No translation" in text
    assert reverse("translation_desk:job", args=[world.job.pk]) in text
    assert "Secret draft" not in text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "live"}, ["About"]),
        ({"status": "live", "language": "fr"}, []),
        ({"status": "outdated", "language": "fr"}, ["About"]),
        ({"language": "ru"}, ["About", "History"]),
        ({"status": "nonsense"}, []),
    ],
)
def test_pages_are_chosen_by_status_and_language(
    world: SimpleNamespace, client: Client, query: dict, expected: list[str]
) -> None:
    client.force_login(world.people.editor)
    assert titles(client, **query) == expected


def test_pages_are_chosen_by_section(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.editor)
    assert titles(client, section=world.about["en"].pk) == ["About", "History"]


def test_the_matrix_costs_the_same_for_many_pages(six: factories.Pages, world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.reviewer)
    taken = []
    for number in (10, 400):
        with factories.undone():
            queue_data.crowd(six, number, [world.people.translator], [world.people.reviewer])
            taken.append(beyond_empty(client, URL))
    assert taken[0] == taken[1] <= 12


# --- Lists of pages ---


def explored(client: Client, parent: Page) -> str:
    return client.get(reverse("wagtailadmin_explore", args=[parent.pk])).content.decode()


def status_cells(text: str) -> str:
    return "".join(part[: part.index("</td>")] for part in text.split('<td class="desk-status-cell')[1:])


def test_the_explorer_speaks_the_desks_words(six: factories.Pages, world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.admin)
    cells = status_cells(explored(client, six["fr"]))
    assert "Live, English has changed" in cells and "live + draft" not in cells
    cells = status_cells(explored(client, six["en"]))
    assert "1 of 2 translations up to date" in cells
    assert f'href="/admin/translations/?tab=all&amp;page={world.about["en"].pk}"' in cells
    assert "Draft" in cells


def test_an_english_page_with_a_newer_draft_says_so(six: factories.Pages, world: SimpleNamespace, client: Client) -> None:
    page = world.news.specific
    page.title = "News, longer"
    page.save_revision(clean=False)
    client.force_login(world.people.admin)
    assert "Live, with a newer draft" in status_cells(explored(client, six["en"]))


def test_the_words_cost_two_queries_however_long_the_list(six: factories.Pages, world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.admin)
    taken = []
    for number in (10, 400):
        with factories.undone():
            queue_data.crowd(six, number, [world.people.translator], [world.people.reviewer])
            url = reverse("wagtailadmin_explore", args=[Page.objects.get(slug="section-0").pk])
            taken.append(queries(client, url))
            assert status_cells(client.get(url).content.decode()).count("translations up to date") >= 2
    assert taken[0] == taken[1]


def test_a_page_leads_to_its_translations_and_back(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.admin)
    english = explored(client, world.about["en"])
    assert f"/admin/translations/?tab=all&amp;page={world.about['en'].pk}" in english
    french = explored(client, world.about["fr"])
    assert reverse("translation_desk:job", args=[world.job.pk]) in french
    text = client.get("/admin/translations/", {"tab": "all", "page": world.about["en"].pk}).content.decode()
    assert "Translations of one page:" in text and "Show all pages" in text
    by_translation = client.get("/admin/translations/", {"tab": "all", "page": world.about["fr"].pk}).content.decode()
    assert '<a href="/admin/pages/{}/edit/" lang="en" dir="ltr">About</a>'.format(world.about["en"].pk) in by_translation


def test_people_without_a_role_see_no_way_to_the_queue(six: factories.Pages, world: SimpleNamespace, client: Client) -> None:
    user = world.people.stranger
    group = desk.person("helper", ("translator", "fr")).groups.get()
    GroupPagePermission.objects.create(group=group, page=six["en"], permission_type="change")
    group.desk_group.delete()
    user.groups.add(group)
    client.force_login(user)
    assert "/admin/translations/" not in explored(client, six["en"])
