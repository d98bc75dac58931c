"""What a typo is, and what is more than one."""

import pytest

from translation_desk import lineage
from translation_desk.corrections import obstacles, why_no_typo
from translation_desk.engine import place_of
from translation_desk.lineage import Lineage
from translation_desk.models import Grade

OLD = "The workers must not add more than 5 kg of chromium salts to a safe bath in the first 30 minutes of tanning."


def text(path: str, data: str, **attrs: str) -> dict:
    return {"kind": "text", "path": path, "data": data, "place": place_of(path, data), "attrs": {"a1": attrs} if attrs else {}}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Soakng", "Soaking"),
        ("It hapens in a hour.", "It happens in an hour."),
        (OLD, OLD.replace("workers", "wokers")),
        (OLD, OLD.replace("tanning.", "tanning")),
        (OLD, OLD.replace("must not", "must  not")),
    ],
)
def test_a_mended_word_is_a_typo(old: str, new: str) -> None:
    assert why_no_typo(old, new) == ""


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (("5 kg", "50 kg"), "number"),
        (("first", "second"), "number"),
        (("5 kg", "5 mg"), "unit"),
        (("minutes", "hours"), "unit"),
        (("5 kg", "5 kG"), "unit"),
        (("must not", "must"), "negation"),
        (("safe", "unsafe"), "negation"),
        (("more than", "less than"), "negation"),
        (("of chromium salts to a safe bath", "into the old wooden drum"), "passage"),
    ],
)
def test_what_changes_the_sense_is_none(change: tuple[str, str], kind: str) -> None:
    assert why_no_typo(OLD, OLD.replace(*change)) == kind


def test_another_text_is_none() -> None:
    assert why_no_typo("Soaking", "Grading") == "passage"


def test_a_link_that_leads_elsewhere_is_none() -> None:
    old = [text("body.b2", 'Read the <a id="a1">manual</a>.', href="https://example.org/a")]
    new = [text("body.b2", 'Read the <a id="a1">manual</a>.', href="https://example.org/b")]
    assert [each.kind for each in obstacles(old, new, same_shape=True)] == ["link"]


def test_a_text_that_comes_or_goes_is_none() -> None:
    old, new = [text("summary", "One."), text("title", "Two.")], [text("summary", "One.")]
    assert [(each.path, each.kind) for each in obstacles(old, new, same_shape=False)] == [("title", "passage")]


def test_data_beside_words_is_named_where_it_stands() -> None:
    same = [text("summary", "One.")]
    assert [(each.path, each.kind) for each in obstacles(same, same, same_shape=False, data=["body.b3"])] == [("body.b3", "data")]


def test_texts_of_one_place_are_paired_in_their_order() -> None:
    old = [text("body.b2", word) for word in ("One", "Two", "Three")]
    new = [text("body.b2", word) for word in ("One", "Too", "Three", "Four")]
    places = [entry["place"] for entry in old], [entry["place"] for entry in new]
    assert lineage.steps(old, new) == [["body.b2", places[0][1], places[1][1]], ["body.b2", "", places[1][3]]]


class TestLineage:
    def test_a_typo_lacks_nothing_and_its_translation_holds(self) -> None:
        history = Lineage()
        history.add(Grade.TYPO, [["title", "a", "b"]])
        history.add(Grade.TYPO, [["title", "b", "c"]])
        assert history.lacking("c", {"a"}) is None
        assert list(history.same("c")) == ["b", "a"]

    def test_a_later_typo_clears_no_earlier_change(self) -> None:
        history = Lineage()
        history.add(Grade.URGENT, [["title", "a", "b"]])
        history.add(Grade.UPDATE, [["title", "b", "c"]])
        history.add(Grade.TYPO, [["title", "c", "d"]])
        assert history.lacking("d", {"a"}) == Grade.URGENT
        assert history.lacking("d", {"b"}) == Grade.UPDATE
        assert history.lacking("d", {"c"}) is None

    def test_a_text_that_comes_and_goes_ends(self) -> None:
        history = Lineage()
        history.add(Grade.TYPO, [["title", "a", "b"]])
        history.add(Grade.TYPO, [["title", "b", "a"]])
        assert history.lacking("a", set()) == Grade.UPDATE
        assert list(history.same("a")) == ["b"]
