"""Interface texts of Wagtail that its own catalogues leave in English: found there, merged into `site/wagtail_locale/`, checked.

Django lets the catalogues of LOCALE_PATHS win over those of the applications, so only what is missing may stand in ours; what
a newer Wagtail translates goes at the next merge. Wagtail's translations are read from its compiled catalogues, as Django does.
"""

from collections.abc import Iterator
from pathlib import Path

import django
import polib
from django.apps import apps
from django.utils.translation import to_locale

from config.languages import CODES, SOURCE_CODE
from core.catalogue_checks import catalogue_problems
from core.catalogues import CATALOGUE_FOLDERS, ROOT, CatalogueError, Key, Merge, Message, merge_into, read_catalogue

FOLDER = CATALOGUE_FOLDERS[1]
TRANSLATED_CODES = tuple(code for code in CODES if code != SOURCE_CODE)

# The second is what Wagtail's scripts ask for.
DOMAINS = ("django", "djangojs")

RULES = "wagtail.admin"
"""The application whose catalogue tells a language's plural forms: Wagtail's are compiled with the same in all of them."""


def catalogue_path(code: str, domain: str, root: Path = ROOT) -> Path:
    """Return where our additions in a language are kept."""
    return root / FOLDER / to_locale(code) / "LC_MESSAGES" / f"{domain}.po"


def locale_folders(domain: str) -> dict[str, Path]:
    """Return the folders of catalogues whose texts staff read, by application.

    Those of Wagtail's applications that are installed; and of Django what stands on the same screens: the messages of forms
    and everything about passwords.
    """
    folders = {
        config.name: Path(config.path) / "locale"
        for config in apps.get_app_configs()
        if config.name.split(".")[0] == "wagtail" or config.name == "django.contrib.auth"
    }
    folders["django"] = Path(django.__file__).parent / "conf" / "locale"
    return {name: folder for name, folder in folders.items() if path_in(folder, SOURCE_CODE, domain).exists()}


def path_in(folder: Path, code: str, domain: str) -> Path:
    """Return where an application keeps its catalogue of a language."""
    return folder / to_locale(code) / "LC_MESSAGES" / f"{domain}.po"


def texts(domain: str) -> dict[Key, Message]:
    """Return every text of the applications, with the applications that have it."""
    found: dict[Key, Message] = {}
    for name, folder in locale_folders(domain).items():
        for entry in read_catalogue(path_in(folder, SOURCE_CODE, domain)):
            if entry.obsolete:
                continue
            message = found.setdefault((entry.msgctxt, entry.msgid), Message(entry.msgid, context=entry.msgctxt))
            message.plural = message.plural or entry.msgid_plural or None
            message.files.add(name)
            message.comments |= {line.removeprefix("Translators:").strip() for line in entry.comment.splitlines() if line}
    return found


def compiled(folder: Path, code: str, domain: str) -> polib.MOFile:
    """Return what Django reads of an application in a language. Raises CatalogueError when it is broken."""
    path = path_in(folder, code, domain).with_suffix(".mo")
    try:
        return polib.mofile(str(path)) if path.exists() else polib.MOFile()
    except (OSError, ValueError) as error:
        raise CatalogueError(f"{path}: {error}") from error


def translated(code: str, domain: str) -> tuple[set[Key], set[Key]]:
    """Return what the applications' catalogues translate: every text, and those of them that have all plural forms."""
    every: set[Key] = set()
    with_plural: set[Key] = set()
    for folder in locale_folders(domain).values():
        for entry in compiled(folder, code, domain):
            forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
            if all(forms):
                every.add((entry.msgctxt, entry.msgid))
                if entry.msgid_plural:
                    with_plural.add((entry.msgctxt, entry.msgid))
    return every, with_plural


def missing(code: str, domain: str) -> dict[Key, Message]:
    """Return the texts that would be shown in English. One application's translation serves all, as Django merges them."""
    every, with_plural = translated(code, domain)
    return {
        key: message
        for key, message in texts(domain).items()
        if key not in (with_plural if message.plural is not None else every)
    }


def plural_forms(code: str, domain: str) -> str:
    """Return Wagtail's rule for plurals: its scripts know one rule per language and would apply ours to Wagtail's forms."""
    return compiled(locale_folders(domain)[RULES], code, domain).metadata["Plural-Forms"]


def update_all(root: Path = ROOT) -> list[Merge]:
    """Bring our additions up to date with the installed Wagtail. Where nothing is missing, a catalogue has no entries."""
    return [
        merge_into(catalogue_path(code, domain, root), code, missing(code, domain), plural_forms(code, domain))
        for domain in DOMAINS
        for code in TRANSLATED_CODES
    ]


def problems(root: Path = ROOT) -> Iterator[str]:
    """Yield one line for everything that is wrong with our additions."""
    for domain in DOMAINS:
        for code in TRANSLATED_CODES:
            path = catalogue_path(code, domain, root)
            if not path.exists():
                yield f"{code}: the catalogue {FOLDER}/…/{path.name} is missing"
                continue
            left_over = "translated by Wagtail itself, or gone"
            wanted, rule = missing(code, domain), plural_forms(code, domain)
            for problem in catalogue_problems(code, read_catalogue(path), wanted, rule, left_over):
                yield f"{code}, Wagtail's {domain}: {problem}"
