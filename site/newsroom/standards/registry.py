"""All rules, in the order of the list of the United Nations."""

from collections.abc import Iterable

from newsroom.standards.access import AlternativeTexts, Encoding
from newsroom.standards.around import AccessibilityStatement, Contact, Footer, UnitedNations
from newsroom.standards.banner import BannerAcronyms, BannerLettering
from newsroom.standards.language import DeclaredLanguage, Feeds, LanguageBar, OneLanguage, Versions
from newsroom.standards.links import EmptyFrame, LabelledLinks
from newsroom.standards.rule import PageRule, Rule, SiteRule
from newsroom.standards.site import Approved, RequiredPages

SITE_RULES: tuple[SiteRule, ...] = (RequiredPages(), Approved())


def page_rules(names: Iterable[str] = ()) -> tuple[PageRule, ...]:
    """Return the rules of one page, for a site that knows these names in Latin letters."""
    known = frozenset(names)
    return (
        LanguageBar(),
        Versions(),
        DeclaredLanguage(),
        OneLanguage(known),
        Feeds(),
        LabelledLinks(),
        EmptyFrame(),
        BannerAcronyms(),
        BannerLettering(),
        Footer(known),
        Contact(),
        UnitedNations(),
        Encoding(),
        AccessibilityStatement(),
        AlternativeTexts(),
    )


def _in_order() -> list[Rule]:
    required, approved = SITE_RULES
    rules: list[Rule] = [required, *page_rules()]
    after = next(place for place, rule in enumerate(rules) if rule.code == BannerLettering.code)
    return [*rules[: after + 1], approved, *rules[after + 1 :]]


RULES: dict[str, Rule] = {rule.code: rule for rule in _in_order()}
"""By code."""
