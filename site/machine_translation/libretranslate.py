"""LibreTranslate, which an organisation can run on a server of its own."""

from collections.abc import Sequence

from machine_translation.base import Engine
from machine_translation.calling import post, texts_of
from machine_translation.errors import Reason, RefusedError

LANGUAGES = {"fr": "fr", "es": "es", "ru": "ru", "ar": "ar", "zh-hans": "zh-Hans"}


class LibreTranslate(Engine):
    """Sends texts to a server of LibreTranslate."""

    label = "LibreTranslate"

    def __init__(self, address: str, key: str) -> None:
        self.address = f"{address}/translate"
        self.key = key

    def call(self, fragments: Sequence[str], language: str) -> list[str]:
        """Translate a batch. Servers before version 1.6.5 know Chinese as `zh` only, and take that for simplified characters."""
        if language not in LANGUAGES:
            raise RefusedError(Reason.REFUSED, "the service does not know the language")
        try:
            return self._ask(fragments, LANGUAGES[language])
        except RefusedError as error:
            if language != "zh-hans" or error.reason != Reason.REFUSED:
                raise
            return self._ask(fragments, "zh")

    def _ask(self, fragments: Sequence[str], code: str) -> list[str]:
        body = {"q": list(fragments), "source": "en", "target": code, "format": "html"}
        if self.key:
            body["api_key"] = self.key
        answer = post(self.address, body)
        return texts_of(answer.get("translatedText") if isinstance(answer, dict) else None, len(fragments))
