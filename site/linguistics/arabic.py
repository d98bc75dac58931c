"""Arabic words: a light stemmer.

It takes off what is written together with a noun and gives broken plurals the shape of the singular.

Everything that is taken off leaves at least three letters, so that radicals which look like particles stay (`لون`, `وزن`, `ماء`).
"""

import re

from linguistics.normalising import folded
from linguistics.tables import forms, words

# `مسئول` and `مسؤول` are one word; other seats of hamza are left out as often as written.
_SEAT = re.compile("ئو")
_HAMZA = str.maketrans({"ئ": "ي", "ؤ": "و"})

# Folded, as they are looked up.
STOP_WORDS = words(
    """
    في من الي علي عن مع هذا هذه هذان هولاء ذلك تلك التي الذي الذين اللذان اللتان اللاتي اللواتي هو هي هم هن كان كانت
    يكون تكون او ام ان انه انها لا ما لم لن قد كل بعض غير بين حتي اذا ثم حيث عند عندما لدي منذ خلال بعد قبل فوق تحت
    حول دون ضد كما كذلك ايضا لكن ليس ليست اي وهو وهي فيها فيه منها منه عليها عليه اليها اليه بها به لها له لهم عنها
    عنه و ف ب ل ك ال هناك هنا نحو ضمن لان بان وان وفي ومن وعلي والتي والذي وذلك لذلك وقد ولا وما كيف لماذا ماذا متي
    اين هل بما مما فيما مثل سوف يتم تم يمكن كانوا وكان وكانت انما عبر لدى وعن ومع
    """
)


# Plurals whose shape does not tell the singular. Folded, the singular as its own stem is made from it.
_IRREGULAR = forms(
    """
    ماء مياه مايي ماييه
    طريقه طرق طرايق
    مدينه مدن
    نظام نظم
    كتاب كتب
    عامل عمال
    تاجر تجار
    نعل نعال
    خروف خراف
    عظم عظام
    ثوب ثياب
    لجنه لجان
    بلد بلاد بلدان
    جبل جبال
    بحر بحار
    رجل رجال
    امراه نساء
    طفل اطفال
    ماشيه مواشي
    ماده مواد
    خاصيه خواص خصايص
    معيار معايير
    مقياس مقاييس
    مفتاح مفاتيح
    عنوان عناوين
    صندوق صناديق
    اقليم اقاليم
    مكان اماكن
    ارض اراضي
    مبني مباني
    مرعي مراعي
    نسيج انسجه
    رساله رسايل
    بضاعه بضايع
    اسم اسماء
    عضو اعضاء
    اداه ادوات
    صبغه اصبغه
    تكلفه تكاليف
    خنزير خنازير
    حيوان حيوانات
    الله الات
    اله الات
    شركه شركاء
    سوال اسيله
    راعي رعاه
    قاضي قضاه
    بلديه بلديات
    سكين سكاكين
    ميدان ميادين
    ميزان موازين
    بستان بساتين
    فستان فساتين
    """
)

_KNOWN = frozenset(_IRREGULAR).union(_IRREGULAR.values())

# End like a plural or an adjective of another word: `زيتون` is no plural of `زيت`, `بلدية` is not of a `بلد`.
_WHOLE = frozenset({"زيتون", "بلديه"})

# The article with what may stand before it. Some words begin with the same two letters: `الياف` is no `ياف` with an article.
_ARTICLE = re.compile(
    "^(?:[وف]?[بك]?ال(?!(?:ياف|وان|كترون|ومنيوم|ماني|تزام|تهاب|تحاق|تقاء|غاء|يه$|ات$|ه$|اف$|م$|ف$))|[وف]?لل)(?=..)"
)
# What is written together with a noun without an article: `وجلود`, `لصناعة`, `بجودة`. Words that begin with such a letter of
# their own keep it if they are common; the rest lose it everywhere, so that they still find themselves.
_CONJUNCTION = re.compile(
    "^و(?!ثايق|ثيق|سايل|سيل|ظايف|ظيف|زار|زير|زرا|كال|كيل|لاي|رش|رق|قود|قت|قاي|حد|صف|صول|صل|ضع|ضوح|اضح|سط|احد|اسع|اجب|ارد|عي|فا|فد|فر|فق"
    "|جه|جود|طن|زن|زع|قع|قوع|اقع|اصل|الد|لد|راث|عاء|رد|رم|عد|ضو|هم|يب|سم)"
)
_PREPOSITION = re.compile(
    "^(?:ب(?!ييي|ييه|يي|حث|حوث|حر|حار|لد|لاد|لاستي|لور|نك|نوك|ناء|ناي|ني|يان|راميل|رميل|رنام|رام|روت|روم|ريط|كتير|كتر|قر(?:ه|ي|يه|ات|ا)?$|طاق|طان|ضاع|ضايع|داي|ديل|دايل"
    "|عيد|سيط|ولي|ترول|نزين|ودر|احث|اطن|ايع|الغ|شر|خار|صم|ذور|ذر|طيي|واب|ورص|دون|ترو|رازيل|نغلاد|كين|اكستان|يع|ير|قع|قاي|يض|قي)"
    "|ل(?!ون|حم|حوم|جن|جان|وح|وايح|ايح|غ|صق|اصق|زوج|زج|قاء|مع$|معان|معه$|امع|باس|دن|يون|ين|يف|تر|يتر|وجست|يبي|بنان|اتين|احق|اعب|ازم|عب|حاء|قاح|ب))"
)
# Broken plurals that end like a suffix, or that begin like one of the shapes below: looked for before anything comes off.
_EARLY_SHAPES = tuple(
    (re.compile(f"^{plural}$"), singular)
    for plural, singular in (
        ("ا([^ا][^اوي])يه", r"\1اء"),  # أغطية, غطاء
        ("ا([^ا][^اوي])([^اوي])ه", r"\1ا\2"),  # أجهزة, جهاز
        (r"ا([^ا])([^ا])ا\2", r"\1\2"),  # أطنان, طن
        ("ا([^ا][^ا])ا([^ه])", r"\1\2"),  # أنواع, نوع
        ("([^م])وا([^ا])ين", r"\1ا\2ون"),  # قوانين, قانون
        ("م(..)ا([^ا])ين", r"م\1\2ون"),  # مضامين, مضمون
        ("([^ا])([^اوي])([^اوي])اء", r"\1\2ي\3"),  # خبراء, خبير
    )
)
_LATE_SHAPES = tuple(
    (re.compile(f"^{plural}$"), singular)
    for plural, singular in (
        ("(?!كروم)([^اومت][^او])و([^اويه])", r"\1\2"),  # جلود, جلد
        ("([^ا][^اوي])اي([^اوي])", r"\1ي\2"),  # وثائق, وثيقة
        ("م([^ا])ا([^اوي])([^اوي])", r"م\1\2\3"),  # مدابغ, مدبغة
        ("([^م])وا([^اوي])([^اوي])", r"\1ا\2\3"),  # قواعد, قاعدة
        ("([^ا][^اوي])ا([^اوي])([^اوي])", r"\1\2\3"),  # عناصر, عنصر
        ("م([^ا])ا([^اي])ي([^اوي])", r"م\1\2و\3"),  # محاليل, محلول
        ("ا([^ا])ا([^اي])ي([^اوي])", r"ا\1\2و\3"),  # أساليب, أسلوب
        ("([^م])وا([^اي])ي([^اوي])", r"\1ا\2و\3"),  # طواحين, طاحونة
        ("([^ا][^اوي])ا([^اي])ي([^اوي])", r"\1\2ي\3"),  # براميل, برميل
    )
)
# A feminine ending before a pronoun, then pronouns, dual and plural, the feminine and the adjective of origin, the adverb.
_FUUL = re.compile("^[^او][^او]و[^اويه]$|^كروم$")
_FEMININE = re.compile("(?<=...)ت(?:هما|ها|هم|هن|نا|كم|ه)$")
_PRONOUN = re.compile("(?<=...)(?:هما|ها|هم|هن|كم)$")
_SUFFIX = re.compile("(?<=...)(?:تان|تين|ان|ات|ون|ين|يه|ه|ي)$")
# What does not count when a word is measured.
_TAIL = re.compile("(?:هما|ها|هم|هن|كم|تان|تين|ات|يه|يا|ي|ا|(?<=....)(?:ان|ون|ين))$")
_ADVERB = re.compile("(?<=...)ا$")
# `كهرباء`, `كهربائي`
_FINAL_HAMZA = re.compile("(?<=..)ا[ءي]$")


def unified(word: str) -> str:
    """Return a folded word with one seat for hamza."""
    return word if word.isascii() else _SEAT.sub("وو", word).translate(_HAMZA)


def prefixed(word: str) -> str:
    """Return a word without its article and the particles before it."""
    word = _ARTICLE.sub("", word)
    return _CONJUNCTION.sub("", word) if len(word) > 3 else word


def _shaped(word: str, shapes: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    """Return the singular of a word that has one of the shapes of a broken plural."""
    for plural, singular in shapes:
        if plural.match(word):
            return plural.sub(singular, word)
    return word


def _bare(word: str) -> str:
    """Return a word without suffixes, as singular."""
    derived = False
    before = ""
    while before != word:
        before = word
        word = _shaped(_IRREGULAR.get(word, word), _EARLY_SHAPES)
        if word in _WHOLE:
            return word
        word = _FINAL_HAMZA.sub("ا", _PRONOUN.sub("", _FEMININE.sub("ه", word)))
        if word == before:
            word = _SUFFIX.sub("", word)
            derived = derived or word != before
        if word == before:
            word = _ADVERB.sub("", word)
    # `حكومة` and `حكومي` are no plurals of `حكم`.
    return word if derived and _FUUL.match(word) else _shaped(_IRREGULAR.get(word, word), _LATE_SHAPES)


def stem(word: str) -> str:
    """Return the stem of a normalised word."""
    # Where hamza is written, its alef is no article; afterwards the letters are one.
    word = unified(folded(_ARTICLE.sub("", word)))
    for particle, shortest in ((_CONJUNCTION, 4), (_PREPOSITION, 5)):
        if word[1:] in _KNOWN or len(_TAIL.sub("", word)) >= shortest:
            word = particle.sub("", word)
    # `طن`, `طنا`: two letters, the second of them doubled.
    return word[:2] if len(word) == 3 and word.endswith("ا") else _bare(word)
