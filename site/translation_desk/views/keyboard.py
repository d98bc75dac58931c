"""The keys of the editor, in one list: the help under `?` shows it and the script obeys it."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_keyboard_key_labels_from_request

from translation_desk.screen import Screen


@dataclass(frozen=True, slots=True)
class Command:
    """One step that a key takes."""

    name: str
    label: str
    code: str
    """The key's place on the keyboard, so that it is the same whatever language is typed."""
    keys: str
    modifier: str


def commands(request: HttpRequest, shown: Screen) -> list[Command]:
    """Return the keys that do something on this screen."""
    labels: Any = get_keyboard_key_labels_from_request(request)
    mac = labels.MOD != "Ctrl"
    alt = f"{labels.CTRL} + {labels.ALT}" if mac else labels.ALT
    found = [
        _command("next", _("Next segment"), "ArrowDown", f"{alt} + ↓", "alt"),
        _command("previous", _("Previous segment"), "ArrowUp", f"{alt} + ↑", "alt"),
    ]
    found += _writing(labels, alt) if shown.mode == "write" else []
    found += _reviewing(labels, alt) if shown.mode == "review" else []
    if shown.may_accept_corrections or shown.mode == "write":
        found.append(_command("accept", _("Accept the reviewer’s correction"), "KeyS", f"{alt} + S", "alt"))
    found += [
        _command("details", _("Comments and history of the segment"), "KeyH", f"{alt} + H", "alt"),
        *_remembering(shown, alt),
        _command("comment", _("Comment on the segment"), "KeyC", f"{alt} + C", "alt"),
        _command("ask", _("Ask about the English of the segment"), "KeyQ", f"{alt} + Q", "alt"),
        _command("leave", _("Leave the text field; the letters above then work alone"), "Escape", labels.ESC, ""),
    ]
    return found


def _command(name: str, label: str, code: str, keys: str, modifier: str) -> Command:
    return Command(name, label, code, keys, modifier)


def _writing(labels: SimpleNamespace, alt: str) -> list[Command]:
    return [
        _command(
            "next-open", _("Save and go to the next segment that is not translated"), "Enter", f"{labels.MOD} + Enter", "mod"
        ),
        _command("save", _("Save at once"), "KeyS", f"{labels.MOD} + S", "mod"),
        _command("copy", _("Copy the English"), "KeyE", f"{alt} + E", "alt"),
        _command("same", _("Same as the English: take it over and remember that it is meant"), "KeyI", f"{alt} + I", "alt"),
        _command("keep", _("Keep the earlier translation as still valid"), "KeyK", f"{alt} + K", "alt"),
        _command("earlier", _("Take over the earlier translation to change it"), "KeyT", f"{alt} + T", "alt"),
        _command("confirm", _("The text that was filled in is right as it is; go to the next one"), "KeyO", f"{alt} + O", "alt"),
        _command("tag", _("Insert tag 1 to 9"), "Digit", f"{alt} + 1 … 9", "alt"),
        _command("fill", _("Fill the repetitions"), "KeyR", f"{alt} + R", "alt"),
        _command("decide", _("Go to handing in"), "KeyM", f"{alt} + M", "alt"),
    ]


def _remembering(shown: Screen, alt: str) -> list[Command]:
    """Digits insert where no text is typed: with Alt and Shift they would change the keyboard's language on many computers."""
    found = [_command("memory", _("Go to what the translation memory has for the segment"), "KeyV", f"{alt} + V", "alt")]
    found.append(_command("terms", _("Go to the terms of the segment"), "KeyL", f"{alt} + L", "alt"))
    if shown.mode == "write":
        found.append(_command("insert", _("There: insert text or term 1 to 9"), "Digit", "1 … 9", ""))
    if shown.may_propose_terms:
        found.append(_command("propose-term", _("Propose the selected words as a term"), "KeyP", f"{alt} + P", "alt"))
    return [*found, _command("search", _("Search the memory for the selected words"), "KeyW", f"{alt} + W", "alt")]


def _reviewing(labels: SimpleNamespace, alt: str) -> list[Command]:
    return [
        _command("next-open", _("Next segment without a decision"), "Enter", f"{labels.MOD} + Enter", "mod"),
        _command("clear", _("Accept the segment and go on"), "KeyA", f"{alt} + A", "alt"),
        _command("flag", _("Flag the segment"), "KeyF", f"{alt} + F", "alt"),
        _command("suggest", _("Propose a correction"), "KeyG", f"{alt} + G", "alt"),
        _command("decide", _("Go to the decision"), "KeyM", f"{alt} + M", "alt"),
    ]


def words_for_the_script() -> dict[str, str]:
    """Return what the script says."""
    return {
        "saving": _("Saving …"),
        "saved": _("All changes saved"),
        "waiting": _("No connection. Your text is kept on this computer and will be saved when the connection is back."),
        "signedOut": _("You are signed out. Your text is kept on this computer and will be saved once you have signed in."),
        "signIn": _("Sign in in another tab"),
        "notSaved": _("Not saved yet"),
        "recovered": _("A text from earlier that had not reached the server was taken up again."),
        "theirs": _("What %(name)s saved"),
        "mine": _("What you wrote"),
        "useTheirs": _("Take theirs"),
        "useMine": _("Take mine"),
        "failed": _("This did not work. Try again."),
        "confirmed": _("No text that was filled in is left to confirm."),
        "untilNow": _("Not translated: none left."),
        "nothingBefore": _("This is the first segment."),
        "nothingAfter": _("This is the last segment."),
        "nothingShown": _("No segment is like this."),
        "copied": _("The English was copied."),
        "inserted": _("The text of the memory was inserted."),
        "termInserted": _("The term was inserted."),
        "tooLong": _("%(length)s of at most %(limit)s characters"),
        "rightWhy": _("Why is the text right?"),
        "flagWhy": _("What should the translator look at? (optional)"),
        "send": _("Send"),
        "cancel": _("Cancel"),
    }
