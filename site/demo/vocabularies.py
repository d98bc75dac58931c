"""Loads the vocabularies of the content files: topics, document types, kinds of links, organisations, people."""

from typing import Any

from demo.files import Content
from vocabulary.loading import columns, ids, store
from vocabulary.models import Country, DocumentType, Goal, LinkKind, Organisation, Person, Region, Topic

FORMS = ("latin", "french", "spanish", "cyrillic", "arabic", "han")


def load(content: Content) -> dict[str, dict[str, int]]:
    """Load them all and return the primary keys of every vocabulary by its name in the content files and by code."""
    entries = content.vocabularies
    store(
        Topic,
        [
            Topic(
                code=entry["code"],
                order=entry["order"],
                **columns("name", entry["name"].get),
                **columns("description", entry.get("description", {}).get),
            )
            for entry in entries["topics"]
        ],
    )
    for name, model in (("document_types", DocumentType), ("link_kinds", LinkKind)):
        store(model, [model(code=entry["code"], **columns("name", entry["name"].get)) for entry in entries[name]])
    countries = ids(Country)
    store(
        Organisation,
        [
            Organisation(
                **_party(entry),
                acronym=entry.get("acronym", ""),
                url=entry.get("url", ""),
                country_id=countries[entry["country"]] if entry.get("country") else None,
            )
            for entry in entries["organisations"]
        ],
    )
    store(Person, [Person(**_party(entry)) for entry in entries["people"]])
    return {
        "topics": ids(Topic),
        "document_types": ids(DocumentType),
        "link_kinds": ids(LinkKind),
        "organisations": ids(Organisation),
        "people": ids(Person),
        "countries": countries,
        "regions": ids(Region),
        "goals": {str(goal.number): goal.pk for goal in Goal.objects.all()},
    }


def _party(entry: dict[str, Any]) -> dict[str, Any]:
    forms = entry.get("forms", {})
    return {
        "code": entry["code"],
        "name": entry["name"],
        "name_language": entry.get("name_language", "en"),
        **{f"form_{form}": forms.get(form, "") for form in FORMS},
    }
