"""Mistyped and half-typed queries of the evaluation set: what is suggested for them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.i18n import CODES
from search.asking import ask
from search.correcting import corrections
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
