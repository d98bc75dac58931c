"""Spanish words: one stem for number, gender and the forms of regular verbs.

Snowball needs the accents that writers leave out and keeps the vowel of short words (`alto`, `alta`), so the rules are our own.
"""

import re

from linguistics.normalising import folded
from linguistics.tables import forms, words

# Without accents, as they are looked up.
STOP_WORDS = words(
    """
    a acerca al algo algun alguna algunas algunos ante antes asi aun aunque cada casi como con contra cual cuales
    cualquier cuando cuanto cuya cuyas cuyo cuyos de del desde donde durante e el ella ellas ello ellos en entre era
    eran eres es esa esas ese eso esos esta estaba estado estamos estan estar estas este esto estos estoy fue fueron
    ha habia habian haber han has hasta hay he la las le les lo los mas me mediante mi mis mientras mucho muchos muy
    nada ni no nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero poco por porque
    pues que quien quienes se sea sean segun ser si sido sin sino sobre solia solian son su suele suelen sus suya
    suyo tal tambien tendra tendran tener tenemos tenga tengan tenia tenian tuvo tuvieron tan tanto te tiene tienen
    toda todas todo todos tras tu tus u un una unas uno unos usted ustedes y ya yo
    """
)

# Masculine nouns beside a feminine one that means something else, as `suelo` and `suela`; and `interés`, which is no verb.
_WHOLE = forms(
    """
    banco banco bancos
    barco barco barcos
    bolso bolso bolsos
    bote bote botes
    caso caso casos
    cepo cepo cepos
    cesto cesto cestos
    cobre cobre cobres
    corte corte cortes
    cuchillo cuchillo cuchillos
    fondo fondo fondos
    foco foco focos
    gorro gorro gorros
    interes interes intereses
    libro libro libros
    manto manto mantos
    marco marco marcos
    modo modo modos
    palo palo palos
    partido partido partidos
    pasto pasto pastos
    plato plato platos
    puerto puerto puertos
    punto punto puntos
    ramo ramo ramos
    rayo rayo rayos
    suelo suelo suelos
    velo velo velos
    """
)
# Pronouns written together with an infinitive or a gerund: `curtirlo`, `secándose`.
_PRONOUNS = re.compile("(?:(?<=..[aei]r)|(?<=..ndo))(?:se)?(?:se|l[aeo]s?)$")
_PLURAL = re.compile("(?<=..[djlnrsz])es$|(?<=..[aeo])s$|(?<=..[bcdgkmpt])s$")
_ADVERB = re.compile("(?<=....)mente$")
_SUPERLATIVE = re.compile("(?<=...)isim[ao]$")
# Endings that only the accent tells from those of nouns: `tratará` and `cámara`, `recibió` and `servicio`.
_ACCENTED = re.compile("(?<=..)(?:[aei]r(?:án?|é|emos)|[aei]ríamos|ió|ían|íamos)$")
# Endings of the three conjugations that are no endings of many nouns, then participles and infinitives.
_VERB = re.compile("(?<=...)(?:[iy]eron|aron|[iy]endo|ando|ab[ao]n?|ábamos|ad[ao]|id[ao]|[aei]r|[ae]n)$")
_SHORT_VERB = re.compile("^us(?:ar|ad[ao]|ando|aron|an|aban?|[aeo])$")
_VOWEL = re.compile("(?<=..)[aeo]$")
_SPOKEN = re.compile("[aeiouy]")
# Verbs that change inside, under the prefixes of their compounds: `obtiene`, `mantuvo`, `produjo`, `reduzca`.
_CHANGES = tuple(
    (re.compile(f"(?:{changed})$"), kept)
    for changed, kept in (
        ("(?<=..)(?:tien|teng|tuv|tendr)", "ten"),
        ("pierd", "perd"),
        ("consig", "conseg"),
        ("sirv", "serv"),
        ("omienc", "omenc"),
        ("mpiec", "mpec"),
        ("recuerd", "record"),
        ("(?<=..)(?:vien|veng|vendr)", "ven"),
        ("(?<=[mpx])(?:pong|puest|pondr)|(?<=dis)(?:pong|puest|pondr|pus)|(?<=com)pus", "pon"),
        ("(?<=..)(?:duzc|duj)", "duc"),
        ("cuentr", "contr"),
        ("muestr", "mostr"),
        ("prueb", "prob"),
        ("(?<=[mo])uev", "ov"),
        ("vuelv|(?<=[de])vuelt", "volv"),
        ("quier", "quer"),
        ("viert|(?<=n)virt", "vert"),
        ("fier", "fer"),
        ("cierr", "cerr"),
        ("hierv", "herv"),
        ("^sig", "seg"),
        ("^mid", "med"),
        ("abiert", "abr"),
        ("cubiert", "cubr"),
        ("escrit", "escrib"),
        ("^(?:hag|hic|hech|hiz)", "hac"),
        ("^(?:pued|pud|podr)", "pod"),
        ("^huel", "ol"),
    )
)
_NATIONALITY = re.compile("(?<=....)es$")
_SPELLINGS = (
    (re.compile("qu$"), "c"),
    (re.compile("(?<=..)gu$"), "g"),
    (re.compile("(?<=..)z$"), "c"),
    (re.compile("(?<=..[ei])j$"), "g"),
)


def stem(word: str) -> str:
    """Return the stem of a normalised word."""
    word = folded(_ACCENTED.sub("", word.replace("tiñ", "teñ")))
    if word in _WHOLE:
        return _WHOLE[word]
    word = _PLURAL.sub("", _PRONOUNS.sub("", word))
    word = _SUPERLATIVE.sub("", _ADVERB.sub("", word))
    if _SHORT_VERB.match(word):
        return "us"
    shorter = _VERB.sub("", word)
    if shorter == word:
        # `DQO` would be left without a vowel.
        shorter = bare if _SPOKEN.search(bare := _VOWEL.sub("", word)) else word
    # `francés`, `francesa`; `proceso` and `procesar` come to the same end.
    shorter = _NATIONALITY.sub("", shorter)
    for spelling, sound in _SPELLINGS:
        shorter = spelling.sub(sound, shorter)
    for changed, kept in _CHANGES:
        shorter = changed.sub(kept, shorter)
    return shorter
