"""Rules about the repository itself, and the tools that live in it."""
