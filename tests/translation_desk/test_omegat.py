"""A file goes through OmegaT, which runs without a screen, and comes back."""

import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from xml.sax.saxutils import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from tests.translation_desk import desk
from translation_desk import exchange, exchange_import, jobs, memory_exports, memory_imports
from translation_desk.models import Segment, TranslationImport
from translation_memory.entering import Entry, enter

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(shutil.which("omegat") is None, reason="OmegaT is not installed (on Debian: apt-get install omegat)."),
]

PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>en</source_lang>
<target_lang>fr</target_lang><sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>
<remove_tags>false</remove_tags></project></omegat>"""
REMEMBERED = {"Soaking": "Le trempage", "What water does.": "Ce que fait l’eau."}
"""What our memory has."""
WITH_TAGS = {"Water returns to the <g0>fibres</g0>.": "Les <g0>fibres</g0> reprennent l’eau."}
"""What somebody translated in OmegaT, which numbers tags from nought."""


def written_in_omegat(texts: dict[str, str]) -> str:
    """Return a memory as OmegaT keeps what was translated with it."""
    units = "".join(
        f'<tu><tuv lang="en"><seg>{escape(english)}</seg></tuv><tuv lang="fr"><seg>{escape(text)}</seg></tuv></tu>'
        for english, text in texts.items()
    )
    header = (
        '<header creationtool="OmegaT" o-tmf="OmegaT TMX" adminlang="en" datatype="plaintext" segtype="paragraph" srclang="en"/>'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.1">{header}<body>{units}</body></tmx>'


def ours(people: SimpleNamespace) -> str:
    """Return our memory as it is exported, filled with what it remembers."""
    now = timezone.now()
    enter(Entry("fr", uuid4(), "title", english, french, "", "", None, None, now) for english, french in REMEMBERED.items())
    return "".join(memory_exports.document(people.admin, "fr"))


def translated(folder: Path, name: str, content: bytes, kept: str) -> tuple[bytes, bytes]:
    """Return the file and the memory that OmegaT makes of a file with our memory and what was translated in it."""
    for part in ("source", "target", "omegat", "tm/auto", "glossary", "dictionary"):
        (folder / part).mkdir(parents=True)
    (folder / "omegat.project").write_text(PROJECT)
    (folder / "source" / name).write_bytes(content)
    (folder / "omegat" / "project_save.tmx").write_text(written_in_omegat(WITH_TAGS))
    (folder / "tm" / "auto" / "portal.tmx").write_text(kept)
    command = ["omegat", str(folder), "--mode=console-translate", "--no-team", f"--config-dir={folder.parent / 'settings'}"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return (folder / "target" / name).read_bytes(), (folder / f"{folder.name}-omegat.tmx").read_bytes()


def test_a_translation_goes_through_omegat(
    six: factories.Pages, people: SimpleNamespace, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    job = jobs.start(people.translator, desk.job(desk.english(six, "omega")))
    name, content = exchange.export(people.translator, desk.job_again(job), "xliff12", fill=True)
    back, kept = translated(tmp_path / "page", name, content, ours(people))
    with django_capture_on_commit_callbacks(execute=True):
        row = exchange_import.receive(people.translator, job, SimpleUploadedFile(name, back))
    row = TranslationImport.objects.get(pk=row.pk)
    # Its English that stands where nothing was translated is no translation.
    assert {outcome: count for outcome, count in row.report["counts"].items() if count} == {"taken": 4, "unchanged": 4}
    with django_capture_on_commit_callbacks(execute=True):
        exchange_import.take(people.translator, row)
    drafts = Segment.objects.filter(job=job, active=True).exclude(text="").values_list("text", flat=True)
    assert sorted(drafts) == ["Ce que fait l’eau.", "Le trempage", "Le trempage", "Les <b>fibres</b> reprennent l’eau."]
    with django_capture_on_commit_callbacks(execute=True):
        file = memory_imports.receive(people.admin, SimpleUploadedFile("page-omegat.tmx", kept))
    file.refresh_from_db()
    assert file.tool.startswith("OmegaT 3")
    assert file.report["languages"]["fr"] == {"new": 1, "different": 0, "known": 2}
