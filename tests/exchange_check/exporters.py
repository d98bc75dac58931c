"""What is exported, and by which schema each file is checked. Another format is one more row of `EXPORTERS`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from lxml import etree

from core.i18n import CODES, SOURCE_CODE
from exchange_formats import tbx, tmx_reading
from exchange_formats.formats import FORMATS
from tests.exchange_check.changing import CHANGES
from translation_desk import exchange, exchange_import, memory, memory_exports, tags, term_files
from translation_desk.models import Segment, TranslationJob
from translation_memory.models import MemoryUnit

AT_ONCE = 50
File = tuple[str, str, bytes, str]
"""Language, name, content, and what is wrong with it beside its schema."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """One kind of file."""

    name: str
    schema: str
    """The name of the file that says what is valid; empty where a standard has none."""
    files: Callable[[], Iterator[File]]

    def checker(self, folder: Path) -> Callable[[bytes], str]:
        """Return what tells what is wrong with a file of this kind, empty for nothing."""
        if not self.schema:
            return lambda _data: ""
        return partial(_wrong, _schema(folder / self.schema))


def _schema(path: Path) -> Any:
    if path.suffix == ".dtd":
        return etree.DTD(str(path))
    tree = etree.parse(str(path))
    return etree.RelaxNG(tree) if path.suffix == ".rng" else etree.XMLSchema(tree)


def _wrong(schema: Any, data: bytes) -> str:
    if schema.validate(etree.fromstring(data)):
        return ""
    return str(schema.error_log.last_error)


def translations(name: str) -> Iterator[File]:
    """Export every translation in a format, as it is and filled with English, and see that it comes back."""
    jobs = list(TranslationJob.objects.select_related("version", "locale").order_by("pk"))
    for start in range(0, len(jobs), AT_ONCE):
        some = jobs[start : start + AT_ONCE]
        for fill in (False, True):
            for job, made in exchange.translations(some, fill=fill):
                data = FORMATS[name].write(made)
                yield made.code, exchange.file_name(job, FORMATS[name]), data, _coming_back(name, job, data)


def _coming_back(name: str, job: TranslationJob, data: bytes) -> str:
    """Tell what would go wrong with a file that comes back: as it was, and with every text translated anew."""
    read = FORMATS[name].read(data)
    segments = list(Segment.objects.filter(job=job, active=True, kind=Segment.Kind.TEXT))
    outcomes = {row.outcome for row in exchange_import.compare(job, read.units, segments)}
    if outcomes != {"unchanged"} or len(read.units) != len(segments):
        return f"comes back as {sorted(outcomes)}"
    again = FORMATS[name].read(CHANGES[name](data))
    taken = exchange_import.compare(job, again.units, segments)
    if {row.outcome for row in taken} != {"taken"}:
        return f"with every text translated comes back as {sorted({row.outcome for row in taken})}"
    return ""


def memories() -> Iterator[File]:
    """Export the translation memory of each language, and see that another memory would get the same of it."""
    memory.fill()
    admin = get_user_model().objects.create_superuser("exporter", "exporter@example.org", "a long password")
    for code in (code for code in CODES if code != SOURCE_CODE):
        data = "".join(memory_exports.document(admin, code)).encode()
        present = MemoryUnit.objects.present().filter(language=code)
        wanted = sorted(tags.to_marks(unit.source, unit.target) for unit in present)
        units = (unit for unit in tmx_reading.units(data, [code]) if isinstance(unit, tmx_reading.Unit))
        found = sorted(edited for unit in units for _code, edited in unit.translations)
        yield code, memory_exports.file_name(code), data, "" if found == wanted else "comes back with other translations"


def terms() -> Iterator[File]:
    """Export the termbase, and see that it comes back."""
    found = term_files.written()
    data = tbx.write(found, source="Leather Panel")
    yield SOURCE_CODE, "terms.tbx", data, "" if tbx.read(data) == found else "comes back with other terms"


EXPORTERS = (
    Exporter("XLIFF 1.2", "xliff-core-1.2-strict.xsd", partial(translations, "xliff12")),
    Exporter("XLIFF 2.1", "xliff_core_2.0.xsd", partial(translations, "xliff21")),
    Exporter("PO", "", partial(translations, "po")),
    Exporter("HTML", "", partial(translations, "html")),
    Exporter("TMX 1.4b", "tmx14.dtd", memories),
    Exporter("TBX-Basic", "TBXcoreStructV03.rng", terms),
)


def missing(folder: Path) -> list[str]:
    """Return the names of the schemas that are not in a folder."""
    return [exporter.schema for exporter in EXPORTERS if exporter.schema and not (folder / exporter.schema).is_file()]
