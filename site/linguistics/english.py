"""English words: British and American spelling in one, then Snowball.

Words that Snowball joins although they have nothing in common keep apart.
"""

import re

import Stemmer

from linguistics.normalising import folded
from linguistics.tables import forms, words

_snowball = Stemmer.Stemmer("english", 0)

STOP_WORDS = words(
    """
    a about above after again against all also am an and any are as at be because been before being below between
    both but by can cannot could did do does doing down during each etc few for from further had has have having he
    her here hers herself him himself his how i if in into is it its itself me more most my myself no nor not of off
    on once only or other our ours out over own per same she should so some such than that the their theirs them
    themselves then there these they this those through to too under until up upon very via was we were what when
    where which while who whom whose why will with within without would you your yours ain aren couldn didn doesn
    don hadn hasn haven isn ll mustn needn shan shouldn t ve wasn weren won wouldn
    """
)


# Plurals, verbs and comparatives that no ending tells.
IRREGULAR = forms(
    """
    man men
    woman women
    child children
    foot feet
    tooth teeth
    goose geese
    mouse mice
    louse lice
    ox oxen
    person people
    die dice
    calf calves
    half halves
    hoof hooves
    knife knives
    leaf leaves
    life lives
    loaf loaves
    scarf scarves
    self selves
    shelf shelves
    sheaf sheaves
    thief thieves
    wife wives
    wolf wolves
    analysis analyses analyse analysed analysing analyser analysers
    axis axes
    environment environmental environmentally
    base basis bases
    bad worse worst
    good better best
    become became
    bleed bled
    breed bred
    dig dug
    overcome overcame
    prove proven
    sew sewn
    shear shorn
    show shown
    sweep swept
    swell swollen
    withdraw withdrew withdrawn
    crisis crises
    diagnosis diagnoses
    emphasis emphases
    hypothesis hypotheses
    synthesis syntheses
    thesis theses
    appendix appendices
    index indices
    matrix matrices
    vertex vertices
    alga algae
    formula formulae
    larva larvae
    bacterium bacteria
    criterion criteria
    datum data
    medium media
    memorandum memoranda
    phenomenon phenomena
    spectrum spectra
    stratum strata
    fungus fungi
    nucleus nuclei
    radius radii
    stimulus stimuli
    begin began begun
    bind bound
    break broke broken
    bring brought
    build built
    burn burnt
    buy bought
    catch caught
    choose chose chosen
    come came
    deal dealt
    draw drew drawn
    drive drove driven
    eat ate eaten
    fall fell fallen
    feed fed
    fight fought
    find found
    fly flew flown
    forget forgot forgotten
    freeze froze frozen
    get got gotten
    give gave given
    go goes going gone went
    grow grew grown
    hang hung
    hear heard
    hold held
    keep kept
    know knew known
    lay laid
    lead led
    learn learnt
    lend lent
    lose lost
    make made
    mean meant
    meet met
    pay paid
    rise rose risen
    run ran
    say said
    see saw seen
    seek sought
    sell sold
    send sent
    shake shook shaken
    shrink shrank shrunk shrunken
    sink sank sunk
    speak spoke spoken
    spend spent
    spin spun
    stand stood
    stick stuck
    strike struck
    take took taken
    teach taught
    tear tore torn
    tell told
    think thought
    throw threw thrown
    understand understood
    undertake undertook undertaken
    wear wore worn
    weave wove woven
    win won
    write wrote written
    dye dyed dyeing dyeings
    tan tans tanned tanning
    big bigger biggest
    bright brighter brightest
    broad broader broadest
    cheap cheaper cheapest
    clear clearer clearest
    close closest
    cold colder coldest
    cool coolest
    deep deeper deepest
    dirty dirtier dirtiest
    dry drier driest
    early earlier earliest
    easy easier easiest
    fast faster fastest
    few fewer fewest
    firm firmer firmest
    flat flatter flattest
    fresh fresher freshest
    healthy healthier healthiest
    hot hotter hottest
    late latest
    near nearer nearest
    poor poorer poorest
    pure purer purest
    quick quicker quickest
    rich richer richest
    rough rougher roughest
    sharp sharper sharpest
    simple simpler simplest
    slow slower slowest
    smooth smoother smoothest
    stiff stiffer stiffest
    tight tighter tightest
    tough tougher toughest
    wet wetter wettest
    young younger youngest
    clean cleanest
    dark darker darkest
    fine finer finest
    great greater greatest
    hard harder hardest
    heavy heavier heaviest
    high higher highest
    large larger largest
    light lighter lightest
    long longer longest
    low lower lowest
    new newer newest
    old older oldest
    safe safer safest
    short shorter shortest
    small smaller smallest
    soft softer softest
    strong stronger strongest
    thick thicker thickest
    thin thinner thinnest
    weak weaker weakest
    wide wider widest
    """
)

# Words that Snowball joins with words of another meaning: each line stands for itself, its first word is its stem.
DISTINCT = forms(
    """
    additive additive additives
    authority authority authorities
    customs customs
    executive executive executives
    experiment experiment experiments experimental experimentally experimented experimenting experimentation
    fabricate fabricate fabricates fabricated fabricating fabrication fabrications
    goods goods
    hiding hiding hidden hid
    lining lining linings
    meeting meeting meetings
    important important importance importantly
    internal internal internally
    marketing marketing
    means means
    mineral mineral minerals
    objective objective objectives
    operation operation operations operational operationally
    opera opera operas
    positive positive positives positively
    publication publication publications
    relative relative relatives relatively
    severe severe severely severity
    solely solely
    communal communal
    animal animal animals
    """
)

# British letters to American ones, or the other way where that is safer. Each stands before an ending, never at random:
# `our` becomes `or` in `colours`, not in `hours`.
_SPELLINGS = tuple(
    (re.compile(written), kept)
    for written, kept in (
        (r"(?<=...)i[sz](e|ed|er|ers|es|ing|able|ations?)$", r"is\1"),
        (r"(?<=..)yz(e|ed|er|ers|es|ing)$", r"ys\1"),
        (
            r"(arm|behavi|cand|clam|col|endeav|fav|ferv|flav|glam|harb|hon|hum|lab|neighb|od|parl|rig|rum|sav|tum|val|vap|vig)our",
            r"\1or",
        ),
        (r"(calib|cent|fib|lit|lust|manoeuv|meag|met|och|sab|spect|theat)re(s|d|less)?$", r"\1er\2"),
        (r"(cent|met)erd$", r"\1ered"),
        (r"(cent|met)ring$", r"\1ering"),
        (r"sulph", "sulf"),
        (r"(lic|def|off|pret)ence(s?)$", r"\1ense\2"),
        (r"practis(e|ed|es|ing)$", r"practic\1"),
        (r"(ana|cata|dia|epi|mono|pro)logue(s?)$", r"\1log\2"),
        (r"programme(s?)$", r"program\1"),
        (r"(^|kilo|milli|micro|nano)gramme(s?)$", r"\1gram\2"),
        (r"(?<=dg)ement", "ment"),
        (r"^(an|h|leuk|isch)aem", r"\1em"),
        (r"^(caes|faec|paed|oed|oes|foe|haem)", lambda found: found[0].replace("ae", "e").replace("oe", "e")),
        (r"manoeuver", "maneuver"),
        (r"alumin(i?)um", "aluminum"),
        (r"^gr[ae]y", "gray"),
        (r"^(m|sm)ould", r"\1old"),
        (r"^plough", "plow"),
        (r"^sceptic", "skeptic"),
        (r"woollen", "woolen"),
        (r"jewellery$", "jewelry"),
        (r"^artefact", "artifact"),
        (r"^moulting$", "molting"),
        (r"(siz|sal|us|lik|mov|blam)eable$", r"\1able"),
    )
)
_NOUN_IN_US = re.compile("^(gas|bus|lens|virus|census|apparatus|campus|bonus|status|focus|surplus)e[sd]$")
# `valued` as `value`, `experienced` as `experience`: Snowball takes the ending off and leaves the rest as it is.
_E_LOST = re.compile("(?<=u)(?:ed|ing)$|(?<=[ae]nc)(?:ed|ing)$")
# `craftsmen`, and not `specimen` or `bitumen`.
_MEN = re.compile("(?<=..[^aeiou])men$")
_DOUBLED = re.compile("(?<=[aeiouy])(?:ff|(?<=[aeiouy][a-z][aeiouy])ll|(?<=[aeiouy][a-z][a-z][aeiouy])ll)$")


def stem(word: str) -> str:
    """Return the stem of a normalised word."""
    word = folded(word)
    for written, kept in _SPELLINGS:
        word = written.sub(kept, word)
    if word in DISTINCT:
        return DISTINCT[word]
    word = _MEN.sub("man", IRREGULAR.get(word, word))
    word = _NOUN_IN_US.sub(r"\1", word)
    word = _snowball.stemWord(_E_LOST.sub("e", word))
    return _DOUBLED.sub(lambda found: found[0][0], word)
