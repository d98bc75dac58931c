"""Beside the page editor: what the page lacks before it can go to review (`missing`), and the panels that say so."""
