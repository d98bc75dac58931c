"""Which drawings (SVG) are taken: shapes, text and gradients, nothing that acts or that fetches anything.

An SVG is a program as much as a picture: it may hold scripts, whole web pages, links and references to other hosts. To mend such
a file may change how it looks, so it is refused with a sentence that says what stands in the way. The list names what is allowed;
whatever is not on it is refused, also what SVG may learn one day.
"""

import re
from typing import IO, Any
from xml.etree.ElementTree import ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SVG = "{http://www.w3.org/2000/svg}"
XML = "{http://www.w3.org/XML/1998/namespace}"
LINK = "{http://www.w3.org/1999/xlink}href"
LARGEST = 1_000_000
"""Bytes. A drawing is served as it is, so it must be light; a heavy one is a photograph in disguise or needs simplifying."""
DEEPEST = 100

ELEMENTS = frozenset(
    "svg g defs symbol use title desc path rect circle ellipse line polyline polygon text tspan"
    " linearGradient radialGradient stop clipPath mask pattern marker".split()
)
ATTRIBUTES = frozenset(
    "id class lang role version baseProfile width height viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d"
    " points dx dy rotate pathLength textLength lengthAdjust transform transform-origin href style"
    " fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit"
    " stroke-dasharray stroke-dashoffset color opacity display visibility overflow vector-effect shape-rendering text-rendering"
    " paint-order mix-blend-mode isolation color-interpolation clip-path clip-rule mask mask-type"
    " clipPathUnits maskUnits maskContentUnits gradientUnits gradientTransform spreadMethod offset stop-color stop-opacity"
    " patternUnits patternContentUnits patternTransform marker-start marker-mid marker-end markerWidth markerHeight markerUnits"
    " refX refY orient font-family font-size font-style font-weight font-variant letter-spacing word-spacing text-anchor"
    " text-decoration dominant-baseline alignment-baseline baseline-shift writing-mode direction unicode-bidi"
    " aria-hidden aria-label aria-labelledby aria-describedby focusable enable-background".split()
)
FOREIGN_ATTRIBUTES = frozenset({LINK, f"{XML}space", f"{XML}lang"})
WORDS = ("class", "aria-")
"""So begin attributes whose value is never read as anything but words."""
FUNCTIONS = frozenset(
    "url rgb rgba hsl hsla matrix translate translatex translatey scale scalex scaley rotate skewx skewy new rect".split()
)
OWN_PART = re.compile(r"#[\w.:-]+")
OWN_URL = re.compile(r"""url\((["']?)#[\w.:-]+\1\)""", re.IGNORECASE)
CALLED = re.compile(r"([\w-]*)\(")


class UnsafeDrawingError(ValidationError):
    """A drawing is not taken. The message is a sentence for whoever uploads it."""

    def __init__(self, sentence: str) -> None:
        advice = _("Save it as plain SVG, with presentation attributes and without scripts, styles and links, or as PNG.")
        super().__init__(f"{sentence} {advice}")


class _Builder(TreeBuilder):
    """Refuses instructions to programs, which may fetch style sheets and stand outside the drawing itself."""

    def pi(self, target: str, data: str | None = None) -> Any:
        raise UnsafeDrawingError(_("This drawing holds instructions for other programs (“%(name)s”).") % {"name": target})


def check(file: IO[bytes]) -> None:
    """Check a drawing and leave the file at its beginning. Raises UnsafeDrawingError."""
    file.seek(0)
    content = file.read(LARGEST + 1)
    file.seek(0)
    if len(content) > LARGEST:
        raise UnsafeDrawingError(_("This drawing is too big. A drawing may have 1 MB."))
    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(content)
        root = parser.close()
    except DefusedXmlException as error:
        raise UnsafeDrawingError(_("This drawing holds a document type or entities.")) from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnsafeDrawingError(_("This drawing is damaged: it is not well-formed XML.")) from error
    _check_element(root, depth=0)
    _check_repeats(root)


def _check_element(element: Any, *, depth: int) -> None:
    name = str(element.tag)
    if depth > DEEPEST:
        raise UnsafeDrawingError(_("This drawing has groups within groups, too deep to be read."))
    if not name.startswith(SVG) or name.removeprefix(SVG) not in ELEMENTS:
        raise _not_allowed(name)
    for attribute, value in element.attrib.items():
        _check_attribute(attribute, value)
    for child in element:
        _check_element(child, depth=depth + 1)


def _check_attribute(name: str, value: str) -> None:
    if name.startswith("data-"):
        return
    if name not in ATTRIBUTES and name not in FOREIGN_ATTRIBUTES:
        raise _not_allowed(name)
    if name in {"href", LINK}:
        outside = not OWN_PART.fullmatch(value.strip())
    elif name.startswith(WORDS):
        outside = False
    else:
        rest = OWN_URL.sub("", "".join(value.split()))
        called = {function.lower() for function in CALLED.findall(rest)}
        outside = "\\" in rest or "@" in rest or "url(" in rest.lower() or not called <= FUNCTIONS
    if outside:
        raise UnsafeDrawingError(
            _("This drawing refers to something outside itself (“%(name)s”).") % {"name": value.strip()[:60]}
        )
    for declaration in value.split(";") if name == "style" else ():
        of = declaration.partition(":")[0].strip()
        if of and of not in ATTRIBUTES and not of.startswith("-inkscape-"):
            raise _not_allowed(of)


def _check_repeats(root: Any) -> None:
    """Refuse repeats of repeats: ten lines of them draw a thousand million shapes."""
    repeats = {part.get("id") for part in root.iter() if any(True for _use in part.iter(f"{SVG}use"))}
    for use in root.iter(f"{SVG}use"):
        if (use.get("href") or use.get(LINK) or "#").strip()[1:] in repeats - {None}:
            raise UnsafeDrawingError(_("This drawing repeats parts that repeat others."))


def _not_allowed(name: str) -> UnsafeDrawingError:
    return UnsafeDrawingError(_("This drawing holds “%(name)s”, which is not allowed.") % {"name": name.rpartition("}")[2]})
