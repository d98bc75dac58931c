"""What the portal holds about a person, handed out and erased."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import PageLogEntry

from home.models import ContactMessage
from tests.factories import homes

ADDRESS = "translator@example.org"


@pytest.fixture
def person(db: None) -> Any:
    """A person with an account, who also sent a message once; two administrators."""
    users = get_user_model()._default_manager
    for name in ("admin", "second"):
        users.create_superuser(name, f"{name}@example.org", "leather-panel")
    person = users.create_user("translator", ADDRESS, "leather-panel", first_name="French", last_name="translator")
    person.groups.add(Group.objects.create(name="Some group"))
    for email, message in ((ADDRESS.upper(), "mine"), ("other@example.org", "another's")):
        ContactMessage.objects.create(email=email, message=message, language="en", delete_after=timezone.localdate())
    return person


def test_everything_about_an_address_is_handed_out(person: Any, tmp_path: Path) -> None:
    page = homes()["en"]
    page.owner = person
    page.save()
    file = tmp_path / "person.json"
    call_command("export_person", ADDRESS, "--file", str(file))
    held = json.loads(file.read_text())
    assert [message["message"] for message in held["messages"]] == ["mine"]
    (account,) = held["accounts"]
    assert (account["username"], account["groups"]) == ("translator", ["Some group"])
    assert ("wagtailcore.Page", "owner", page.pk) in {(row["in"], row["as"], row.get("id")) for row in account["named in"]}
    assert person.password not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


def test_messages_and_account_are_erased(person: Any) -> None:
    call_command("erase_person", ADDRESS, "--by", "admin", "--no-input", verbosity=0)
    person.refresh_from_db()
    assert (person.email, person.is_active, person.erased_at is None) == ("", False, False)
    assert [message.message for message in ContactMessage.objects.all()] == ["another's"]
    with pytest.raises(CommandError, match="holds nothing"):
        call_command("export_person", ADDRESS)
    assert PageLogEntry.objects.filter(data__icontains=ADDRESS).count() == 0


@pytest.mark.parametrize(("by", "sentence"), [("", "--by"), ("nobody", "--by"), ("translator", "may")])
def test_an_account_is_erased_only_by_somebody_who_may(by: str, sentence: str, person: Any) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("erase_person", ADDRESS, "--by", by, "--no-input", verbosity=0)
    person.refresh_from_db()
    assert person.erased_at is None
    assert ContactMessage.objects.filter(email__iexact=ADDRESS).exists()


def test_messages_of_somebody_without_account_need_nobodys_name(person: Any) -> None:
    call_command("erase_person", "other@example.org", "--no-input", verbosity=0)
    assert [message.message for message in ContactMessage.objects.all()] == ["mine"]


@pytest.mark.parametrize("command", ["export_person", "erase_person"])
def test_no_address_is_nobodys(command: str, person: Any) -> None:
    ContactMessage.objects.create(message="without address", language="en", delete_after=timezone.localdate())
    with pytest.raises(CommandError, match="no mail address"):
        call_command(command, "")
