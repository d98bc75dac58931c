"""What the pages refer to: terms, people, images, files and other pages, by the codes that the content files use."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Sources:
    """Primary keys by kind of thing and code. Codes that are not known are collected, so that all can be reported at once."""

    keys: dict[str, dict[str, int]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def find(self, kind: str, code: object) -> int | None:
        """Return the primary key of a thing; None, with a note in `missing`, when there is none."""
        found = self.keys.get(kind, {}).get(str(code))
        if found is None:
            self.missing.append(f"{kind.replace('_', ' ')}: “{code}” does not exist")
        return found

    def page(self, path: str) -> int | None:
        """Return the id of the English page at a path."""
        return self.find("pages", path)
