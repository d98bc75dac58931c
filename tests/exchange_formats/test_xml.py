"""Files from strangers are read without harm."""

import pytest

from exchange_formats import xml
from exchange_formats.errors import BadFileError

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE tmx [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<tmx><tu><seg>&b;</seg></tu></tmx>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE tmx [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<tmx><tu><seg>&secret;</seg></tu></tmx>"""
UNDECLARED = b"""<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx>
<tu><seg>&secret;</seg></tu></tmx>"""


def both(data):
    """Read a file in both ways: as a whole, and element by element."""
    for read in (xml.parse, lambda data: list(xml.elements(data, "tu"))):
        with pytest.raises(BadFileError) as caught:
            read(data)
        yield caught.value


@pytest.mark.parametrize("data", [BOMB, OUTSIDE, UNDECLARED])
def test_entities_are_refused(data):
    for error in both(data):
        assert "entities of its own" in str(error)


def test_an_entity_that_nothing_declares_is_named_with_its_line():
    for error in both(UNDECLARED):
        assert error.line == 3


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04\x00\x00", b"Just words.", b"%PDF-1.7"])
def test_what_is_no_xml_is_said_so(data):
    for error in both(data):
        assert str(error) == "This is not an XML file."


def test_broken_xml_names_its_line():
    for error in both(b"<tmx>\n<tu>\n</tmx>"):
        assert str(error).startswith("Line 3: ")


def test_another_encoding_than_the_one_named_is_said_so():
    for error in both(b'<?xml version="1.0" encoding="UTF-8"?>\n<tmx><tu>\xe9t\xe9</tu></tmx>'):
        assert "encoding" in str(error)


def test_sixteen_bits_are_read():
    data = '<?xml version="1.0" encoding="UTF-16"?><tmx><tu>été</tu></tmx>'.encode("utf-16")
    assert xml.parse(data)[0].text == "été"


def test_a_large_file_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(xml, "MOST_BYTES", 10)
    for error in both(b"<tmx><tu/></tmx>"):
        assert "may have up to" in str(error)


def test_a_named_document_type_is_not_fetched():
    assert xml.parse(b'<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd"><tmx/>').tag == "tmx"


def test_elements_come_one_by_one_and_are_emptied():
    root, *units = xml.elements(b'<tmx version="1.4"><body><tu id="1"><seg>a</seg></tu><tu id="2"/></body></tmx>', "tu")
    assert root.get("version") == "1.4"
    assert len(units) == 2
    assert not any(len(unit) for unit in units)


def test_signs_that_xml_cannot_hold_are_left_out():
    assert xml.written("a\x0bb\ufffec\U0001f600") == "abc\U0001f600"
