"""Tables of the newsroom."""
