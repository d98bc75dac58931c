"""What running the portal keeps: lines of the log, sessions of staff."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _, ngettext

from core.formatting import number
from core.kept import Kept


def of_operations() -> Iterator[Kept]:
    """Say what is kept of whoever reads the pages, and of staff."""
    days = settings.LOGS_KEPT_DAYS
    yield Kept(
        _("A line in the log of the server for each page that is asked for, without the address of your device"),
        ngettext("%(days)s day", "%(days)s days", days) % {"days": number(days)},
    )
    hours = settings.SESSION_COOKIE_AGE // 3600
    yield Kept(
        _("Cookies of people who work on this site, while they are signed in"),
        ngettext("%(hours)s hour after their last step", "%(hours)s hours after their last step", hours)
        % {"hours": number(hours)},
    )
