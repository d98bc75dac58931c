"""Arabic words."""

import re

_HAMZA = str.maketrans({"ئ": "ي", "ؤ": "و"})

STOP_WORDS = frozenset(
    """
    في من الي علي عن مع هذا هذه ذلك تلك التي الذي الذين اللذان اللتان اللاتي هو هي هم هن كان كانت يكون تكون او ام ان انه انها
    لا ما لم لن قد كل بعض غير بين حتي اذا ثم حيث عند عندما لدي منذ خلال بعد قبل فوق تحت حول دون ضد كما كذلك ايضا لكن ليس ليست
    اي وهو وهي فيها فيه منها منه عليها عليه اليها اليه بها به لها له لهم عنها عنه و ف ب ل ال هناك هنا نحو ضمن لان بان وان وفي
    ومن وعلي
    """.split()
)
_PREFIX = re.compile("^(?:وبال|وكال|ولل|وال|بال|كال|فال|لل|ال)(?=..)")
_SUFFIX = re.compile("(?<=..)(?:ها|ان|ات|ون|ين|يه|ه|ي)$")


def unified(word: str) -> str:
    """Return a folded word with one seat for hamza."""
    return word.translate(_HAMZA)


def prefixed(word: str) -> str:
    """Return the word without its article and the particles written together with it."""
    if word.startswith("و") and len(word) > 3:
        word = word[1:]
    return _PREFIX.sub("", word)


def stem(word: str) -> str:
    """Return the stem of a folded word."""
    word = prefixed(unified(word))
    shorter = _SUFFIX.sub("", word)
    while shorter != word:
        word, shorter = shorter, _SUFFIX.sub("", shorter)
    return word
