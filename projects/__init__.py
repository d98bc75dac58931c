"""Technical-assistance projects."""
