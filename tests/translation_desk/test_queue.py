"""The queue: tabs, filters, search, order, cost."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from core.i18n import speaking
from tests import factories
from tests.translation_desk import desk, queue_data
from tests.translation_desk.empty_page import each_beyond_empty
from translation_desk import queue
from translation_desk.filters import Selection
from translation_desk.models import TranslationJob
from translation_desk.models.jobs import Status

pytestmark = pytest.mark.django_db

URL = "/admin/translations/"
MOST_QUERIES = 15


@pytest.fixture(scope="module")
def world(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """Six jobs of two sections in three languages, and the people who work on them."""
    with django_db_blocker.unblock(), factories.undone():
        people = desk.people()
        about = queue_data.page(six, "Über Éthiopie", "about")
        with_parent = {**six, "en": about}
        history = queue_data.page(with_parent, "History", "history")
        news = queue_data.page(six, "News", "news")
        today = timezone.localdate()
        make = queue_data.job
        jobs = SimpleNamespace(
            free=make(about, "fr", due=today - timedelta(days=1)),
            mine=make(
                history, "fr", status=Status.IN_TRANSLATION, translator=people.translator, due=today, target_title="Histoire"
            ),
            review=make(news, "fr", status=Status.IN_REVIEW, translator=people.translator, reviewer=people.reviewer, priority=10),
            back=make(
                about, "ru", status=Status.SENT_BACK, translator=people.translator, target_title="История лёд", segments_done=5
            ),
            changed=make(news, "ru", status=Status.OUTDATED, due=today + timedelta(days=20)),
            live=make(about, "ar", status=Status.LIVE, target_title="عن الفَريق", segments_done=10, due=today - timedelta(days=9)),
        )
        yield SimpleNamespace(people=people, about=about, history=history, news=news, jobs=jobs)


def chosen(user: Any, query: str) -> set[int]:
    return set(Selection(user, QueryDict(query)).rows.values_list("pk", flat=True))


def keys(world: SimpleNamespace, names: str) -> set[int]:
    return {getattr(world.jobs, name).pk for name in names.split()}


@pytest.mark.parametrize(
    ("person", "tab", "names"),
    [
        ("translator", "mine", "mine review back"),
        ("reviewer", "mine", "review"),
        ("translator", "unassigned", "free"),
        ("translator", "review", ""),
        ("reviewer", "review", "review"),
        ("other_reviewer", "review", ""),
        ("other_reviewer", "unassigned", "changed"),
        ("editor", "sent_back", "back"),
        ("editor", "changed", "changed"),
        ("editor", "done", "live"),
        ("editor", "all", "free mine review back changed live"),
    ],
)
def test_a_tab_shows_what_concerns_the_person(world: SimpleNamespace, person: str, tab: str, names: str) -> None:
    user = getattr(world.people, person)
    assert chosen(user, f"tab={tab}") == keys(world, names)
    counts = Selection(user, QueryDict()).counts
    assert counts[tab] == len(names.split())


def test_a_page_kept_by_hand_is_on_the_tab_of_all_only(world: SimpleNamespace) -> None:
    TranslationJob.objects.filter(pk=world.jobs.free.pk).update(enabled=False)
    counts = Selection(world.people.translator, QueryDict()).counts
    assert (counts["unassigned"], counts["all"]) == (0, 6)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("language=ru", "back changed"),
        ("language=ru&language=ar", "back changed live"),
        ("status=in_review&status=sent_back", "review back"),
        ("language=ru&status=sent_back", "back"),
        ("due=overdue", "free"),
        ("due=week", "free mine"),
        ("due=none", "review back"),
        ("priority=10", "review"),
        ("translator=nobody", "free changed live"),
        ("translator=nobody&language=fr", "free"),
        ("q=ethiopie", "free back live"),
        ("q=HISTOIRE", "mine"),
        ("q=ИСТОРИЯ+лед", "back"),
        ("q=الفريق", "live"),
        ("q=history+histoire", "mine"),
        ("q=nothing", ""),
    ],
)
def test_filters_and_search_combine(world: SimpleNamespace, query: str, names: str) -> None:
    assert chosen(world.people.editor, f"tab=all&{query}") == keys(world, names)


def test_filters_know_sections_people_types_and_one_page(world: SimpleNamespace) -> None:
    user, people = world.people.editor, world.people
    about_type = world.about.content_type_id
    assert chosen(user, f"tab=all&section={world.about.pk}") == keys(world, "free mine back live")
    assert chosen(user, f"tab=all&translator={people.translator.pk}&translator=nobody&language=fr") == keys(
        world, "free mine review"
    )
    assert chosen(user, f"tab=all&reviewer={people.reviewer.pk}") == keys(world, "review")
    assert chosen(user, f"tab=all&type={about_type}") == keys(world, "free mine review back changed live")
    assert chosen(user, f"tab=all&page={world.news.pk}") == keys(world, "review changed")


@pytest.mark.parametrize("query", ["status=nonsense", "section=999999", "page=abc", "language=en", "due=x"])
def test_a_value_that_no_filter_knows_chooses_nothing(world: SimpleNamespace, query: str) -> None:
    assert chosen(world.people.editor, f"tab=all&{query}") == set()


@pytest.mark.parametrize(
    ("ordering", "first", "last"),
    [
        ("", "review", "back"),
        ("title", "mine", "live"),
        ("language", "live", "changed"),
        ("status", "free", "changed"),
        ("-status", "changed", "free"),
        ("-progress", "live", "changed"),
        ("due", "live", "back"),
        ("-due", "changed", "back"),
        ("-waiting", "live", "free"),
        ("nonsense", "review", "back"),
    ],
)
def test_every_column_sorts_and_empty_dates_stand_last(world: SimpleNamespace, ordering: str, first: str, last: str) -> None:
    titles = {job.pk: name for name, job in vars(world.jobs).items()}
    found = [titles[job.pk] for job in queue.ordered(TranslationJob.objects.all(), ordering)]
    assert found[0] == first
    if ordering in {"due", "-due", "", "nonsense"}:
        assert set(found[-2:]) == {"back", "review"} or found[-1] == last
    elif ordering not in {"title", "language", "-progress"}:
        assert found[-1] == last


@pytest.mark.parametrize("ordering", queue.orderings())
def test_the_screen_sorts_by_each_of_its_columns(world: SimpleNamespace, client: Client, ordering: str) -> None:
    client.force_login(world.people.editor)
    text = client.get(URL, {"tab": "all", "ordering": ordering}).content.decode()
    assert f"ordering=-{ordering}" in text


def test_titles_are_found_after_each_way_of_saving(world: SimpleNamespace) -> None:
    job = world.jobs.free
    job.target_title = "Éthiopie première"
    job.save(update_fields=["target_title"])
    assert chosen(world.people.editor, "tab=all&q=premiere") == {job.pk}
    job.source_title = "Ünlike"
    TranslationJob.objects.bulk_update([job], ["source_title"])
    assert chosen(world.people.editor, "tab=all&q=unlike") == {job.pk}


def test_a_row_says_everything_in_words(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.editor)
    text = client.get(URL, {"tab": "all"}).content.decode()
    assert '<bdi lang="ar" dir="rtl">عن الفَريق</bdi>' in text
    assert '<bdi lang="en" dir="ltr">Über Éthiopie</bdi>' in text
    assert '<bdi lang="ar" dir="rtl">العربية</bdi>' in text
    assert "Sent back to the translator" in text
    assert "5 of 10 segments" in text and "0 of 200 words" in text
    assert text.count("Overdue</strong>") == 1
    assert "Urgent" in text
    assert f'href="{reverse("translation_desk:job", args=[world.jobs.live.pk])}"' in text


def test_chinese_is_counted_in_characters(world: SimpleNamespace, client: Client) -> None:
    queue_data.job(world.news, "zh-hans", written=1234, segments_done=3)
    client.force_login(world.people.editor)
    assert "1,234 characters written" in client.get(URL, {"tab": "all", "language": "zh-hans"}).content.decode()


def test_times_stand_in_the_persons_time_zone_and_language(world: SimpleNamespace, client: Client) -> None:
    UserProfile.objects.create(user=world.people.editor, preferred_language="fr", current_time_zone="Asia/Tokyo")
    waiting = timezone.now().replace(year=2020, month=1, day=1, hour=20, minute=5)
    TranslationJob.objects.filter(pk=world.jobs.mine.pk).update(waiting_since=waiting)
    client.force_login(world.people.editor)
    text = client.get(URL, {"tab": "all", "language": "fr"}).content.decode()
    assert "2 janvier 2020 05:05" in text


@pytest.mark.parametrize("tab", ["mine", "unassigned", "review", "sent_back", "changed", "done", "all"])
def test_an_empty_tab_says_what_to_do_next(six: factories.Pages, client: Client, tab: str) -> None:
    TranslationJob.objects.all().delete()
    user = desk.person("somebody", ("translator", "es"))
    client.force_login(user)
    text = client.get(URL, {"tab": tab}).content.decode()
    found = queue.tabs(user)[tab]
    assert str(found.empty) in text and str(found.advice) in text
    assert found.name == "all" or f'href="{URL}?tab={found.next_tab}">{found.link}</a>' in text


def test_a_search_without_result_leads_to_all_translations(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.translator)
    text = client.get(URL, {"tab": "done", "q": "histoire"}).content.decode()
    assert "No translation matches" in text
    assert "tab=all&amp;q=histoire" in text


def test_people_without_a_role_stay_out(world: SimpleNamespace, client: Client) -> None:
    world.people.stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(world.people.stranger)
    for url in (URL, f"{URL}results/", f"{URL}pages/", f"{URL}bulk/?action=take"):
        assert client.get(url).status_code == 302
    assert "/admin/translations/" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_menu_leads_to_the_queue(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.translator)
    assert '"url": "/admin/translations/"' in client.get(reverse("wagtailadmin_home")).content.decode()


def test_without_scripts_search_and_filters_are_a_plain_form(world: SimpleNamespace, client: Client) -> None:
    client.force_login(world.people.editor)
    assert "?tab=all&amp;plain=1" in client.get(URL, {"tab": "all"}).content.decode()
    text = client.get(URL, {"tab": "all", "plain": 1}).content.decode()
    start = text.index('desk-plain-filters"')
    plain = text[start : text.index("</form>", start)]
    for name in ("q", "language", "status", "section", "translator", "reviewer", "due", "priority", "type"):
        assert f'name="{name}"' in plain


def test_sections_are_named_in_the_readers_language(world: SimpleNamespace, six: factories.Pages) -> None:
    factories.pages(factories.StandardPage, six, "about", ["fr"], title="À propos", translation_key=world.about.translation_key)
    with speaking("fr"):
        titles = {section.pk: (section.title, section.code) for section in queue.sections()}
    assert titles == {world.about.pk: ("À propos", "fr"), world.news.pk: ("News", "en")}


def test_the_number_of_queries_does_not_grow(six: factories.Pages, client: Client) -> None:
    manager = desk.person("manager", ("approver", "en"))
    reviewer = desk.person("reviewer", *(("reviewer", code) for code in queue_data.TARGETS))
    admin = get_user_model().objects.create_superuser("admin", "admin@example.org", "a long password")
    translators = [desk.person(f"translator{number}", ("translator", "es")) for number in range(8)]
    queries = ("", "tab=all", "tab=all&q=titre&status=live&status=in_review&ordering=-due&due=week", f"page={six['en'].pk}")
    taken: dict[int, list[int]] = {}
    for number in (20, 1000):
        with factories.undone():
            TranslationJob.objects.all().delete()
            queue_data.crowd(six, number, translators, [reviewer, admin])
            assert TranslationJob.objects.count() == number
            taken[number] = []
            for user in (manager, reviewer, admin):
                client.force_login(user)
                taken[number] += each_beyond_empty(client, [f"{URL}?{query}" for query in queries])
    assert max(taken[1000]) <= MOST_QUERIES
    assert all(many <= few + 1 for few, many in zip(taken[20], taken[1000], strict=True)), taken
