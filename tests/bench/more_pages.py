"""Puts copies beside every page of the sections that grow, until there are so many times as many."""

import logging
import sys

import django


def main(times: int, series: str) -> None:
    """Copy, and bring the search index up to date."""
    django.setup()
    logging.disable(logging.CRITICAL)
    # They build on models, which are not there before the setup.
    from django.core.management import call_command

    from knowledge.models import ArticlePage, CoursePage, PublicationPage
    from projects.models import ProjectPage
    from tests import factories

    for model in (PublicationPage, ArticlePage, CoursePage, ProjectPage):
        for page in list(model.objects.live()):
            factories.siblings(page, times - 1, series=series)
    call_command("rebuild_search", verbosity=0)
    call_command("forget_pages", verbosity=0)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
