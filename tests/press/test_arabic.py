"""Arabic news language: who speaks, what is counted, which meetings are told of; all names and words are invented."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "وأوضح معالي الدكتور فهد بن سعد العمري مدير عام الهيئة السعودية للمياه أن المملكة استقبلت وفدا.",
            [("فهد بن سعد العمري", "مدير عام الهيئة السعودية للمياه", "sau", "المملكة استقبلت وفدا")],
            id="office behind the name",
        ),
        pytest.param(
            "قال مسؤول يمني كبير لرويترز إن المحادثات توقفت، بينما الوزير كارل براندت أكد أن الجولة مستمرة.",
            [(None, "مسؤول يمني كبير", "yem", "المحادثات توقفت"), ("كارل براندت", "الوزير", "yem", "الجولة مستمرة")],
            id="contrast with the subject first",
        ),
        pytest.param(
            "وقال الأمين العام حسام فكري إن الوقت حان، في حين دعا الأمين العام المساعد سعد الكيلاني إلى عقد قمة طارئة.",
            [("حسام فكري", "الأمين العام", None, "الوقت حان"), ("سعد الكيلاني", "الأمين العام المساعد", None, "عقد قمة طارئة")],
            id="somebody else calls for something",
        ),
        pytest.param(
            "ذكرت وكالة الأنباء الجزائرية نقلا عن وزير الطاقة رابح بوزيد قوله إن الصادرات ارتفعت.",
            [("رابح بوزيد", "وزير الطاقة", "dza", "الصادرات ارتفعت")],
            id="an agency cites a minister",
        ),
        pytest.param(
            "وبحسب الناطق باسم الخارجية القطرية ماجد السليطي فإن الوساطة مستمرة، وهو ما أكده مسؤول مصري رفيع قائلا إن الاتصالات جارية.",
            [
                ("ماجد السليطي", "الناطق باسم الخارجية القطرية", "qat", "الوساطة مستمرة"),
                (None, "مسؤول مصري رفيع", "egy", "الاتصالات جارية"),
            ],
            id="whoever confirms",
        ),
        pytest.param(
            "وقال المتحدث باسم الخارجية التركية أورهان كايا إن الموعد بعيد. لكن المتحدث التركي قال إن الحوار قائم.",
            [
                ("أورهان كايا", "المتحدث باسم الخارجية التركية", "tur", "الموعد بعيد"),
                ("أورهان كايا", "المتحدث باسم الخارجية التركية", "tur", "الحوار قائم"),
            ],
            id="by the office of the state",
        ),
        pytest.param(
            "وأوضح سعادة الدكتور أحمد بن حسن الحمادي الأمين العام لوزارة الخارجية القطرية أن الحجم كبير.",
            [("أحمد بن حسن الحمادي", "الأمين العام لوزارة الخارجية القطرية", "qat", "الحجم كبير")],
            id="an office whose head can be a name",
        ),
        pytest.param(
            'وقال الوزير كارل براندت إن الخطة "جيدة". ورد عليه نظيره الأوكراني سيرغي كوفال بالقول: "موسكو خائفة من الحقيقة".',
            [("كارل براندت", "الوزير", None, 'الخطة "جيدة"'), ("سيرغي كوفال", "نظيره الأوكراني", "ukr", "موسكو خائفة من الحقيقة")],
            id="an answer to whoever spoke before",
        ),
        pytest.param(
            "وأعربت الخارجية العراقية عن قلقها إزاء القصف. وذكرت الوزارة أن بغداد قدمت احتجاجا.",
            [("الخارجية العراقية", None, "irq", "قلقها إزاء القصف"), ("الخارجية العراقية", None, "irq", "بغداد قدمت احتجاجا")],
            id="the ministry that spoke last",
        ),
        pytest.param(
            'وأعلنت المتحدثة كارولين ميلر أن الرئيس "متفائل بحذر". ورفضت ميلر الكشف عن تفاصيل العرض.',
            [("كارولين ميلر", "المتحدثة", None, 'الرئيس "متفائل بحذر"')],
            id="what is refused is no quotation of before",
        ),
        pytest.param('ذكرت صحيفة "لوموند" أن باريس ستسحب قواتها.', [], id="a paper says nothing of its own"),
    ],
)
def test_speakers_are_told_by_the_grammar(text: str, said: list[tuple[str | None, str | None, str | None, str]]) -> None:
    found = read_report(text, PUBLISHED, "ar").statements
    assert [(each.speaker, each.office, each.side, each.quote) for each in found] == said


def test_two_quotations_of_one_sentence_are_two_where_the_second_has_its_own_verb() -> None:
    text = "يجيب الوزير كارل براندت: «لدينا وقت».\n\n«لن نطرد أحدا»، يقول الرجل ضاحكا، قبل أن يضيف: «سنمدد البروتوكول»."
    found = read_report(text, PUBLISHED, "ar").statements
    assert [(each.speaker, each.quote) for each in found] == [
        ("كارل براندت", "لدينا وقت"),
        ("كارل براندت", "لن نطرد أحدا"),
        ("كارل براندت", "سنمدد البروتوكول"),
    ]


def test_the_sides_are_those_between_whom_the_report_says_something_is() -> None:
    text = "أعلنت دولة قطر التوصل إلى اتفاق بين جيبوتي وإريتريا. وشكرت قطر الوسطاء في الدوحة.\n\nواتفق الطرفان على تشكيل لجنة."
    assert read_report(text, PUBLISHED, "ar").statements[-1].side == "dji+eri"


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("القوات أفرجت عن خُمس المحتجزين، أي 46 من أصل 230 محتجزا", [(0.2, "exact"), (46, "exact"), (230, "exact")]),
        ("الجولة كلفت 3 آلاف و500 دولار", [(3500, "exact")]),
        ("العدد بلغ ثلاثة آلاف وخمسمئة شخص", [(3500, "exact")]),
        ("نحو مليون ونصف المليون طن لا تزال عالقة", [(1500000, "about")]),
        ("أكثر من نصف مليون لاجئ عادوا", [(500000, "over")]),
        ("عددهم بلغ 1.200 أسير", [(1200, "exact")]),
        ("الوزارة لم تتلق سوى إجابة واحدة", [(1, "exact")]),
        ("البندين الباقيين سيبحثان لاحقا", []),
        ("الدول الخمس توافق على النص", []),
        ("بلاده سحبت كتيبتين من ثلاث كتائب", [(2, "exact"), (3, "exact")]),
        ("الخلاف ينحصر في كمية صغيرة", []),
    ],
)
def test_figures_in_words_and_compounds(said: str, counted: list[tuple[float, str]]) -> None:
    statement = read_report(f"وقال الوزير كارل براندت إن {said}.", PUBLISHED, "ar").statements[0]
    assert [(each.value, each.qualifier) for each in statement.counts] == counted


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("انعقدت في مسقط يومي السبت والأحد مشاورات سياسية.", ("مشاورات سياسية", "مسقط", "2024-05-11/2024-05-12")),
        ("وجرت مباحثات غير مباشرة استضافتها الدوحة أمس واليوم.", ("مباحثات غير مباشرة", "الدوحة", "2024-05-13/2024-05-14")),
        ("بدأت في جنيف اليوم الجولة الثالثة من المحادثات.", ("الجولة الثالثة من المحادثات", "جنيف", "2024-05-14")),
        ("ومن المتوقع أن تُعقد جولة جديدة من المفاوضات، لكن موعدها لم يُحدد بعد.", ("جولة جديدة من المفاوضات", None, None)),
        ("عقد وزيرا خارجية مصر والسودان جلسة مباحثات مغلقة في القاهرة أمس.", ("جلسة مباحثات مغلقة", "القاهرة", "2024-05-13")),
        ("اختُتمت اليوم بمسقط أعمال الاجتماع الثاني عشر للجنة.", ("الاجتماع الثاني عشر", "مسقط", "2024-05-14")),
        ("وجرى اللقاء في معبر نصيب الحدودي يوم الخميس الماضي.", ("اللقاء", "معبر نصيب الحدودي", "2024-05-09")),
    ],
)
def test_a_meeting_has_its_adjectives_its_host_and_its_days(text: str, met: tuple[str, str | None, str | None]) -> None:
    assert [(each.what, each.where, each.when) for each in read_report(text, PUBLISHED, "ar").meetings] == [met]


def test_a_question_tells_of_no_meeting() -> None:
    assert read_report("● متى تُستأنف جولة المفاوضات في 20 مايو؟", PUBLISHED, "ar").meetings == []
