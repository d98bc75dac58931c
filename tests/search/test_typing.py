"""Mistyped and half-typed queries of the evaluation set: what is suggested for them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import linguistics
from core.i18n import CODES
from search.asking import ask
from search.completing import completions
from search.correcting import corrections
from search.models import Completion
from tests import factories
from tests.search import rows
from tests.search.known import know

EVALUATION = Path(__file__).parent / "evaluation"


@pytest.fixture(scope="module")
def sets(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """The evaluation set of each language, with its documents and their words stored."""
    with django_db_blocker.unblock(), factories.undone():
        found = {code: yaml.safe_load((EVALUATION / f"{code}.yaml").read_text(encoding="utf-8")) for code in CODES}
        for code, content in found.items():
            texts = [(document["title"], document["text"]) for document in content["documents"]]
            rows.documents([{"language": code, "title": title, "body": text} for title, text in texts])
            know(code, [f"{title}\n{text}" for title, text in texts])
        yield found


@pytest.mark.django_db
def test_typos_of_the_evaluation_set(sets: dict[str, Any]) -> None:
    typos = [(code, typo["typed"], typo["meant"]) for code, content in sets.items() for typo in content["typos"]]
    missed = [(typed, meant) for code, typed, meant in typos if meant not in corrections(ask(typed, code), limit=3)]
    assert len(typos) == 36
    assert len(missed) <= 3, missed


@pytest.mark.django_db
@pytest.mark.parametrize("language", CODES)
def test_half_typed_titles_of_the_evaluation_set(sets: dict[str, Any], language: str) -> None:
    content = sets[language]
    titles = {document["id"]: document["title"] for document in content["documents"]}
    Completion.objects.bulk_create(
        Completion(language=language, key=key, text=title)
        for title in titles.values()
        for key in linguistics.starts(title, language)
    )
    wanted = [(prefix["typed"], titles[title]) for prefix in content["prefixes"] for title in prefix["titles"]]
    missed = [(typed, title) for typed, title in wanted if title not in completions(typed, language)]
    assert len(missed) <= 0.05 * len(wanted), missed
