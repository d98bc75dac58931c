"""Makes the placeholder PDFs: small, valid files that say in so many words that they are not the document.

Plain PDF 1.4 with the standard font Helvetica, which knows Western European letters only; so the text is in English, French or
Spanish, and English for files that stand for a document in any other language.
"""

import textwrap
import unicodedata
from typing import NamedTuple

WIDTH, HEIGHT, MARGIN = 595, 842, 72
ENCODING = "cp1252"


class Wording(NamedTuple):
    """What a placeholder says in one language."""

    heading: str
    stands_for: str
    not_original: str
    purpose: str
    page: str


# In the language of the file, whatever language the reader's interface has: so not part of the catalogues.
WORDINGS = {
    "en": Wording(
        "Placeholder",
        "This file stands in the place of the document",
        "It is not the original and holds nothing of its content.",
        "It is part of a demonstration site, so that lists of files and downloads can be tried.",
        "Page {number} of {count}",
    ),
    "fr": Wording(
        "Fichier provisoire",
        "Ce fichier tient lieu du document",
        "Ce n’est pas l’original et il ne reprend rien de son contenu.",
        "Il fait partie d’un site de démonstration et sert à essayer les listes de fichiers et les téléchargements.",
        "Page {number} sur {count}",
    ),
    "es": Wording(
        "Archivo provisional",
        "Este archivo ocupa el lugar del documento",
        "No es el original y no recoge nada de su contenido.",
        "Forma parte de un sitio de demostración y sirve para probar las listas de archivos y las descargas.",
        "Página {number} de {count}",
    ),
}


def wording_language(language: str) -> str:
    """Return the language that the placeholder of a file in `language` is written in."""
    return language if language in WORDINGS else "en"


def placeholder(title: str, language: str, pages: int = 1) -> bytes:
    """Return a PDF that stands for the document `title`; `language` is one of `WORDINGS`."""
    words = WORDINGS[language]
    count = max(1, pages)
    # Objects 1 to 4 are the catalogue, the list of pages, the font and the title; then each page and its content take turns.
    page_numbers = [5 + 2 * position for position in range(count)]
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /Lang ({language}) /ViewerPreferences << /DisplayDocTitle true >> >>".encode(),
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{number} 0 R' for number in page_numbers)}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title " + _unicode(title) + b" >>",
    ]
    for position, number in enumerate(page_numbers, start=1):
        content = _page_content(words, title, position, count)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream")
    return _file(objects)


def _page_content(words: Wording, title: str, number: int, count: int) -> bytes:
    lines: list[tuple[int, str]] = [(22, words.heading), (12, ""), (12, words.stands_for)]
    lines += [(15, line) for line in textwrap.wrap(title, 56)]
    lines.append((12, ""))
    for sentence in (words.not_original, words.purpose):
        lines += [(12, line) for line in textwrap.wrap(sentence, 76)]
    lines += [(12, ""), (10, words.page.format(number=number, count=count))]
    parts = [f"BT {MARGIN} {HEIGHT - MARGIN - 22} Td".encode()]
    for size, line in lines:
        parts.append(f"/F1 {size} Tf 0 -{round(size * 1.6)} Td (".encode() + _literal(line) + b") Tj")
    return b"\n".join([*parts, b"ET"])


def _literal(text: str) -> bytes:
    """Encode a line for Helvetica; letters it does not know lose their accents."""
    known = "".join(
        letter if letter.encode(ENCODING, "ignore") else unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
        for letter in text
    )
    return known.encode(ENCODING).replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _unicode(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be").hex().upper().encode() + b">"


def _file(objects: list[bytes]) -> bytes:
    """Put numbered objects, their table of positions and the trailer together."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    positions = []
    for number, content in enumerate(objects, start=1):
        positions.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{position:010d} 00000 n \n".encode() for position in positions)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
