"""What Arabic pages do as they are scraped: lines cut by links, stops and blanks left out, reporting words in other places than agencies put them."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("نفى الوزير سامي كرمي\nوجود مفاوضات مع\nعمان\nوالكويت.", ["وجود مفاوضات مع\nعمان\nوالكويت"], id="links cut out of it"),
        pytest.param(
            "وأضاف الوزير سامي كرمي أن لجنة فنية من الجانبين ستزور الموقع", ["لجنة فنية من الجانبين ستزور الموقع"], id="no final stop"
        ),
        pytest.param("وقال الوزير سامي كرمي إن السد جاهز.وأضاف أن المياه وصلت.", ["السد جاهز", "المياه وصلت"], id="no blank behind a stop"),
        pytest.param("وقال الوزير سامي كرمي « السد جاهز تماما ».", ["السد جاهز تماما"], id="blanks within marks"),
        pytest.param("2024-05-14 أعلنت وزارة الصحة القطرية أن المصابين تعافوا.", ["المصابين تعافوا"], id="a day before the paragraph"),
        pytest.param("وأدانت وزارة الخارجية القطرية في بيان، الهجوم على القافلة.", ["الهجوم على القافلة"], id="in a statement, one comma"),
        pytest.param("وأكد الوزير سامي كرمي خلال الاتصال، الحرص على الحوار.", ["الحرص على الحوار"], id="on an occasion, one comma"),
        pytest.param("وجدد الوزير سامي كرمي التأكيد على دعم بلاده للوساطة.", ["دعم بلاده للوساطة"], id="renewed the affirmation"),
        pytest.param("وأكد الوزير سامي كرمي على حق بلاده في المياه.", ["حق بلاده في المياه"], id="affirmed on"),
        pytest.param("وفي ختام الجلسة دعا النائب حسن خليل إلى تهدئة فورية.", ["تهدئة فورية"], id="first when it was"),
        pytest.param("وأفاد مصدر أمني بإصابة 4 جنود.", ["بإصابة 4 جنود"], id="an unnamed source told of"),
        pytest.param(
            "وأعلنت الوزارة إغلاق المعبر بينما قالت البلدية إن الطريق سالك.", ["إغلاق المعبر", "الطريق سالك"], id="while somebody else said"
        ),
        pytest.param(
            "ونفى الوزير سامي كرمي وجود مجاعة وقال إن الأسواق مفتوحة.", ["وجود مجاعة", "الأسواق مفتوحة"], id="and said, behind a noun"
        ),
        pytest.param(
            "والأسعار ستنخفض خلال شهرين على أبعد تقدير، يقول الوزير سامي كرمي.",
            ["الأسعار ستنخفض خلال شهرين على أبعد تقدير"],
            id="verb behind",
        ),
        pytest.param("وذكر الوزير سامي كرمي أن بلاده، تدعو إلى ضبط النفس.", ["بلاده، تدعو إلى ضبط النفس"], id="a comma behind the subject"),
        pytest.param(
            "وأعلن العميد سامي كرمي أن الإحصائية السنوية حول الحرائق، كشفت أن الإهمال سببها.",
            ["الإحصائية السنوية حول الحرائق، كشفت أن الإهمال سببها"],
            id="a thing that shows what was said",
        ),
        pytest.param("وبلغ عدد العائدين 40 ألفا، وفقا للمادة 5 من الاتفاق.", [], id="an article says nothing"),
        pytest.param("وبلغ عدد المصابين 430 شخصا، وفق بيانات وزارة الصحة.", ["بلغ عدد المصابين 430 شخصا"], id="data of somebody"),
        pytest.param("وقال الوزير سامي كرمي: ”السد جاهز تماما“.", ["السد جاهز تماما"], id="marks the wrong way round"),
        pytest.param("وقال الوزير سامي كرمي إن ”السد جاهز تماما”.", ["السد جاهز تماما"], id="two marks that close"),
        pytest.param("وقال الوزير سامي كرمي: ''السد جاهز تماما''.", ["السد جاهز تماما"], id="doubled single marks"),
        pytest.param("وقال الوزير سامي كرمي: ((السد جاهز تماما)).", ["السد جاهز تماما"], id="doubled brackets"),
        pytest.param(
            ".قال الوزير سامي كرمي إن السد جاهز\n.وأضاف أن المياه وصلت.", ["السد جاهز", "المياه وصلت"], id="stops at the head of a line"
        ),
        pytest.param(
            'وقال الوزير سامي كرمي في حوار مع "دير مورغن" الأسبوعية الصادرة اليوم: "السد جاهز".', ["السد جاهز"], id="a paper before a colon"
        ),
        pytest.param(
            "وأوضح الوزير سامي كرمي، خلال ندوة حول موضوع “مستقبل المياه، رهان الجميع في الجهة”، أن “السد جاهز”.",
            ["السد جاهز"],
            id="a subject between marks",
        ),
        pytest.param(
            'ولفت الوزير سامي كرمي إلى متانة الشراكة بين البلدين قائلا: "السد جاهز".',
            ["متانة الشراكة بين البلدين", "السد جاهز"],
            id="saying, without a comma",
        ),
        pytest.param(
            'وقال مسؤول أردني لوكالة "رويترز" طالبا عدم ذكر اسمه إن "السد جاهز تماما".', ["السد جاهز تماما"], id="a name not to be given"
        ),
        pytest.param("دان الوزير سامي كرمي الهجوم على القافلة.", ["الهجوم على القافلة"], id="condemned, without its first letter"),
    ],
)
def test_what_was_said_is_found_on_pages(text: str, said: list[str]) -> None:
    assert [each.quote for each in read_report(text, PUBLISHED, "ar").statements] == said


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        ("الإنتاج سيزيد بما بين 200 ألف و300 ألف برميل", [(200_000, "over"), (300_000, "under")]),
        ("الحكومة أعادت حوالي 4500 إلى 5000 عائلة", [(4500, "over"), (5000, "under")]),
        ("الاتفاق سيوقع في غضون أسبوعين إلى ثلاثة أسابيع", [(2, "over"), (3, "under")]),
        ("الرسالة وصلت في الـ18 من أيار الماضي", []),
        ("الطائرة أسقطت حوالي الساعة التاسعة والنصف مساء", []),
        ("القصف طال منطقتي بانياس وطرطوس", []),
        ("الأمر يهدد السلام في نصف الكرة الغربي", []),
        ("284 شخصا قتلوا وأصيب 2000 آخرون", [(284, "exact"), (2000, "exact")]),
        ("الإنتاج بلغ 1،419،958 برميلا", [(1_419_958, "exact")]),
        ("السيول جرفت 1730شخصاً", [(1730, "exact")]),
        ("الجيش أطلق 24 صاروخا ودمر جميع المسيرات السبع عشرة", [(24, "exact"), (17, "all")]),
        ("البلاد وقعت منذ 2015 رسميا على الاتفاق", []),
    ],
)
def test_figures_are_read_as_pages_write_them(words: str, counted: list[tuple[float, str]]) -> None:
    (said,) = read_report(f"قال وزير الزراعة الأردني سامر الخوري إن {words}.", PUBLISHED, "ar").statements
    assert [(each.value, each.qualifier) for each in said.counts] == counted


def test_what_was_said_before_a_dated_statement_has_its_day() -> None:
    text = "قال وزير الماء الأردني سامر الخوري إن السدود ممتلئة.\n\nوأضاف الخوري في بيان صحفي أمس أن الضخ بدأ منذ أيام."
    assert [each.said_on for each in read_report(text, PUBLISHED, "ar").statements] == ["2024-05-13", "2024-05-13"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("وارتفعت الأسعار اليوم، حيث أكد الوزير سامي كرمي أن السوق مستقر.", "سامي كرمي"),
        ("وتتواصل المحادثات، إذ قال الوزير سامي كرمي إن النص جاهز.", "سامي كرمي"),
        ("أجرى الوزير سامي كرمي اتصالا هاتفيا مع نظيره الروسي إيغور بلوف، حيث أكد أن النص جاهز.", "سامي كرمي"),
        ('قالت وزارة الخارجية الأردنية إن النص جاهز. وأضافت الخارجية الأردنية: "الموعد قريب".', "وزارة الخارجية الأردنية"),
        ("ووصف الوزير سامي كرمي عملية الإنقاذ بأنها ناجحة تماما.", "سامي كرمي"),
        ("كشفت المفتشية العامة لوزارة الداخلية المغربية، عن توصلها بـ40 شكاية.", "المفتشية العامة لوزارة الداخلية المغربية"),
        ('قالت وزيرة المياه سلمى فهد إن السد جاهز. وتابعت القول: "المياه وصلت".', "سلمى فهد"),
    ],
)
def test_who_speaks_is_found_on_pages(text: str, name: str) -> None:
    assert read_report(text, PUBLISHED, "ar").statements[-1].speaker == name


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("أعلن وزير الفلاحة سامي كرمي، اليوم بمكناس، أن الإنتاج سيرتفع.", "mar"),
        ("قال سامي كرمي، المدير التنفيذي للهيئة الوطنية للانتخابات، إن الفرز مستمر.", "egy"),
        ('ونقل موقع "بوليتيكو" الأمريكي عن مصدرين مطلعين قولهما إن النص جاهز.', None),
        ("وصرح متحدث باسم الجيش لوكالة الصحافة الفرنسية بأن القصف مستمر.", None),
    ],
)
def test_the_state_of_a_medium_is_not_the_speakers_but_that_of_a_city_is(text: str, side: str | None) -> None:
    assert read_report(text, PUBLISHED, "ar").statements[0].side == side


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ('قال الوزير سامي كرمي عبر فضائية "القاهرة الإخبارية" إن السد جاهز.', [["القاهرة الإخبارية"]]),
        (
            'قال الوزير سامي كرمي، بحسب ما أوردته وكالة الأنباء السورية "سانا"، إن السد جاهز.',
            [["وكالة الأنباء السورية"]],
        ),
        (
            'قال الوزير سامي كرمي لقناة "الأفق" إن السد جاهز.\n\nوأكد كرمي أن المياه وصلت.',
            [["الأفق"], []],
        ),
    ],
)
def test_the_way_is_named_once_and_ends_with_its_paragraph(text: str, via: list[list[str]]) -> None:
    assert [each.via for each in read_report(text, PUBLISHED, "ar").statements] == via
