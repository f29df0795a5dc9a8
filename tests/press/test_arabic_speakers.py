"""Who speaks in Arabic reports as sites print them: names, offices, sides and the way on which words came; all names are invented."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


def _read(text: str) -> list[tuple[str | None, str | None, str | None, list[str]]]:
    return [(said.speaker, said.office, said.side, said.via) for said in read_report(text, PUBLISHED).statements]


@pytest.mark.parametrize(
    ("text", "speaker", "office", "side"),
    [
        pytest.param(
            "دعا رئيس الوزراء اليمني حسن علي السوداني دول الجوار إلى التعاون. وقال السوداني إن الحدود آمنة.",
            "حسن علي السوداني",
            "رئيس الوزراء اليمني",
            "yem",
            id="a surname that is the adjective of a state",
        ),
        pytest.param(
            "أعلن مفوض الأمم المتحدة لشؤون اللاجئين، اليوم الثلاثاء، أن العدد ارتفع. وقال كارل برانت: «الوضع خطير».",
            "كارل برانت",
            "مفوض الأمم المتحدة لشؤون اللاجئين",
            "un",
            id="a name that follows only in the next sentence",
        ),
        pytest.param(
            "قال وزير الصحة الأردني كمال الطيب إن الوضع جيد. وقال الطيب، في مؤتمر صحفي، عقب ساعات من وصول الشحنة، إن اللقاحات كافية.",
            "كمال الطيب",
            "وزير الصحة الأردني",
            "jor",
            id="after, which is commented too",
        ),
        pytest.param(
            "سلم عيسى كاملي، مساعد وزير الخارجية الإيراني اليوم الأحد، مذكرة إلى السيدة نادين لوز، سفيرة سويسرا. وقال ان طهران تدين العدوان.",
            "عيسى كاملي",
            "مساعد وزير الخارجية الإيراني",
            "irn",
            id="whoever a sentence begins with, behind its verb",
        ),
        pytest.param(
            "أعلن رئيس الإدارة المدنية في منطقة سومي، إيفان بترينكو، أن القصف توقف.",
            "إيفان بترينكو",
            "رئيس الإدارة المدنية في منطقة سومي",
            None,
            id="where an office is, before a name between commas",
        ),
        pytest.param(
            "وقال وزير الدفاع في بوركينا فاسو، قاسم كوليبا، إن الحدود مغلقة.",
            "قاسم كوليبا",
            "وزير الدفاع في بوركينا فاسو",
            "bfa",
            id="a state behind in, before a name between commas",
        ),
        pytest.param(
            "قال كريم منصور المدير العام لهيئة السدود في تونس إن المياه تكفي.",
            "كريم منصور",
            "المدير العام لهيئة السدود في تونس",
            "tun",
            id="a state behind in, behind the name",
        ),
        pytest.param(
            "وقال سهيل أنور نائب المفوض بمدينة هارناي لرويترز إن الناس بلا مأوى.",
            "سهيل أنور",
            "نائب المفوض بمدينة هارناي",
            None,
            id="a town behind the name",
        ),
        pytest.param("قال حاكم هذه المحافظة إن القتلى 23.", None, "حاكم هذه المحافظة", None, id="this, in an office"),
        pytest.param(
            "نفت النيابة العامة صحة ما نشرته صحف عن الإفراج عن المتهمين. وقالت النيابة إن التحقيق مستمر.",
            "النيابة العامة",
            None,
            None,
            id="the truth of what is denied belongs to no body",
        ),
        pytest.param("ونفت باكستان مسؤوليتها عن الهجوم.", "باكستان", None, "pak", id="what a state has"),
        pytest.param(
            "كانت وزارة الزراعة قد اتهمت الشركة بالتأخير. وأضافت الوزارة أن العقد سيلغى.",
            "وزارة الزراعة",
            None,
            None,
            id="a body that had done something",
        ),
        pytest.param(
            "وأعلن خفر السواحل تلقي نداء استغاثة. وقال خفر السواحل اليوناني إن العدد ارتفع.",
            "خفر السواحل اليوناني",
            None,
            "grc",
            id="a body by more words later",
        ),
        pytest.param(
            "قالت شبكة أطباء السودان إن القتلى عشرة. وأكدت الشبكة أن الوضع سيئ.",
            "شبكة أطباء السودان",
            None,
            "sdn",
            id="a body that no list has, by its first word",
        ),
        pytest.param(
            "قال وزير الإدارة الترابية الناطق باسم الحكومة المالية عبد الله مايغا، إن النيجر حليفة.",
            "عبد الله مايغا",
            "وزير الإدارة الترابية الناطق باسم الحكومة المالية",
            "mli",
            id="the government of Mali is no financial one",
        ),
        pytest.param(
            "أعلن مدير الهيئة سمير علي قادر عن ارتفاع الحصيلة إلى 46 قتيلا.",
            "سمير علي قادر",
            "مدير الهيئة",
            None,
            id="three words of a name before a lead and a deed",
        ),
        pytest.param(
            "أعلن وزير الصحة اللبناني فراس الأبيض، مقتل 51 شخصا في الغارات. وقال الأبيض، في مؤتمر صحفي، إن العدد ارتفع.",
            "فراس الأبيض",
            "وزير الصحة اللبناني",
            "lbn",
            id="a surname that is a town",
        ),
        pytest.param(
            "قال وزير الداخلية اللبناني سمير مولوي إن الوضع صعب. وقال «مولوي»، خلال لقاء مع القناة: «نقوم بجهد استخباراتي».",
            "سمير مولوي",
            "وزير الداخلية اللبناني",
            "lbn",
            id="a name between marks behind the verb",
        ),
        pytest.param(
            "توقع رئيس المفوضية الليبية، عماد السايح، أن تصل النسبة إلى 45%. ولفت السايح إلى الخروقات جنوب العاصمة طرابلس، وبلدتي مرزق.",
            "عماد السايح",
            "رئيس المفوضية الليبية",
            "lby",
            id="a surname that is a trade, and a place behind a comma",
        ),
        pytest.param(
            "جدير بالذكر أن وزير الخارجية المصري سمير حافظ، أعرب أمس عن تقديره لدور تونس.",
            "سمير حافظ",
            "وزير الخارجية المصري",
            "egy",
            id="worth mentioning",
        ),
    ],
)
def test_who_speaks(text: str, speaker: str | None, office: str | None, side: str | None) -> None:
    found = _read(text)
    assert found
    assert {each[:3] for each in found} == {(speaker, office, side)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ارتفعت الأسعار وفقا للمادة 12 من قانون الضرائب.", id="a law"),
        pytest.param("جاء ذلك في تصريح مقتضب، وارتفعت الأسعار.", id="this came"),
        pytest.param("وتأتي هذه التصريحات - حسبما ذكر راديو «النيل 1» اليوم - بمناسبة افتتاح الجمعية.", id="a medium alone"),
        pytest.param("ولم يصدر عن القوات أي نفي رسمي أو تعليق على الأخبار المتعلقة بالقصف.", id="a denial that was not given"),
    ],
)
def test_nobody_speaks(text: str) -> None:
    assert not _read(text)


@pytest.mark.parametrize(
    ("text", "via"),
    [
        pytest.param(
            "كشف الرئيس التركي كمال دينيز أنه سيزور الرياض، وفقا لما نقلته وسائل إعلام تركية.",
            ["وسائل إعلام تركية"],
            id="media of a country",
        ),
        pytest.param(
            "قال الرئيس التركي كمال دينيز إن التجارة ارتفعت، بحسب ما نقلته وكالة نوفا للأنباء، مشيرا إلى أن العجز تراجع.",
            ["وكالة نوفا للأنباء"],
            id="an agency that no list has, with more than its name",
        ),
        pytest.param(
            "قال الناطق باسم الجيش الباكستاني آصف غفور إن الحدود آمنة، حسبما أوردت وكالة الأنباء الباكستانية.",
            ["وكالة الأنباء الباكستانية"],
            id="the news agency of a state",
        ),
        pytest.param(
            "وقالت الوزارة الروسية في بيان نقلته وكالة نوفوستي إن الانتهاكات مستمرة.",
            ["وكالة نوفوستي"],
            id="between verb and what was said",
        ),
        pytest.param(
            "ونقلت وسائل إعلام سودانية عن القائد سمير حافظ قوله إن القوات انسحبت.", ["وسائل إعلام سودانية"], id="media that quote"
        ),
        pytest.param("وقال فؤاد سليم لإذاعة صوت الوطن إن الحرائق تحت السيطرة.", ["صوت الوطن"], id="a medium of several words that is told"),
        pytest.param("وقال فؤاد سليم لموقع إخباري محلي إن الحرائق تحت السيطرة.", [], id="a medium without a name"),
        pytest.param("وأضافت القوات، في بيان على صفحتها بموقع التواصل الاجتماعي، أن الضربات مستمرة.", [], id="no medium"),
    ],
)
def test_the_way_on_which_words_came(text: str, via: list[str]) -> None:
    found = _read(text)
    assert found
    assert all(each[3] == via for each in found)
    assert len({each[0] for each in found}) == 1
