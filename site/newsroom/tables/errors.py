"""What goes wrong with one cell."""


class CellError(Exception):
    """A cell that cannot be taken; `str()` says what is wrong and what would be right."""
