import pytest

from tests.linguistics.forms import one_word, other_words


@pytest.mark.parametrize(
    "forms",
    [
        "piel pieles",
        "suela suelas",
        "curtidor curtidores",
        "luz luces",
        "raíz raíces",
        "matiz matices",
        "país países",
        "interés intereses",
        "análisis análisis",
        "orden órdenes",
        "imagen imágenes",
    ],
)
def test_plurals(forms):
    # -s after a vowel, -es after a consonant, -ces of -z.
    assert one_word(forms, "es")


@pytest.mark.parametrize(
    "forms",
    [
        "alto alta altos altas",
        "curtido curtida curtidos curtidas",
        "seco seca secas",
        "curtidor curtidora curtidoras",
        "francés francesa franceses",
    ],
)
def test_genders(forms):
    # Adjectives and participles end in -o or -a, also in short words.
    assert one_word(forms, "es")


@pytest.mark.parametrize(
    "forms",
    [
        "curtir curte curten curtió curtieron curtiendo curtirse curtirlo curtirá",
        "secar seca secan secó seque sequen secado secándose",
        "utilizar utiliza utilice utilizado",
        "pagar paga pague pagó",
        "proteger protege proteja",
        "lavar lavado lavada lavaron lavaba",
        "usar usado usan uso",
    ],
)
def test_forms_of_verbs(forms):
    # Regular endings, with pronouns behind; consonants change their letter before e.
    assert one_word(forms, "es")


@pytest.mark.parametrize(
    "forms",
    [
        "obtener obtiene obtuvo obtenido",
        "producir produjo produzca produce",
        "encontrar encuentra",
        "mantener mantiene mantuvo",
        "teñir tiñe teñido teñida",
        "servir sirve sirvió",
    ],
)
def test_irregular_verbs(forms):
    # Vowels that break under stress, in compounds too.
    assert one_word(forms, "es")


@pytest.mark.parametrize(
    "forms",
    [
        "alto altísimo altísima",
        "rápido rápidamente",
    ],
)
def test_superlatives_and_adverbs(forms):
    # The feminine vowel before -mente and the whole of -ísimo are endings.
    assert one_word(forms, "es")


@pytest.mark.parametrize(
    "forms",
    [
        "curtición curticion CURTICIÓN",
        "química quimica",
        "diseño diseno",
        "pingüe pingue",
    ],
)
def test_accents(forms):
    # Writers leave them out.
    assert one_word(forms, "es")


@pytest.mark.parametrize(
    "words",
    [
        "suelo suela",
        "caso casa",
        "bolso bolsa",
        "puerto puerta",
        "cuero coro",
        "madera madre",
        "cartera carta",
        "primera primo",
        "espera especie",
        "cámara cama",
        "tenería tener",
        "espera esperma",
        "curtiduría curtidor",
    ],
)
def test_words_that_only_look_alike_stay_apart(words):
    assert other_words(words, "es")
