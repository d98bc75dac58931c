"""Russian words: Snowball until nothing more comes off, then one form for stems with a vowel that comes and goes."""

import re

import Stemmer

from linguistics.normalising import folded
from linguistics.tables import forms, words

_snowball = Stemmer.Stemmer("russian", 0)

# With е for ё, as they are looked up.
STOP_WORDS = words(
    """
    а без более больше будет будут будто бы был была были было быть в вам вас весь во вот все всего всей всем всех
    всю вся вы где да даже для до его ее ей ему если есть еще же за здесь и из или им их к как какая какие какой ко
    когда которая которого которое которой котором которую которые который которых кто ли либо лишь между меня мне
    может мы на над надо нам нас не него нее ней нем нет ни ним них но ну о об оба однако он она они оно от очень по
    под после потом потому почти при про раз с сам свои свое своего своей своих свой себе себя со так такая также
    такие такой там те тем то того тоже той только том тот тоту ту ты у уже хотя чего чей чем через что чтобы эта
    эти этим этих это этого этой этом этот эту я
    """
)


# Plurals of another root, and plurals in the genitive that would lose more than their vowel.
_IRREGULAR = forms(
    """
    люди людей людям людьми людях
    дети детей детям детьми детях
    день дня дню днем дне дни дней дням днями днях
    имени имя имена имен именам именами именах именем
    времени время времена времен временам временах временем
    семени семя семена семян семенам семенами семенах семенем
    мать матери матерей матерям матерями матерях матерью
    дочь дочери дочерей дочерям
    пятна пятен
    полотна полотен
    зерна зерен
    бревна бревен
    башни башен
    ребра ребер
    ведра ведер
    стекла стекол
    седла седел
    дубление дубить дубит дубят дубил дубила дубили
    ядра ядер
    ветра ветер
    угла угол
    узла узел
    угля уголь
    огня огонь
    льда лед
    песни песен
    сестры сестер
    судьбы судеб
    свадьбы свадеб
    тюрьмы тюрем
    туфли туфель
    петли петель
    капли капель
    земли земель
    кровли кровель
    кухни кухонь
    письма писем
    яйца яиц
    """
)
# Adjectives with the stem of a noun that means something else.
_DISTINCT = forms(
    """
    хромой хромой хромая хромое хромые хромого хромую хромых хромым хромыми хромать хромает хромают
    """
)
# Feminine nouns keep the vowel in all cases; masculine ones lose it: `ремень`, `ремня`.
_KEEPS_VOWEL = words("степень ступень осень тень лень печень зелень сажень мишень сирень")
# Nouns that end like a reflexive verb.
_SOFT = re.compile("(?<=пис|мес|вес)ь$")
# People of a place or an estate lose a syllable in the plural: `гражданин`, `граждане`.
_PEOPLE = re.compile("(?<=..)([ая]н)ин(?:а|у|ом|е)?$")
_OLD_PLURAL = re.compile("(?<=...)ьми$")
_EN = re.compile("(?<=..)ень$")
_STEM_ENDINGS = tuple(
    (re.compile(f"(?:{ending})$"), kept)
    for ending, kept in (
        # `содержат` as `содержит`: after a hissing sound Snowball does not know these endings.
        ("(?<=..[жшчщ])(?:[ау]т|ет)", ""),
        ("(?<=[аеиоуыюя])ек", "йк"),
        ("(?<=.[бвгджзклмнпрстфхцчшщь])[ое]к", "к"),
        ("(?<=.[бвгджзклмнпрстфхцчшщ])ец", "ц"),
        ("(?<=.[аеио])ец", "йц"),
        ("(?<=.)ьк", "к"),
        ("(?<=.)ьц", "ц"),
        ("(?<=ло)кон|(?<=^о)кон", "кн"),
        ("(?<=..с)ел", "л"),
    )
)


def stem(word: str) -> str:
    """Return the stem of a normalised word."""
    word = folded(word)
    if word in _DISTINCT:
        return _DISTINCT[word]
    word = _IRREGULAR.get(word, word)
    if word not in _KEEPS_VOWEL:
        word = _EN.sub("н", word)
    word = _SOFT.sub("", _PEOPLE.sub(r"\1", _OLD_PLURAL.sub("ями", word)))
    for _ in range(4):
        shorter = _snowball.stemWord(word)
        if shorter == word or (len(shorter) < 3 and len(word) - len(shorter) > 1):
            break
        word = shorter
    for ending, kept in _STEM_ENDINGS:
        word = ending.sub(kept, word)
    return word
