"""The text of uploaded PDF files, read once for each content of a file, in the background.

The library that reads them runs in a process of its own, with limits of time, memory and pages. What cannot be read gets a state
that staff see and stops nothing else.
"""

import json
import logging
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from django_tasks import task
from wagtail.documents import get_document_model

from core import queueing
from core.pasted import clean_characters
from search.models import FileText

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("pdf_child.py")
PER_TASK = 20
SECONDS_FOR_ALL = 1500
"""For the files of a task together; the child watches the time of each by itself."""
FEW_LETTERS = 3
"""A page of a scanned file may still have a number."""

_HYPHENATION = re.compile(r"[\x02\ufffe]\s*|(?<=[^\W\d_])-[ \t]*\r?\n[ \t]*(?=[a-zß-öø-ÿа-яё])")
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
_BETWEEN_HAN = re.compile(r"(?<=[\u3001-\u9fff\uff00-\uffef])\s+(?=[\u3001-\u9fff\uff00-\uffef])")
_LETTER = re.compile(r"[^\W\d_]")


class Reading(NamedTuple):
    """How reading a file went."""

    state: str
    text: str = ""
    error: str = ""


def is_readable(document: Any) -> bool:
    """Tell whether a file is one that is read for its text."""
    return str(document.file.name).lower().endswith(".pdf")


def later(document_ids: Iterable[int]) -> None:
    """Have files read in the background, once the present transaction is committed."""
    queueing.each_with_commit(read_files, document_ids, at_once=PER_TASK)


@task()
def read_files(document_ids: list[int]) -> None:
    """Read files whose present content has not been read, and have the pages that carry them brought up to date."""
    from search import concerned  # whose pages ask for files to be read in their turn

    concerned.files_later(read(document_ids))


def read(document_ids: Collection[int]) -> list[int]:
    """Read files whose present content has not been read; return the ids of those that were.

    A file that its store does not give is left for another time.
    """
    known = dict(FileText.objects.filter(document__in=document_ids).values_list("document_id", "file_hash"))
    with ExitStack() as stack:
        found: list[tuple[Any, str]] = []
        for document in get_document_model().objects.filter(pk__in=document_ids).order_by("pk"):
            if not is_readable(document):
                continue
            try:
                if known.get(document.pk) != document.get_file_hash():
                    found.append((document, stack.enter_context(_on_this_machine(document.file))))
            except (OSError, ValueError) as error:
                logger.warning("The file of document %s could not be opened: %s", document.pk, error)
        readings = texts_of([path for _document, path in found])
    for (document, _path_of_file), reading in zip(found, readings, strict=True):
        FileText.objects.update_or_create(
            document=document,
            defaults={"file_hash": document.file_hash, **reading._asdict()},
        )
    return [document.pk for document, _path_of_file in found]


@contextmanager
def _on_this_machine(file: Any) -> Iterator[str]:
    """Give the path of a file; one that is kept elsewhere is fetched for the length of the block."""
    try:
        path = file.path
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(suffix=".pdf") as copy, file.open("rb") as source:
            shutil.copyfileobj(source, copy)
            copy.flush()
            yield copy.name
        return
    with Path(path).open("rb"):
        pass
    yield str(path)


def texts_of(paths: list[str]) -> list[Reading]:
    """Read PDF files in a child process. A file that ends the child is noted, and another child reads the rest."""
    readings: list[Reading] = []
    while len(readings) < len(paths):
        left = paths[len(readings) :]
        output, code = _run(left)
        answers = [line for line in output.split(b"\n")[:-1] if line]
        readings += [_reading(json.loads(line)) for line in answers[: len(left)]]
        if len(answers) < len(left):
            readings.append(Reading(FileText.State.FAILED, error=_reason(code)))
    return readings


def _run(paths: list[str]) -> tuple[bytes, int]:
    command = [sys.executable, "-I", str(CHILD)]
    asked = "".join(f"{path}\n" for path in paths).encode()
    try:
        done = subprocess.run(  # noqa: S603  # our own program; paths go through its input
            command, input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=SECONDS_FOR_ALL, check=False
        )
    except subprocess.TimeoutExpired as error:
        return error.stdout or b"", -signal.SIGALRM
    return done.stdout, done.returncode


def _reason(code: int) -> str:
    if code == -signal.SIGALRM:
        return "Reading it took too long."
    return f"The program that reads files ended with code {code}."


def _reading(answer: dict[str, Any]) -> Reading:
    if answer.get("locked"):
        return Reading(FileText.State.LOCKED)
    if "texts" not in answer:
        return Reading(FileText.State.FAILED, error=str(answer.get("error", ""))[:300])
    pages = [clean(text) for text in answer["texts"]]
    text = "\n".join(page for page in pages if page)
    cut = "" if len(pages) >= answer["pages"] else f"Only {len(pages)} of {answer['pages']} pages were read."
    scanned = len(_LETTER.findall(text)) < FEW_LETTERS * max(1, len(pages))
    return Reading(FileText.State.EMPTY if scanned else FileText.State.READ, "" if scanned else text, cut)


def clean(text: str) -> str:
    """Return the text of a page in one line: words divided at the end of a line are whole again, broken characters gone."""
    whole = _HYPHENATION.sub("", _HALF_CHARACTERS.sub("", text))
    return _BETWEEN_HAN.sub("", " ".join(clean_characters(whole).split()))
