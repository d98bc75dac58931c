"""The weekly mail: to whom, about what, in which language, and when not."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from newsroom.models import UpkeepMails, UpkeepPoint
from newsroom.upkeep import checking, mails
from tests import factories
from tests.newsroom import upkeep
from tests.newsroom.test_upkeep_screens import LINK, point

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 4)


@pytest.fixture
def pages(six: factories.Pages, people: SimpleNamespace) -> factories.Pages:
    """A page that the editor changed last."""
    pages = factories.standard(six, "soaking", ("en", "fr"), title="Soaking")
    for page in pages.values():
        page.save_revision(user=people.editor, clean=False)
    return pages


def sent(mailoutbox: list[Any]) -> dict[str, Any]:
    return {mail.to[0].partition("@")[0]: mail for mail in mailoutbox}


def test_english_pages_are_told_to_who_changed_them_last_and_others_to_the_reviewers(
    pages: factories.Pages, mailoutbox: list[Any]
) -> None:
    point(pages["en"])
    point(pages["fr"], "link", LINK)
    assert mails.send_mails(TODAY) == 2
    found = sent(mailoutbox)
    assert found.keys() == {"editor-en", "reviewer-fr"}
    assert "Last checked on" in found["editor-en"].body and "https://x.example/" in found["reviewer-fr"].body


def test_what_nobody_owns_any_more_is_told_to_the_approvers(
    pages: factories.Pages, people: SimpleNamespace, mailoutbox: list[Any]
) -> None:
    point(pages["en"])
    people.editor.groups.clear()
    mails.send_mails(TODAY)
    assert sent(mailoutbox).keys() == {"approver-en"}


def test_images_are_told_to_who_brought_them(pages: factories.Pages, people: SimpleNamespace, mailoutbox: list[Any]) -> None:
    image = factories.drawing("Drum")
    image.uploaded_by_user = people.editor
    image.save()
    point(pages["en"], "image", {"size": 2000}, page=None, image=image, title="Drum")
    mails.send_mails(TODAY)
    assert "Drum" in sent(mailoutbox)["editor-en"].body


def test_a_mail_comes_once_a_week_while_something_is_open(pages: factories.Pages, mailoutbox: list[Any]) -> None:
    one = point(pages["en"])
    assert [mails.send_mails(TODAY + timedelta(days=day)) for day in (0, 1, 6, 7)] == [1, 0, 0, 1]
    UpkeepPoint.objects.filter(pk=one.pk).update(dismissed_at="2026-05-04T00:00:00Z")
    assert mails.send_mails(TODAY + timedelta(days=14)) == 0


def test_who_wants_none_gets_none(pages: factories.Pages, people: SimpleNamespace, mailoutbox: list[Any]) -> None:
    point(pages["en"])
    UpkeepMails.objects.create(user=people.editor, wanted=False)
    assert mails.send_mails(TODAY) == 0


def test_a_mail_is_in_the_language_of_its_reader(pages: factories.Pages, people: SimpleNamespace, mailoutbox: list[Any]) -> None:
    point(pages["en"])
    UserProfile.objects.update_or_create(user=people.editor, defaults={"preferred_language": "ar"})
    mails.send_mails(TODAY)
    [mail] = mailoutbox
    html = mail.alternatives[0][0]
    assert 'lang="ar" dir="rtl"' in html
    assert "Last checked" not in mail.body + html and "Upkeep" not in mail.subject


def test_a_long_list_says_how_much_more_there_is(pages: factories.Pages, mailoutbox: list[Any]) -> None:
    for _number in range(mails.LISTED + 3):
        point(pages["en"])
    mails.send_mails(TODAY)
    [mail] = mailoutbox
    assert "And 3 more." in mail.body and "13" in mail.subject


def test_a_night_ends_with_the_mails_and_a_check_that_somebody_asked_for_does_not(
    six: factories.Pages, people: SimpleNamespace, mailoutbox: list[Any]
) -> None:
    factories.standard(six, "about", last_reviewed=date(2001, 1, 1))
    with upkeep.committed():
        checking.ask(people.approver)
    assert mailoutbox == []
    upkeep.check()
    assert sent(mailoutbox).keys() == {"approver-en"}


def test_people_choose_about_the_mail_on_their_own_page(people: SimpleNamespace, client: Client) -> None:
    client.force_login(people.reviewer)
    address = reverse("wagtailadmin_account")
    assert 'name="upkeep_mails-wanted"' in client.get(address).content.decode()
    form = client.get(address).context["panels_by_tab"]
    data = {}
    for panels in form.values():
        for panel in panels:
            bound = panel.get_form()
            data |= {
                bound.add_prefix(name): bound.get_initial_for_field(field, name) or "" for name, field in bound.fields.items()
            }
    client.post(address, {**{name: value for name, value in data.items() if value is not None}, "upkeep_mails-wanted": "False"})
    assert UpkeepMails.objects.get(user=people.reviewer).wanted is False


def test_queries_do_not_grow_with_points(pages: factories.Pages, mailoutbox: list[Any]) -> None:
    def count() -> int:
        UpkeepMails.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            mails.send_mails(TODAY)
        return len(queries)

    point(pages["en"])
    count()
    few = count()
    for _number in range(12):
        point(pages["en"])
    assert count() == few
