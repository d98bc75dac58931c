"""The one table of languages. Django's, Wagtail's and every other language setting derives from it.

Plain data that imports nothing of ours, so every package may read it. The order is that of the United Nations: by English name.
"""

from dataclasses import dataclass
from typing import Literal

Script = Literal["arabic", "han", "latin", "cyrillic"]


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the site."""

    code: str
    """Django's code: lower case, also the prefix of every address."""
    bar_name: str
    """Name in the language bar, as the United Nations' standard for multilingual sites writes it."""
    own_name: str
    """Name of the language in itself, for running text and lists."""
    english_name: str
    tag: str
    """BCP 47 tag for `lang` and `hreflang`."""
    script: Script
    united_nations_path: str
    """Part of https://www.un.org/<path>/ that holds the home page in this language."""
    open_graph: str

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Direction of writing."""
        return "rtl" if self.script == "arabic" else "ltr"

    @property
    def field_suffix(self) -> str:
        """Suffix of this language's column in a vocabulary table: `name_zh_hans`."""
        return self.code.replace("-", "_")


LANGUAGES: tuple[Language, ...] = (
    Language("ar", "عربي", "العربية", "Arabic", "ar", "arabic", "ar", "ar_AR"),
    Language("zh-hans", "中文", "中文", "Chinese", "zh-Hans", "han", "zh", "zh_CN"),
    Language("en", "English", "English", "English", "en", "latin", "en", "en_GB"),
    Language("fr", "Français", "français", "French", "fr", "latin", "fr", "fr_FR"),
    Language("ru", "Русский", "русский", "Russian", "ru", "cyrillic", "ru", "ru_RU"),
    Language("es", "Español", "español", "Spanish", "es", "latin", "es", "es_ES"),
)

SOURCE_CODE = "en"
"""Every page is written in this language first and vocabularies fall back to it."""

CODES: tuple[str, ...] = tuple(language.code for language in LANGUAGES)
BY_CODE: dict[str, Language] = {language.code: language for language in LANGUAGES}
