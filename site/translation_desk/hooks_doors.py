"""Closed doors: what Wagtail offers and the workflow forbids."""
