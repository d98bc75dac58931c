"""Bodies: the same ids in every language and on every load, numbers as data."""

from typing import Any

from core.blocks import BodyBlock
from demo.bodies import Body
from demo.shape import merge
from demo.sources import Sources

ENGLISH: list[dict[str, Any]] = [
    {"heading": "Figures"},
    {"subheading": "In detail"},
    {"key_figures": [{"value": 0.5, "high": 2, "label": "of it", "source": "A survey", "year": 2001}]},
    {"steps": {"items": [{"title": "One", "text": "First."}, {"title": "Two"}]}},
    {"table": {"caption": "Days", "columns": ["Step", "Days"], "rows": [["Soaking", 1], ["Liming", 2.5]]}},
    {"related_pages": {"title": "More", "pages": ["about"]}},
]
FRENCH = [
    {"heading": "Chiffres"},
    {"subheading": "En détail"},
    {"key_figures": [{"label": "du tout", "source": "Une enquête"}]},
    {"steps": {"items": [{"title": "Un", "text": "D’abord."}, {"title": "Deux"}]}},
    {"table": {"caption": "Jours", "columns": ["Étape", "Jours"], "rows": [["Trempe", 1], ["Pelanage", 2.5]]}},
    {"related_pages": {"title": "Plus"}},
]


def raw(blocks: list[dict[str, Any]], path: str = "topics/tanning") -> list[dict[str, Any]]:
    return Body(path, Sources({"pages": {"about": 4}})).raw(blocks)


def ids(value: Any) -> list[str]:
    """Ids of blocks and list entries, in order."""
    if isinstance(value, dict):
        own = [value["id"]] if "id" in value else []
        return own + [found for item in value.values() for found in ids(item)]
    return [found for item in value for found in ids(item)] if isinstance(value, list) else []


def test_ids_are_the_same_in_every_language_and_on_every_load():
    french, problems = merge(ENGLISH, FRENCH, "body")
    assert problems == []
    assert ids(raw(ENGLISH)) == ids(raw(french)) == ids(raw(ENGLISH))


def test_every_block_and_entry_has_an_id_of_its_own():
    found = ids(raw(ENGLISH)) + ids(raw(ENGLISH, "topics/effluent"))
    assert len(found) == len(set(found)) == 20


def test_values_are_what_the_blocks_expect():
    value = BodyBlock().to_python(raw(ENGLISH[:-1]))
    assert [(block.block_type, block.value["level"]) for block in list(value)[:2]] == [("heading", "2"), ("heading", "3")]
    figure = value[2].value["figures"][0]
    assert (str(figure["value"]), str(figure["high"]), figure["year"]) == ("0.5", "2", 2001)
    table = value[4].value["table"]
    assert [column["block"].name for column in table.columns] == ["text", "number"]
    assert [str(row["values"][1]) for row in table.row_data] == ["1", "2.5"]
