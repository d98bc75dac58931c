"""Spanish words."""

import Stemmer

_snowball = Stemmer.Stemmer("spanish", 0)

# Without accents, as they are looked up.
STOP_WORDS = frozenset(
    """
    a acerca al algo algun alguna algunas algunos ante antes asi aun aunque cada casi como con contra cual cuales cualquier
    cuando cuanto cuya cuyas cuyo cuyos de del desde donde durante e el ella ellas ello ellos en entre era eran eres es esa
    esas ese eso esos esta estaba estado estamos estan estar estas este esto estos estoy fue fueron ha habia habian haber han
    has hasta hay he la las le les lo los mas me mediante mi mis mientras mucho muchos muy nada ni no nos nosotros nuestra
    nuestras nuestro nuestros o os otra otras otro otros para pero poco por porque pues que quien quienes se sea sean segun
    ser si sido sin sino sobre son su sus suya suyo tal tambien tan tanto te tiene tienen toda todas todo todos tras tu tus u
    un una unas uno unos usted ustedes y ya yo
    """.split()
)


def stem(word: str) -> str:
    """Return the stem of a normalised word without accents."""
    if word.endswith("ces") and len(word) > 4:
        word = word[:-3] + "z"
    for _ in range(3):
        shorter = _snowball.stemWord(word)
        if shorter == word:
            break
        word = shorter
    return word
