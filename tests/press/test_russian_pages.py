"""What pages of Russian sites are full of: nouns that say what was said, "of this" behind the way it came, headings, what ends a figure."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report
from detente.press.values import Statement

PUBLISHED = dt.date(2024, 5, 14)


def _read(text: str) -> list[Statement]:
    return list(read_report(text, PUBLISHED).statements)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("Посол Ли На заявила о временной приостановке обмена.", ["о временной приостановке обмена"], id="of a noun"),
        pytest.param("Ведомство сообщило об обжаловании приговора.", ["об обжаловании приговора"], id="of what was done"),
        pytest.param("Посол Ли На рассказала о состоянии дорог.", [], id="only what it was about"),
        pytest.param(
            "Посол Ли На заявила о запрете ввоза, чтобы защитить сады.", ["о запрете ввоза, чтобы защитить сады"], id="and what for"
        ),
        pytest.param(
            "Дороги закрыты.\n\nКак передает агентство Reuters, об этом заявила посол Ли На.",
            ["Дороги закрыты"],
            id="of this, as the agency writes",
        ),
        pytest.param(
            "Дороги закрыты.\n\nОб этом в интервью сказала посол Ли На.", ["Дороги закрыты"], id="of this, in a paragraph of its own"
        ),
        pytest.param("Об этом заявила посол Ли На, сообщает «Берег».", [], id="of this, where nothing stands before"),
        pytest.param("Делегация прибыла, пишет Reuters. Об этом сообщила посол Ли На.", ["Делегация прибыла"], id="not the way it came"),
        pytest.param("Посол Ли На сказала, что мост открыт.\n\nПо уточненным данным, ранены двое.", ["мост открыт"], id="whose ever data"),
        pytest.param("Как сообщают местные СМИ, по словам посла Ли На, дорога закрыта.", ["дорога закрыта"], id="the way before a source"),
        pytest.param("Ранее мы сообщали, что посол Ли На заявила протест.", [], id="what the page itself wrote"),
        pytest.param(
            "Посол Ли На заявила, что это случилось после того, как главы ведомств осудили обыск.",
            ["это случилось после того, как главы ведомств осудили обыск"],
            id="when it was",
        ),
        pytest.param(
            "Посол Ли На заявила, что после закрытия дороги, власти отвергли просьбу.",
            ["после закрытия дороги, власти отвергли просьбу"],
            id="a comma behind when it was",
        ),
        pytest.param("Дорога закрыта, подчеркнула О'Коннор.", ["Дорога закрыта"], id="a name that begins as a preposition"),
        pytest.param(
            "Обмен состоится скоро, передают слова посла Ли На местные СМИ.", ["Обмен состоится скоро"], id="words that are handed on"
        ),
        pytest.param("Ли На опровергла слухи о «Тихом доме»\nДорога закрыта, сказала посол Ли На.", ["Дорога закрыта"], id="a heading"),
        pytest.param(
            "Вывоз закрыт. Об этом заявила посол Ли На, подчеркнув, что цены не вырастут.",
            ["Вывоз закрыт", "цены не вырастут"],
            id="and more",
        ),
        pytest.param("Вывоз закрыт. Соответствующее заявление сделали в МИД Чили.", ["Вывоз закрыт"], id="such a statement"),
        pytest.param(
            "Посол Ли На отметила, что, по данным таможни, вывоз вырос.", ["по данным таможни, вывоз вырос"], id="a source put in"
        ),
        pytest.param("Ли На отметила, что вывоз вырос.Затем она уехала.", ["вывоз вырос"], id="a blank that was lost"),
        pytest.param("Порт закрыт, объявили утром в среду, 8 мая, в МИД Чили.", ["Порт закрыт"], id="a dated day before who said it"),
        pytest.param("Судно село на мель после того, как покинуло порт. Так было не раз.", [], id="as soon as it had left"),
        pytest.param(
            "Посол Ли На ответила: Порт согласен ждать (цитата по Reuters).", ["Порт согласен ждать"], id="through whom, in brackets"
        ),
        pytest.param(
            "Посол Ли На осмотрела сады, которые, по ее оценке, погибли от засухи.",
            ["погибли от засухи"],
            id="a source in a relative clause",
        ),
        pytest.param('Чили ответит скоро, сообщает агентство "Интерфакс".', [], id="an agency between marks"),
        pytest.param(
            "Победителей не будет. С таким предостережением выступила посол Ли На.", ["Победителей не будет"], id="such a warning"
        ),
        pytest.param(
            "Армия сообщила о захвате деревни на востоке: войска подошли к реке.",
            ["о захвате деревни на востоке: войска подошли к реке"],
            id="a colon within",
        ),
        pytest.param("Чили сбивает ракетами все, что летит на нее.", [], id="all that"),
        pytest.param(
            "Посол Ли На сказала, что стране грозит голод. Людям грозит новая волна цен.", ["стране грозит голод"], id="threatens"
        ),
    ],
)
def test_what_was_said_is_found(text: str, said: list[str]) -> None:
    assert [statement.quote for statement in _read(text)] == said


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Посол Китая Ли На заявила: если пошлины вырастут и порты закроют, китайская сторона ответит.", "pledge"),
        ("Посол Китая Ли На выразила готовность приехать в Киото.", "pledge"),
        ("Посол Китая Ли На сказала: «Я уверена, что мост будет готов».", "statement"),
        ("Посол Китая Ли На сказала, что договор между Китаем и Чили снизит цены.", "statement"),
        ("Посол Китая Ли На сказала, что открылись лишь 5 из 9 запланированных мартовских школ.", "statement"),
    ],
)
def test_of_which_kind_it_is(text: str, kind: str) -> None:
    assert [statement.kind for statement in _read(text)] == [kind]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("за год он 500 раз обращался к соседям", ["500 раз"]),
        ("толчки силой 6,2 произошли ночью", ["6,2"]),
        ("на 50 млрд руб. подписана сделка", ["50 млрд руб"]),
        ("в четырех странах грозит голод", ["четырех странах"]),
        ("нужно, по меньшей мере, 40 тонн", ["по меньшей мере, 40 тонн"]),
        ("за последние 15 лет экономика страны окрепла", ["15 лет"]),
        ("надо выслушать всех соседей и отдать все им", []),
        ("все соседи ушли", ["все соседи"]),
        ("это записано в части 2 статьи 61", []),
    ],
)
def test_figures_end_where_something_else_is_told(said: str, words: list[str]) -> None:
    (statement,) = _read(f"Посол Ли На сказала, что {said}.")
    assert [count.words for count in statement.counts] == words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "«Склад полон.\nСоли хватит до весны.\nДороги открыты», — сказала посол Ли На.",
            ["Склад полон.\nСоли хватит до весны.\nДороги открыты"],
            id="over paragraphs without marks",
        ),
        pytest.param("«Склад полон.\nСоли хватит.\nОб этом сказала посол Ли На.", ["Соли хватит"], id="a mark that nothing closes"),
        pytest.param(
            "«Мы купили «Белый парус», - сказала посол Ли На. «Он цел», - добавила она.",
            ["Мы купили «Белый парус»", "Он цел"],
            id="one mark closes a name and what was said",
        ),
        pytest.param(
            "Несмотря на долгую засуху на юге, сказала посол Ли На, сбор риса вырос.",
            ["Несмотря на долгую засуху на юге, сказала посол Ли На, сбор риса вырос"],
            id="a long adjunct before reporting words",
        ),
        pytest.param(
            "На юге страны уже лежит снег, сказала посол Ли На, дороги закрыты.",
            ["На юге страны уже лежит снег"],
            id="a clause before them",
        ),
    ],
)
def test_what_was_said_goes_on_over_what_parts_it(text: str, said: list[str]) -> None:
    assert [each.quote for each in _read(text)] == said


def test_whoever_is_talked_to_is_who_spoke_last() -> None:
    text = "Дорога закрыта, сообщил РБК источник в полиции Норвегии.\n«Снег тает», – добавил собеседник."
    assert [(each.office, each.side) for each in _read(text)] == [("источник в полиции Норвегии", "nor")] * 2
