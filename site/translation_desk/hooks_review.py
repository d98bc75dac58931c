"""Dashboard panel, log entries, personal settings."""
