"""Translations go out and come back in every format; other programs' ways of writing them are read."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from translate.storage import pypo, xliff, xliff2

from core.pasted import clean_characters
from exchange_formats.errors import BadFileError
from exchange_formats.formats import FORMATS, recognised
from exchange_formats.units import State, Translation, Unit, digest

KEY = "0f1e2d3c-0000-4000-8000-00000000000a"
ELEMENTS = {"1": "a", "2": "b"}


def unit(number: int = 1, **values: Any) -> Unit:
    values = {"source": "Soak ⟦1⟧the hide⟦/1⟧\nin ⟦2⟧water⟦/2⟧.", "target": "", "elements": ELEMENTS, **values}
    return Unit(f"00000000-0000-4000-8000-{number:012}", **values)


def translation(*units: Unit) -> Translation:
    return Translation(KEY, "fr", "fr", 3, "Soaking & liming", units)


def back(name: str, *units: Unit) -> list[Unit]:
    data = FORMATS[name].write(translation(*units))
    assert recognised(data).name == name
    return list(FORMATS[name].read(data).units)


TOOLKIT = {"xliff12": xliff.xlifffile, "xliff21": xliff2.Xliff2File, "po": pypo.pofile}
"""The readers of translate-toolkit; it knows no HTML table of ours."""
every_format = pytest.mark.parametrize("name", list(FORMATS))
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\t\u0085\u2028\u200f\u202b\u0301<&>\"'⟦⟧\\|"),
    max_size=12,
).map(clean_characters)


@st.composite
def marked(draw: st.DrawFn, depth: int = 2) -> str:
    """Make up a text with marks in one another and line breaks."""
    parts: list[str] = []
    for _number in range(draw(st.integers(1, 3))):
        parts.append(draw(WORDS))
        if depth and draw(st.booleans()):
            name = draw(st.sampled_from(["1", "2", "sup", "b"]))
            parts.append(f"⟦{name}⟧{draw(marked(depth - 1))}⟦/{name}⟧")
        parts.append(draw(st.sampled_from(["", "\n"])))
    return "".join(parts)


MARKED = marked().map(lambda text: clean_characters(text).strip())


@every_format
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(source=MARKED.filter(bool), target=MARKED)
def test_any_text_with_any_markup_survives(name: str, source: str, target: str) -> None:
    [found] = back(name, unit(source=source, target=target, state=State.TRANSLATED))
    assert (found.source.strip(), found.target.strip()) == (source, target)


@every_format
def test_identity_digest_and_order_come_back(name: str) -> None:
    units = [unit(2, target="Deux", digest=digest("Deux"), state=State.FINAL), unit(1)]
    found = FORMATS[name].read(FORMATS[name].write(translation(*units)))
    assert (found.key, found.code, found.number, found.language) == (KEY, "fr", 3, "fr")
    assert [(one.id, one.digest, one.target) for one in found.units] == [(one.id, one.digest, one.target) for one in units]


@every_format
def test_english_in_place_of_a_translation_is_told_from_one(name: str) -> None:
    filled = unit(1, target=unit().source)
    meant = unit(2, source="UNIDO", target="UNIDO", state=State.TRANSLATED)
    assert [found.as_source for found in back(name, filled, meant)] == [True, False]


@every_format
def test_notes_place_limit_and_terms_are_in_the_file(name: str) -> None:
    told = unit(context="Steps, Title", notes=("For tanners < all",), terms=(("hide", "peau"),), limit=80)
    text = FORMATS[name].write(translation(told)).decode()
    assert all(
        part in text for part in ("Steps, Title", "For tanners &lt; all" if name != "po" else "tanners < all", "hide = peau")
    )
    assert "80" in text


@every_format
def test_marks_that_cross_stay_text(name: str) -> None:
    crossing = "⟦1⟧a⟦2⟧b⟦/1⟧c⟦/2⟧"
    assert back(name, unit(target=crossing, state=State.TRANSLATED))[0].target == crossing


@every_format
def test_an_id_that_stands_twice_is_named(name: str) -> None:
    with pytest.raises(BadFileError, match=unit(1).id) as caught:
        back(name, unit(1), unit(1))
    assert caught.value.line


@pytest.mark.parametrize("name", list(TOOLKIT))
def test_another_library_reads_the_same(name: str) -> None:
    plain = unit(1, source="Soak & wait", target="Trempez & attendez", state=State.TRANSLATED)
    data = FORMATS[name].write(translation(plain, unit(2, target="X", state=State.TRANSLATED)))
    found = [one for one in TOOLKIT[name].parsestring(data).units if one.source]
    assert [str(found[0].source), str(found[0].target)] == ["Soak & wait", "Trempez & attendez"]
    assert len(found) == 2


@pytest.mark.parametrize("name", list(TOOLKIT))
def test_what_another_library_writes_is_read(name: str) -> None:
    store = TOOLKIT[name].parsestring(FORMATS[name].write(translation(unit(1, source="Soak"), unit(2, source="Lime"))))
    for one in store.units:
        if one.source:
            one.target = f"FR {one.source}"
    found = FORMATS[name].read(bytes(store))
    assert [one.target for one in found.units] == ["FR Soak", "FR Lime"]
    assert (found.key, found.code) == (KEY, "fr")


def xliff12(target: str, more: str = "") -> bytes:
    return f"""<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:o="urn:other"><file original="x" source-language="en-GB"
 target-language="fr-FR" datatype="html" o:new="1"><body><group id="g"><trans-unit id="a"><source>Soak</source>
{target}{more}</trans-unit></group></body></file></xliff>""".encode()


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("<target>a<bpt id='1'>&lt;a&gt;<sub>hint</sub></bpt>b<ept id='1'>&lt;/a&gt;</ept></target>", "a⟦1⟧b⟦/1⟧"),
        ("<target><it id='2' pos='open'/>b<it id='2' pos='close'/></target>", "⟦2⟧b⟦/2⟧"),
        ("<target><bx id='1' rid='1'/>b<ex id='9' rid='1'/></target>", "⟦1⟧b⟦/1⟧"),
        ("<target><mrk mtype='seg' mid='0'>One.</mrk> <mrk mtype='seg' mid='1'>Two.</mrk></target>", "One. Two."),
        ("<target><![CDATA[a < b]]></target>", "a < b"),
        ("<target>a<x id='lb-1' ctype='lb'/>b<ph id='lb-2'/>c</target>", "a\nb\nc"),
        ("<target>a<g id='zz'>b</g></target>", "ab"),
        ("", ""),
    ],
)
def test_what_tools_make_of_codes_is_read(target: str, text: str) -> None:
    other = "<alt-trans><source>x</source><target>other</target></alt-trans>"
    [found] = FORMATS["xliff12"].read(xliff12(target, other)).units
    assert found.target == text


def test_segments_that_a_tool_split_are_joined_in_the_order_of_the_translation() -> None:
    data = b"""<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="fr">
<file id="f"><unit id="a">
<segment id="1" state="translated"><source>One.</source><target order="3">Un.</target></segment>
<ignorable><source> </source></ignorable>
<segment id="2" state="translated"><source><sc id="1"/>Two<ec startRef="1"/>.</source>
<target order="1"><sc id="1"/>Deux<ec startRef="1"/>.</target></segment>
</unit></file></xliff>"""
    [found] = FORMATS["xliff21"].read(data).units
    assert (found.source, found.target) == ("One. ⟦1⟧Two⟦/1⟧.", "⟦1⟧Deux⟦/1⟧. Un.")


def test_a_word_processor_may_keep_nothing_of_a_row_but_its_anchor() -> None:
    data = FORMATS["html"].write(translation(unit(1, target="Un"), unit(2, target="Deux"))).decode()
    found = FORMATS["html"].read(re.sub("<tr [^>]*>", "<tr>", data).encode())
    assert [(one.id, one.target) for one in found.units] == [(unit(1).id, "Un"), (unit(2).id, "Deux")]


def test_a_word_processor_may_break_lines_of_the_table() -> None:
    data = FORMATS["html"].write(translation(unit(target="un mot de trop", state=State.TRANSLATED))).decode()
    data = data.replace("un mot de", "<p>un mot\n      de</p>").replace("<tr id", "<TR ID").replace("</tr>", "</TR>")
    [found] = FORMATS["html"].read(data.encode()).units
    assert found.target == "un mot de trop"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "neither XLIFF"),
        (b"PK\x03\x04", "neither XLIFF"),
        (b"<tmx version='1.4'/>", "not XLIFF"),
        (b"<xliff version='3.0'/>", "not XLIFF"),
        (b"<xliff version='1.2'>\n<file></xliff>", "Line 2"),
        (b"<xliff version='1.2'/>", "no segments"),
        (xliff12("").replace(b"</file>", b"</file><file original='y'/>"), "several translations"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "no segments"),
        (b'msgid ""\nmsgstr ""\n', "no segments"),
        (b'msgctxt "a"\nmsgid "x"\nmsgstr "\xff"\n', "Line 3"),
        (b'msgid "x"\nnonsense\n', "not a PO file"),
        (xliff12("").replace(b"en-GB", b"de"), "from “de”"),
        (xliff12("").replace(b"<source>Soak</source>", b""), "no English"),
    ],
)
def test_bad_files_are_named(data: bytes, sentence: str) -> None:
    with pytest.raises(BadFileError, match=sentence):
        recognised(data).read(data)


@pytest.mark.parametrize("name", ["po", "html"])
def test_signs_that_no_text_has_are_left_out(name: str) -> None:
    data = FORMATS[name].write(translation(unit(target="Un mot", state=State.TRANSLATED))).replace(b"Un mot", b"Un\x00 mot")
    assert FORMATS[name].read(data).units[0].target == "Un mot"


def test_a_unit_knows_the_english_apart_from_blanks() -> None:
    assert replace(unit(), target=f" {unit().source} ").as_source
