"""Languages that a file, a link or a printed name may have: any, not only the site's six."""

from django.utils.functional import lazy

from core.i18n import CODES, language_name

OTHER_CODES = (
    "am bg bn cs da de el fa fi hi hu id it ja ka kk ko mn ms ne nl no pl ps pt ro si sk so sq sr sv sw ta th ti tr uk ur uz vi"
).split()
"""Languages met in the trade's documents, after the six official ones."""

MULTIPLE = "mul"
"""ISO 639 code of a file in several languages at once."""

lazy_name = lazy(language_name, str)

LANGUAGE_CHOICES = [(code, lazy_name(code)) for code in (*CODES, *OTHER_CODES, MULTIPLE)]
