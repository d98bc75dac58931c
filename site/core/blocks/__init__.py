"""The shared blocks of a page's body: one module per family, `body` puts them together."""

from core.blocks.body import BodyBlock

__all__ = ["BodyBlock"]
