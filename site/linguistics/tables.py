"""Tables of words that follow no rule, as the modules of languages write them."""


def forms(lines: str) -> dict[str, str]:
    """Read a word and its forms from each line, and return a table from form to word."""
    return {form: line.split()[0] for line in lines.strip().splitlines() for form in line.split()[1:]}


def words(text: str) -> frozenset[str]:
    """Read words from a text."""
    return frozenset(text.split())
