"""Where a name ends in Arabic, which has no capitals, and who is meant by a part of it; all names and words are invented."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


def _speakers(text: str) -> list[tuple[str | None, str | None]]:
    return [(said.speaker, said.office) for said in read_report(text, PUBLISHED).statements]


@pytest.mark.parametrize(
    ("text", "speaker", "office"),
    [
        pytest.param(
            "اتهمت مندوبة إريتريا لدى الأمم المتحدة، سلام هابتي ولدو، إثيوبيا بحشد قواتها قرب المعبر.",
            "سلام هابتي ولدو",
            "مندوبة إريتريا لدى الأمم المتحدة",
            id="between commas, with a word of offices first",
        ),
        pytest.param(
            "بحسب وزير العدل الصومالي شعيب معلم شيخ جامع، لم تتلق مقديشو سوى خمسة أجوبة.",
            "شعيب معلم شيخ جامع",
            "وزير العدل الصومالي",
            id="words of offices up to a comma",
        ),
        pytest.param(
            "وقالت نائبة وزير التجارة الكورية الجنوبية بارك هي سون عقب الجلسة إن الرسوم ستخفض.",
            "بارك هي سون",
            "نائبة وزير التجارة الكورية الجنوبية",
            id="a pronoun within a name",
        ),
        pytest.param("وقال يي هوا كيم هي إن الرسوم ظالمة.", "يي هوا كيم هي", None, id="a pronoun at its end"),
        pytest.param(
            "وقال الرئيس الصيني السابق هو جينلي إن الحوار مفيد.",
            "هو جينلي",
            "الرئيس الصيني السابق",
            id="a pronoun at its beginning",
        ),
        pytest.param("وقال سوي إن القوات باقية.", "سوي", None, id="what would be 'except' without the dots of its last letter"),
        pytest.param(
            "وقال وزير الخارجية الإسباني راميرو ألباريس بوينو إن القمة نجحت.",
            "راميرو ألباريس بوينو",
            "وزير الخارجية الإسباني",
            id="a hamza where the article before a place would be",
        ),
        pytest.param(
            "وأكد نائب وزير النفط العراقي باسم محمد خضر أن الإنتاج مستقر.",
            "باسم محمد خضر",
            "نائب وزير النفط العراقي",
            id="a given name that is 'in the name of' too",
        ),
        pytest.param(
            "وقال وزير المعادن السوداني نور الدائم حامد إن الذهب يهرب.",
            "نور الدائم حامد",
            "وزير المعادن السوداني",
            id="a given name of two words with the article",
        ),
        pytest.param(
            "قدرت نائبة وزير الموارد الفيتنامية بوي ثي ماي فان كلفة السدود بمليار دولار.",
            "بوي ثي ماي فان",
            "نائبة وزير الموارد الفيتنامية",
            id="a particle that ends it, before an object",
        ),
        pytest.param(
            "وقدر مدير هيئة الموانئ الكولومبية راؤول ماريو رودريغيز مونيوز خسائر الإضراب بثلاثين مليون دولار.",
            "راؤول ماريو رودريغيز مونيوز",
            "مدير هيئة الموانئ الكولومبية",
            id="two surnames before an object",
        ),
        pytest.param(
            "وحملت وزيرة البيئة الدنماركية هيلي مارغريت ياكوبسن الشركة مسؤولية التسرب.",
            "هيلي مارغريت ياكوبسن",
            "وزيرة البيئة الدنماركية",
            id="a shape that no noun has, before somebody else",
        ),
        pytest.param(
            "اتهم وزير الخارجية الروسي إيغور سافين تروفيمسكي بتعطيل المحادثات.",
            "إيغور سافين",
            "وزير الخارجية الروسي",
            id="whoever is accused is somebody else",
        ),
        pytest.param(
            "ورحب وزير خارجية تيمور الشرقية بنديتو دوس سانتوس فريتاس بالاتفاق بين البلدين.",
            "بنديتو دوس سانتوس فريتاس",
            "وزير خارجية تيمور الشرقية",
            id="up to the preposition with which what is welcomed begins",
        ),
        pytest.param(
            "قالها رئيس وزراء كندا جان مارك أوليفييه بالفرنسية أولا، ثم أعادها بالإنكليزية: «لا نبيع جارنا ثقتنا».",
            "جان مارك أوليفييه",
            "رئيس وزراء كندا",
            id="up to the language that he speaks",
        ),
        pytest.param(
            "وقال المفوض العام للوكالة فيليكس لوراني متأسفا إن المخازن فارغة.",
            "فيليكس لوراني",
            "المفوض العام للوكالة",
            id="up to how he speaks",
        ),
        pytest.param(
            "أما رئيس بلدية أوديسا هينادي بروخان فأقر في شريط مصور بأن الميناء خسر حبوبا.",
            "هينادي بروخان",
            "رئيس بلدية أوديسا",
            id="behind a town that no list has",
        ),
        pytest.param(
            "وأعلن حاكم ولاية بونتلاند الصومالية سعيد عبد الله ورفا وقف التعاون مع مقديشو.",
            "سعيد عبد الله ورفا",
            "حاكم ولاية بونتلاند الصومالية",
            id="behind a province that no list has, and its state",
        ),
        pytest.param(
            "صرح مدير الدفاع المدني في ولاية قونية التركية يوسف أوزدمير ألتون بأن الحريق أخمد.",
            "يوسف أوزدمير ألتون",
            "مدير الدفاع المدني في ولاية قونية التركية",
            id="behind an office in a province",
        ),
        pytest.param(
            "وأفاد والي سنار عبد العظيم آدم بأن الطريق مفتوح.",
            "عبد العظيم آدم",
            "والي سنار",
            id="behind a town that no list has, with a particle first",
        ),
        pytest.param(
            "أفاد رئيس سلطة الموانئ في جيبوتي إلياس موسى دواله بأن الحركة هبطت.",
            "إلياس موسى دواله",
            "رئيس سلطة الموانئ في جيبوتي",
            id="behind a state whose name ends as an adjective",
        ),
        pytest.param(
            "حذر منسق الشؤون الإنسانية في السودان كارل براندت من أن المخازن فارغة.",
            "كارل براندت",
            "منسق الشؤون الإنسانية في السودان",
            id="behind an office of a body in a state",
        ),
        pytest.param(
            "وقال ناطق باسم الشركة المالكة، ومقرها بيرايوس، إن الطاقم بخير.",
            None,
            "ناطق باسم الشركة المالكة",
            id="where a body sits is nobody's name",
        ),
        pytest.param(
            "وأعلن رئيس بلدية شانلي أورفا محمد قاسم غولبينار أن الطريق مفتوح.",
            "محمد قاسم غولبينار",
            "رئيس بلدية شانلي أورفا",
            id="behind a town of two words",
        ),
        pytest.param(
            'أما زميله هيروشي تاناغا فنفى ذلك قائلا: "لم نطلب شيئا".',
            "هيروشي تاناغا",
            "زميله",
            id="behind what he is to somebody",
        ),
        pytest.param(
            "ورحب وزير الشؤون الخارجية المغربي كارل براندت بالاتفاق بين الطرفين.",
            "كارل براندت",
            "وزير الشؤون الخارجية المغربي",
            id="an adjective that is a word for a body too, behind affairs",
        ),
        pytest.param(
            "ودعا رئيس لجنة إعادة الانتشار الأممية كارل براندت إلى وقف القصف فورا.",
            "كارل براندت",
            "رئيس لجنة إعادة الانتشار الأممية",
            id="a noun of action tells what a committee is for",
        ),
        pytest.param(
            "وكشف قائد خفر السواحل الإسباني في جزر الكناري كارل براندت أن القارب غرق.",
            "كارل براندت",
            "قائد خفر السواحل الإسباني في جزر الكناري",
            id="isles that no list has",
        ),
        pytest.param(
            'ووصف والي النيل عاصم محمود قريشي التصريحات بأنها "غير مسؤولة".',
            "عاصم محمود قريشي",
            "والي النيل",
            id="a name that no noun is, before an object",
        ),
        pytest.param(
            "وطالب المستشار الألماني كارل براندت المجتمع الدولي بالتحرك.",
            "كارل براندت",
            "المستشار الألماني",
            id="whoever is called upon is no surname",
        ),
        pytest.param(
            "وقال وزير العدل السوداني عثمان ميرغني فضل إن القانون نافذ.",
            "عثمان ميرغني فضل",
            "وزير العدل السوداني",
            id="a surname that is a verb else",
        ),
        pytest.param(
            "قال النائب عن كتلة البناء حسن فضل الله إن الحكومة عاجزة.",
            "حسن فضل الله",
            "النائب عن كتلة البناء",
            id="a verb that is the first part of a name",
        ),
        pytest.param(
            "وأفاد وزير خارجية اليابان حسان الغربي بأن القمة نجحت.",
            "حسان الغربي",
            "وزير خارجية اليابان",
            id="a surname that is a word of offices, with the article",
        ),
        pytest.param(
            "أما وزير الدولة بجمهورية جيبوتي كارل براندت فقال إن الميناء مفتوح.",
            "كارل براندت",
            "وزير الدولة بجمهورية جيبوتي",
            id="a state whose name ends as an adjective",
        ),
        pytest.param(
            "وأعرب كاتبة الدولة الجزائرية المكلفة بالجالية ليلى حمدان عن أملها في الحل.",
            "ليلى حمدان",
            "كاتبة الدولة الجزائرية المكلفة بالجالية",
            id="with what somebody is charged",
        ),
        pytest.param(
            "وأعلن وزير العدل، حافظ الأختام، كارل براندت، أن القانون صدر.",
            "كارل براندت",
            "وزير العدل، حافظ الأختام",
            id="two offices before the name",
        ),
        pytest.param(
            "قال رئيس الاتحاد الدولي لكرة القدم كارل براندت إن البطولة نجحت.",
            "كارل براندت",
            "رئيس الاتحاد الدولي لكرة القدم",
            id="what a body is for, without the article",
        ),
        pytest.param(
            "قال حاكم مقاطعة بيلغورين الروسية كارل براندت إن القصف توقف.",
            "كارل براندت",
            "حاكم مقاطعة بيلغورين الروسية",
            id="a province that no list has, whose word is another's too",
        ),
        pytest.param(
            "وأوضح رئيس الإدارة العسكرية في خيرسونيا كارل براندت في تصريح صحفي أن الجسر دمر.",
            "كارل براندت",
            "رئيس الإدارة العسكرية في خيرسونيا",
            id="a town that no list has, behind 'in'",
        ),
        pytest.param(
            "وقال المدير التنفيذي لوكالة الحدود كارل براندت إن العبور انخفض.",
            "كارل براندت",
            "المدير التنفيذي لوكالة الحدود",
            id="of an agency, not to one",
        ),
        pytest.param(
            "قال المتحدث الرسمي للحكومة باسم السعدي إن الرواتب ستدفع.",
            "باسم السعدي",
            "المتحدث الرسمي للحكومة",
            id="a given name that is 'in the name of', before a surname with the article",
        ),
        pytest.param(
            "وقال شاهد عيان يدعى سالم الحمدي إن القصف أصاب السوق.",
            "سالم الحمدي",
            "شاهد عيان",
            id="whoever is called so",
        ),
        pytest.param(
            "وقال المبعوث الأممي غير هانسن إن الحل قريب.",
            "غير هانسن",
            "المبعوث الأممي",
            id="a given name that is 'not' else",
        ),
        pytest.param(
            "ورحبت رئيسة الوزراء الإيطالية جورجيا هانسن بالاتفاق بين الطرفين.",
            "جورجيا هانسن",
            "رئيسة الوزراء الإيطالية",
            id="a given name that is a state's, too",
        ),
        pytest.param(
            "ذكر الأمين العام للاتحاد البرلماني العربي كارل براندت أن الدورة تأجلت.",
            "كارل براندت",
            "الأمين العام للاتحاد البرلماني العربي",
            id="an adjective of a body that is a given name, too",
        ),
        pytest.param(
            "قال الطبيب سالم الحمدي، مدير مستشفى النور، إن الجرحى كثر.",
            "سالم الحمدي",
            "مدير مستشفى النور",
            id="a trade before a name whose office follows",
        ),
    ],
)
def test_a_name_ends_where_a_reader_ends_it(text: str, speaker: str | None, office: str | None) -> None:
    assert _speakers(text) == [(speaker, office)]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        pytest.param(
            "زارت مفوضة العون السودانية سلوى آدم بنية معبر أدري. وكشفت بنية أن الشاحنات عبرت.",
            ["سلوى آدم بنية"],
            id="the word behind a name is the surname by which its owner is named later",
        ),
        pytest.param(
            "استقبل الرئيس محافظ الإقليم تيمور عثمان قاسم حمدي وبحث معه الملف. وقال حمدي إن الطريق مفتوح.",
            ["تيمور عثمان قاسم حمدي"],
            id="so are two words behind it",
        ),
        pytest.param(
            "وبحسب وزير الزراعة السوداني عصمت قرشي أمين نور، بلغ المحصول مليوني طن. وقال قرشي إن البذور متوفرة.",
            ["عصمت قرشي أمين نور"] * 2,
            id="the father's name",
        ),
        pytest.param(
            "أعلن وزير الصحة الأردني سالم الهادي أن المخيم ممتلئ. ودعا الوزير الدول إلى المساعدة. وحث الوزير المانحين على الإسراع.",
            ["سالم الهادي"] * 3,
            id="whom a minister calls upon is no part of his office",
        ),
        pytest.param(
            "وقال لارسن إن براندت كتب الرسالة. وقال براندت إنه لم يكتب شيئا.",
            ["لارسن", "براندت"],
            id="whoever is told of is nobody's surname",
        ),
        pytest.param(
            'قال وزير النفط الكويتي طارق السالمي إن الحقل مشترك. وفي طهران اكتفى وزير النفط الإيراني محسن باك زند بالقول: "الحقل إيراني".',
            ["طارق السالمي", "محسن باك زند"],
            id="another one who contents himself with saying, behind a place",
        ),
    ],
)
def test_who_is_meant_is_told_by_a_part_of_the_name(text: str, speakers: list[str]) -> None:
    assert [speaker for speaker, _ in _speakers(text)] == speakers


def test_other_words_for_an_office_mean_whoever_holds_it() -> None:
    text = "قال وزير الخارجية الإيراني سالم هاشمي إن الهجوم مدان. واعتبر رئيس الدبلوماسية الإيرانية أن الرد حق مشروع."
    assert _speakers(text) == [("سالم هاشمي", "وزير الخارجية الإيراني")] * 2


def test_what_state_television_reports_nobody_has_said() -> None:
    assert _speakers("ذكر التلفزيون الرسمي الإيراني أن انفجارا وقع في المدينة.") == []
