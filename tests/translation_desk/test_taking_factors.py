"""Taking away a lost second factor: who may do it to whom, with a reason that stays."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from translation_desk import second_factors
from translation_desk.errors import NotAllowedError, WrongStateError

pytestmark = pytest.mark.django_db


def give(person: Any) -> None:
    TOTP.activate(person, generate_totp_secret())


def has(person: Any) -> bool:
    return Authenticator.objects.filter(user=person).exists()


def address(person: Any) -> str:
    return reverse("translation_desk:take_factor", args=[person.pk])


def test_a_manager_takes_it_away_with_a_reason_and_the_sessions_end(people: Any, client: Client) -> None:
    theirs = Client()
    theirs.force_login(people.translator)
    give(people.translator)
    client.force_login(people.approver)
    page = reverse("translation_desk:person", args=[people.translator.pk])
    assert address(people.translator) in client.get(page).content.decode()
    assert client.post(address(people.translator), {"reason": " "}).status_code == 422
    assert has(people.translator)
    assert client.post(address(people.translator), {"reason": "Lost phone, called back"}).status_code == 302
    assert not has(people.translator)
    assert theirs.get("/admin/").status_code == 302
    shown = client.get(page)
    assert address(people.translator) not in shown.content.decode()
    assert [(step.step, step.details) for step in shown.context["history"]] == [
        ("Second factor taken away", ["Lost phone, called back"])
    ]


def test_the_person_is_told_in_their_language(people: Any, django_capture_on_commit_callbacks: Any) -> None:
    UserProfile.objects.update_or_create(user=people.translator, defaults={"preferred_language": "fr"})
    give(people.translator)
    with django_capture_on_commit_callbacks(execute=True), translation.override("ru"):
        second_factors.take_away(people.approver, people.translator, "Lost")
    (sent,) = mail.outbox
    assert sent.to == [people.translator.email]
    assert sent.body.startswith("Bonjour")


def test_nobody_takes_away_their_own(people: Any) -> None:
    give(people.approver)
    with pytest.raises(NotAllowedError):
        second_factors.take_away(people.approver, people.approver, "Lost")
    assert has(people.approver)


def test_reviewers_do_it_for_their_own_language_only(people: Any) -> None:
    for person in (people.translator, people.admin):
        give(person)
    for user, person in ((people.other_reviewer, people.translator), (people.reviewer, people.admin)):
        with pytest.raises(NotAllowedError):
            second_factors.take_away(user, person, "Lost")
    second_factors.take_away(people.reviewer, people.translator, "Lost")
    assert not has(people.translator)
    assert has(people.admin)


def test_there_must_be_one(people: Any) -> None:
    with pytest.raises(WrongStateError):
        second_factors.take_away(people.approver, people.translator, "Lost")
