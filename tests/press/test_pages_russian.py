"""Russian pages of newspapers and sites: lost blanks and marks, days without a year, who is meant by whom, media without a word for one."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report
from detente.press.values import Statement

PUBLISHED = dt.date(2024, 5, 14)


def _read(text: str, published: dt.date | None = PUBLISHED) -> list[Statement]:
    return list(read_report(text, published, "ru").statements)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            'Порт открыт, заявил министр Карл Брандт."Судов пока мало. Мы ждем", — сказал он.',
            [("Порт открыт", "indirect"), ("Судов пока мало. Мы ждем", "direct")],
            id="a blank lost before the mark that opens",
        ),
        pytest.param(
            'Посол Ли На прибыла в Осло. Мы не закроем порт и ждем суда",— рассказала Ли На. Она добавила, что лед тонок.',
            [("Мы не закроем порт и ждем суда", "direct"), ("лед тонок", "indirect")],
            id="a mark that nothing has opened",
        ),
        pytest.param(
            'Снимок сделан в порту "Я думаю, что принимать суда на причале правильно, мы это делаем", - заявила посол Ли На.',
            [("Я думаю, что принимать суда на причале правильно, мы это делаем", "direct")],
            id="words before a long quotation that lead to nothing",
        ),
        pytest.param(
            'Флот ждет судно "Берег", - заявила посол Ли На.',
            [('Флот ждет судно "Берег"', "indirect")],
            id="a name that ends what was said",
        ),
    ],
)
def test_a_page_loses_blanks_and_marks(text: str, said: list[tuple[str, str]]) -> None:
    assert [(each.quote, each.form) for each in _read(text)] == said


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        pytest.param("Посол Ли На сказала, что суд пройдет 24 июня, а форум с 30 ноября по 2 декабря.", [], id="days without a year"),
        pytest.param("Посол Ли На сказала, что за 24 дня ушли 30 судов.", ["24 дня", "30 судов"], id="as many days"),
    ],
)
def test_a_day_is_no_figure_though_nobody_knows_when_the_page_came_out(text: str, counts: list[str]) -> None:
    assert [count.words for each in _read(text, None) for count in each.counts] == counts


def test_what_a_figure_is_told_against_is_no_part_of_it() -> None:
    (said,) = _read("Посол Ли На сказала, что выпуск составит 33 млн тонн относительно утвержденного плана.")
    assert [(count.words, count.tally) for count in said.counts] == [("33 млн тонн", None)]


@pytest.mark.parametrize(
    ("text", "speaker", "office"),
    [
        pytest.param(
            "10 мая в Минздраве Норвегии заявили, что врачи нашли замену.", "Минздраве Норвегии", None, id="a day, then in a body"
        ),
        pytest.param(
            "В мае в Минздраве Норвегии заявили, что врачи нашли замену.", "Минздраве Норвегии", None, id="a month, then in a body"
        ),
        pytest.param(
            "Ранее редактор газеты «Известия» Карл Брандт заявил, что суд пройдет летом.",
            "Карл Брандт",
            "редактор газеты «Известия»",
            id="of a medium by its name",
        ),
        pytest.param("По словам инсайдера, порт закроют.", None, "инсайдера", id="an insider"),
    ],
)
def test_who_speaks_is_found_behind_what_stands_before_him(text: str, speaker: str | None, office: str | None) -> None:
    assert [(each.speaker, each.office) for each in _read(text)] == [(speaker, office)]


def test_a_pronoun_before_the_verb_speaks_whatever_place_stands_before_it() -> None:
    said = _read("Глава края Карл Брандт сказал, что порт откроют. О жителях других областей Норвегии он отметил, что ничего не решено.")
    assert [each.speaker for each in said] == ["Карл Брандт", "Карл Брандт"]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        pytest.param(
            "Порт закрыт. Об этом заявил министр иностранных дел Норвегии Карл Брандт на встрече с главой МИД Перу Хуаном Сото. "
            '"Лед тонок", - отметил глава МИД.',
            ["Карл Брандт", "Карл Брандт"],
            id="not the one beside whom he spoke",
        ),
        pytest.param(
            'Министр обороны Перу Карл Брандт принял замминистра обороны Дании. "Лед тонок", - сказал Брандт. '
            'Заместитель министра обороны Норвегии Анна Линд попросила Перу ждать. "Порт закрыт", - подчеркнул министр.',
            ["Карл Брандт", "Анна Линд", "Карл Брандт"],
            id="the minister, not the deputy minister",
        ),
        pytest.param(
            "Пресс-секретарь президента Перу Хуан Сото прибыл. Он говорил с президентом Перу Карлом Брандтом. "
            "Представитель Брандта подчеркнул, что лед тонок.",
            ["Хуан Сото"],
            id="the spokesman of the president by his name",
        ),
        pytest.param(
            "Министр Карл Брандт прибыл. Адвокат Брандта сказал, что суд идет.", [None], id="whose he is, where nobody else is named"
        ),
        pytest.param("Советник Анна Брандта сказала, что суд идет.", ["Анна Брандта"], id="a name of two words is his own"),
    ],
)
def test_an_office_means_who_speaks_and_not_who_is_beside_him(text: str, speakers: list[str | None]) -> None:
    assert [each.speaker for each in _read(text)] == speakers


@pytest.mark.parametrize(
    ("text", "quote", "via"),
    [
        pytest.param(
            'Ли На сказала, что порт закрыт, пишет Агентство городских известий "Причал".',
            "порт закрыт",
            ["Агентство городских известий"],
            id="an agency by what it has",
        ),
        pytest.param(
            "Ранее ТАСС писал, что посол Ли На попросила не закрывать порт.", "не закрывать порт", ["ТАСС"], id="what it wrote before"
        ),
        pytest.param("Напомним, 10 мая посол Ли На заявила, что лед тонок.", "лед тонок", [], id="a reminder of some days ago"),
        pytest.param("Посол Ли На указала на риск закрытия дорог.", "риск закрытия дорог", [], id="pointed to"),
        pytest.param(
            "Посол Ли На отметила вклад Перу в обмен, а также «общее дело» и «взаимный интерес к науке».",
            "вклад Перу в обмен, а также «общее дело» и «взаимный интерес к науке»",
            [],
            id="two things praised, of which one stands between marks",
        ),
        pytest.param("Вредным делом посол Ли На считает ввоз льда.", "ввоз льда", [], id="holds something for"),
    ],
)
def test_what_was_said_is_found(text: str, quote: str, via: list[str]) -> None:
    assert [(each.quote, each.via) for each in _read(text)] == [(quote, via)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Перу считает этот край своим.", id="what a state holds"),
        pytest.param("Напомним, посол Ли На заявила, что лед тонок.", id="a reminder without a day"),
    ],
)
def test_nothing_is_said(text: str) -> None:
    assert _read(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "Министр Карл Брандт прибыл в порт.\n\nВот что он сказал журналистам:\n\nЛед тонок. Мы ждем суда.\n\nПорт работает.",
            [("Карл Брандт", "Лед тонок. Мы ждем суда")],
            id="a paragraph",
        ),
        pytest.param(
            "Посол Ли На прибыла в порт.\n\nЛи На подчеркнула:\n\n— Лед тонок, и мы ждем суда.\n\nПорт работает.",
            [("Ли На", "Лед тонок, и мы ждем суда")],
            id="behind a dash",
        ),
        pytest.param(
            "Посол Ли На прибыла в порт.\n\nПосол сообщила о следующем:\n\nПорт открыт.\n\nЛед тонок.\n\nПорт работает.", [], id="a list"
        ),
        pytest.param(
            "Посол Ли На прибыла в порт.\n\nПосол сообщила газете:\n\nЛед тонок, заявил Карл Брандт.\n\nПорт работает.",
            [("Карл Брандт", "Лед тонок")],
            id="the report goes on",
        ),
    ],
)
def test_a_paragraph_behind_a_colon_that_ends_one_is_what_was_said(text: str, said: list[tuple[str, str]]) -> None:
    assert [(each.speaker, each.quote) for each in _read(text)] == said


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param("По словам министра Карла Брандта, лед тонок. Карл Брандт прибыл.", "Карл Брандт", id="a man's name"),
        pytest.param("По словам министра Ивана Горского, лед тонок. Иван Горский прибыл.", "Иван Горский", id="as an adjective"),
        pytest.param("По словам министра Карла Брандта, лед тонок.", "Карла Брандта", id="where it stands so alone"),
        pytest.param("Александр Линд прибыл. Александра Линд сказала, что лед тонок.", "Александра Линд", id="a woman of that name"),
    ],
)
def test_a_name_is_given_as_it_stands_elsewhere_in_the_nominative(text: str, speaker: str) -> None:
    assert [each.speaker for each in _read(text)] == [speaker]


def test_all_before_a_verb_counts_nothing() -> None:
    said = _read("Посол Ли На сказала, что все зависит от погоды. Посол отметила, что все письма целы.")
    assert [[count.words for count in each.counts] for each in said] == [[], ["все письма целы"]]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        pytest.param("Перу и ее союзники заявили, что договор нарушен.", "Перу и ее союзники", id="a state and its allies"),
        pytest.param("Глава управления по краю и городу Севастополю Анна Линд сказала, что лед тонок.", "Анна Линд", id="behind a town"),
        pytest.param(
            '"Рейсы есть", — говорится в сообщении, размещенном на странице комитета по делам флота Перу в Facebook.',
            "комитета по делам флота Перу",
            id="on the page of a body",
        ),
    ],
)
def test_all_of_who_speaks_is_named_and_nothing_else(text: str, speaker: str) -> None:
    assert [each.speaker for each in _read(text)] == [speaker]


def test_the_head_of_the_military_department_is_the_minister() -> None:
    said = _read(
        'Встреча главы военного ведомства Карла Брандта с заместителем министра обороны Перу Анной Линд прошла. "Лед тонок", - сказал министр.'
    )
    assert [each.speaker for each in said] == ["Карла Брандта"]
