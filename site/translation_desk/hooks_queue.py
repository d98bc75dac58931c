"""The menu entry and what the page explorer shows."""
