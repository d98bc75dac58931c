"""The page tree that all languages share: following English, taking offline, the archive, and what each of these would do.

`redirects` < `following`, `withdrawing`, `archiving` < `operations` (in the background) < `reach` (told before) < `views.tree`.
"""
