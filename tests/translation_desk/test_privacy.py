"""Translations of a private page are private."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import PageViewRestriction

from tests import factories
from tests.translation_desk import desk
from translation_desk import jobs

pytestmark = pytest.mark.django_db


def test_a_restriction_reaches_live_translations_at_once(six: factories.Pages, client: Client) -> None:
    people = desk.people()
    page = desk.english(six)
    job = desk.make_live(page, people)
    assert client.get("/fr/soaking/").status_code == 200
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    group = Group.objects.create(name="Readers")
    restriction.groups.add(group)
    assert client.get("/fr/soaking/").status_code == 302
    assert list(PageViewRestriction.objects.get(page=job.target_page).groups.all()) == [group]


def test_a_restriction_that_is_lifted_is_lifted_everywhere(six: factories.Pages, client: Client) -> None:
    people = desk.people()
    page = desk.english(six)
    desk.make_live(page, people)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN).delete()
    assert client.get("/fr/soaking/").status_code == 200


def test_a_new_translation_starts_as_private_as_its_english(six: factories.Pages) -> None:
    people = desk.people()
    page = desk.english(six)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.PASSWORD, password="word")
    job = jobs.start(people.translator, desk.job(page))
    copied = PageViewRestriction.objects.get(page=job.target_page)
    assert (copied.restriction_type, copied.password) == (PageViewRestriction.PASSWORD, "word")
