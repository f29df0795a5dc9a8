"""Who speaks on pages of Russian sites: a name at once behind the verb, whose owner an office is, what a sentence begins with, lists and letters."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report
from detente.press.values import Statement

PUBLISHED = dt.date(2024, 5, 14)


def _read(text: str) -> list[Statement]:
    return list(read_report(text, PUBLISHED, "ru").statements)


@pytest.mark.parametrize(
    ("text", "speaker", "office"),
    [
        pytest.param(
            '"Их надо беречь", - заявила Ветрова в эфире канала главы комитета по рекам Олега Туманова.',
            "Ветрова",
            None,
            id="on a channel of",
        ),
        pytest.param(
            '"Их надо беречь", - заявила Ветрова в воскресенье после визита главы порта Олега Туманова.',
            "Ветрова",
            None,
            id="after a visit of",
        ),
        pytest.param(
            "Мост закрыт. Об этом министр иностранных дел Игорь Туманов заявил в беседе с заместителем госсекретаря США Питером Брауном.",
            "Игорь Туманов",
            "министр иностранных дел",
            id="of this, with the deputy of somebody",
        ),
        pytest.param(
            "Мост закрыт. Об этом журналистам заявил заместитель министра Игорь Туманов.",
            "Игорь Туманов",
            "заместитель министра",
            id="of this, behind the verb",
        ),
        pytest.param(
            "Мост закрыт. Об этом статс-секретарь - заместитель министра культуры Игорь Туманов заявил в Осло.",
            "Игорь Туманов",
            "статс-секретарь - заместитель министра культуры",
            id="two offices, a hyphen between",
        ),
        pytest.param(
            "Прозвучавшее в эфире главы порта Олега Туманова заявление вызвало спор. Посол Ли На сказала, что мост открыт.",
            "Ли На",
            "Посол",
            id="a participle opens the sentence",
        ),
    ],
)
def test_who_speaks_beside_others(text: str, speaker: str, office: str | None) -> None:
    assert [(each.speaker, each.office) for each in _read(text)] == [(speaker, office)]


@pytest.mark.parametrize(
    ("text", "speaker", "office"),
    [
        pytest.param("Пожилая женщина утверждает, что мост закрыт.", None, "Пожилая женщина", id="a woman"),
        pytest.param("Местный житель рассказал, что мост закрыт.", None, "Местный житель", id="a man"),
        pytest.param("Толстой вновь заявил, что мост закрыт.", "Толстой", None, id="a surname with that ending"),
        pytest.param("Жуковский позднее добавил, что мост закрыт.", "Жуковский", None, id="a surname of another"),
        pytest.param("Посол Белый сказал, что мост закрыт.", "Белый", "Посол", id="within a sentence"),
    ],
)
def test_an_adjective_that_opens_a_sentence_is_nobodys_name(text: str, speaker: str | None, office: str | None) -> None:
    assert [(each.speaker, each.office) for each in _read(text)] == [(speaker, office)]


def test_the_young_man_is_whoever_spoke_before() -> None:
    text = "Студент Олег Туманов сказал, что голодал. Молодой человек утверждает, что болел. По словам молодого человека, он здоров."
    assert {each.speaker for each in _read(text)} == {"Олег Туманов"}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param(
            "В Министерстве культуры, молодежи и спорта сообщили, что мост закрыт.", "Министерстве культуры, молодежи и спорта", id="in it"
        ),
        pytest.param(
            "Министерство труда, занятости и торговли заявило, что мост закрыт.", "Министерство труда, занятости и торговли", id="itself"
        ),
        pytest.param("По данным Министерства обороны, ракеты и мосты целы.", "Министерства обороны", id="what it says is no part of it"),
    ],
)
def test_a_body_can_be_for_several_things(text: str, speaker: str) -> None:
    assert [each.speaker for each in _read(text)] == [speaker]


def test_a_paper_is_of_the_body_whose_letters_stand_behind_it() -> None:
    text = (
        "Федеральная лесная служба (ФЛС) оспорила сделку, сообщил посол Ли На. «Сделка подозрительна», - указано в сообщении ФЛС. "
        "В сообщении ФЛС говорится, что рубка закрыта. В сообщении ББР говорится, что цены растут."
    )
    assert [each.speaker for each in _read(text)][1:] == ["Федеральная лесная служба", "Федеральная лесная служба", "ББР"]
