"""Redirects from addresses that the site had before, as a table.

`comparing` says where each row leads in one step and what is wrong with it, and asks nobody's permission. `importing` does, in
front of it: it takes a table over as a whole, takes it back, and gives all redirects out.
"""
