"""Pages as tables: each kind declares its columns once, and template, import and export follow from that.

`columns` and what builds on it turn what a page stores into text and back; `table` knows where rows lie; `sheets` reads and
writes the files; `comparing` says what a file would change; `saving` writes it as drafts and takes it back. These ask nobody's
permission. `importing` and `approving` do, in front of them: screens go through those two alone.
"""
