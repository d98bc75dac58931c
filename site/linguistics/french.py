"""French words: one stem for number, gender and the forms of regular verbs.

Snowball needs the accents that writers leave out (`tannées`, `passèrent`) and parts common pairs (`premier`, `première`), so
the rules are our own.
"""

import re

from linguistics.normalising import folded
from linguistics.tables import forms, words

# Without accents, as they are looked up.
STOP_WORDS = words(
    """
    a afin ai ainsi alors apres as au aucun aucune aujourd aussi autre autres aux avaient avait avant avec avez
    avoir avons ayant c car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez comme comment d
    dans de depuis des donc dont du elle elles en encore entre es est et etaient etait etant ete etes etre eu eux
    fait font hors hui il ils j je jusqu l la le les leur leurs lors lorsqu lorsque lui m ma mais me meme memes mes
    moi moins mon n ne ni non nos notre nous on ont or ou par parmi pas pendant peu peut peuvent plus pour pourquoi
    puis puisqu puisque qu quand que quel quelle quelles quels qui quoi quoiqu s sa sans se selon sera seront ses si
    soi sommes son sont sous sur t ta te tes toi ton tous tout toute toutes tres tu un une vers via voici voila vos
    votre vous vu y
    """
)

# Plurals and singulars that look like one another and follow no rule.
_IRREGULAR = forms(
    """
    bail baux
    boyau boyaux
    chaux chaux
    ciel cieux
    corail coraux
    cuit cuire
    eau eaux
    ideal ideaux
    materiau materiaux
    email emaux
    faux faux
    joyau joyaux
    noyau noyaux
    oeil yeux
    pays pays
    taux taux
    travail travaux
    tuyau tuyaux
    vitrail vitraux
    """
)
# Nouns that differ in their last letter only. What stands here is the stem.
_DISTINCT = forms(
    """
    banque banque banques
    cape cape capes
    coups coup coups
    graine graine graines
    laque laque laques
    ports port ports
    pointe pointe pointes
    sole sole soles
    vente vente ventes
    vents vent vents
    """
)
# Feminines whose last consonant changes, and masculines before a vowel, after the rules for endings: stems of both.
_FEMININE = forms(
    """
    bas bass
    beau bel
    blanc blanch
    bon bonn
    dou douc
    epai epaiss
    faux fauss
    favori favorit
    fou fol foll
    frai fraich
    franc franch
    gentil gentill
    gra grass
    gro gross
    long longu
    mou mol moll
    nouveau nouvel
    nul null
    rou rouss
    sec sech
    vieu vieil
    """
)
# Look like participles or plurals of verbs and are not: `important` is not `importer`.
_NO_VERBS = words(
    """
    absent accent ardent argent content couvent courant decent enfant ferment important parent patent recent regent
    serpent talent torrent urgent violent
    """
)
# Verbs with several stems, under the prefixes of their compounds: `obtient`, `contenu`, `permise`, `comprennent`.
_CHANGES = tuple(
    (re.compile(f"^{changed}$"), kept)
    for changed, kept in (
        (
            "((?:con|ob|main|sou|de|entre|re)t|(?:de|con|inter|pre|pro|par|sur)v)(?:en(?:ir|u|ant|ait|aient|ez)|ien(?:t|n|nent))",
            r"\1en",
        ),
        ("((?:ad|com|compro|per|sou|trans|pro)m)(?:i|is|et|ett|ettr|ettent|ettant)", r"\1et"),
        ("((?:ap|com)pr)(?:i|is|enn?|ends?|endr|ennent|enant|enait)", r"\1end"),
        ("(\\w+(?:d|str)ui)(?:r|s|sent|sant|sait)", r"\1t"),
        ("((?:abs|dis|ex|re|sous)trai)(?:r|t)", r"\1t"),
        ("((?:re)?connai|(?:ap|com|dis)?parai|(?:ac)?croi)(?:tr|t|ssent|ssant|ssait)", r"\1t"),
        ("((?:ab|dis|re)so)(?:u|udr|ut|lvent|lvant|lvait)", r"\1u"),
        ("(us)(?:e|er|ant|ait|ent)", r"\1"),
        ("(\\w+[aeo])indr", r"\1int"),
        ("((?:re|de)?tei)gn(?:ent|ant|ait|aient)?", r"\1nt"),
        ("((?:re|de)?couv|ouv|offr|souff?r)(?:rir|ert|rent|rant|rait|r)", r"\1ert"),
        ("((?:de|re|in|trans|pre)?s?cri)(?:r|t|v|vent|vant|vait|vaient)", r"\1t"),
    )
)

_AUX = re.compile("(?<=..)aux$")
_PLURAL = re.compile("(?<=..[^s])s$|(?<=eu)x$|(?<=ou)x$")
_TRICE = re.compile("(?<=..)[td]rice$")
_E = re.compile("(?<=..)ee$|(?<=..)e$")
# `première` has the stem of `premier`; `espère` that of `espérer`.
_ERE = re.compile("(?:i|etrang|leg|menag|passag)ere$")
_ENDINGS = tuple(
    (re.compile(f"(?:{ending})$"), kept)
    for ending, kept in (
        ("(?<=...)e[rz]", ""),
        # Second conjugation: everything becomes its participle, which is also how `-ie` ends without its vowel.
        ("(?<=..[^aeu])iss(?:ent|ant|ait|aient|ez|ons?)|(?<=...)ir(?:ent|aient|ait|ont|a|ai)?", "i"),
        ("(?<=..[^aeou])it", "i"),
        ("(?<=....)(?:er(?:aient|ait|ont|a|ai))", ""),
        ("(?<=..[^fh])erent", ""),
        ("(?<=...)(?:eaient|aient|eant|ant|ier?ez)|(?<=....)ait|(?<=...)eait", ""),
        # Nouns and adverbs in -ment are no verbs, but for those of verbs in -mer.
        ("(?<=..m)(?<=mm)ent|(?<=form)ent|(?<=..[^m])ent", ""),
        ("(?<=..[nr]d)[ru]|(?<=..tt)[ru]", ""),
        ("(?<=...)eu[sr]|(?<=..)eus", "eu"),
        ("c?qu", "c"),
        ("(?<=..)gu", "g"),
        ("(?<=[aou])y", "i"),
        ("(?<=i)v|(?<=eu)v", "f"),
        ("(?<=..e)ll|(?<=ei)ll", "l"),
        ("(?<=..[eo])nn", "n"),
        ("(?<=..e)tt", "t"),
        ("(?<=..i)s|(?<=..[^o]u)s|(?<=..er)s", ""),
    )
)


def stem(word: str) -> str:
    """Return the stem of a normalised word."""
    word = folded(word)
    if word in _DISTINCT:
        return _DISTINCT[word]
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    word = _PLURAL.sub("", _AUX.sub("au" if word.endswith("eaux") else "al", word))
    whole = word.endswith(("ere", "eree")) and not _ERE.search(word)
    word = _E.sub("", _TRICE.sub(lambda found: f"{found[0][0]}eur", word))
    for changed, kept in _CHANGES:
        if changed.match(word):
            return changed.sub(kept, word)
    if word in _NO_VERBS or whole:
        return word
    for ending, kept in _ENDINGS:
        word = ending.sub(kept, word)
    # A second time for what stood before the ending of a verb: `présenter`, `présent`; `limiter`, `limite`.
    if not word.endswith("er"):
        for ending, kept in _ENDINGS:
            word = ending.sub(kept, word)
    return _FEMININE.get(word, word)
