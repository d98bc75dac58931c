"""The translation memory: approved pairs of texts, what of them is like a text, and where words occur in them.

Knows texts, places and people, and nothing of jobs, forms or workflow: whoever approves texts enters them. Order inside, lowest
first: `texts` (what counts in a text), `models`, `indexing`, `entering`, `matching` and `concordance`. Texts are fragments of
HTML whose tags carry ids in the place of attributes, as the translation desk stores them.
"""
