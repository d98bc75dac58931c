"""Tests live pages against the minimum standards of the United Nations for multilingual websites."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.i18n import CODES
from newsroom.standards.fetching import FetchError
from newsroom.standards.registry import RULES
from newsroom.standards.reporting import table
from newsroom.standards.rule import Finding, said
from newsroom.standards.running import Outcome, check_address, check_site


class Command(BaseCommand):
    help = (
        "Name every breach of the United Nations' standards for multilingual websites, with page, element and cure: on one page"
        " (a path of this site, or the address of one that runs), or with --all on every live page. Fails where there are any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", nargs="?", help="For example /fr/contact/ or https://example.org/fr/contact/.")
        parser.add_argument("--all", action="store_true", help="Check every live page and the site as a whole.")
        parser.add_argument("--language", choices=CODES, default="", help="With --all: only the pages of this language.")
        written = parser.add_mutually_exclusive_group()
        written.add_argument("--json", action="store_true", help="Answer with one JSON object.")
        written.add_argument("--csv", action="store_true", help="Answer with a table for spreadsheet programs.")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["url"]) == options["all"]:
            raise CommandError("Name one page, or ask for --all.")
        if options["language"] and not options["all"]:
            raise CommandError("--language goes with --all.")
        try:
            outcome = check_site(options["language"]) if options["all"] else check_address(options["url"])
        except FetchError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(as_json(outcome))
        elif options["csv"]:
            for row in table(None, outcome.findings):
                self.stdout.write(row, ending="")
        else:
            for finding in outcome.findings:
                self.stdout.write(line(finding))
        if outcome.findings:
            raise CommandError(f"{len(outcome.findings)} findings on {outcome.pages} pages in {outcome.seconds:.0f} seconds.")
        if not options["json"] and not options["csv"]:
            self.stdout.write(f"No findings on {outcome.pages} pages in {outcome.seconds:.0f} seconds.")


def line(finding: Finding) -> str:
    """Return a finding for the terminal."""
    rule = RULES[finding.rule]
    name = f"{finding.rule} ({rule.number})" if rule.number else finding.rule
    where = f" [{finding.element}]" if finding.element else ""
    return f"{finding.address}{where}\n    {name}: {said(rule, finding)}\n    {rule.cure}"


def as_json(outcome: Outcome) -> str:
    """Return everything for scripts."""
    findings = [
        {**asdict(finding), "number": RULES[finding.rule].number, "message": said(RULES[finding.rule], finding)}
        | {"cure": str(RULES[finding.rule].cure)}
        for finding in outcome.findings
    ]
    return json.dumps({"pages": outcome.pages, "seconds": round(outcome.seconds, 1), "findings": findings}, ensure_ascii=False)
