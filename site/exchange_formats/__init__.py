"""Files that translators' tools read and write: what is in them, and nothing of where it comes from or goes to.

Texts go in and out as they are edited: plain text in which each tag is a mark (`⟦1⟧hide⟦/1⟧`), see `inline`.
"""
