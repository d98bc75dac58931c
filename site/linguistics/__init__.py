"""Words of six languages: one analyser for each, for the index and for queries, on every database alike.

Imports libraries only and knows nothing of Django or of the rest of the project; whoever needs words imports it. Order inside,
lowest first: `scripts` and `tables`; `normalising`, `numbers` and `words`; a module for each language; `analysis`. All functions
are pure, and the tokens they give are letters and digits only, so that no database reads query syntax into them.
"""

from linguistics.analysis import analyse, asked, key, marks, only_stop_words, recurs, starts, tokens_of
from linguistics.chinese import simplified
from linguistics.scripts import language_of
from linguistics.words import Word, words

# Raised whenever the same text gives other tokens, so that stored ones are known to be old.
VERSION = 4

__all__ = [
    "VERSION",
    "Word",
    "analyse",
    "asked",
    "key",
    "language_of",
    "marks",
    "only_stop_words",
    "recurs",
    "simplified",
    "starts",
    "tokens_of",
    "words",
]
