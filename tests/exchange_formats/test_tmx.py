"""Translation memories as files: what tools write is read, what we write is read by others and comes back as it was."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings, strategies
from translate.storage.tmx import tmxfile

from exchange_formats import tmx
from exchange_formats.errors import BadFileError
from exchange_formats.inline import pieces
from exchange_formats.tmx_reading import Head, Unit, code_of, units
from translation_desk import tags

AT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def file(body: str, *, version: str = "1.4", header: str = '<header creationtool="Tool" creationtoolversion="7"/>') -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><tmx version="{version}">{header}<body>{body}</body></tmx>'.encode()


def pair(english: str, french: str) -> str:
    return f'<tu><tuv xml:lang="en"><seg>{english}</seg></tuv><tuv xml:lang="fr"><seg>{french}</seg></tuv></tu>'


def read(data: bytes, *codes: str) -> list[Unit]:
    return [found for found in units(data, codes or ("fr",)) if isinstance(found, Unit)]


def one(english: str, french: str, header: str = '<header creationtool="Tool"/>') -> tuple[str, str]:
    """Return the English as it is stored and the French as it is edited."""
    [unit] = read(file(pair(english, french), header=header))
    [(_code, text)] = unit.translations
    return unit.english, text


def exported(source: str, target: str, tag: str = "fr", **rest: str) -> tmx.Unit:
    found = tags.tags_of(source)
    elements = {str(each.number): each.name for each in found}
    variant = tmx.Variant(tag, pieces(tags.to_marks(source, target), elements), AT, **rest)
    ids = {str(each.number): each.id for each in found if each.id}
    return tmx.Unit("1", pieces(tags.to_marks(source, source), elements), [variant], ids)


def written(*some: tmx.Unit) -> bytes:
    return "".join(tmx.document(some, source_tag="en", at=AT)).encode()


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("FR", "fr"),
        ("fr-FR", "fr"),
        ("es_ES", "es"),
        ("ar-SA", "ar"),
        ("zh-CN", "zh-hans"),
        ("ZH-HANS", "zh-hans"),
        ("zh", "zh-hans"),
        ("zh-Hans-CN", "zh-hans"),
        ("EN-GB", "en"),
        ("zh-TW", ""),
        ("zh-Hant", ""),
        ("de", ""),
        ("frr", ""),
        ("", ""),
    ],
)
def test_languages_are_known_by_any_tag(tag: str, code: str) -> None:
    assert code_of(tag) == code


@pytest.mark.parametrize("attribute", ["lang", "xml:lang"])
@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4"])
def test_every_version_is_read(version: str, attribute: str) -> None:
    body = f'<tu><tuv {attribute}="EN-US"><seg>Hide</seg></tuv><tuv {attribute}="FR"><seg>Peau</seg></tuv></tu>'
    [unit] = read(file(body, version=version))
    assert (unit.english, unit.translations, unit.line) == ("Hide", [("fr", "Peau")], 1)


def test_a_unit_may_have_several_languages() -> None:
    body = "".join(f'<tuv xml:lang="{tag}"><seg>{tag}</seg></tuv>' for tag in ("ru-RU", "de", "en", "zh-CN", "es"))
    [unit] = read(file(f"<tu>{body}</tu>"), "ru", "zh-hans")
    assert (unit.english, unit.translations, unit.others) == ("en", [("ru", "ru-RU"), ("zh-hans", "zh-CN")], 2)


def test_the_head_tells_the_tool() -> None:
    assert next(iter(units(file(""), ["fr"]))) == Head("Tool", "7")


@pytest.mark.parametrize(
    ("english", "french", "stored", "edited"),
    [
        ('<bpt i="1" type="bold"/>a<ept i="1"/>', '<bpt i="1" type="bold"/>b<ept i="1"/>', "<b>a</b>", "⟦1⟧b⟦/1⟧"),
        (
            '<bpt i="1">&lt;sup&gt;</bpt>a<ept i="1">&lt;/sup&gt;</ept>',
            '<bpt i="9">&lt;sup&gt;</bpt>b<ept i="9"/>',
            "<sup>a</sup>",
            "⟦1⟧b⟦/1⟧",
        ),
        ("<ph>&lt;i&gt;</ph>a<ph>&lt;/i&gt;</ph>", "b", "<i>a</i>", "b"),
        ('<bpt i="1">{\\b </bpt>a<ept i="1">}</ept>', "b", "<b>a</b>", "b"),
        ('<bpt i="1">&lt;cf italic="on"&gt;</bpt>a<ept i="1">&lt;/cf&gt;</ept>', "b", "<i>a</i>", "b"),
        ('<hi type="italic">a</hi> c', "b", "<i>a</i> c", "b"),
        ('<hi type="x-term">a</hi> c', "b", "a c", "b"),
        ('a<ph type="lb"/>c', "b<ph>&lt;br/&gt;</ph>d", "a<br>c", "b\nd"),
        ('a<ph x="1">{image}</ph> c', '<it pos="begin">&lt;b&gt;</it>b<ut>{x}</ut>', "a c", "b"),
        ('a<bpt i="1">&lt;x<sub>words</sub>&gt;</bpt>c<ept i="1"/>', "b", "ac", "b"),
        ('<bpt i="1" type="link"/>a<ept i="1"/>', "b", '<a id="a1">a</a>', "b"),
        ("a", '<bpt i="1" type="link"/>b<ept i="1"/>', "a", "b"),
        ("a", '<bpt i="1" type="sup"/>b<ept i="1"/>', "a", "⟦sup⟧b⟦/sup⟧"),
        ('<bpt i="1" type="bold"/>a', "<ept i='2'/>b", "a", "b"),
        ('<bpt i="1" type="bold"/>a<bpt i="2" type="italic"/>b<ept i="1"/>c<ept i="2"/>', "x", "<b>ab</b>c", "x"),
        ("a &lt; b &amp; c", "« x »", "a &lt; b &amp; c", "« x »"),
        ("a\n    b", " x\n y ", "a b", "x y"),
    ],
)
def test_codes_become_marks_or_are_left_out(english: str, french: str, stored: str, edited: str) -> None:
    assert one(english, french) == (stored, edited)


def test_pairs_that_change_places_keep_their_number() -> None:
    english = '<bpt i="1" x="1" type="bold"/>a<ept i="1"/> <bpt i="2" x="2" type="bold"/>b<ept i="2"/>'
    french = '<bpt i="1" x="2" type="bold"/>b<ept i="1"/> <bpt i="2" x="1" type="bold"/>a<ept i="2"/>'
    assert one(english, french) == ("<b>a</b> <b>b</b>", "⟦2⟧b⟦/2⟧ ⟦1⟧a⟦/1⟧")


def test_omegat_writes_its_tags_as_words() -> None:
    header = '<header creationtool="OmegaT" creationtoolversion="3.6.0_8" segtype="sentence"/>'
    english = "&lt;g0&gt;Read&lt;/g0&gt; the &lt;b1&gt;manual&lt;/b1&gt;.&lt;br2/&gt;"
    assert one(english, "&lt;b1&gt;Lisez&lt;/b1&gt;-le&lt;i3/&gt;.", header) == (
        "Read the <b>manual</b>.<br>",
        "⟦1⟧Lisez⟦/1⟧-le.",
    )
    assert one("&lt;b1&gt;", "x") == ("&lt;b1&gt;", "x")


def test_dates_and_context_are_read() -> None:
    key = "0123456789abcdef" * 2
    data = file(f'<tu changedate="20260301T123000Z"><prop type="{tmx.BEFORE}">{key}</prop>' + pair("a", "b").removeprefix("<tu>"))
    [unit] = read(data)
    assert (unit.at, unit.before, unit.after) == (AT, key, "")


BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tmx version="1.4"><header/><body><tu>&b;</tu></body></tmx>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This is not an XML file."),
        (b"PK\x03\x04", "This is not an XML file."),
        (b"<xliff version='2.0'/>", "This is not a TMX file: its first element is <xliff>, not <tmx>."),
        (file("", version="2.0"), "This is TMX 2.0. Versions 1.1 to 1.4 can be read."),
        (b"<tmx><header/><body/></tmx>", "The file does not say which version of TMX it is."),
        (file(pair("a", "b"), header=""), "The file has no <header>, which every TMX file must have."),
        (file("", header=""), "The file has no <header>, which every TMX file must have."),
        (b"<tmx version='1.4'><header/></tmx>", "The file has no <body>, so there are no units in it."),
        (file("<tu>"), "Line 1: Here the file is not well-formed XML."),
        (BOMB.encode(), "This file uses entities of its own. They are not read, because they may stand for other files."),
        (
            file(pair("a", "b")).replace(b">b<", b">\xff<"),
            "The text is not in the encoding that the file names. Save it as UTF-8.",
        ),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(BadFileError) as refused:
        list(units(data, ["fr"]))
    assert sentence in str(refused.value)


def test_a_document_has_head_people_dates_and_properties() -> None:
    unit = exported('Read <a id="a1">this</a> & that', 'Lisez <a id="a1">ceci</a> & cela', author="Ada", approver="B & C")
    text = written(unit).decode()
    assert 'creationtool="Leather Panel"' in text and 'segtype="block"' in text and 'srclang="en"' in text
    assert (
        '<tu tuid="1" creationdate="20260301T123000Z" changedate="20260301T123000Z" creationid="Ada" changeid="B &amp; C">'
        in text
    )
    assert '<tuv xml:lang="en"><seg>Read <bpt i="1" x="1" type="link">&lt;a id="a1"&gt;</bpt>this' in text
    assert '<ept i="1">&lt;/a&gt;</ept> &amp; cela</seg>' in text


def test_another_reader_reads_what_we_write() -> None:
    some = [exported("Soak the <b>hide</b>.", "Trempez la <b>peau</b>."), exported("حبر &lt; x", "墨 &lt; x", "zh-Hans")]
    store = tmxfile(BytesIO(written(*some)), "en", "zh-Hans")
    assert [(unit.source, unit.target) for unit in store.units][1] == ("حبر < x", "墨 < x")
    assert re.sub(r"<[^<>]*>", "", store.units[0].source) == "Soak the hide."


WORDS = strategies.text(
    strategies.characters(codec="utf-8", exclude_characters="⟦⟧\n\r", exclude_categories=["Cc", "Cs", "Cn", "Co"]),
    min_size=1,
    max_size=8,
)


@strategies.composite
def texts(draw: strategies.DrawFn) -> tuple[str, str]:
    """Draw an English text as it is stored and a translation, with any tags that the editor lets stand."""
    names = draw(strategies.lists(strategies.sampled_from(["a", "b", "strong", "i", "em", "sup", "sub", "code"]), max_size=4))
    source = "".join(
        f"<{name}{f' id={chr(34)}a{number}{chr(34)}' if name == 'a' else ''}>{tags.to_stored('', draw(WORDS) + 'x')}</{name}>"
        for number, name in enumerate(names, start=1)
    )
    source += tags.to_stored("", draw(WORDS) + "x" + draw(strategies.sampled_from(["", "\n", "\ny"])))
    parts = [draw(WORDS)]
    numbers = [str(number) for number in range(1, len(names) + 1)]
    for name in draw(strategies.permutations([*numbers, "sup", "b"])):
        inner = draw(WORDS)
        parts.append(f"⟦{name}⟧{inner}⟦/{name}⟧" + draw(strategies.sampled_from(["", "\n", "  "])))
    return source, tags.to_stored(source, "".join([*parts, "x"]))


@settings(max_examples=150, deadline=None)
@given(texts())
def test_any_text_comes_back_as_it_was(both: tuple[str, str]) -> None:
    source, target = both
    [unit] = read(written(exported(source, target)))
    [(_code, edited)] = unit.translations
    assert unit.english == source
    assert tags.to_stored(unit.english, edited) == target
