"""Terms in running text: which of them occur in an English text, and whether a translation has what was agreed for them.

Stands above `vocabulary`, which keeps the terms, and below the desk and the checks, which use them. Order inside, lowest first:
`phrases`, pure functions on texts; `uses`, what a check is handed; `recognising`, which reads the terms.
"""
