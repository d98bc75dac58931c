"""Parity: how far each language is, in pages, vocabularies and words of the interface.

`pages` and `texts` count what there is into `figures`, `counting` keeps those of each day, `reading` sums them up, `checklist`
says how the pages that have to exist stand. `presenting`, `line_chart`, `sheets` and `panel` put all that before people.
"""
