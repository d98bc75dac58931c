"""The page cache: what anonymous visitors read is rendered once after each change of content and then answered from memory.

`versions` keeps the number of the content, `watching` raises it whenever something that visitors see is written, `entries` are
rendered answers, `stores` hold them, `middleware` answers with them before anything else of the site is touched.
"""
