"""What code and templates a process answers with."""

import hashlib
from functools import cache

from core.catalogues import ROOT

ENDINGS = frozenset({".py", ".html", ".css", ".js", ".svg", ".mo"})
FOLDERS = ("home", "knowledge", "locale", "projects", "search", "site")


@cache
def fingerprint() -> str:
    """Return a text that changes with every file that pages are made from.

    Pages that an older release left in a shared cache are never answered by a newer one, nor the other way about while both run.
    """
    digest = hashlib.blake2b(digest_size=8)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in ENDINGS:
                digest.update(f"{path.relative_to(ROOT)} ".encode())
                digest.update(hashlib.blake2b(path.read_bytes(), digest_size=16).digest())
    return digest.hexdigest()
