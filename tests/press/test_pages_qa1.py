"""What Arabic newspapers do on their pages that agencies seldom do: trades, present tense, insertions, objects without a subject."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "كشف رجل الأعمال الأردني، سامر حدادين، أنه وضع ماله في الأراضي. وقال رجل الأعمال الأردني إن الأسعار سترتفع.",
            [("سامر حدادين", "رجل الأعمال الأردني")] * 2,
            id="a man of business",
        ),
        pytest.param(
            "وقال وزير التجارة الصيني وانغ هي السبت إن الرسوم ستبقى.", [("وانغ هي", "وزير التجارة الصيني")], id="a pronoun ends a name"
        ),
        pytest.param("وتقول الأمم المتحدة إن الخيام نفدت.", [("الأمم المتحدة", None)], id="a union of states in the present"),
        pytest.param("ويطالب البيت الأبيض بخفض الرسوم.", [("البيت الأبيض", None)], id="a house in the present"),
        pytest.param("وقال سامي كرمي للبي بي سي إن السوق ستهدأ.", [("سامي كرمي", None)], id="a medium with the article"),
        pytest.param("وينص القانون الجديد على أن البحيرة ملك للجميع.", [], id="a law says nothing"),
        pytest.param("وبلغ الثمن 300 دينار بحسب سعر السوق.", [], id="a price says nothing"),
        pytest.param(
            "قال المدرب الكيني السابق دانيال موانغي إن الفريق تعب.", [("دانيال موانغي", "المدرب الكيني السابق")], id="a former trade"
        ),
        pytest.param('وقالت "إنصاف"، وهي منظمة غير حكومية تعنى بالعمال، إن "القرار ظالم".', [("إنصاف", None)], id="a body between marks"),
        pytest.param(
            'إلا أن كارل مورغان من مجموعة "السوق الحر" انتقد الاتحاد وقال إن له مصالح أخرى.',
            [("كارل مورغان", None)],
            id="whoever is of a group, before a verb",
        ),
        pytest.param(
            'أكد المندوب الجهوي للتربية بقلسوة، سمير خضر ل"الأفق أف أم" أن الطفل عاد مساء أمس إلى البيت.',
            [("سمير خضر", "المندوب الجهوي للتربية بقلسوة")],
            id="a place that no list has, and a medium behind one comma",
        ),
        pytest.param(
            "أكدت مديرة المعهد، منية خضر لصحيفة الساحل أن الطبيب عاد صباح أمس إلى بيته الجديد.",
            [("منية خضر", "مديرة المعهد")],
            id="a paper behind one comma",
        ),
        pytest.param(
            "أعلن نادي بورتو البرتغالي، الأربعاء، أن مهاجمه تعافى. وقال النادي البرتغالي إن الفريق تعب. وأضاف بورتو أن المباراة أجلت.",
            [("نادي بورتو البرتغالي", None)] * 3,
            id="a club by its own name",
        ),
        pytest.param(
            "وهذا المشروع ليس مشروعا صغيرا فحسب؛ حيث قالت الشركة إنها وجهت الماء نحو القرى.",
            [("الشركة", None)],
            id="where, behind a semicolon",
        ),
        pytest.param(
            "قال الوزير سامي كرمي إن الطفل عاد من مدرسة النور بشط عمران. وأضاف أن المدرسة أغلقت.",
            [("سامي كرمي", "الوزير")] * 2,
            id="a school is no woman",
        ),
    ],
)
def test_who_speaks_on_pages_of_newspapers(text: str, said: list[tuple[str | None, str | None]]) -> None:
    assert [(each.speaker, each.office) for each in read_report(text, PUBLISHED, "ar").statements] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "وقال الوزير سامي كرمي إن العملة فشلت وفقا للمؤشرات المعروفة وإنها لا تخزن القيمة.",
            ["العملة فشلت وفقا للمؤشرات المعروفة وإنها لا تخزن القيمة"],
            id="according to what says nothing",
        ),
        pytest.param(
            "وأكمل الوزير سامي كرمي قائلا: الفريق يروق لي كثيرا، أعتقد أنه الأفضل.",
            ["الفريق يروق لي كثيرا، أعتقد أنه الأفضل"],
            id="the first person behind a colon",
        ),
        pytest.param(
            "وأشاد الوزير سامي كرمي بالفريق وبالمدرب فادي عازار وقال الوزير كرمي خلال اللقاء: ربما لم نر الكثير هذا العام.",
            ["بالفريق وبالمدرب فادي عازار", "ربما لم نر الكثير هذا العام"],
            id="a stop that was lost",
        ),
        pytest.param(
            "أعلنت كتلة المستقبل في بيان، رفضها القاطع لعودة الرسوم ودعت إلى تكثيف الجهود، مؤكدة الرفض القاطع للتهديد.",
            ["رفضها القاطع لعودة الرسوم", "تكثيف الجهود", "الرفض القاطع للتهديد"],
            id="a demand behind a noun",
        ),
        pytest.param("ولا ينفي الوزير سامي كرمي أن المال نفد قبل أيام قليلة.", ["المال نفد قبل أيام قليلة"], id="does not deny"),
        pytest.param(
            "قال الوزير سامي كرمي إن الطريق مفتوح. وقدمت القمة مساعدات تتمثل في:\n- وديعة في البنك المركزي.\n- دعم سنوي للميزانية.",
            ["الطريق مفتوح"],
            id="a list of the report",
        ),
        pytest.param(
            'وزار الرئيس السابق جون براون المدينة وتتواصل جلسات "هيئة العدل والصلح" في العاصمة.', [], id="sessions that have a name"
        ),
        pytest.param("وقال الوزير سامي كرمي إن الرسوم ستبقى، وهو الأمر الذي أغضب التجار.", ["الرسوم ستبقى"], id="which the report adds"),
    ],
)
def test_what_was_said_on_pages_of_newspapers(text: str, said: list[str]) -> None:
    assert [each.quote for each in read_report(text, PUBLISHED, "ar").statements] == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "أفاد تقرير للبنك الدولي بارتفاع الأسعار. ويقول تقرير البنك الدولي إن 30 قرية تضررت.",
            [("البنك الدولي", "بارتفاع الأسعار"), ("البنك الدولي", "30 قرية تضررت")],
            id="whose report it is",
        ),
        pytest.param(
            "وكشف تقرير لوزارة الصحة عن ارتفاع الأسعار. ودعت وزارة الصحة القبائل إلى الهدوء التام.",
            [("وزارة الصحة", "ارتفاع الأسعار"), ("وزارة الصحة", "القبائل إلى الهدوء التام")],
            id="a body and whom it calls upon",
        ),
        pytest.param(
            "قال رئيس البلدية سامي كرمي إن السلام ممكن. وحث دول المنطقة على التخلي عن الرسوم. ودعا الحكومات إلى فتح الحدود.",
            [
                ("سامي كرمي", "السلام ممكن"),
                ("سامي كرمي", "دول المنطقة على التخلي عن الرسوم"),
                ("سامي كرمي", "الحكومات إلى فتح الحدود"),
            ],
            id="whom he calls upon",
        ),
        pytest.param(
            "قالت الوزيرة ليلى حداد إن الطريق مفتوح. ودعت الرئيس الكيني إلى فتح الحدود. وطالبت مجلس الأمن بعقد جلسة.",
            [
                ("ليلى حداد", "الطريق مفتوح"),
                ("ليلى حداد", "الرئيس الكيني إلى فتح الحدود"),
                ("ليلى حداد", "مجلس الأمن بعقد جلسة"),
            ],
            id="whom she calls upon",
        ),
        pytest.param(
            "قال الوزير سامي كرمي إن الطريق مفتوح. ودعا لبنان إلى فتح الحدود.",
            [("سامي كرمي", "الطريق مفتوح"), ("لبنان", "فتح الحدود")],
            id="a state of the verb's own gender",
        ),
        pytest.param(
            "حذر رئيس بلدية أوساكا من تصاعد العنف. وطالب رئيس البلدية كينجي موري في كلمته - التي ألقاها أمس - بإخلاء المدينة."
            " وقال - دون أن يسمي دولا بعينها - إن دولا تحب العنف. ومضى للقول إن الوقت ضيق.",
            [
                ("كينجي موري", "تصاعد العنف"),
                ("كينجي موري", "بإخلاء المدينة"),
                ("كينجي موري", "دولا تحب العنف"),
                ("كينجي موري", "الوقت ضيق"),
            ],
            id="what is put in between dashes",
        ),
        pytest.param("قال رئيس البلديةمن أمام السد إن السد جاهز.", [(None, "السد جاهز")], id="a blank lost behind a feminine ending"),
    ],
)
def test_whom_a_verb_calls_upon(text: str, said: list[tuple[str | None, str]]) -> None:
    assert [(each.speaker, each.quote) for each in read_report(text, PUBLISHED, "ar").statements] == said


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        pytest.param("كلف عشرات الملايين بل مئات الملايين", ["عشرات الملايين", "مئات الملايين"], id="tens, nay hundreds of millions"),
        pytest.param("مساحته 2000 كيلو متر مربع", ["2000 كيلو متر مربع"], id="two thousand of a measure"),
        pytest.param("سيبدأ بـ20 مارس/ آذار الحالي", [], id="a day with a preposition before it"),
        pytest.param("تأخر بعد كأس العالم 2018 بروسيا", [], id="a year before a place"),
        pytest.param('يضم 18 طائرة "إيه 320"', ["18 طائرة"], id="a model"),
        pytest.param("سيكتمل في السنوات العشرين المقبلة", ["السنوات العشرين"], id="the next twenty years"),
        pytest.param("سيكتمل خلال اليومين المقبلين", ["اليومين المقبلين"], id="the next two days"),
        pytest.param("جمع البلدين", [], id="the two states"),
        pytest.param("أعاد كل الأسرى بعد جميع الجهود في كافة المجالات", ["كل الأسرى"], id="all of what nobody counts"),
    ],
)
def test_what_is_a_figure_on_pages_of_newspapers(words: str, counts: list[str]) -> None:
    statements = read_report(f"قال الوزير سامي كرمي إن المشروع {words}.", PUBLISHED, "ar").statements
    assert [count.words for each in statements for count in each.counts] == counts
