"""System checks that hold the project's rules."""

from unittest import mock

import pytest
from wagtail.models import TranslatableMixin

from core import checks
from home.models import LinkItem, StandardPage


def test_the_project_keeps_its_own_rules() -> None:
    found = [
        *checks.one_translation_system_per_model(),
        *checks.no_translatable_snippets(),
        *checks.page_types_declare_their_place(),
    ]
    assert found == []


def test_translated_columns_on_a_translatable_model_are_refused() -> None:
    with mock.patch.object(checks.translator, "get_registered_models", return_value=[LinkItem]):
        (error,) = checks.one_translation_system_per_model()
    assert error.id == "core.E001"
    assert issubclass(error.obj, TranslatableMixin)


def test_a_translatable_snippet_is_refused() -> None:
    with mock.patch.object(checks, "get_snippet_models", return_value=[LinkItem]):
        (error,) = checks.no_translatable_snippets()
    assert error.id == "core.E002"


@pytest.mark.parametrize("name", ["parent_page_types", "subpage_types"])
def test_a_page_type_without_a_place_is_refused(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delattr(StandardPage, name)
    (error,) = checks.page_types_declare_their_place()
    assert (error.id, error.obj) == ("core.E003", StandardPage)
