"""PO, as gettext and its editors know it: marks stand in the text as at the desk."""

import re
import tempfile

import polib
from django.utils.translation import gettext as _

from exchange_formats.errors import BadFileError
from exchange_formats.plain_text import decoded
from exchange_formats.units import State, Translation, Unit, identity, require_distinct

IDENTITY = "X-Leather-Panel"
_DIGEST = re.compile(r"^digest: (?P<digest>[0-9a-f]+)$", re.MULTILINE)
_LINE = re.compile(r"line (\d+)")


def write(translation: Translation) -> bytes:
    """Return a translation as a file."""
    file = polib.POFile(wrapwidth=0)
    file.header = translation.title
    file.metadata = {
        "Project-Id-Version": "Leather Panel",
        "Language": translation.language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        IDENTITY: translation.original,
    }
    for unit in translation.units:
        remarks = [unit.context, *unit.notes, *unit.hints]
        if unit.limit:
            remarks.append(f"max-length: {unit.limit}")
        if unit.digest:
            remarks.append(f"digest: {unit.digest}")
        unfinished = unit.target and unit.state in {State.UNTRANSLATED, State.QUESTIONED}
        file.append(
            polib.POEntry(
                msgctxt=unit.id,
                msgid=unit.source,
                msgstr=unit.target,
                comment="\n".join(" ".join(remark.split()) for remark in remarks if remark),
                occurrences=[(unit.path.replace(" ", "_"), "")] if unit.path else [],
                flags=["fuzzy"] if unfinished else [],
            )
        )
    return str(file).encode()


def read(data: bytes) -> Translation:
    """Return the translation in a file. Raises BadFileError."""
    text = decoded(data)
    # Given a text, polib cuts it at every sign that Unicode ends lines with; texts may hold those. Of a file it does not.
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".po") as kept:
        kept.write(text)
        kept.flush()
        try:
            file = polib.pofile(kept.name, encoding="utf-8")
        except (OSError, ValueError, IndexError, UnicodeError) as error:
            line = _LINE.search(str(error))
            raise BadFileError(_("This is not a PO file."), line=int(line[1]) if line else None) from error
    key, code, number = identity(file.metadata.get(IDENTITY, ""))
    units = require_distinct(
        Unit(
            id=entry.msgctxt or "",
            source=entry.msgid,
            target=entry.msgstr,
            state=State.UNTRANSLATED if entry.fuzzy else State.TRANSLATED,
            digest=_digest(entry.comment),
            line=entry.linenum or None,
        )
        for entry in file
        if not entry.obsolete
    )
    language = file.metadata.get("Language", "").replace("_", "-")
    return Translation(key, code, language, number, "", units, tool=file.metadata.get("X-Generator", "")[:100])


def _digest(comment: str) -> str:
    found = _DIGEST.search(comment or "")
    return found["digest"] if found else ""
