"""Holds every file that the site writes for translators' tools against the schema of its standard."""
