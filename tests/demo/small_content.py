"""The smallest content that can be loaded, written into a folder of a test."""

from pathlib import Path

import yaml

from config.languages import CODES

HOME_EN = """
type: home.HomePage
title: Panel
summary: What it is.
lead: Read on.
data: {featured: [about]}
pillars:
  - {title: About, text: Who we are, page: about}
  - {title: More, text: What we do, page: about}
body:
  - heading: Start
  - paragraph: See [about](page:about/history) us.
"""

HOME_FR = """
title: Groupe
summary: Ce que c’est.
lead: Lisez la suite.
pillars:
  - {title: À propos, text: Qui nous sommes}
  - {title: Plus, text: Ce que nous faisons}
body:
  - heading: Début
  - paragraph: Voir [à propos](page:about/history).
"""

PAGES = {
    "pages/home.en.yaml": HOME_EN,
    "pages/home.fr.yaml": HOME_FR,
    "pages/about.en.yaml": """
type: home.StandardPage
title: About
summary: Who we are.
data: {topics: [tanning], lead_image: drum, show_in_menus: true}
body:
  - downloads: {title: Files, files: [{file: report-en, language: en}]}
  - image: {image: drum, alt: A drum}
""",
    "pages/about/history.en.yaml": """
type: home.StandardPage
title: History
summary: How it began.
""",
    "pages/about/history.fr.yaml": "{title: Histoire, summary: Les débuts.}\n",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write the files, with one topic and one image beside them, and return the folder."""
    names = yaml.safe_dump(dict.fromkeys(CODES, "Tanning"))
    image = yaml.safe_dump(
        {"drum": {"file": "drum.svg", "title": dict.fromkeys(CODES, "D"), "alt": dict.fromkeys(CODES, "A drum")}}
    )
    topic = yaml.safe_dump([{"code": "tanning", "order": 1, "name": yaml.safe_load(names)}])
    around = {
        "vocabulary/topics.yaml": topic,
        **{f"vocabulary/{name}.yaml": "[]" for name in ("document_types", "link_kinds", "organisations", "people")},
        "settings.yaml": yaml.safe_dump(
            {"site_name": dict.fromkeys(CODES, "Panel"), "safety_alert": dict.fromkeys(CODES, "Beware")}
        ),
        "synonyms.yaml": yaml.safe_dump({"en": [["wastewater", "effluent"]]}),
        "images/images.yaml": image,
        "images/drum.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" viewBox="0 0 80 40"/>',
    }
    for name, text in {**around, **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder
