"""Six people for each language, and who of them may do what."""

import random
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model

from config.languages import CODES
from tests.translation_desk import desk
from translation_desk.models import TranslationJob

SOURCE = "en"


@dataclass
class Cast:
    """People by part and language: `editor` and `approver` of English, `translator` and `reviewer` of the others."""

    parts: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def somebody(self, dice: random.Random, part: str, code: str) -> Any:
        """Return one of the people of a part, fresh from the database, so that nobody's rights are remembered."""
        return self.person(dice.choice(self.parts[part, code]))

    def person(self, pk: int) -> Any:
        """Return a person, fresh from the database."""
        return get_user_model().objects.get(pk=pk)

    def anybody(self, dice: random.Random) -> Any:
        """Return one of all people: whoever may not do what they try is refused."""
        return self.person(dice.choice([pk for people in self.parts.values() for pk in people]))

    def at_work_on(self, dice: random.Random, job: TranslationJob) -> Any:
        """Return who translates a job, else one of the translators of its language."""
        if job.translator_id is not None:
            return self.person(job.translator_id)
        return self.somebody(dice, "translator", job.locale.language_code)


def engaged(codes: tuple[str, ...]) -> Cast:
    """Make six people for each language; every third translator reviews too, as in small teams."""
    cast = Cast()
    for code in CODES:
        if code not in codes:
            continue
        first, second = ("editor", "approver") if code == SOURCE else ("translator", "reviewer")
        for number in range(6):
            part = first if number < 3 else second
            roles = [(part, code)]
            if code != SOURCE and number == 2:
                roles.append((second, code))
            made = desk.person(f"{part}-{code}-{number}", *roles)
            cast.parts.setdefault((part, code), []).append(made.pk)
    return cast
