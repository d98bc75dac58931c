"""Reads the text of PDF files in a process of its own, which may be slow, greedy or crash without harm to any other.

Takes one path a line and answers each with one line of JSON. Imports nothing of ours: it starts for a few files and ends.
"""

import json
import resource
import signal
import sys
from typing import Any

import pypdfium2
from pypdfium2 import raw

SECONDS = 60
"""For one file. The alarm ends the process, also inside of the library; who started it goes on with the next file."""
MEMORY = 1536 * 1024 * 1024
PAGES = 3000
CHARACTERS = 2_000_000


def read(path: str) -> dict[str, Any]:
    """Return the pages' texts of a file, or the reason why there is none."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
        return {"locked": locked, "error": str(error)}
    texts: list[str] = []
    left = CHARACTERS
    try:
        count = len(document)
        for number in range(min(count, PAGES)):
            page = document[number]
            text_page = page.get_textpage()
            text = text_page.get_text_bounded()[:left]
            text_page.close()
            page.close()
            texts.append(text)
            left -= len(text)
            if left <= 0:
                break
    finally:
        document.close()
    return {"texts": texts, "pages": count}


def main() -> None:
    """Answer every line."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin:
        signal.alarm(SECONDS)
        try:
            answer = read(line.rstrip("\n"))
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        signal.alarm(0)
        # ASCII, so that half a character of a broken file does no harm.
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
