"""Tests. They mirror the packages; `project` holds rules about the repository, `browser` what only Chromium can see."""
