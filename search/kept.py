"""What the search keeps of visitors."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _, ngettext

from core.formatting import number
from core.kept import Kept


def of_search() -> Iterator[Kept]:
    """Say how long queries without results are kept."""
    days = settings.SEARCH_QUERIES_KEPT_DAYS
    yield Kept(
        _("Words that a search did not find, with their language and the day. Nothing says who searched"),
        ngettext("%(days)s day", "%(days)s days", days) % {"days": number(days)},
    )
