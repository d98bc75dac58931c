"""Wagtail's other name for `publish_scheduled`."""

from translation_desk.management.commands.publish_scheduled import Command

__all__ = ["Command"]
