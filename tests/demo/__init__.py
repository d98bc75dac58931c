"""Tests of the demonstration's loader."""
