"""Which engine the settings choose: none unless somebody has set one up."""

from django.conf import settings

from machine_translation.base import Engine
from machine_translation.deepl import DeepL
from machine_translation.dummy import Dummy
from machine_translation.libretranslate import LibreTranslate


def chosen() -> Engine | None:
    """Return the engine of the settings; None where machine suggestions are switched off."""
    setting = settings.MACHINE_TRANSLATION
    if not setting:
        return None
    if setting["engine"] == "dummy":
        return Dummy()
    kind = {"deepl": DeepL, "libretranslate": LibreTranslate}[setting["engine"]]
    return kind(setting["url"], setting["key"])
