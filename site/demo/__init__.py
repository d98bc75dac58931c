"""The demonstration: content of the portal in six languages, and the command that builds it. Nobody imports it."""
