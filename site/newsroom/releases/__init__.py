"""Releases: pages that go live together, in English and in chosen languages, or not at all."""
