"""An example of what each check finds in each language, and the same text put right. Shown to people, proved by tests."""

from dataclasses import dataclass, field

from termbase.uses import TermUse
from translation_checks.text import Text


@dataclass(frozen=True, slots=True)
class Example:
    """A source with a wrong and a right translation in each language."""

    source: str
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    limit: int = 0
    terms: dict[str, TermUse] = field(default_factory=dict)
    """What is said of a term of the source, by language."""

    def wrong(self, code: str) -> Text:
        """Return the text in which the check finds something."""
        return self._text(code, self.texts[code][0])

    def right(self, code: str) -> Text:
        """Return the text in which it finds nothing."""
        return self._text(code, self.texts[code][1])

    def _text(self, code: str, text: str) -> Text:
        terms = (self.terms[code],) if code in self.terms else ()
        return Text(self.source, text, code, self.required, self.limit, terms)


EXAMPLES: dict[str, Example] = {
    "links": Example(
        "Read the ⟦1⟧guide⟦/1⟧ first.",
        {
            "ar": ("اقرأ الدليل أولا.", "اقرأ ⟦1⟧الدليل⟦/1⟧ أولا."),
            "es": ("Lea primero la guía.", "Lea primero la ⟦1⟧guía⟦/1⟧."),
            "fr": ("Lisez d’abord le guide.", "Lisez d’abord le ⟦1⟧guide⟦/1⟧."),
            "ru": ("Сначала прочитайте руководство.", "Сначала прочитайте ⟦1⟧руководство⟦/1⟧."),
            "zh-hans": ("请先阅读指南。", "请先阅读⟦1⟧指南⟦/1⟧。"),
        },
        required=frozenset({"1"}),
    ),
    "broken_tags": Example(
        "Water returns to the ⟦1⟧fibres⟦/1⟧.",
        {
            "ar": ("يعود الماء إلى ⟦الألياف.", "يعود الماء إلى ⟦1⟧الألياف⟦/1⟧."),
            "es": ("El agua vuelve a las ⟦1 fibras.", "El agua vuelve a las ⟦1⟧fibras⟦/1⟧."),
            "fr": ("L’eau revient dans les ⟦1 fibres.", "L’eau revient dans les ⟦1⟧fibres⟦/1⟧."),
            "ru": ("Вода возвращается в волокна/1⟧.", "Вода возвращается в ⟦1⟧волокна⟦/1⟧."),
            "zh-hans": ("水分回到⟦1纤维中。", "水分回到⟦1⟧纤维⟦/1⟧中。"),
        },
    ),
    "too_long": Example(
        "Soaking",
        {
            "ar": ("نقع الجلود في الماء قبل المعالجة", "النقع"),
            "es": ("Remojo de las pieles antes del proceso", "Remojo"),
            "fr": ("Reverdissage des peaux avant travail", "Reverdissage"),
            "ru": ("Отмачивание шкур перед обработкой", "Отмачивание"),
            "zh-hans": ("在加工之前将生皮放在清水中浸泡一段时间的工序", "浸水"),
        },
        limit=20,
    ),
    "placeholders": Example(
        "Welcome, {name}.",
        {
            "ar": ("مرحبا، {الاسم}.", "مرحبا، {name}."),
            "es": ("Le damos la bienvenida, {nombre}.", "Le damos la bienvenida, {name}."),
            "fr": ("Bienvenue, {nom}.", "Bienvenue, {name}."),
            "ru": ("Добро пожаловать, {имя}.", "Добро пожаловать, {name}."),
            "zh-hans": ("欢迎您，{姓名}。", "欢迎您，{name}。"),
        },
    ),
    "addresses": Example(
        "Write to panel@example.org.",
        {
            "ar": ("راسلونا على panel@exemple.org.", "راسلونا على panel@example.org."),
            "es": ("Escriba a panel@ejemplo.org.", "Escriba a panel@example.org."),
            "fr": ("Écrivez à panel@exemple.org.", "Écrivez à panel@example.org."),
            "ru": ("Пишите на panel@ekzample.org.", "Пишите на panel@example.org."),
            "zh-hans": ("请致信 panel@exemple.org。", "请致信 panel@example.org。"),
        },
    ),
    "numbers": Example(
        "The plant treats 1,250 hides a day.",
        {
            "ar": ("تعالج المحطة 1520 جلدا في اليوم.", "تعالج المحطة 1,250 جلدا في اليوم."),
            "es": ("La planta trata 1520 pieles al día.", "La planta trata 1250 pieles al día."),
            "fr": ("L’usine traite 1,250 peaux par jour.", "L’usine traite 1 250 peaux par jour."),
            "ru": ("Завод обрабатывает 1,250 шкуры в день.", "Завод обрабатывает 1250 шкур в день."),
            "zh-hans": ("该厂每天处理1520张皮。", "该厂每天处理1,250张皮。"),
        },
    ),
    "added_numbers": Example(
        "The plant opened in 2010.",
        {
            "ar": ("افتتحت المحطة في عام 2010 بطاقة 50 طنا.", "افتتحت المحطة في عام 2010."),
            "es": ("La planta de 50 toneladas abrió en 2010.", "La planta abrió en 2010."),
            "fr": ("L’usine de 50 tonnes a ouvert en 2010.", "L’usine a ouvert en 2010."),
            "ru": ("Завод на 50 тонн открылся в 2010 году.", "Завод открылся в 2010 году."),
            "zh-hans": ("这家50吨的工厂于2010年投产。", "该厂于2010年投产。"),
        },
    ),
    "units": Example(
        "It holds 30 kg of salt.",
        {
            "ar": ("تتسع لكمية 30 طنا من الملح.", "تتسع لكمية 30 كيلوغراما من الملح."),
            "es": ("Contiene 30 toneladas de sal.", "Contiene 30 kg de sal."),
            "fr": ("Il contient 30 t de sel.", "Il contient 30 kg de sel."),
            "ru": ("В нём 30 т соли.", "В нём 30 кг соли."),
            "zh-hans": ("内装30吨盐。", "内装30公斤盐。"),
        },
    ),
    "months": Example(
        "The session opened on 12 March 2010.",
        {
            "ar": ("افتتحت الدورة في 12 أيار/مايو 2010.", "افتتحت الدورة في 12 آذار/مارس 2010."),
            "es": ("La reunión se inauguró el 12 de mayo de 2010.", "La reunión se inauguró el 12 de marzo de 2010."),
            "fr": ("La session s’est ouverte le 12 mai 2010.", "La session s’est ouverte le 12 mars 2010."),
            "ru": ("Сессия открылась 12 мая 2010 года.", "Сессия открылась 12 марта 2010 года."),
            "zh-hans": ("会议于2010年5月12日开幕。", "会议于2010年3月12日开幕。"),
        },
    ),
    "formulas": Example(
        "Cr₂O₃ and H₂S are measured.",
        {
            "ar": ("يقاس Cr₂O₂ و H₂S.", "يقاس Cr2O3 و H2S."),
            "es": ("Se miden Cr₂O₂ y H₂S.", "Se miden Cr₂O₃ y H₂S."),
            "fr": ("On mesure Cr₂O₂ et H₂S.", "On mesure Cr2O3 et H2S."),
            "ru": ("Измеряют Cr₂O₂ и H₂S.", "Измеряют Cr₂O₃ и H₂S."),
            "zh-hans": ("测定Cr₂O₂和H₂S。", "测定Cr₂O₃和H₂S。"),
        },
    ),
    "untranslated": Example(
        "Water returns to the fibres.",
        {
            "ar": ("Water returns to the fibres.", "يعود الماء إلى الألياف."),
            "es": ("Water returns to the fibres.", "El agua vuelve a las fibras."),
            "fr": ("Water returns to the fibres.", "L’eau revient dans les fibres."),
            "ru": ("Water returns to the fibres.", "Вода возвращается в волокна."),
            "zh-hans": ("Water returns to the fibres.", "水分回到纤维中。"),
        },
    ),
    "other_script": Example(
        "Wet blue leather",
        {
            "ar": ("jild azraq ratb", "جلد أزرق رطب (wet blue)"),
            "es": ("Cuero кожа", "Cuero wet blue"),
            "fr": ("Cuir кожа", "Cuir wet blue"),
            "ru": ("kozha wet blue", "Кожа «вет-блю» (wet blue)"),
            "zh-hans": ("lan shi ge", "蓝湿革（wet blue）"),
        },
    ),
    "mixed_letters": Example(
        "Chrome is a metal.",
        {
            "es": ("El сromo es un metal.", "El cromo es un metal."),
            "fr": ("Le сhrome est un métal.", "Le chrome est un métal."),
            "ru": ("Xром — металл.", "Хром — металл."),
        },
    ),
    "consistency": Example("Soak the hides first."),
    "terms": Example(
        "Liming loosens the hair.",
        {
            "ar": ("تُرخي المعالجة القلوية الشعر.", "يُرخي التجيير الشعر."),
            "es": ("El tratamiento alcalino afloja el pelo.", "El encalado afloja el pelo."),
            "fr": ("Le traitement alcalin détache le poil.", "Le chaulage détache le poil."),
            "ru": ("Щелочная обработка ослабляет волос.", "Золение ослабляет волос."),
            "zh-hans": ("碱处理使毛松动。", "浸灰使毛松动。"),
        },
        terms={
            "ar": TermUse("Liming", ("التجيير",)),
            "es": TermUse("Liming", ("encalado",)),
            "fr": TermUse("Liming", ("chaulage",)),
            "ru": TermUse("Liming", ("золение",)),
            "zh-hans": TermUse("Liming", ("浸灰",)),
        },
    ),
    "avoided_terms": Example(
        "Water leaves the tannery.",
        {
            "ar": ("يغادر الماء معمل الجلود.", "يغادر الماء المدبغة."),
            "es": ("El agua sale de la fábrica de pieles.", "El agua sale de la curtiduría."),
            "fr": ("L’eau quitte l’usine à cuir.", "L’eau quitte la tannerie."),
            "ru": ("Вода уходит с кожзавода.", "Вода уходит с кожевенного завода."),
            "zh-hans": ("水离开皮革厂。", "水离开制革厂。"),
        },
        terms={
            "ar": TermUse("tannery", avoided=("معمل الجلود",)),
            "es": TermUse("tannery", avoided=("fábrica de pieles",)),
            "fr": TermUse("tannery", avoided=("usine à cuir",)),
            "ru": TermUse("tannery", avoided=("кожзавод",)),
            "zh-hans": TermUse("tannery", avoided=("皮革厂",)),
        },
    ),
    "verbatim_terms": Example(
        "The Leather Working Group audits tanneries.",
        {
            "ar": ("يدقق فريق عمل الجلود أعمال المدابغ.", "يدقق Leather Working Group أعمال المدابغ."),
            "es": ("El Grupo de Trabajo del Cuero audita curtidurías.", "Leather Working Group audita curtidurías."),
            "fr": ("Le Groupe de travail sur le cuir audite des tanneries.", "Leather Working Group audite des tanneries."),
            "ru": ("Рабочая группа по коже проверяет заводы.", "Leather Working Group проверяет заводы."),
            "zh-hans": ("皮革工作组审核制革厂。", "Leather Working Group审核制革厂。"),
        },
        terms=dict.fromkeys(("ar", "es", "fr", "ru", "zh-hans"), TermUse("Leather Working Group", verbatim=True)),
    ),
    "double_spaces": Example(
        "Soak the hides first.",
        {
            "ar": ("انقعوا  الجلود أولا.", "انقعوا الجلود أولا."),
            "es": ("Remoje  primero las pieles.", "Remoje primero las pieles."),
            "fr": ("Trempez  d’abord les peaux.", "Trempez d’abord les peaux."),
            "ru": ("Сначала  замочите шкуры.", "Сначала замочите шкуры."),
            "zh-hans": ("先用  pH 计测量。", "先用 pH 计测量。"),
        },
    ),
    "brackets": Example(
        "Salt (sodium chloride) is reused.",
        {
            "ar": ("يعاد استعمال الملح (كلوريد الصوديوم.", "يعاد استعمال الملح (كلوريد الصوديوم)."),
            "es": ("La sal (cloruro de sodio se reutiliza.", "La sal (cloruro de sodio) se reutiliza."),
            "fr": ("Le sel (chlorure de sodium est réutilisé.", "Le sel (chlorure de sodium) est réutilisé."),
            "ru": ("Соль (хлорид натрия используют повторно.", "Соль (хлорид натрия) используют повторно."),
            "zh-hans": ("盐（氯化钠可重复使用。", "盐（氯化钠）可重复使用。"),
        },
    ),
    "open_quotes": Example(
        "The course “First aid” is free.",
        {
            "ar": ("دورة «الإسعافات الأولية مجانية.", "دورة «الإسعافات الأولية» مجانية."),
            "es": ("El curso «Primeros auxilios es gratuito.", "El curso «Primeros auxilios» es gratuito."),
            "fr": ("Le cours «\u00a0Premiers secours est gratuit.", "Le cours «\u00a0Premiers secours\u00a0» est gratuit."),
            "ru": ("Курс «Первая помощь бесплатный.", "Курс «Первая помощь» бесплатный."),
            "zh-hans": ("“急救课程免费。", "“急救”课程免费。"),
        },
    ),
    "quotation_marks": Example(
        "The course “First aid” is free.",
        {
            "ar": ('دورة "الإسعافات الأولية" مجانية.', "دورة «الإسعافات الأولية» مجانية."),
            "es": ('El curso "Primeros auxilios" es gratuito.', "El curso “Primeros auxilios” es gratuito."),
            "fr": ("Le cours “Premiers secours” est gratuit.", "Le cours «\u00a0Premiers secours\u00a0» est gratuit."),
            "ru": ("Курс “Первая помощь” бесплатный.", "Курс «Первая помощь» бесплатный."),
            "zh-hans": ('"急救"课程免费。', "“急救”课程免费。"),
        },
    ),
    "french_spaces": Example("Attention: is it dry?", {"fr": ("Attention: est-ce sec ?", "Attention\u00a0: est-ce sec\u202f?")}),
    "spanish_marks": Example("Is it dry? Stop!", {"es": ("Está seco? ¡Pare!", "¿Está seco? ¡Pare!")}),
    "arabic_punctuation": Example("Is it dry, at last?", {"ar": ("هل جفت, أخيرا?", "هل جفت، أخيرا؟")}),
    "kashida": Example("Leather", {"ar": ("جـــلود", "جلود")}),
    "arabic_digits": Example("Since 2010", {"ar": ("منذ عام ٢٠١٠", "منذ عام 2010")}),
    "chinese_punctuation": Example("Salt (sodium chloride), water", {"zh-hans": ("盐(氯化钠),水", "盐（氯化钠），水")}),
    "chinese_spaces": Example("Water returns to the fibres.", {"zh-hans": ("水分 回到纤维中。", "水分回到纤维中。")}),
    "russian_dashes": Example("Chrome is a metal.", {"ru": ("Хром - металл.", "Хром — металл.")}),
}
"""By the name of the check. Consistency is a matter of several texts and has its example in words only."""
