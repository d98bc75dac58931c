"""French words."""

import Stemmer

_snowball = Stemmer.Stemmer("french", 0)

# Without accents, as they are looked up.
STOP_WORDS = frozenset(
    """
    a afin ai ainsi alors apres as au aucun aucune aujourd aussi autre autres aux avant avec avoir avons avez ayant car ce
    ceci cela celle celles celui cependant ces cet cette ceux chaque chez comme comment dans de depuis des donc dont du elle
    elles en encore entre es est et etaient etait etant ete etes etre eu eux fait font hors hui il ils je la le les leur leurs
    lors lorsque lui ma mais me meme memes mes moi moins mon ne ni non nos notre nous on ont or ou par parmi pas pendant peu
    peut peuvent plus pour pourquoi puis puisque qu quand que quel quelle quelles quels qui quoi sa sans se selon sera seront
    ses si soi sommes son sont sous sur ta te tes toi ton tous tout toute toutes tres tu un une vers via voici voila vos votre
    vous vu y c d j jusqu l lorsqu m n puisqu quoiqu s t
    """.split()
)


def stem(word: str) -> str:
    """Return the stem of a normalised word without accents."""
    return _snowball.stemWord(word)
