"""The vocabularies, lowest first."""

from vocabulary.models.entries import (
    Country,
    DocumentType,
    Goal,
    LinkKind,
    Region,
    Topic,
)
from vocabulary.models.links import PageCountry, PageTopic
from vocabulary.models.parties import Organisation, Person
from vocabulary.models.shipped import ShippedEntry
from vocabulary.models.terms import Term, TermSubject, TermVariant

__all__ = [
    "Country",
    "DocumentType",
    "Goal",
    "LinkKind",
    "Organisation",
    "PageCountry",
    "PageTopic",
    "Person",
    "Region",
    "ShippedEntry",
    "Term",
    "TermSubject",
    "TermVariant",
    "Topic",
]
