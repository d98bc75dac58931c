"""Terms in TBX and in a table: written, read again, and what other programs write."""

import pytest
from hypothesis import given, settings, strategies as st

from core.i18n import CODES
from core.spreadsheets import FORMULA_STARTS
from exchange_formats import concepts, tbx, term_table
from exchange_formats.concepts import Concept, Variant
from exchange_formats.errors import BadFileError

LETTERS = "abÄß ,;\"'=+<&>|\n皮ج\u00a0⟦"
CELLS = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)


def plain(text: str) -> bool:
    return not (text.startswith("'") and text[1:].startswith(FORMULA_STARTS))


WORDS = CELLS.filter(lambda text: "|" not in text).filter(plain)
NOTES = CELLS.filter(plain) | st.just("")


@st.composite
def concept(draw, *, with_notes: bool) -> Concept:
    terms = {"en": draw(WORDS), **draw(st.dictionaries(st.sampled_from(CODES), WORDS, max_size=3))}
    definitions = draw(st.dictionaries(st.sampled_from(sorted(terms)), CELLS.filter(plain), max_size=2))
    statuses = st.sampled_from((concepts.ALLOWED, concepts.DEPRECATED))
    made = st.builds(Variant, st.sampled_from(CODES), WORDS, statuses, NOTES if with_notes else st.just(""))
    variants = draw(st.lists(made, max_size=3, unique_by=lambda one: (one.language, one.text)))
    return Concept(
        code=draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)),
        subject=draw(NOTES),
        status=draw(st.sampled_from(concepts.STATUSES)),
        part_of_speech=draw(st.sampled_from(concepts.PARTS_OF_SPEECH)),
        note=draw(NOTES),
        source=draw(NOTES),
        terms=terms,
        definitions=definitions,
        variants=tuple(sorted(variants)),
    )


@settings(max_examples=80, deadline=None)
@given(st.lists(concept(with_notes=True), min_size=1, max_size=3, unique_by=lambda one: one.code))
def test_tbx_comes_back(found):
    assert tbx.read(tbx.write(found, source="Here")) == found


@settings(max_examples=80, deadline=None)
@given(st.lists(concept(with_notes=False), max_size=3))
def test_a_table_comes_back(found):
    assert term_table.read(term_table.write(found)) == found


def test_no_program_takes_a_cell_for_a_formula():
    data = term_table.write([Concept("a", terms={"en": "=1+1"})])
    assert b",'=1+1," in data
    assert term_table.read(data)[0].terms == {"en": "=1+1"}


def test_lines_are_counted_where_cells_have_breaks():
    table = 'code,term_en,note\na,hide,"two\nlines"\n\nb,lime,\n'
    assert [(one.code, one.line, one.note) for one in term_table.read(table.encode())] == [("a", 2, "two\nlines"), ("b", 5, "")]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_tables_of_other_programs(separator):
    lines = ["code,term_en,term_fr", "a,hide,peau"]
    assert term_table.read("\n".join(lines).replace(",", separator).encode())[0].terms == {"en": "hide", "fr": "peau"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "first line has to name the columns"),
        (b"code;name\n", "term_en"),
        (b"code,term_en\na,\xff\n", "not in UTF-8"),
        (b'code,term_en\na,"hide', "Line 2"),
    ],
)
def test_tables_that_cannot_be_read(data, sentence):
    with pytest.raises(BadFileError, match=sentence):
        term_table.read(data)


OTHER = """<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader><fileDesc><sourceDesc>
<p>x</p></sourceDesc></fileDesc></tbxHeader><text><body><conceptEntry id="c1"><descrip type="definition">Skin.</descrip>
<langSec xml:lang="en-GB">
<termSec><term>hides</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></termSec>
<termSec><term>hide</term><termNoteGrp><termNote type="partOfSpeech">noun</termNote></termNoteGrp>
<termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></termSec></langSec>
<langSec xml:lang="zh-CN"><termSec><term>皮</term></termSec></langSec>
<langSec xml:lang="de"><termSec><term>Haut</term></termSec></langSec></conceptEntry></body></text></tbx>"""


def test_tbx_of_other_programs():
    (found,) = tbx.read(OTHER.encode())
    assert found.terms == {"en": "hide", "zh-hans": "皮"}
    assert (found.status, found.part_of_speech, found.definitions) == ("preferred", "noun", {"en": "Skin."})
    assert found.variants == (Variant("en", "hides"),)
    assert (found.left_out, found.line) == (("de",), 2)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("<martif/>", "version 2"),
        ("<tmx/>", "no TBX file"),
        ('<tbx style="dct"/>', "DCT style"),
        ("<tbx>", "not well-formed"),
        ('<!DOCTYPE tbx [<!ENTITY a "b">]><tbx/>', "entities"),
    ],
)
def test_files_that_are_no_tbx_of_ours(data, sentence):
    with pytest.raises(BadFileError, match=sentence):
        tbx.read(data.encode())
