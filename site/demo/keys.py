"""Keys that are the same on every load and in every language, so that translations keep finding their source."""

from uuid import UUID, uuid5

NAMESPACE = UUID("8c0d5a52-43e6-5f0b-9a6e-2f7c1d9b4e10")


def key(*parts: object) -> UUID:
    """Return the key of a thing by its place: a page's path, or a path and the position of a block or row in it."""
    return uuid5(NAMESPACE, "/".join(str(part) for part in parts))
