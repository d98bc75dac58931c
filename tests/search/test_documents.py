"""What a page becomes in the index."""

import pytest

from search.facts import Facts, FileFacts
from tests.search.documents import store

pytestmark = pytest.mark.django_db


def test_facts_survive_being_stored() -> None:
    facts = Facts("publications", "/en/a/", "manual", 1990, 1995, topics=("a",), files=(FileFacts("fr", "PDF", None, "/f"),))
    assert Facts.read(facts.stored()) == facts


def test_documents_are_stored_for_tests() -> None:
    document = store("fr", "Le tannage", "Des peaux.", years=(1990, 1991))
    assert (document.title_tokens, document.facets.count()) == ("tannag", 4)
