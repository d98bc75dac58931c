"""What the desk does when content changes."""


def connect() -> None:
    """Connect the handlers; called once when the application is ready."""
