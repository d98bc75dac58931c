"""Every address × every kind of person: docs/addresses.md says who may go where, and nothing is more open than that."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from tests import factories
from tests.security import addresses
from tests.security.addresses import KINDS, METHODS

TABLE = Path(__file__).resolve().parents[2] / "docs" / "addresses.md"
ROW = re.compile(r"^\| `(.*?)` \| (.*) \|$", re.MULTILINE)
HEAD = """# Who may go where

Every address of the site by kind of person: `r` can be read, `w` takes what is sent; nothing where it is refused. Translator and
reviewer are those of French, editor and approver those of English; the rows that the addresses name are an English page, a French
translation and one row of everything else; what is sent is an empty form. Who may do what with which page and
language is tested in `tests/translation_desk`.

`tests/security/test_addresses.py` compares: a new address fails until it stands here, and what is refused here must be refused.
`pytest tests/security/test_addresses.py --write-addresses` writes the table anew; read the difference before you commit it.

"""


@pytest.fixture(scope="module")
def made(six: factories.Pages, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), factories.undone(), pytest.MonkeyPatch.context() as patch:
        from django.conf import settings  # the fixture of that name lives for one test

        patch.setattr(settings, "MEDIA_ROOT", str(tmp_path_factory.mktemp("media")))
        patch.setattr(settings, "SECURITY_CONTACT", "mailto:security@example.org")
        yield addresses.build(six)


def stated() -> dict[str, list[str]]:
    return {pattern: [cell.strip() for cell in cells.split("|")] for pattern, cells in ROW.findall(TABLE.read_text())}


def shown(pattern: str) -> str:
    return pattern.replace("|", "¦")


def measured(made: SimpleNamespace, pattern: str, name: str) -> list[str]:
    path = addresses.address(pattern, name, made)
    return [
        "".join(
            letter for letter, method in zip("rw", METHODS, strict=True) if addresses.lets_in(made.clients[kind], method, path)
        )
        for kind in KINDS
    ]


def test_the_table_is_written_anew_when_asked(request: Any, db: None, made: SimpleNamespace) -> None:
    if not request.config.getoption("--write-addresses", default=False):
        pytest.skip("only with --write-addresses")
    rows = [f"| address | {' | '.join(KINDS)} |", f"|---|{'---|' * len(KINDS)}"]
    rows += [f"| `{shown(p)}` | {' | '.join(measured(made, p, name))} |" for p, name in addresses.patterns().items()]
    TABLE.write_text(HEAD + "\n".join(rows) + "\n")


def test_every_address_is_decided() -> None:
    assert set(stated()) == {shown(pattern) for pattern in addresses.patterns()}, "Decide who may go there, in docs/addresses.md"


@pytest.mark.parametrize("kind", KINDS)
def test_no_address_is_more_open_than_stated(db: None, made: SimpleNamespace, kind: str) -> None:
    if connection.vendor == "postgresql" and kind in {"reviewer", "approver"}:
        pytest.skip("Who may go where does not depend on the database; these two are asked on SQLite, which saves half a minute.")
    table, place = stated(), KINDS.index(kind)
    open_ones = [
        f"{method} {path}"
        for pattern, name in addresses.patterns().items()
        for path in [addresses.address(pattern, name, made)]
        for letter, method in zip("rw", METHODS, strict=True)
        if letter not in table[shown(pattern)][place] and addresses.lets_in(made.clients[kind], method, path)
    ]
    assert not open_ones
