"""DeepL, by version 2 of its interface."""

from collections.abc import Sequence

from machine_translation.base import Engine
from machine_translation.calling import post, texts_of
from machine_translation.errors import Reason, RefusedError

FREE = "https://api-free.deepl.com"
PAID = "https://api.deepl.com"
LANGUAGES = {"fr": "FR", "es": "ES", "ru": "RU", "ar": "AR", "zh-hans": "ZH-HANS"}


class DeepL(Engine):
    """Sends texts to DeepL. Keys of free accounts end in `:fx` and have a server of their own."""

    label = "DeepL"

    def __init__(self, address: str, key: str) -> None:
        self.address = f"{address or (FREE if key.endswith(':fx') else PAID)}/v2/translate"
        self.key = key

    def call(self, fragments: Sequence[str], language: str) -> list[str]:
        """Translate a batch."""
        if language not in LANGUAGES:
            raise RefusedError(Reason.REFUSED, "the service does not know the language")
        body = {
            "text": list(fragments),
            "source_lang": "EN",
            "target_lang": LANGUAGES[language],
            "tag_handling": "xml",
        }
        answer = post(self.address, body, {"Authorization": f"DeepL-Auth-Key {self.key}"})
        found = answer.get("translations") if isinstance(answer, dict) else None
        texts = [entry.get("text") if isinstance(entry, dict) else None for entry in found] if isinstance(found, list) else None
        return texts_of(texts, len(fragments))
