"""The tables that belong to the project: complete, well-formed, each column in its script."""

import re
from collections import Counter

import pytest

from core.i18n import CODES, SCRIPT_RANGES, script_of
from vocabulary.loading import read_table

SCRIPTS = {"ar": "arabic", "zh_hans": "han", "en": "latin", "fr": "latin", "ru": "cyrillic", "es": "latin"}
COLUMNS = [code.replace("-", "_") for code in CODES]
COUNTRIES = read_table("countries")
TERMS = read_table("termbase")
LETTER = {script: re.compile(f"[{ranges}]") for script, ranges in SCRIPT_RANGES.items()}


def foreign(text: str, column: str) -> bool:
    """Whether a text has letters, but none of its column's script, or has letters of a script that is never mixed in."""
    own = SCRIPTS[column]
    others = {"arabic", "han", "cyrillic"} - {own}
    return not LETTER[own].search(text) or any(LETTER[script].search(text) for script in others)


def test_all_member_states_and_observers() -> None:
    assert Counter(row["status"] for row in COUNTRIES) == {"member": 193, "observer": 2}


def test_the_observers() -> None:
    assert {row["iso3"] for row in COUNTRIES if row["status"] == "observer"} == {"VAT", "PSE"}


@pytest.mark.parametrize(("column", "pattern"), [("iso3", r"[A-Z]{3}"), ("iso2", r"[A-Z]{2}"), ("m49", r"\d{3}")])
def test_codes_of_countries(column: str, pattern: str) -> None:
    codes = [row[column] for row in COUNTRIES]
    assert [code for code in codes if not re.fullmatch(pattern, code)] == []
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("column", COLUMNS)
def test_countries_have_a_name_in_the_script_of_each_language(column: str) -> None:
    assert [row["iso3"] for row in COUNTRIES if foreign(row[column], column)] == []


@pytest.mark.parametrize("column", COLUMNS)
def test_no_two_countries_share_a_name(column: str) -> None:
    names = Counter(row[column] for row in COUNTRIES)
    assert [name for name, number in names.items() if number > 1] == []


def test_every_country_lies_in_a_known_region() -> None:
    regions = {row["code"] for row in read_table("regions")}
    assert {row["region"] for row in COUNTRIES} <= regions


def test_regions_form_a_tree() -> None:
    parents = {row["code"]: row["parent"] for row in read_table("regions")}
    assert [code for code, parent in parents.items() if parent and parent not in parents] == []
    assert [code for code, parent in parents.items() if not parent] == ["world"]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("table", ["regions", "sdgs", "term_subjects"])
def test_names_are_in_the_script_of_their_language(table: str, column: str) -> None:
    assert [row[column] for row in read_table(table) if foreign(row[column], column)] == []


def test_seventeen_goals() -> None:
    assert [row["number"] for row in read_table("sdgs")] == [str(number) for number in range(1, 18)]


def test_the_termbase_has_all_its_terms() -> None:
    assert len(TERMS) == 188


def test_codes_of_terms() -> None:
    codes = [row["code"] for row in TERMS]
    assert [code for code in codes if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []
    assert len(set(codes)) == len(codes)


def test_every_term_has_a_known_subject() -> None:
    assert {row["subject"] for row in TERMS} <= {row["code"] for row in read_table("term_subjects")}


@pytest.mark.parametrize("column", COLUMNS)
def test_terms_are_in_the_script_of_their_language(column: str) -> None:
    assert [row["code"] for row in TERMS if foreign(row[f"term_{column}"], column)] == []


@pytest.mark.parametrize("column", COLUMNS)
def test_definitions_begin_in_the_script_of_their_language(column: str) -> None:
    texts = {row["code"]: row[f"definition_{column}"] for row in TERMS}
    assert {code: text for code, text in texts.items() if script_of(text) not in {SCRIPTS[column], "latin"}} == {}
    assert {code: text for code, text in texts.items() if foreign(text, column)} == {}


@pytest.mark.parametrize("column", COLUMNS)
def test_definitions_of_all_terms_in_each_language(column: str) -> None:
    assert [row["code"] for row in TERMS if not row[f"definition_{column}"].strip()] == []


@pytest.mark.parametrize("column", COLUMNS)
def test_definitions_are_one_phrase_with_its_full_stop(column: str) -> None:
    phrase = re.compile(f"[^.。]+{'。' if column == 'zh_hans' else '[.]'}")
    assert [row["code"] for row in TERMS if not phrase.fullmatch(row[f"definition_{column}"])] == []


@pytest.mark.parametrize("column", COLUMNS)
def test_no_two_terms_share_a_definition(column: str) -> None:
    texts = Counter(row[f"definition_{column}"] for row in TERMS)
    assert [text for text, number in texts.items() if number > 1] == []


@pytest.mark.parametrize(
    ("column", "stray"),
    [
        ("ar", "[,;?]|[A-Za-z]|[\u064b-\u0652]"),
        ("zh_hans", "[,;:?()]|[\u4e00-\u9fff] | [\u4e00-\u9fff]"),
        ("fr", "'|[^\u202f][;?!]|[^\u00a0]:"),
        ("ru", "[\u0451\u0401]"),
    ],
)
def test_definitions_are_set_as_their_language_is(column: str, stray: str) -> None:
    assert [row["code"] for row in TERMS if re.search(stray, row[f"definition_{column}"])] == []


@pytest.mark.parametrize("table", ["countries", "regions", "sdgs", "term_subjects", "termbase"])
def test_cells_hold_no_stray_space_or_invisible_characters(table: str) -> None:
    cells = [cell for row in read_table(table) for cell in row.values() if cell]
    assert [cell for cell in cells if cell != cell.strip() or re.search(r"[\u00ad\u200b\ufeff\t\n]|  ", cell)] == []
