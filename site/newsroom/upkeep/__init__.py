"""Upkeep: what on the live pages needs a person, found at night and listed until somebody deals with it.

`reading` reads the live pages once, `own_links` and `foreign_links` judge their links, `points` applies the rules of the house,
`checking` stores what was found, `listing` shows it to those whom it concerns, `mails` tells them each week.
"""
