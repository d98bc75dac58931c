"""Mechanical checks of translations: what can be seen without reading, such as a number that is gone.

Pure functions; nothing is read from the database. Each check is one small class. Order inside, lowest first: `letters`, `text`;
`check`; `quantities` and `dates`; the checks in `markup`, `figures`, `words`, `terms`, `signs` and one module for what single
languages demand; `examples`; `registry`, where callers begin.
"""

from translation_checks.check import Check, Severity
from translation_checks.registry import CHECKS, Finding, checks_of, found_in, found_in_page
from translation_checks.text import Text

__all__ = ["CHECKS", "Check", "Finding", "Severity", "Text", "checks_of", "found_in", "found_in_page"]
