"""What can go wrong in running the portal, each as a sentence for the person at the terminal."""


class OperationError(Exception):
    """The work cannot be done. The message is a sentence and says what to do."""


class ArchiveError(OperationError):
    """A backup is incomplete, damaged, or not one of ours."""


class DatabaseError(OperationError):
    """A program of the database failed, or what it made differs from what was expected."""


class RefusedError(OperationError):
    """Nothing was touched, because doing it could destroy something."""
