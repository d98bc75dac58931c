"""English words."""

import Stemmer

_snowball = Stemmer.Stemmer("english", 0)

STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being below between both but by
    can cannot could did do does doing down during each etc few for from further had has have having he her here hers herself
    him himself his how i if in into is it its itself me more most my myself no nor not of off on once only or other our ours
    out over own per same she should so some such than that the their theirs them themselves then there these they this those
    through to too under until up upon very via was we were what when where which while who whom whose why will with within
    without would you your yours ain aren couldn didn doesn don hadn hasn haven isn ll mustn needn shan shouldn t ve wasn
    weren won wouldn
    """.split()
)


def stem(word: str) -> str:
    """Return the stem of a normalised word."""
    return _snowball.stemWord(word)
