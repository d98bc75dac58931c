"""Sentences that follow each other in a template stand in `sentences`, since not every language has a space between them."""

import re
from pathlib import Path

from django.conf import settings

BETWEEN = r"(?:\{% (?:if|endif|for|endfor)\b[^%]*%\}|</?(?:a|b|bdi|code|em|q|span|strong)\b[^>]*>)"
END = r'(?:\{% translate "[^"]*[.?!]"(?: context "[^"]*")? %\}|[.?!]\s*\{% endblocktranslate %\})'
NEXT = r"(?:\{% (?:blocktranslate|translate)\b|\{\{|<(?:a|b|bdi|code|em|q|span|strong)\b)"
JOINED = re.compile(rf"{END}{BETWEEN}*\s(?:\s|{BETWEEN})*{NEXT}")
JOINING = re.compile(r"\{% sentences %\}.*?\{% endsentences %\}", re.DOTALL)
PACKAGES = ("newsroom", "translation_desk")


def test_no_template_joins_sentences_with_a_space() -> None:
    templates = [path for package in PACKAGES for path in Path(settings.ROOT, "site", package, "templates").rglob("*.html")]
    assert len(templates) > 100
    assert [path.name for path in templates if JOINED.search(JOINING.sub("", path.read_text()))] == []


def test_what_joins_sentences_is_found() -> None:
    first, second = '{% translate "One." %}', "<b>{{ two }}</b>"
    assert JOINED.search(f"<p>{first} {second}</p>")
    assert JOINED.search(f"<p>{{% if one %}}{first}{{% endif %}}\n{second}</p>")
    assert not JOINED.search(f"<p>{first}</p> {second}")
