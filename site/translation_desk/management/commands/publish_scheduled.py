"""Publishes what is due. Stands in the place of Wagtail's command of this name."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand
from wagtail.models import Page, Revision

from translation_desk import holding, orders
from translation_desk.tree import operations

logger = logging.getLogger(__name__)


class Command(WagtailCommand):
    help = "Takes offline what has expired and publishes what is due, but nothing below a page that is not live."

    def handle(self, *args: Any, **options: Any) -> None:
        """Hold what must not go live yet, do what Wagtail does, and release what waits for nothing any more.

        Each page is taken offline or published as a whole or not at all. Wagtail takes the time from a revision first and
        publishes it in another transaction: a process that is killed in between would leave it waiting for ever.
        """
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        holding.hold_back()
        for page in Page.objects.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at"):
            carry_out(page, partial(page.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled"))
        for revision in Revision.page_revisions.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at"):
            carry_out(revision, partial(revision.publish, log_action="wagtail.publish.scheduled"))
        orders.settle_lost()
        operations.release_later(holding.free())


def carry_out(what: Page | Revision, step: Callable[[], Any]) -> None:
    """Do one step in a transaction of its own. One that fails is tried again a minute later and stops no other."""
    try:
        with transaction.atomic():
            step()
    except DatabaseError:
        raise
    except Exception:
        logger.exception("%s %s could not be brought to what is due.", type(what).__name__, what.pk)
