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
        pytest.param("وقال الوزير سامي كرمي إن الرسوم ستبقى، وهو الأمر الذي أغضب التجار.", ["الرسوم ستبقى"], id="which the report adds"),
    ],
)
def test_what_was_said_on_pages_of_newspapers(text: str, said: list[str]) -> None:
    assert [each.quote for each in read_report(text, PUBLISHED, "ar").statements] == said
