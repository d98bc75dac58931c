"""Reads XML that somebody sends us: no entities of its own, no other files, no network, not too large."""

import re
from collections.abc import Iterator
from io import BytesIO

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from lxml import etree

from exchange_formats.errors import BadFileError

MOST_BYTES = 50 * 1024 * 1024
"""Of a file as it is sent."""
XML = "http://www.w3.org/XML/1998/namespace"
LANG, SPACE = f"{{{XML}}}lang", f"{{{XML}}}space"

# What XML 1.0 cannot hold, even as a reference.
_IMPOSSIBLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "dtd_validation": False, "huge_tree": False}


def parse(data: bytes) -> etree._Element:
    """Return the root of a document. Raises BadFileError."""
    require_size(len(data))
    try:
        root = etree.fromstring(data, etree.XMLParser(**_SAFE, remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error
    except ValueError as error:
        raise BadFileError(_("This is not an XML file.")) from error
    _refuse_entities(root.getroottree())
    return root


def elements(data: bytes, wanted: str) -> Iterator[etree._Element]:
    """Yield the elements of a local name one by one, each emptied after use, so that a large file needs little memory.

    The root comes first, with its attributes only. Raises BadFileError, at the latest where the file is broken.
    """
    require_size(len(data))
    first = True
    try:
        for event, element in etree.iterparse(
            BytesIO(data), events=("start", "end"), **_SAFE, remove_comments=True, remove_pis=True
        ):
            if first:
                _refuse_entities(element.getroottree())
                first = False
                yield element
            elif event == "end" and local_name(element) == wanted:
                if any(isinstance(node, etree._Entity) for node in element.iter()):
                    raise _with_entities(element.sourceline)
                yield element
                parent = element.getparent()
                element.clear(keep_tail=False)
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def written(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _IMPOSSIBLE.sub("", text)


def require_size(size: int) -> None:
    """Refuse a file that is too large. Raises BadFileError."""
    if size > MOST_BYTES:
        raise BadFileError(
            _("This file has %(size)s. Files may have up to %(limit)s.")
            % {"size": filesizeformat(size), "limit": filesizeformat(MOST_BYTES)}
        )


def _refuse_entities(tree: etree._ElementTree) -> None:
    """Refuse a document that declares entities: they can stand for other files, or for gigabytes."""
    declared = tree.docinfo.internalDTD
    if declared is not None and any(True for _entity in declared.iterentities()):
        raise _with_entities(None)
    for node in tree.iter(etree.Entity):
        raise _with_entities(node.getparent().sourceline if node.getparent() is not None else None)


def _with_entities(line: int | None) -> BadFileError:
    return BadFileError(
        _("This file uses entities of its own. They are not read, because they may stand for other files."), line=line
    )


def _broken(error: etree.XMLSyntaxError) -> BadFileError:
    line = error.lineno or None
    if "ncoding" in (error.msg or "") or "not proper UTF-8" in (error.msg or ""):
        return BadFileError(_("The text is not in the encoding that the file names. Save it as UTF-8."), line=line)
    if line is None or (line == 1 and "Start tag expected" in (error.msg or "")) or "Document is empty" in (error.msg or ""):
        return BadFileError(_("This is not an XML file."))
    return BadFileError(_("Here the file is not well-formed XML."), line=line)
