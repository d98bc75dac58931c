"""An engine for tests and for showing the editor: it translates nothing and asks nobody."""

from collections.abc import Sequence

from machine_translation.base import Engine


class Dummy(Engine):
    """Puts the code of the language before each text."""

    label = "Dummy"

    def call(self, fragments: Sequence[str], language: str) -> list[str]:
        """Return the English with a code before it."""
        return [f"[{language}] {fragment}" for fragment in fragments]
