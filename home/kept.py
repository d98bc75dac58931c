"""What the contact form keeps of visitors."""

from collections.abc import Iterator

from django.utils.translation import gettext as _, ngettext

from core.formatting import number
from core.i18n import active_language
from core.kept import Kept
from home.models import ContactPage


def of_messages() -> Iterator[Kept]:
    """Say how long messages are kept, as the contact page of the reader's language promises; nothing where there is none."""
    pages = ContactPage.objects.live().filter(locale__language_code=active_language().code)
    for days in pages.values_list("retention_days", flat=True)[:1]:
        yield Kept(
            _("What you type into the contact form: message, name and e-mail address if you give them, languages, page"),
            ngettext("%(days)s day", "%(days)s days", days) % {"days": number(days)},
        )
