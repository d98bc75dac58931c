import pytest

from tests.linguistics.forms import one_word, other_words


@pytest.mark.parametrize(
    "forms",
    [
        "peau peaux",
        "cuir cuirs",
        "animal animaux",
        "national nationaux",
        "cheval chevaux",
        "tuyau tuyaux",
        "œil yeux",
        "travail travaux",
        "chaussure chaussures",
        "cheveu cheveux",
        "eau eaux",
    ],
)
def test_plurals(forms):
    # -s, -x, and -aux of both -al and -au.
    assert one_word(forms, "fr")


@pytest.mark.parametrize(
    "forms",
    [
        "tanneur tanneurs tanneuse",
        "poreux poreuse poreuses",
        "actif active actives",
        "premier première premiers",
        "européen européenne",
        "industriel industrielle",
        "sec sèche sèches",
        "blanc blanche",
        "gras grasse",
        "épais épaisse",
        "nouveau nouvelle nouveaux",
        "public publique",
        "gris grise",
        "directeur directrice",
        "complet complète",
    ],
)
def test_genders(forms):
    # A feminine has -e, often with another consonant before it.
    assert one_word(forms, "fr")


@pytest.mark.parametrize(
    "forms",
    [
        "tanner tanne tannent tanné tannée tannées tannés tannait tannaient tannant tannera",
        "sécher sèche séchée",
        "nettoyer nettoie nettoyé",
        "mélanger mélangeant mélangé",
        "présenter présentent présenté",
        "fabriquer fabriqué fabriquent",
        "limiter limite limité",
    ],
)
def test_verbs_in_er(forms):
    # All endings count, with and without the accents that some need.
    assert one_word(forms, "fr")


@pytest.mark.parametrize(
    "forms",
    [
        "durcir durcit durcissent durci durcies durcissant",
        "obtenir obtient obtenu obtenues",
        "permettre permet permis",
        "teindre teint teinte teintes",
        "vendre vend vendu vendent",
        "couvrir couvre couvert",
        "produire produit produisent",
        "comprendre compris comprennent",
    ],
)
def test_other_verbs(forms):
    # The second conjugation ends in -iss, compounds of tenir, prendre and mettre change inside.
    assert one_word(forms, "fr")


@pytest.mark.parametrize(
    "forms",
    [
        "œuvre oeuvre OEUVRE",
        "tannée tannee",
        "naïf naif",
        "dégraissage degraissage DÉGRAISSAGE",
    ],
)
def test_accents_and_ligatures(forms):
    # Writers leave them out, in capitals above all.
    assert one_word(forms, "fr")


@pytest.mark.parametrize(
    "words",
    [
        "tannage tanneur",
        "tanneur tannerie",
        "tannerie tanner",
        "cuir cuire",
        "sel selle",
        "important importer",
        "user usine",
        "couleur colle",
        "peau peu",
        "fer ferme",
        "enfant enfin",
        "pays payer",
        "colère col",
        "agent âge",
        "traitement trait",
        "ferment ferme",
    ],
)
def test_words_that_only_look_alike_stay_apart(words):
    assert other_words(words, "fr")
