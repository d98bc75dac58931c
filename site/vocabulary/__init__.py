"""Lists of words that pages refer to by code: topics, countries, goals, document types, organisations, people, terms.

One row per entry, a column per language. Filters use the code, never a translated name.
"""
