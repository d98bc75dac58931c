import pytest

from tests.linguistics.forms import one_word, other_words


@pytest.mark.parametrize(
    "forms",
    [
        "boot boots",
        "process processes",
        "tannery tanneries",
        "gas gases",
        "lens lenses",
        "virus viruses",
        "knife knives",
        "hoof hooves",
        "calf calves",
        "foot feet",
        "woman women",
        "analysis analyses",
        "criterion criteria",
        "bacterium bacteria",
    ],
)
def test_plurals(forms):
    # Snowball takes -s, -es and -ies; nouns in -s and some others need a table.
    assert one_word(forms, "en")


@pytest.mark.parametrize(
    "forms",
    [
        "soak soaked soaking soaks",
        "dye dyed dyeing dyes",
        "sell sold selling",
        "glue glued gluing",
        "buff buffed buffing",
        "label labelled labeled",
        "control controlled",
        "experience experienced",
    ],
)
def test_forms_of_verbs(forms):
    # Strong verbs have other vowels; a silent e or a doubled consonant gets lost before an ending.
    assert one_word(forms, "en")


@pytest.mark.parametrize(
    "forms",
    [
        "thick thicker thickest",
        "soft softer",
        "high highest",
        "large larger",
    ],
)
def test_comparatives(forms):
    # Only of adjectives that have them: leather and water end in the same letters.
    assert one_word(forms, "en")


@pytest.mark.parametrize(
    "forms",
    [
        "tannery tannery's tannery’s tanneries’",
    ],
)
def test_possessives(forms):
    # The apostrophe may be straight or curved, the plural's stands alone.
    assert one_word(forms, "en")


@pytest.mark.parametrize(
    "forms",
    [
        "colour colors",
        "odour odor",
        "fibre fibers",
        "centre centers centred",
        "sulphide sulfide",
        "neutralise neutralization",
        "analyse analyze",
        "catalogue catalog",
        "grey gray",
        "mould mold",
        "labelling labeling",
        "woollen woolen",
        "licence license",
        "ageing aging",
        "fulfil fulfill",
        "aluminium aluminum",
        "kilogramme kilogram",
        "judgement judgment",
    ],
)
def test_british_and_american_spelling(forms):
    # One word is written in two ways.
    assert one_word(forms, "en")


@pytest.mark.parametrize(
    "forms",
    [
        "cooperation co­operation",
        "pretreatment pre­treatments",
        "email emails",
    ],
)
def test_prefixes(forms):
    # Some join a prefix, some part it with a hyphen; plain, soft or unbreakable.
    assert one_word(forms, "en")


@pytest.mark.parametrize(
    "words",
    [
        "organ organic organise",
        "universe university",
        "general generate",
        "news new",
        "important import",
        "publication public",
        "authority author",
        "experiment experience",
        "internal international",
        "additive additional",
        "customs customer",
        "several severe",
        "police policy",
        "past paste",
        "hours color",
        "tan tannin",
        "tanner tannery",
        "sole solely",
        "leather leathery",
        "four for",
        "size six",
        "fabricate fabric",
        "positive position",
    ],
)
def test_words_that_only_look_alike_stay_apart(words):
    assert other_words(words, "en")
