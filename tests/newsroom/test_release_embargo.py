"""Nowhere does a visitor read anything of pages that wait for a release: neither their titles nor their addresses."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from knowledge.citations import FORMATS
from newsroom.models import Release
from newsroom.releases import composing, going_live
from search.rebuilding import rebuild
from tests import factories
from tests.newsroom import releasing
from tests.translation_desk import desk
from translation_desk import roles

pytestmark = pytest.mark.django_db

SECRET, SLUG = "Zirconium", "kept-back"
"""In the titles of all that waits, and in their addresses."""


@pytest.fixture(scope="module")
def world(six: factories.Pages, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """Lists, a topic, and a live page that leads to a publication and an article; these wait, approved in two languages."""
    with django_db_blocker.unblock(), factories.undone():
        staff = desk.people()
        roles.set_up_roles(six)
        desk.without_checks()
        topic = factories.topic("effluent")
        news, publications = factories.article_index(six), factories.publication_index(six)
        topics = factories.topic_index(six)
        factories.topic_page(topics, topic, ("en", "fr"))
        factories.site_map(six)
        never = {"live": False, "first_published_at": None, "last_published_at": None}
        made = [
            factories.publication(
                {"en": publications["en"]}, f"{SLUG}-report", title=f"{SECRET} report", topics=[topic], **never
            ),
            factories.article({"en": news["en"]}, f"{SLUG}-press", title=f"{SECRET} in the press", **never),
        ]
        waiting = [Page.objects.get(pk=pages["en"].pk).specific for pages in made]
        for page in waiting:
            page.save_revision(user=staff.editor, clean=False)
        shown = [{"type": "item", "id": f"p{page.pk}", "value": page.pk} for page in waiting]
        related = [{"type": "related_pages", "id": "r1", "value": {"title": "Related", "pages": shown}}]
        live = desk.english(six, "soaking", title="Soaking", body=related)
        desk.make_live(live, staff)
        release = releasing.release(staff, [*waiting, live], title=f"{SECRET} day")
        for page in waiting:
            releasing.approve_english(page, staff)
        composing.order(staff.approver, release)
        for page in waiting:
            releasing.approve(page, staff.translator, staff.reviewer, "fr", SECRET)
        rebuild()
        ids = [pk for page in waiting for pk in (page.pk, releasing.target(page).pk)]
        yield SimpleNamespace(staff=staff, release=release.pk, ids=ids)


def places(ids: list[int]) -> Iterator[str]:
    """Yield whatever could tell of the pages, in English and in French."""
    yield from ("/", "/sitemap.xml", "/robots.txt")
    for code in ("en", "fr"):
        for path in (
            "", "soaking/", "news/", "publications/", "publications/?topic=effluent", f"publications/?q={SECRET}", "topics/",
            "topics/effluent/", "site-map/", "feeds/news/", "feeds/publications/", f"search/?q={SECRET}", "search/?q=report",
            "search/?q=zircon", "search/suggestions/?q=zirc", f"news/{SLUG}-press/", f"publications/{SLUG}-report/",
            f"news/{SLUG}-pres/", f"{SLUG}-report/", "packs/topic/effluent.zip",
        ):  # fmt: skip
            yield f"/{code}/{path}"
        for ending in FORMATS:
            yield f"/{code}/cite/publications.{ending}"
            yield f"/{code}/cite/publications/{SLUG}-report.{ending}"
        yield f"/api/v2/pages/?locale={code}&fields=*"
        yield f"/api/v2/pages/find/?html_path=/{code}/news/{SLUG}-press/"
    yield from (f"/api/v2/pages/{pk}/" for pk in ids)


def telling(client: Client, ids: list[int]) -> list[str]:
    """Return the places whose answer tells title or address of a page that it was not asked for by these."""
    found = []
    for place in places(ids):
        answer = client.get(place, follow=True)
        text = answer.getvalue().decode("utf-8", "replace").lower()
        if any(sign in text for sign in (SECRET.lower(), SLUG) if sign not in place.lower()):
            found.append(place)
    return found


def test_nothing_tells_of_pages_that_wait_for_a_release(world: SimpleNamespace, client: Client) -> None:
    assert "\n".join(telling(client, world.ids)) == ""


def test_the_same_places_tell_of_them_once_they_are_live(world: SimpleNamespace, client: Client) -> None:
    going_live.release_now(world.staff.approver, Release.objects.get(pk=world.release))
    told = set(telling(client, world.ids))
    for place in ("/en/soaking/", "/fr/soaking/", "/en/news/", "/fr/publications/", "/en/topics/effluent/", "/sitemap.xml"):
        assert place in told
