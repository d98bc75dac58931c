"""What the services of the desk raise. Each carries a sentence for the person, in their language."""

from typing import Any

from django.utils.translation import gettext as _


class DeskError(Exception):
    """A step that was not carried out; `str()` gives the sentence to show. `code` is for scripts, `status` is HTTP's."""

    code = "refused"
    status = 400


class NotAllowedError(DeskError):
    """The person may not do this, whatever the state of the job."""

    code = "not_allowed"
    status = 403

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("You may not do this in this language."))


class WrongStateError(DeskError):
    """The job is not in a state that allows the step: in review, stopped, its English page gone."""

    code = "wrong_state"
    status = 409


class OwnProposalError(NotAllowedError):
    """Somebody would accept what they wrote themselves."""

    def __init__(self) -> None:
        super().__init__(_("You wrote this text, so somebody else has to accept it."))


class StaleError(WrongStateError):
    """The live text changed after the proposal was made; somebody has to look at both again."""

    def __init__(self) -> None:
        super().__init__(_("The text that visitors read has changed since this was proposed. Look at both texts again first."))


class ConflictError(DeskError):
    """Somebody else saved the same segment first. Carries both texts, so that none is lost."""

    code = "conflict"
    status = 409

    def __init__(self, *, theirs: str, by: str, version: int) -> None:
        super().__init__(_("Somebody else saved this segment while you were writing. Both texts are shown; choose one."))
        self.theirs = theirs
        self.by = by
        self.version = version


class BadTextError(DeskError):
    """A text that cannot be kept as it is: broken tags, markup that is not allowed, too long for its field."""

    code = "bad_text"
    status = 422

    def __init__(self, message: str, problems: dict[int, str] | None = None) -> None:
        super().__init__(message)
        self.problems = problems or {}
        """Sentences by the id of the segment that they are about."""


class BadValueError(DeskError):
    """A value that cannot be taken over; `field` names it in the form, empty for the form as a whole."""

    code = "bad_value"
    status = 422

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class BadValuesError(DeskError):
    """Values that cannot be taken over."""

    code = "bad_values"
    status = 422

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(_("Something is missing or cannot be taken over. The reasons stand beside the fields."))
        self.problems = problems
        """Sentences by the field of the form that they are about."""


class HidingError(DeskError):
    """A change that cannot hide what it is asked to hide."""

    code = "not_hideable"
    status = 422


def as_json(error: DeskError) -> dict[str, Any]:
    """Return what an endpoint answers for an error."""
    answer: dict[str, Any] = {"error": error.code, "message": str(error)}
    if isinstance(error, ConflictError):
        answer |= {"theirs": error.theirs, "by": error.by, "version": error.version}
    if isinstance(error, BadTextError | BadValuesError):
        answer["problems"] = error.problems
    return answer
