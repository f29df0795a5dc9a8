"""Who speaks on the pages of Arabic newspapers: names that read as other words, that lose a blank, that stand behind a company's."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "قال المتحدث باسم شرطة نوردا، بروس كيلر، للصحفيين، إن الحريق بدأ ليلا. وأضاف كيلر أن التحقيق مستمر.",
            [("بروس كيلر", "المتحدث باسم شرطة نوردا")] * 2,
            id="Bruce is not with Russians",
        ),
        pytest.param("وقال خبراء روس إن الحريق بدأ ليلا.", [(None, "خبراء روس")], id="Russians are a people"),
        pytest.param(
            "قال وزير المالية الفرنسي، جان لو غال إن الرسوم ظالمة. وحذر لوغال من أن الاتحاد سيرد.",
            [("جان لو غال", "وزير المالية الفرنسي")] * 2,
            id="a surname without its blank",
        ),
        pytest.param(
            "قال رئيس الحزب كريم بن عيسى إن الرسوم ظالمة. وحذر بنعيسى من أن الحزب سيرد.",
            [("كريم بن عيسى", "رئيس الحزب")] * 2,
            id="a particle joined to its surname",
        ),
        pytest.param(
            "قال رئيس الحزب كريم بن عيسى إن الرسوم ظالمة. وحذر عيساوي من أن الحزب سيرد.",
            [("كريم بن عيسى", "رئيس الحزب"), ("عيساوي", None)],
            id="another surname is another one's",
        ),
        pytest.param(
            'قال الرئيس التنفيذي لشركة نوردا لارس نوردين في بيان: "سنبني المصنع في العام المقبل".',
            [("لارس نوردين", "الرئيس التنفيذي لشركة نوردا")],
            id="a name behind that of a company",
        ),
        pytest.param(
            "قال المتحدث باسم شركة نوردا للنفط إن المصنع سيبنى في العام المقبل.",
            [(None, "المتحدث باسم شركة نوردا للنفط")],
            id="what a company deals in is nobody's name",
        ),
        pytest.param(
            "قال وزير الدفاع سامي كرمي إن الجيش سيرد. وأعلن #الجيش_السوداني في بيان أن طائرة سقطت.",
            [("سامي كرمي", "وزير الدفاع"), ("الجيش_السوداني", None)],
            id="a body as a hashtag",
        ),
        pytest.param(
            "وكان سامر كرمي في البيت. وقال والد سامر، نبيل كرمي، إن ابنه نجا. وقال الأب إن البيت احترق.",
            [("نبيل كرمي", "والد سامر")] * 2,
            id="a father as an office",
        ),
        pytest.param(
            "وقالت ليلى كرمي، والدة سامر، إن ابنها نجا. وقال سامي نوردين إن الشرطة تأخرت. وقالت الأم إن البيت احترق.",
            [("ليلى كرمي", None), ("سامي نوردين", None), ("ليلى كرمي", None)],
            id="the mother who was named",
        ),
    ],
)
def test_who_speaks_on_an_arabic_page(text: str, said: list[tuple[str | None, str | None]]) -> None:
    report = read_report(text, PUBLISHED, "ar")
    assert [(each.speaker, each.office) for each in report.statements] == said
