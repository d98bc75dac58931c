"""What uploads of pictures must keep: whole, still, safe, and without traces of whoever made them."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.core.management import CommandError, call_command
from PIL import Image, PngImagePlugin

from core import drawings, picture_files
from tests import factories

GPS, MODEL, ORIENTATION = 0x8825, 0x0110, 0x0112
DEMO = Path(__file__).parents[2] / "site" / "demo" / "content" / "images"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def raster(kind: str, *, orientation: int = 1, **options: Any) -> bytes:
    """A picture twice as wide as high, white on its left, with what a phone writes into it."""
    image = Image.new("RGB", (64, 32), "black")
    image.paste("white", (0, 0, 16, 32))
    exif = Image.Exif()
    exif[MODEL], exif[ORIENTATION] = "Telephone 7", orientation
    exif[GPS] = {1: "N", 2: (13.0, 5.0, 0.0)}
    output = io.BytesIO()
    image.save(output, kind, **({"exif": exif} | options))
    return output.getvalue()


def svg(content: str = "", attributes: str = "", before: str = "") -> SimpleUploadedFile:
    text = f'{before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" {attributes}>{content}</svg>'
    return upload("drawing.svg", text.encode())


def refusal(file: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        picture_files.check_upload(file)
    (sentence,) = refused.value.messages
    return sentence


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "PNG"])
def test_a_photograph_loses_its_traces_and_stands_upright(kind: str) -> None:
    file = upload(f"photograph.{kind.lower()}", raster(kind, orientation=6))
    picture_files.check_upload(file)
    image = Image.open(file)
    image.load()
    assert (image.format, image.size) == (kind, (32, 64))
    assert picture_files.traces(image) == []
    assert not image.getexif()
    assert b"Telephone" not in file.read()
    assert image.convert("L").getpixel((16, 4)) > 200
    assert image.convert("L").getpixel((16, 60)) < 50


def test_a_jpeg_that_stands_upright_keeps_its_very_pixels() -> None:
    file = upload("photograph.jpg", raster("JPEG", comment=b"By hand"))
    before = Image.open(file).convert("RGB").tobytes()
    picture_files.check_upload(file)
    image = Image.open(file)
    assert image.convert("RGB").tobytes() == before
    assert "comment" not in image.info
    assert file.size == len(file.open().read())


def test_texts_of_a_png_are_taken_out() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Somebody")
    file = upload("plan.png", raster("PNG", exif=b"", pnginfo=notes))
    picture_files.check_upload(file)
    assert b"Somebody" not in file.read()


def test_what_has_no_traces_is_left_as_it_is() -> None:
    content = raster("PNG", exif=b"")
    file = upload("plan.png", content)
    picture_files.check_upload(file)
    assert file.read() == content


def test_colours_and_transparency_stay() -> None:
    image = Image.new("P", (8, 8))
    output = io.BytesIO()
    image.save(output, "GIF", transparency=0, comment=b"By hand")
    file = upload("mark.gif", output.getvalue())
    picture_files.check_upload(file)
    kept = Image.open(file)
    assert kept.info["transparency"] == 0
    assert "comment" not in kept.info


def test_a_large_upload_on_disk_is_written_anew_too() -> None:
    file = TemporaryUploadedFile("photograph.jpg", "image/jpeg", 0, None)
    file.write(raster("JPEG"))
    picture_files.check_upload(file)
    assert b"Telephone" not in Path(file.temporary_file_path()).read_bytes()
    assert Image.open(file).size == (64, 32)


def test_a_damaged_picture_is_refused() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        content = raster(kind, exif=b"")
        assert "damaged" in refusal(upload(f"photograph.{kind.lower()}", content[: len(content) * 2 // 3]))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    output = io.BytesIO()
    frames[0].save(output, kind, save_all=True, append_images=frames[1:])
    assert "moves" in refusal(upload(f"film.{kind.lower()}", output.getvalue()))


def test_a_photograph_with_a_preview_beside_it_is_taken() -> None:
    pair = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    output = io.BytesIO()
    pair[0].save(output, "MPO", save_all=True, append_images=pair[1:])
    file = upload("photograph.jpg", output.getvalue())
    picture_files.check_upload(file)
    assert Image.open(file).format == "JPEG"


@pytest.mark.parametrize("path", sorted(DEMO.glob("*.svg")), ids=lambda path: path.stem)
def test_the_drawings_of_the_demonstration_are_taken(path: Path) -> None:
    with path.open("rb") as file:
        drawings.check(file)


@pytest.mark.parametrize(
    "content",
    [
        '<linearGradient id="a"><stop offset="0" stop-color="#fff"/></linearGradient><rect fill="url(#a)" width="9" height="9"/>',
        '<path style="fill:url( \'#a\' );stroke:rgb(1, 2, 3)" d="M0 0h9" transform="rotate(45) translate(1,2)"/>',
        '<defs><g id="a"><circle r="2"/></g></defs><use href="#a"/><use xlink:href="#a" xmlns:xlink="http://www.w3.org/1999/xlink"/>',
        '<title>Plan (part 1)</title><text class="big (large)" aria-label="A (b)" data-name="x(y)">a</text>',
    ],
)
def test_shapes_gradients_and_repeats_are_taken(content: str) -> None:
    drawings.check(svg(content))


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<foreignObject><p/></foreignObject>", "foreignObject"),
        ('<image href="data:image/png;base64,AAAA"/>', "image"),
        ('<a href="https://example.org"><path d=""/></a>', "“a”"),
        ("<style>@import url(https://example.org/a.css)</style>", "style"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "animate"),
        ('<set attributeName="onload" to="alert(1)"/>', "set"),
        ('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>', "script"),
        ('<path onclick="alert(1)" d=""/>', "onclick"),
        ('<path ONLOAD="alert(1)" d=""/>', "ONLOAD"),
        ('<use href="https://example.org/a.svg#b"/>', "outside"),
        ('<use href=" javascript:alert(1)"/>', "outside"),
        ('<use xlink:href="//example.org/#a" xmlns:xlink="http://www.w3.org/1999/xlink"/>', "outside"),
        ('<rect fill="url(https://example.org/a#b)"/>', "outside"),
        ('<rect fill="url(&quot;//example.org&quot;)"/>', "outside"),
        ('<rect fill="URL( //example.org )"/>', "outside"),
        ('<rect style="fill:u\\72l(//example.org)"/>', "outside"),
        ('<rect mask="image-set(&quot;//example.org&quot; 1x)"/>', "outside"),
        ('<rect style="background:red"/>', "background"),
        ('<rect style="-moz-binding:none"/>', "-moz-binding"),
        ('<g id="a"><use href="#b"/></g><use href="#a"/>', "repeat others"),
        ("<g>" * 200 + "</g>" * 200, "too deep"),
        ("<g>", "well-formed"),
    ],
)
def test_what_acts_or_fetches_is_refused_by_its_name(content: str, named: str) -> None:
    sentence = refusal(svg(content))
    assert named in sentence
    assert "Save it as plain SVG" in sentence


@pytest.mark.parametrize(
    ("before", "named"),
    [
        ('<!DOCTYPE svg [<!ENTITY a "b">]>', "entities"),
        ('<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">', "document type"),
        ('<?xml-stylesheet href="https://example.org/a.xsl" type="text/xsl"?>', "xml-stylesheet"),
    ],
)
def test_what_stands_before_a_drawing_is_refused_too(before: str, named: str) -> None:
    assert named in refusal(svg(before=before))


def test_other_scripts_of_the_same_text_are_read_as_browsers_read_them() -> None:
    hidden = '<?xml version="1.0" encoding="utf-16"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
    assert "script" in refusal(upload("drawing.svg", hidden.encode("utf-16")))


def test_a_heavy_drawing_is_refused() -> None:
    assert "too big" in refusal(svg(f"<desc>{'a' * drawings.LARGEST}</desc>"))


@pytest.mark.django_db
def test_stored_pictures_are_checked_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    factories.drawing()
    call_command("check_pictures")
    unsafe = factories.drawing(content="<script/>")
    with pytest.raises(CommandError, match="1 pictures"):
        call_command("check_pictures")
    assert f"{unsafe.file.name}: This drawing holds “script”" in capsys.readouterr().err
