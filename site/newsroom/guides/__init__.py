"""Help within the administration: a short guide for each role, and the style guide of each language."""
