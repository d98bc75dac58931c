"""What the guides say. Names of buttons and screens come from the same messages as those and so never differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, gettext_lazy as _, pgettext, pgettext_lazy

from core.formatting import number
from newsroom.page_editor.missing import LONGEST_PARAGRAPH
from translation_desk import permissions
from translation_desk.translatability import LONGEST_SENTENCE


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a guide with its drawing."""

    words: Any
    drawing: str
    """Name of the drawing, a template below `newsroom/guides/drawings`."""
    labels: Mapping[str, Any] = field(default_factory=dict)
    """Names of buttons and screens that the words speak of."""

    @property
    def file(self) -> str:
        """The template of the drawing."""
        return f"newsroom/guides/drawings/{self.drawing}.svg"

    @property
    def text(self) -> str:
        """The words in the person's language."""
        return str(self.words) % {name: str(label) for name, label in self.labels.items()}


@dataclass(frozen=True, slots=True)
class Guide:
    """The guide of a role."""

    key: str
    title: Any
    steps: tuple[Step, ...]


ASKING_EXPERTS = Step(
    _(
        "“%(ask)s” in the menu beside a page’s title sends a link to the text that waits. Experts need no account, and their "
        "answer publishes nothing."
    ),
    "bubble",
    {"ask": _("Ask an expert")},
)
EDITOR = Guide(
    "editor",
    _("For editors of the English"),
    (
        Step(
            _("Open the page under which the new one belongs, and choose “%(add)s” in the menu beside its title."),
            "tree",
            {"add": _("Add from a template")},
        ),
        Step(
            _(
                "Write title and summary first: they stand in lists and search results. The text below is built of blocks, such "
                "as paragraphs, headings, images and tables."
            ),
            "form",
        ),
        Step(
            _(
                "Look at “%(missing)s” beside the form. Each time the page is saved, it tells what visitors would miss and what "
                "is hard to read."
            ),
            "side",
            {"missing": _("What is missing")},
        ),
        Step(
            _("Leave “%(notes)s” where a word may be misunderstood. They stand beside the text in all languages."),
            "note",
            {"notes": _("Notes for translators")},
        ),
        Step(_("Submit the page at the foot of the form. Somebody else approves it: nobody approves their own text."), "send"),
        Step(
            _(
                "When you hand in a change of a page that is live, you are asked what changed. A mended typo asks nothing of the "
                "translations; new facts do."
            ),
            "change",
        ),
        Step(
            _("Translators ask when the English is unclear. Answer under “%(questions)s”: all languages read it."),
            "bubble",
            {"questions": _("Questions and faults")},
        ),
        Step(
            _("“%(languages)s” beside the form tells how far each language is, and leads there."),
            "languages",
            {"languages": _("Languages of this page")},
        ),
    ),
)
APPROVER = Guide(
    "approver",
    _("For approvers of the English"),
    (
        Step(_("What waits for you stands on the first page of the administration."), "list"),
        Step(_("Open the page, read it, and look at it in the preview as visitors will see it."), "side"),
        Step(_("Approve it, or ask for changes and say which. What you wrote yourself is approved by somebody else."), "tick"),
        Step(
            _(
                "For a change of a live page the author has said what changed. You decide it when you approve: the translations "
                "follow from it."
            ),
            "change",
        ),
        Step(
            _("Approved text goes live at once or on the day that was set. No translation goes live before its English."),
            "plan",
        ),
        ASKING_EXPERTS,
        Step(
            _("“%(report)s” under the reports lists each case in which one person was enough."),
            "report",
            {"report": _("Exceptions to four eyes")},
        ),
    ),
)
TRANSLATOR = Guide(
    "translator",
    _("For translators"),
    (
        Step(
            _(
                "“%(queue)s” in the menu is your queue. “%(mine)s” shows your own work, “%(unassigned)s” what nobody "
                "has taken yet."
            ),
            "list",
            {
                "queue": _("Translations"),
                "mine": pgettext_lazy("tab of the queue", "Mine"),
                "unassigned": _("Unassigned in my languages"),
            },
        ),
        Step(
            _("Open a translation. English and translation stand side by side, and what you type is saved by itself."), "editor"
        ),
        Step(
            _("The memory fills in what was translated before. Read it; “%(right)s” says that it fits here."),
            "memory",
            {"right": _("Right as it is")},
        ),
        Step(
            _("Use the terms that are shown for the text. If one is missing, choose “%(propose)s”."),
            "terms",
            {"propose": _("Propose a term")},
        ),
        Step(
            _("Checks look at each text. Mend what they find, or choose “%(right)s” and say why."),
            "tick",
            {"right": _("The text is right")},
        ),
        Step(
            _("Is the English unclear? “%(ask)s” reaches its author, and all languages read the answer."),
            "bubble",
            {"ask": _("Ask about the English")},
        ),
        Step(
            _("When everything is translated, choose “%(hand_in)s”. A reviewer of your language reads it next."),
            "send",
            {"hand_in": _("Hand in for review")},
        ),
        Step(_("If it is sent back, the texts to look at come first, each with the reviewer’s words."), "change"),
    ),
)
REVIEWER = Guide(
    "reviewer",
    _("For reviewers"),
    (
        Step(
            _("“%(waiting)s” in the queue shows what was handed in in your language."),
            "list",
            {"waiting": _("Waiting for my review")},
        ),
        Step(_("Read each text beside its English. The preview at the side shows the page as visitors will see it."), "editor"),
        Step(
            _("For each text choose “%(accept)s”, “%(flag)s” or “%(correct)s”."),
            "tick",
            {
                "accept": pgettext_lazy("segment in review", "Accept"),
                "flag": pgettext_lazy("segment in review", "Flag"),
                "correct": _("Propose a correction"),
            },
        ),
        Step(
            _("Then choose “%(approve)s”, or “%(back)s” and say why. Nobody approves their own text."),
            "send",
            {
                "approve": pgettext_lazy("translation desk", "Approve"),
                "back": pgettext_lazy("translation desk", "Send back"),
            },
        ),
        ASKING_EXPERTS,
        Step(_("What you approve goes live by itself as soon as its English is live."), "plan"),
        Step(_("You assign work and set dates in your language: tick rows of the queue and choose a step."), "list"),
        Step(
            _("Decide on the terms that translators propose, under “%(proposals)s”."),
            "terms",
            {"proposals": _("Proposed terms")},
        ),
    ),
)
MANAGER = Guide(
    "manager",
    _("For managers of all languages"),
    (
        Step(
            _("“%(plan)s” says which pages are to be translated into which language."),
            "plan",
            {"plan": _("Translation plan")},
        ),
        Step(_("What readers and colleagues ask for waits on the first page of the administration."), "bubble"),
        Step(
            _(
                "“%(parity)s” under “%(newsroom)s” shows what each language has, “%(words)s” under the reports what was "
                "translated."
            ),
            "report",
            {"parity": _("Parity of languages"), "newsroom": _("Newsroom"), "words": _("Translated words")},
        ),
        Step(
            _("Under “%(people)s” you invite people, give them roles and enter who is away."),
            "people",
            {"people": pgettext_lazy("translation desk", "People")},
        ),
        Step(
            _("“%(keep)s” in the menu beside a page’s title lets others begin from it."),
            "tree",
            {"keep": _("Keep as a template")},
        ),
        Step(
            _(
                "If nobody else is there to approve a translation, “%(lift)s” asks for a reason; “%(report)s” keeps record of "
                "each case."
            ),
            "change",
            {"lift": _("Lift four eyes"), "report": _("Exceptions to four eyes")},
        ),
    ),
)
GUIDES = (EDITOR, APPROVER, TRANSLATOR, REVIEWER, MANAGER)


def own_first(user: Any) -> list[Guide]:
    """Return all guides, those of the person's roles first."""
    own = _own(user)
    return sorted(GUIDES, key=lambda guide: guide.key not in own)


def first_of(user: Any, screen: str) -> str:
    """Return the key of the guide that helps on a screen: one of the person's roles, else the one of the screen."""
    fitting = ("translator", "reviewer", "manager") if screen in {"queue", "editor"} else ("editor", "approver")
    own = _own(user)
    return next((key for key in fitting if key in own), fitting[0])


def _own(user: Any) -> set[str]:
    held = {str(role) for role, _locale in permissions.roles_of(user)}
    return held | {"manager"} if permissions.is_manager(user) else held


def written_rules() -> list[tuple[str, str]]:
    """Return how English is written: what “What is missing” asks for."""
    return [
        (
            gettext("Short sentences"),
            gettext("At most %(count)s words. Long ones are hard to follow and to translate.")
            % {"count": number(LONGEST_SENTENCE)},
        ),
        (
            gettext("Short paragraphs"),
            gettext("At most %(count)s words. Longer ones are a wall on a small screen; often a list is better.")
            % {"count": number(LONGEST_PARAGRAPH)},
        ),
        (
            gettext("Abbreviations"),
            gettext("Write each out where it comes first on the page, with the abbreviation in brackets."),
        ),
        (gettext("Summary"), gettext("One or two sentences that say what readers will find, not the title once more.")),
        (pgettext("rule of writing", "Images"), gettext("Each has a description that says in words what it shows.")),
        (gettext("Headings"), gettext("Sections first, their parts below them; no level is skipped.")),
    ]


__all__ = ["GUIDES", "Guide", "Step", "first_of", "own_first", "written_rules"]
