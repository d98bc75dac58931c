"""Tests of the mechanical checks of translations: pure functions, no database."""
