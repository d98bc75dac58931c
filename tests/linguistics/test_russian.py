import pytest

from tests.linguistics.forms import one_word, other_words


@pytest.mark.parametrize(
    "forms",
    [
        "кожа кожи коже кожу кожей кож кожам кожами",
        "барабан барабаны барабанах барабанов",
        "крокодил крокодила крокодилов",
        "производство производства производстве",
        "предприятие предприятия предприятий",
        "технология технологий технологию",
        "люди людей",
        "день дня дней дни",
    ],
)
def test_cases_and_numbers(forms):
    # Six cases in two numbers.
    assert one_word(forms, "ru")


@pytest.mark.parametrize(
    "forms",
    [
        "станок станка станки станков",
        "кусок куски кусков",
        "ремень ремни ремня",
        "уровень уровня",
        "волокно волокон",
        "масло масел",
        "сумка сумок",
        "стелька стелек",
        "образец образцы",
        "овца овец",
        "наклейка наклеек",
        "камень камни",
        "пятно пятен",
        "туфля туфель",
        "доска досок",
        "седло сёдел",
    ],
)
def test_vowels_that_come_and_go(forms):
    # о and е stand between the last consonants in one case and not in others.
    assert one_word(forms, "ru")


@pytest.mark.parametrize(
    "forms",
    [
        "степень степени степеней",
        "смесь смеси смесей",
        "запись записи",
    ],
)
def test_nouns_that_keep_the_vowel(forms):
    # The same ending, and the vowel stays.
    assert one_word(forms, "ru")


@pytest.mark.parametrize(
    "forms",
    [
        "кожаный кожаная кожаного кожаные",
        "сточные сточных сточная",
        "окрашенный окрашена окрашены окрашенных",
        "новый новая нового",
    ],
)
def test_adjectives_and_participles(forms):
    # Long and short, all genders.
    assert one_word(forms, "ru")


@pytest.mark.parametrize(
    "forms",
    [
        "использовать использует используют использовал используется",
        "содержит содержат содержать",
        "производить производит производят",
    ],
)
def test_forms_of_verbs(forms):
    # Present and past of the common conjugations.
    assert one_word(forms, "ru")


@pytest.mark.parametrize(
    "forms",
    [
        "лёгкий легкий",
        "сырьё сырье",
        "ко́жа кожа",
        "учёт учет",
        "плёнка пленка пленок",
    ],
)
def test_yo(forms):
    # ё is е to most writers; a stress mark is no letter.
    assert one_word(forms, "ru")


@pytest.mark.parametrize(
    "words",
    [
        "мех механик",
        "кожа кожура",
        "завод завоз",
        "соль солод",
        "порт поршень",
        "хром хромота",
        "цвет цена",
        "шкура шкала",
        "барабан баран",
        "й и",
    ],
)
def test_words_that_only_look_alike_stay_apart(words):
    assert other_words(words, "ru")
