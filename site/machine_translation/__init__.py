"""Engines that translate texts on other computers: what goes to them, what comes back, and nothing of what becomes of it.

Off unless the settings choose one. Texts go in and out as they are edited: plain text with a mark for each tag (`⟦1⟧hide⟦/1⟧`).
"""
