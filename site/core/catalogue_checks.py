"""What is wrong with a catalogue: texts that are missing, unfinished or would show something broken."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib

from config.languages import BY_CODE, CODES, SOURCE_CODE
from core.catalogues import PLURAL_FORMS, ROOT, Key, Message, catalogue_path, extract, plural_count, read_catalogue
from core.verbatim import LATIN_EVERYWHERE, PLACEHOLDER, WEB_OR_MAIL

TAG = re.compile(r"</?[a-zA-Z][^>]*>")
CODE = re.compile(r"<code>.*?</code>")
TAG_NAME = re.compile(r"</?[a-zA-Z][\w-]*")
ADDRESS = re.compile(rf"{WEB_OR_MAIL}|&\w+;")
# Chinese punctuation brings its own space.
FULL_WIDTH_EDGE = re.compile(r"^[\u3001-\u301f\uff01-\uff1f]|[\u3001-\u301f\uff01-\uff1f]$")
LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’.-]*[A-Za-z\u00c0-\u024f]")

# Plural forms that stand for one number only may write it as a word or leave it out.
ONE_NUMBER_FORMS = {"ar": {0, 1, 2}, "en": {0}, "es": {0}}


def problems(root: Path = ROOT) -> Iterator[str]:
    """Yield one line for everything that is wrong with the catalogues of all languages."""
    messages = extract(root)
    for code in CODES:
        path = catalogue_path(code, root)
        if not path.exists():
            yield f"{code}: the catalogue is missing"
            continue
        catalogue = read_catalogue(path)
        for entry_problem in catalogue_problems(code, catalogue, messages):
            yield f"{code}: {entry_problem}"


def catalogue_problems(
    code: str,
    catalogue: polib.POFile,
    messages: dict[Key, Message],
    plural_forms: str = "",
    left_over: str = "no longer in the code",
) -> Iterator[str]:
    """Yield what is wrong with one catalogue, compared with the texts it is for.

    The rule for plurals is ours unless another is given; `left_over` says what is wrong with an entry that has no text.
    """
    plural_forms = plural_forms or PLURAL_FORMS[code]
    if catalogue.metadata.get("Plural-Forms") != plural_forms:
        yield "the rule for plurals is not that of the language"
    known: dict[Key, polib.POEntry] = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete}
    for key in sorted(messages.keys() - known.keys(), key=str):
        yield f"missing: {shown(key)} ({sorted(messages[key].files)[0]})"
    for key in sorted(known.keys() - messages.keys(), key=str):
        yield f"{left_over}: {shown(key)}"
    for key in sorted(known.keys() & messages.keys(), key=str):
        if (known[key].msgid_plural or None) != messages[key].plural:
            yield f"another plural in the code: {shown(key)}"
        for problem in entry_problems(code, known[key], plural_count(plural_forms)):
            yield f"{problem}: {shown(key)}"


def shown(key: Key) -> str:
    """Return a text for a line of the report."""
    context, text = key
    short = text if len(text) <= 90 else f"{text[:87]}…"
    return f"“{short}”" + (f" [{context}]" if context else "")


def entry_problems(code: str, entry: polib.POEntry, plurals: int = 0) -> Iterator[str]:
    """Yield what is wrong with the translation of one text, in a catalogue with so many plural forms or with ours."""
    plurals = plurals or plural_count(PLURAL_FORMS[code])
    if entry.fuzzy:
        yield "marked as fuzzy"
    if entry.msgid_plural:
        forms = entry.msgstr_plural
        if set(forms) != set(range(plurals)):
            yield f"has not exactly {plurals} plural forms"
    else:
        forms = {0: entry.msgstr}
    for number, translation in sorted(forms.items()):
        source = entry.msgid_plural if entry.msgid_plural and (number or plurals == 1) else entry.msgid
        if not translation:
            yield "not translated" if not entry.msgid_plural else f"plural form {number} is not translated"
            continue
        yield from form_problems(code, entry, number, source, translation)


def form_problems(code: str, entry: polib.POEntry, number: int, source: str, translation: str) -> Iterator[str]:
    """Yield what is wrong with one form of a translation."""
    if code == SOURCE_CODE and translation != source:
        yield "the English entry differs from the text in the code"
    if not placeholders_agree(code, entry, number, translation):
        yield f"other placeholders in “{translation}”"
    if Counter(TAG_NAME.findall(source)) != Counter(TAG_NAME.findall(translation)):
        yield f"other HTML tags in “{translation}”"
    if outer_space(source) != outer_space(translation) and not FULL_WIDTH_EDGE.search(translation):
        yield f"other space at the beginning or end of “{translation}”"
    if BY_CODE[code].script != "latin":
        left = sorted(english_words(f"{entry.msgid} {entry.msgid_plural or ''}", translation))
        if left:
            yield f"English words left ({', '.join(left)})"


def placeholders_agree(code: str, entry: polib.POEntry, number: int, translation: str) -> bool:
    """Tell whether a translation has the placeholders of its text.

    A plural form needs those of the English plural, since it may be used for many numbers; a form for one number only
    may write the number in words, unless the number is filled in by its position: code that has no place for it fails.
    """
    found = Counter(PLACEHOLDER.findall(translation))
    if not entry.msgid_plural:
        return found == Counter(PLACEHOLDER.findall(entry.msgid))
    many = Counter(PLACEHOLDER.findall(entry.msgid_plural))
    if number not in ONE_NUMBER_FORMS.get(code, set()):
        return found == many
    if found in (many, Counter(PLACEHOLDER.findall(entry.msgid))):
        return True
    left_out = list((many - found).elements())
    return found < many and len(left_out) == 1 and left_out[0].startswith(("%(", "{"))


def outer_space(text: str) -> tuple[str, str]:
    """Return the white space a text begins and ends with."""
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def english_words(source: str, translation: str) -> set[str]:
    """Return the words of the English text that stand unchanged in a translation into another script.

    Placeholders, tags, code, addresses and names that are written in Latin letters everywhere do not count.
    """

    def words(text: str) -> set[str]:
        for pattern in (CODE, PLACEHOLDER, TAG, ADDRESS):
            text = pattern.sub(" ", text)
        return set(LATIN_WORD.findall(text))

    return (words(source) & words(translation)) - LATIN_EVERYWHERE
