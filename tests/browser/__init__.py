"""Tests that look at the running site from outside, in Chromium and by its addresses."""
