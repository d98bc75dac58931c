"""The minimum standards of the United Nations for multilingual websites, as rules that are tested on the live pages.

`pages` reads one answer of the site, `wording` tells texts of other languages, `rule` is what all rules share. `language`,
`links`, `banner`, `around` and `access` hold the rules of one page, which are pure; `site` those of the whole, which ask the
database; `registry` names them all. `required_pages` lists what has to exist. `fetching` and `collecting` get the pages,
`running` puts everything together, `reporting` keeps what was found and shows it.
"""
