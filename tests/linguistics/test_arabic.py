import pytest

from tests.linguistics.forms import one_word, other_words


@pytest.mark.parametrize(
    "forms",
    [
        "جلد الجلد والجلد بالجلد للجلد وللجلد فالجلد كالجلد وبالجلد",
        "صناعة لصناعة وصناعة والصناعة للصناعة",
        "جودة بجودة الجودة",
        "جلود وجلود لجلود",
    ],
)
def test_articles_and_particles(forms):
    # Written together with the noun, one before the other.
    assert one_word(forms, "ar")


@pytest.mark.parametrize(
    "forms",
    [
        "مدبغة مدبغتان مدبغتين مدبغات مدبغتها مدبغتهم",
        "منتج منتجات منتجون منتجين منتجاتها",
        "معالجة معالجتها المعالجات المعالج",
    ],
)
def test_dual_plural_and_pronouns(forms):
    # Sound plurals, dual, possessive pronouns behind a feminine ending.
    assert one_word(forms, "ar")


@pytest.mark.parametrize(
    "forms",
    [
        "جلد جلدي جلدية الجلدية",
        "كيمياء كيميائي كيميائية",
        "غذاء غذائي غذائية",
        "بيئة بيئي بيئية",
    ],
)
def test_adjectives_of_origin(forms):
    # -i, -iyya.
    assert one_word(forms, "ar")


@pytest.mark.parametrize(
    "forms",
    [
        "جلد جلود",
        "لون ألوان",
        "حذاء أحذية",
        "جهاز أجهزة",
        "وثيقة وثائق",
        "مدبغة مدابغ",
        "قاعدة قواعد",
        "برميل براميل",
        "محلول محاليل",
        "قانون قوانين",
        "تقرير تقارير",
        "خبير خبراء",
        "أسلوب أساليب",
        "مصنع مصانع",
        "حقيبة حقائب",
        "طن أطنان",
        "ماء مياه",
        "طريقة طرق",
        "سكين سكاكين",
        "راعي رعاة",
    ],
)
def test_broken_plurals(forms):
    # The shape of the plural tells that of the singular.
    assert one_word(forms, "ar")


@pytest.mark.parametrize(
    "forms",
    [
        "أحذية احذية احذيه",
        "إنتاج انتاج",
        "مسؤول مسئول",
        "ألياف الياف",
        "مبنى مبني",
        "آلة الة",
    ],
)
def test_hamza_and_look_alikes(forms):
    # Writers leave hamza out and exchange the last letters.
    assert one_word(forms, "ar")


@pytest.mark.parametrize(
    "forms",
    [
        "دِبَاغَة دباغة",
        "الجِلْدُ الجلد",
        "جـــلـــد جلد",
        "ﺟﻠﺪ جلد",
        "جلداً جلدا جلد",
    ],
)
def test_vowels_and_stretching(forms):
    # Signs above and below, a line that fills, presentation forms.
    assert one_word(forms, "ar")


@pytest.mark.parametrize(
    "words",
    [
        "لون لين",
        "وزن زن",
        "بطاقة طاقة",
        "دباغة مدبغة",
        "بلدية بلد",
        "زيتون زيت",
        "مدبوغ مدبغة",
        "ملوث لوث",
        "وحدة حد",
        "لحم حم",
        "برميل رمل",
        "ورق رق",
        "حكومة حكم",
        "بقر قر",
        "كروم كرم",
        "الياف ياف",
    ],
)
def test_words_that_only_look_alike_stay_apart(words):
    assert other_words(words, "ar")
