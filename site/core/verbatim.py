"""What a translation takes over as it stands: placeholders of programs, addresses, names in Latin letters."""

import re

PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}")
WEB_OR_MAIL = r"https?://\S+|\S+@\S+"

# Written in Latin letters in every language.
LATIN_EVERYWHERE = frozenset(
    """
    A-Z a-z API Atom BCP CSV Content-Language Content-Type DCA DCT DOI EPUB GB HTML HTTP HTTPS IPv ISBN ISIC ISO ISSN JPEG JSON
    JavaScript KB LDAP MB MP OmegaT PDF PIN PNG PO RSS SDG SVG TBX TBX-Basic TMX UNIDO UNTERM URL USD UTC UTF WCAG WebM Wagtail
    XLIFF XLSX XML ZIP dir hreflang html lang x-default
    """.split()
)
