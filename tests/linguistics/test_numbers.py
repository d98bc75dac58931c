import pytest

from linguistics import analyse


@pytest.mark.parametrize(
    ("written", "tokens"),
    [
        ("BOD5", ["bod", "5"]),
        ("BOD₅", ["bod", "5"]),
        ("BOD 5", ["bod", "5"]),
        ("ISO14001", ["iso", "14001"]),
        ("ISO-14001", ["iso", "14001"]),
        ("EN420", ["en", "420"]),
        ("10kg", ["10", "kg"]),
        ("pH7", ["ph", "7"]),
        ("leather¹", ["leather", "1"]),
    ],
)
def test_letters_and_the_number_beside_them_are_two_words(written, tokens):
    assert analyse(written, "en") == tokens


@pytest.mark.parametrize(
    ("written", "token"), [("H₂S", "h2s"), ("CO2", "co2"), ("Cr2O3", "cr2o3"), ("A4", "a4"), ("3D", "3d"), ("m³", "m3")]
)
def test_formulas_and_single_letters_stay_whole(written, token):
    assert analyse(written, "en") == [token]


@pytest.mark.parametrize("written", ["Cr(VI)", "Cr VI", "CrVI", "Cr-VI", "Cr6+"])
def test_states_of_oxidation_are_words(written):
    assert analyse(written, "en") == ["cr", "vi"]


@pytest.mark.parametrize("written", ["3.5", "3,5", "٣٫٥", "３．５"])
def test_a_decimal_is_one_word_however_its_point_is_written(written):
    assert analyse(written, "fr") == ["3d5"]


@pytest.mark.parametrize("written", ["30,000", "30.000", "30000", "٣٠٬٠٠٠"])
def test_thousands_are_parted_by_nothing(written):
    assert analyse(written, "es") == ["30000"]


@pytest.mark.parametrize(
    ("written", "tokens"), [("12.05.2024", ["12", "05", "2024"]), ("2019,2020", ["2019", "2020"]), ("5-10", ["5", "10"])]
)
def test_dates_and_lists_come_apart(written, tokens):
    assert analyse(written, "en") == tokens


def test_the_number_of_a_unit_may_be_a_decimal():
    assert analyse("PM2.5", "en") == analyse("PM 2,5", "en")
