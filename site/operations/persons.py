"""What the portal holds about one person, by mail address: to hand it out, or to erase it."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models, transaction
from wagtail.models import Page

from home.models import ContactMessage
from newsroom.experts import forgetting
from operations.errors import OperationError
from translation_desk import leaving

LEFT_OUT = {"password", "search_text", "nonce"}
"""Columns that say nothing about a person, or that nobody may hold in the hand."""


def held_about(email: str) -> dict[str, Any]:
    """Return everything about the accounts with an address and about the messages sent under it, ready for JSON.

    Of what a person worked on it holds every row that names them, with its short texts and dates, not the content of pages.
    Raises OperationError.
    """
    accounts = _accounts(email)
    return {
        "messages": [_row(message) for message in ContactMessage.objects.filter(email__iexact=email).order_by("pk")],
        "questions to an expert": forgetting.held_about(email),
        "accounts": [
            {
                **_row(person),
                "groups": sorted(person.groups.values_list("name", flat=True)),
                "named in": list(_rows_naming(person)),
            }
            for person in accounts
        ],
    }


@transaction.atomic
def erase(email: str, by: str) -> tuple[int, int, list[str]]:
    """Delete the messages sent under an address and erase the accounts with it, as the screen “People” does, or nothing at all.

    Name, address and organisation of an expert who was asked under the address go too; what was answered stays.

    `by` is the user name of who does it, who must have the right to; empty where there is no account. Returns the number of
    messages, that of questions to an expert, and the names of roles that stand in the place of the accounts now. Raises
    OperationError, DeskError.
    """
    accounts = [person for person in _accounts(email) if person.erased_at is None]
    acting = get_user_model()._default_manager.filter(username=by).first()
    if accounts and acting is None:
        raise OperationError("There is an account with this address. Name who erases it with --by and a user name that exists.")
    deleted, _per_model = ContactMessage.objects.filter(email__iexact=email).delete()
    return deleted, forgetting.erase(email), [leaving.erase(acting, person) for person in accounts]


def _accounts(email: str) -> list[Any]:
    if "@" not in email:
        raise OperationError("This is no mail address.")
    return list(get_user_model()._default_manager.filter(email__iexact=email).order_by("pk"))


def _rows_naming(person: Any) -> Iterator[dict[str, Any]]:
    for model in apps.get_models():
        if issubclass(model, Page) and model is not Page:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is type(person) and field.model is model:
                for row in model._base_manager.filter(**{field.name: person}).order_by("pk"):
                    yield {"in": model._meta.label, "as": field.name, **_row(row)}


def _row(row: models.Model) -> dict[str, Any]:
    shown = [
        field
        for field in row._meta.concrete_fields
        if not isinstance(field, models.JSONField | models.FileField | models.ForeignKey) and field.name not in LEFT_OUT
    ]
    values = {field.name: field.value_from_object(row) for field in shown}
    return {name: value for name, value in values.items() if value not in (None, "")}
