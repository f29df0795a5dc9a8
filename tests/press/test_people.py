"""Who is meant within one report: by a name, a surname, an office, another word for it, a pronoun; and for whom somebody speaks."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.lexicon import lexicon
from detente.press.phrases import phrase_in
from detente.press.reader import read_report
from detente.press.same_names import same_name, stem

PUBLISHED = dt.date(2024, 5, 14)
"""A Tuesday."""

RUSSIAN = lexicon("ru")


def named(text: str) -> tuple[str | None, str | None, str | None]:
    """Name, office and side of whoever is named in a clause."""
    found = phrase_in(text, 0, len(text), RUSSIAN)
    assert found is not None
    return (
        None if found.name is None else text[slice(*found.name)],
        None if found.office is None else text[slice(*found.office)],
        found.side,
    )


def speakers(text: str) -> list[tuple[str | None, str | None]]:
    """Speaker and side of each statement of a report."""
    return [(each.speaker, each.side) for each in read_report(text, dt.date(2024, 5, 14), "ru").statements]


@pytest.mark.parametrize(
    ("text", "name", "office", "side"),
    [
        ("заместитель министра иностранных дел России Иван Петров", "Иван Петров", "заместитель министра иностранных дел России", "rus"),
        ("Министр обороны Таиланда генерал Прасит Вонгсават", "Прасит Вонгсават", "Министр обороны Таиланда", "tha"),
        ("представитель ВМС Нидерландов Виллем ван ден Берг", "Виллем ван ден Берг", "представитель ВМС Нидерландов", "nld"),
        ("министр юстиции Перу Росарио Кальдерон де ла Торре", "Росарио Кальдерон де ла Торре", "министр юстиции Перу", "per"),
        ("министр Туниса Фаузи Бен Салах", "Фаузи Бен Салах", "министр Туниса", "tun"),
        ("министр Парагвая Мария Лус Оливера де Вера", "Мария Лус Оливера де Вера", "министр Парагвая", "pry"),
        ("президент Сомали Хасан Шейх Махамуд", "Хасан Шейх Махамуд", "президент Сомали", "som"),
        ("министр Кыргызской Республики Нурбек Асанов", "Нурбек Асанов", "министр Кыргызской Республики", "kgz"),
        ("мьянманский коллега У Аун Най", "У Аун Най", "мьянманский коллега", "mmr"),
        ("госсекретарь МВД Чехии Яна Новакова", "Яна Новакова", "госсекретарь МВД Чехии", "cze"),
        ("парламенту председатель суда Кубы Рубен Ферро", "Рубен Ферро", "председатель суда Кубы", "cub"),
        ("собеседник агентства Turan", None, "собеседник агентства Turan", None),
        ("губернатор Хоккайдо Наоки Танабэ", "Наоки Танабэ", "губернатор Хоккайдо", None),
        ("глава профсоюза рыбаков города Нэмуро Кэндзи Акияма", "Кэндзи Акияма", "глава профсоюза рыбаков города Нэмуро", None),
        ("председатель Витебского облисполкома Николай Ковалевич", "Николай Ковалевич", "председатель Витебского облисполкома", None),
        ("координатор организации APOPO Грейс Нкомо", "Грейс Нкомо", "координатор организации APOPO", None),
        ("глава комитета по делам пленных Абдулла аль-Хамзи", "Абдулла аль-Хамзи", "глава комитета по делам пленных", None),
        ("посол США в России Джон Смит", "Джон Смит", "посол США в России", "usa"),
        ("Глава МИД Китая Ван И", "Ван И", "Глава МИД Китая", "chn"),
        ("Хакан Фидан, глава МИД Турции", "Хакан Фидан", "глава МИД Турции", "tur"),
        ("Глава МИД РФ Иван Петров по итогам переговоров с коллегой Яном Новаком", "Иван Петров", "Глава МИД РФ", "rus"),
        ("источник в посольстве Германии", None, "источник в посольстве Германии", "deu"),
        ("источник, знакомый с планами сторон", None, "источник, знакомый с планами сторон", None),
        ("Два индийских дипломата в субботу", None, "Два индийских дипломата", "ind"),
        ("Пресс-секретарь Комитета (КНБ) Казахстана Ержан Алиев", "Ержан Алиев", "Пресс-секретарь Комитета (КНБ) Казахстана", "kaz"),
        ("Рашид Алиев, министр информации и общественного развития", "Рашид Алиев", "министр информации и общественного развития", None),
        ("заместитель начальника Офиса Генпрокурора Ирина Козлова", "Ирина Козлова", "заместитель начальника Офиса Генпрокурора", None),
        ("генеральный прокурор Беларуси Андрей Швед", "Андрей Швед", "генеральный прокурор Беларуси", "blr"),
        ("Министр Чили после встречи с послом США Джоном Смитом", None, "Министр Чили", "chl"),
        ("Министр Чили вместе с послом США Джоном Смитом", None, "Министр Чили", "chl"),
        ("Глава МИД Швейцарии, председатель ОБСЕ Ян Мюллер", "Ян Мюллер", "Глава МИД Швейцарии, председатель ОБСЕ", "osce"),
        ("представитель Минкоммерции КНР", None, "представитель Минкоммерции КНР", "chn"),
        ("Министр иностранных дел РК Ержан Алиев", "Ержан Алиев", "Министр иностранных дел РК", "kaz"),
    ],
)
def test_an_office_and_a_name_are_told_apart(text: str, name: str | None, office: str, side: str | None) -> None:
    assert named(text) == (name, office, side)


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("Эфиопия, Египет и Судан", "Эфиопия, Египет и Судан", "egy+eth+sdn"),
        ("Таиланд и Камбоджа вчера на втором заседании комиссии", "Таиланд и Камбоджа", "khm+tha"),
        ("В министерстве иностранных дел Ирана", "министерстве иностранных дел Ирана", "irn"),
        ("Министерство обороны Швеции официально", "Министерство обороны Швеции", "swe"),
        ("американская сторона", "американская сторона", "usa"),
        ("Управление береговой охраны (УБО) Китая", "Управление береговой охраны (УБО) Китая", "chn"),
        ("Экологическая инспекция Чили", "Экологическая инспекция Чили", "chl"),
        ("Министерство экономики и коммерции Киргизии", "Министерство экономики и коммерции Киргизии", "kgz"),
    ],
)
def test_a_body_is_named_with_all_that_belongs_to_it(text: str, name: str, side: str) -> None:
    assert named(text) == (name, None, side)


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("Уполномоченный по правам человека в России Анна Козлова", "Российский омбудсмен"),
        ("Генеральный прокурор Беларуси Анна Козлова", "Белорусский генпрокурор"),
        ("Президент Азербайджана Анна Козлова", "Глава республики"),
        ("Глава МВД Чили Анна Козлова", "Министр"),
        ("Председатель ОБСЕ, министр иностранных дел Польши Анна Козлова", "Польский министр"),
    ],
)
def test_another_word_for_an_office_means_the_same_one(first: str, again: str) -> None:
    told = speakers(f"{first} сообщила, что списки готовы. {again} добавила, что спорить поздно.")
    assert [name for name, _ in told] == ["Анна Козлова"] * 2


@pytest.mark.parametrize(
    ("way", "media"),
    [
        ("Об этом сообщает ТАСС.", ["ТАСС"]),
        ("Об этом она рассказала телеканалу «Звезда».", ["Звезда"]),
        ("Ее слова приводит РИА Новости.", ["РИА Новости"]),
        ("Об этом сообщили местные СМИ.", ["местные СМИ"]),
        ("Об этом пишет novosti.kg.", ["novosti.kg"]),
        ("Об этом никто не спорит.", []),
    ],
)
def test_a_sentence_of_its_own_says_through_whom_words_came(way: str, media: list[str]) -> None:
    report = read_report(f"Министр обороны Чили Анна Козлова заявила, что учения начнутся в мае. {way}", PUBLISHED, "ru")
    assert [(each.speaker, each.via) for each in report.statements] == [("Анна Козлова", media)]


def test_whoever_gives_the_words_of_somebody_is_their_way() -> None:
    text = "Представитель МИД Ирана Али Резаи назвал дату.\n\n«Мы приедем в мае», - приводит пресс-служба МИД слова Резаи."
    said = read_report(text, PUBLISHED, "ru").statements[-1]
    assert (said.speaker, said.via) == ("Али Резаи", ["пресс-служба МИД"])


def test_a_name_is_shown_in_the_nominative_where_it_stands_so() -> None:
    text = "По словам министра обороны Чили Хуана Переса, мост цел. Хуан Перес добавил, что дорога открыта."
    assert speakers(text) == [("Хуан Перес", "chl")] * 2


def test_an_office_without_a_name_is_meant_again_by_fewer_words() -> None:
    report = read_report(
        "Министр здравоохранения Перу сообщил, что мост цел. Дорога открыта, сказал министр здравоохранения.", PUBLISHED, "ru"
    )
    assert [(each.office, each.side) for each in report.statements] == [("Министр здравоохранения Перу", "per")] * 2


def test_a_republic_is_the_subject_of_the_sentence_before() -> None:
    text = "Иран рассматривает участие в переговорах с США. Об этом заявил представитель МИД исламской республики Али Резаи."
    assert speakers(text) == [("Али Резаи", "irn")]


@pytest.mark.parametrize(
    ("first", "again", "name"),
    [
        ("МИД Ирана сообщил, что запросы отправлены.", "В дипведомстве добавили", "МИД Ирана"),
        ("Министерство иностранных дел Ирана сообщило о запросах.", "В МИД добавили", "Министерство иностранных дел Ирана"),
        ("Генпрокуратура РФ пять раз обращалась за выдачей.", "В надзорном ведомстве добавили", "Генпрокуратура РФ"),
    ],
)
def test_a_body_is_known_by_what_it_is_called_otherwise(first: str, again: str, name: str) -> None:
    assert speakers(f"{first} {again}, что ответа нет.")[-1][0] == name


@pytest.mark.parametrize("again", ["Победа будет за нами, добавил Козлов.", "Победа будет за нами, добавил глава региона Иван Козлов."])
def test_whoever_spoke_by_an_office_is_named_later(again: str) -> None:
    assert {name for name, _ in speakers(f"Дорога открыта, сообщил губернатор. {again}")} in ({"Козлов"}, {"Иван Козлов"})


def test_an_office_for_several_things_behind_a_dash_belongs_to_the_one_before() -> None:
    text = (
        "Заместитель председателя кабинета министров КР — министр водных ресурсов, сельского хозяйства и промышленности Бакыт Асанов "
        "открыл встречу. Асанов подчеркнул, что отношения крепнут."
    )
    assert speakers(text) == [("Бакыт Асанов", "kgz")]


@pytest.mark.parametrize(
    "text",
    [
        "По данным южнокорейского агентства Yonhap, ракета упала в море.",
        "«Погибли 30 человек», - информирует индийское агентство ANI.",
        "Телеканал CNN ранее информировал, что войска не были целями.",
    ],
)
def test_what_a_medium_says_itself_is_nobodys_statement(text: str) -> None:
    assert speakers(text) == []


def test_a_network_does_not_speak() -> None:
    text = "Министр обороны Чили Хуан Перес заявил, что мост цел. На своей странице Facebook он написал, что дорога открыта."
    assert speakers(text) == [("Хуан Перес", "chl")] * 2


def test_the_blank_behind_a_sentence_can_be_left_out() -> None:
    assert (
        speakers("Мост цел, сообщил глава МИД Турции Ахмет Озтюрк.Дорога открыта, сказал он.В городе тихо.")
        == [("Ахмет Озтюрк", "tur")] * 2
    )


def test_a_secretary_of_an_organization_is_known_by_its_letters_and_speaks_for_no_state() -> None:
    text = (
        "ДУШАНБЕ, 6 марта. Генеральный секретарь Организации Договора о коллективной безопасности (ОДКБ) Иван Козлов сообщил о встрече. "
        "Генсек ОДКБ добавил, что мост цел."
    )
    assert speakers(text) == [("Иван Козлов", None)] * 2


def test_a_site_is_a_medium() -> None:
    report = read_report("В Министерстве обороны Чили сообщили, что учения завершаются, передает novosti.kg.", PUBLISHED, "ru")
    assert [(each.quote, each.via) for each in report.statements] == [("учения завершаются", ["novosti.kg"])]


def test_whom_somebody_accuses_does_not_speak() -> None:
    assert speakers("Осужденных обвинили в том, что они скрывали документы.") == []


def test_what_a_preposition_governs_does_not_speak() -> None:
    assert phrase_in("на встрече с министром", 0, 22, RUSSIAN) is None
    assert named("на встрече с министром посол Ли На") == ("Ли На", "посол", None)


def english(text: str) -> list[tuple[str | None, str | None, str | None]]:
    """Speaker, office and side of each statement of an English report."""
    return [(each.speaker, each.office, each.side) for each in read_report(text, dt.date(2024, 5, 14), "en").statements]


def test_who_spoke_without_a_name_is_named_later() -> None:
    text = "A spokesman for the Swiss mission said the hall was booked. The spokesman, Karl Brandt, said that nobody had cancelled."
    assert english(text) == [("Karl Brandt", "spokesman for the Swiss mission", "che")] * 2


def test_a_diplomat_of_a_state_is_whoever_spoke_for_it() -> None:
    text = 'Russian Deputy Foreign Minister Anna Orlova said the text was closed. "Nobody objected," the Russian diplomat said. "It is early," the envoy added.'
    assert english(text) == [("Anna Orlova", "Russian Deputy Foreign Minister", "rus")] * 3


def test_a_source_that_a_paper_cites_speaks_by_the_way_of_the_paper() -> None:
    report = read_report("Le Monde wrote, citing a diplomat in the French Foreign Ministry, that the text was closed.", None, "en")
    assert [(each.office, each.side, each.via) for each in report.statements] == [
        ("diplomat in the French Foreign Ministry", "fra", ["Le Monde"])
    ]


def test_commas_within_the_name_of_a_body_do_not_end_it() -> None:
    assert english("The Norwegian Ministry of Trade, Industry and Fisheries said in a statement that the list was closed.") == [
        ("The Norwegian Ministry of Trade, Industry and Fisheries", None, "nor")
    ]
    assert english("Minister of Economy, Trade and Industry Ken Sato said the list was closed.") == [
        ("Ken Sato", "Minister of Economy, Trade and Industry", None)
    ]


def test_a_body_that_was_the_way_can_be_meant_later() -> None:
    text = 'Norway and Iceland agreed to open a hotline, Norway\'s defence ministry said Tuesday. "It rings," the ministry said.'
    assert english(text)[1] == ("Norway's defence ministry", None, "nor")


def test_a_pronoun_means_whom_its_own_sentence_begins_with() -> None:
    text = "Ambassador Li Na said the hall was booked. Norway's envoy, Erik Lund, was in Bern on Monday: the annexes, he said, were ready."
    assert english(text)[1] == ("Erik Lund", "Norway's envoy", "nor")


REPORT = """Министр обороны Швеции Карл Брандт заявил, что граница открыта.

{}

Посол Ли На сообщила, что возражений нет."""


@pytest.mark.parametrize(
    "text",
    [
        "Брандт добавил, что мост цел.",
        "Он добавил, что мост цел.",
        "Министр добавил, что мост цел.",
        "По его словам, мост цел.",
        "По словам Брандта, мост цел.",
        "«Мост цел», - подчеркнул глава Минобороны.",
    ],
)
def test_somebody_who_was_named_is_known_by_less(text: str) -> None:
    assert speakers(REPORT.format(text))[1] == ("Карл Брандт", "swe")


def test_a_namesake_is_told_by_the_first_name() -> None:
    text = (
        "Министр Андрей Козлов сказал, что мост цел. Мэр Николай Козлов сказал, что мост закрыт. Андрей Козлов добавил, что мост откроют."
    )
    assert [speaker for speaker, _ in speakers(text)] == ["Андрей Козлов", "Николай Козлов", "Андрей Козлов"]


def test_a_pronoun_means_a_person_and_not_a_body() -> None:
    text = "Посол Ли На сказала, что мост цел. МИД Швеции сообщил, что мост закрыт. Она добавила, что мост откроют."
    assert [speaker for speaker, _ in speakers(text)] == ["Ли На", "МИД Швеции", "Ли На"]


def test_a_body_that_is_named_again_in_another_case_is_the_same() -> None:
    text = "Африканский союз сообщил, что текст готов. Мост цел, уточнили в Африканском союзе."
    assert speakers(text) == [("Африканский союз", "au"), ("Африканский союз", "au")]


def test_a_body_without_a_state_is_of_the_state_beside_which_it_was_named() -> None:
    text = "Министерство энергетики Чехии приводит другие данные. Представитель министерства Ян Новак сказал, что мост цел."
    assert speakers(text) == [("Ян Новак", "cze")]


def test_what_was_said_long_ago_is_background() -> None:
    text = "Посол Ли На сказала, что мост цел. В 2019 году посол говорила, что мост «вечен»."
    assert len(speakers(text)) == 1


def test_a_speaker_who_is_not_named_has_no_name() -> None:
    assert speakers("Мост цел, рассказал источник в посольстве Германии.") == [(None, "deu")]


@pytest.mark.parametrize(
    ("known", "words", "same"),
    [
        (["Сергей", "Лавров"], ["Лавровым"], True),
        (["Сергей", "Лавров"], ["Сергеем", "Лавровым"], True),
        (["Андрей", "Козлов"], ["Николай", "Козлов"], False),
        (["Анна", "Орлова"], ["Орловой"], True),
        (["Карл", "Брандт"], ["Новак"], False),
    ],
)
def test_names_are_compared_without_their_endings(known: list[str], words: list[str], same: bool) -> None:
    assert same_name(known, words, "ru") is same


def test_a_stem_keeps_short_words() -> None:
    assert stem("мир") == "мир"
    assert stem("министерстве") == stem("министерство")


@pytest.mark.parametrize(
    ("said", "denies"),
    [
        ("denied reports of a secret annex", "a secret annex"),
        ('dismissed as "nonsense" a claim by the opposition that 12 ballots had been printed twice', "12 ballots had been printed twice"),
        ('rejected suggestions that the talks had failed, calling them "idle"', "the talks had failed"),
        ("said the claim that Bern did not reply is false", "Bern did not reply"),
    ],
)
def test_what_is_denied_is_the_clause(said: str, denies: str) -> None:
    report = read_report(f"Swiss Foreign Minister Karl Brandt {said}.", None, "en")
    assert [(each.kind, each.denies) for each in report.statements] == [("denial", denies)]


def test_words_with_a_not_go_on_with_a_denial() -> None:
    text = 'Swiss Foreign Minister Karl Brandt denied reports of a secret annex. "{}," he said.'
    for said, kind in (("There is not one secret line in it", "denial"), ("We would call that gossip", "statement")):
        assert read_report(text.format(said), None, "en").statements[1].kind == kind


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            'По словам министра Киргизии Карла Брандта, карты готовы. "Мост цел", - отметил киргизский чиновник.',
            ["Карла Брандта", "Карла Брандта"],
        ),
        (
            "Посол Судана Карл Брандт сказал, что текст закрыт. «Инженеры бессильны», - вздыхает суданец.",
            ["Карл Брандт", "Карл Брандт"],
        ),
        (
            (
                "Замглавы Госпогранслужбы Киргизии Карл Брандт и его таджикский коллега Иван Дроздов обменялись картами. "
                "Таджикский генерал добавил, что две трети карт проверены."
            ),
            ["Иван Дроздов"],
        ),
        (
            'Накануне директор центра Карл Брандт принял в Вене министра Сирии Иван Дроздова. Сирийский министр заявил, что "скрывать нечего".',
            ["Иван Дроздова"],
        ),
        (
            "Заместитель секретаря Совета безопасности РФ Карл Брандт сказал, что мост цел. Замсекретаря СБ подчеркнул, что карты готовы.",
            ["Карл Брандт", "Карл Брандт"],
        ),
        (
            "Глава Росрыболовства Карл Брандт сказал, что мост цел. «Карты готовы», — уточнил руководитель ведомства.",
            ["Карл Брандт", "Карл Брандт"],
        ),
        (
            "Спикер армянского парламента Карл Брандт сказал, что мост цел. Депутат также отметил, что карты готовы.",
            ["Карл Брандт", "Карл Брандт"],
        ),
        (
            "Начальник порта Анна Орлова сказала, что мост цел. Депутат Карл Брандт возразил, что мост сломан. Она добавила, что карты готовы.",
            ["Анна Орлова", "Карл Брандт", "Анна Орлова"],
        ),
        (
            "Посол Карл Брандт сказал, что мост цел. Берн на встрече представлял директор Иван Дроздов. Он сообщил, что карты готовы.",
            ["Карл Брандт", "Иван Дроздов"],
        ),
        (
            "Посол Карл Брандт после встречи с министром Иваном Дроздовым сказал, что мост цел. Дроздов подтвердил это, но уточнил: «Карты готовы».",
            ["Карл Брандт", "Иваном Дроздовым"],
        ),
        (
            (
                "— Мост цел, — сказал начальник поста Карл Брандт.\n\nДепутат Иван Дроздов заявил, что мост сломан.\n\n"
                "— Когда встреча? — спросили мы у начальника поста.\n\n— Встреча скоро, — ответил он."
            ),
            ["Карл Брандт", "Иван Дроздов", "Карл Брандт"],
        ),
        (
            "Глава миссии Карл Брандт, чьи слова приводит агентство Reuters, назвал встречу «полезной».",
            ["Карл Брандт"],
        ),
        ("Представитель Абхазии на женевских дискуссиях Карл Брандт сказал, что мост цел.", ["Карл Брандт"]),
        ("В Хэйхэ ждут. Заместитель начальника таможни Хэйхэ Карл Брандт пообещал, что мост починят.", ["Карл Брандт"]),
    ],
)
def test_a_russian_speaker_is_known_again_by_state_office_gender_and_question(text: str, speakers: list[str]) -> None:
    assert [each.speaker for each in read_report(text, PUBLISHED, "ru").statements] == speakers


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Сеул ждет. Агентство Kyodo сообщает со ссылкой на министерство обороны, что мост цел.", "kor"),
        ("В министерстве объединения в Сеуле сообщили, что мост цел.", "kor"),
        ("Красный Крест Республики Корея сообщил, что мост цел.", "kor"),
        ("Американка Анна Орлова сказала, что мост цел.", "usa"),
        ("Суданская сторона молчит. По словам главы технической группы Карла Брандта, мост цел.", "sdn"),
        ("Посольство Швейцарии в Сеуле сообщило, что мост цел.", "che"),
        ("По словам губернатора Курской области Карла Брандта, мост цел.", "rus"),
        ("Мост цел, сообщил мэр Самарканда Карл Брандт.", "uzb"),
        ("Мост цел, сообщили в полиции штата Борно.", "nga"),
        ("Осло. Мост цел, сообщили местные власти.", "nor"),
        ("НИЖНИЙ НОВГОРОД, 9 мая. Мост цел, сказал директор порта Карл Брандт.", "rus"),
        ("Осло. Мост цел, сообщила правящая партия.", None),
        ("Осло. Мост цел, сказал глава профсоюза строителей Карл Брандт.", None),
        ("Посольство Чили молчит. Мост цел, заверил в Пуно капитан порта Карл Брандт.", "chl"),
        ("Шведская сторона молчит. МИД Норвегии ответил на ноту, рассказал его представитель Карл Брандт.", "nor"),
        ("Германия заплатит, обещала ее госсекретарь по климату Анна Орлова.", "deu"),
        ("БИШКЕК (АКИpress) - Мост цел, сказал глава управления дорог Карл Брандт.", "kgz"),
        ("Прокуратура Мюнхена ждет ответа. Мост цел, сказала старший прокурор Анна Орлова.", "deu"),
        ("КИТО, 9 мая. Мост цел, сказал директор службы SNAI Карл Брандт.", "ecu"),
        ("НАЙРОБИ, 9 мая. Мост цел, сказал представитель РСБ Карл Брандт.", None),
        ("Варшава. Белорусская сторона держит мост, заявила представитель погранслужбы Анна Орлова.", "pol"),
    ],
)
def test_the_side_of_a_russian_body_is_that_of_its_seat_paragraph_or_region(text: str, side: str | None) -> None:
    assert [each.side for each in read_report(text, PUBLISHED, "ru").statements] == [side]


def test_an_embassy_speaks_for_whose_it_is_and_not_for_where_it_is() -> None:
    text = "China's embassy in Manila rejected the account. Embassy spokeswoman Lin Fang said that most of it was invented."
    assert english(text)[1] == ("Lin Fang", "Embassy spokeswoman", "chn")


def test_a_document_behind_what_was_agreed_is_no_part_of_it() -> None:
    report = read_report("Norway and Iceland agreed to exchange liaison officers, a press statement said.", None, "en")
    assert [each.quote for each in report.statements] == ["to exchange liaison officers"]


@pytest.mark.parametrize(
    ("text", "speaker", "quote"),
    [
        ("Лига портов в заявлении, распространённом в среду, призвала стороны «убрать суда».", "Лига портов", "стороны «убрать суда»"),
        (
            "Беспочвенными назвал посол Карл Брандт утверждения печати о том, что Берн молчал.",
            "Карл Брандт",
            "Беспочвенными назвал посол Карл Брандт утверждения печати о том, что Берн молчал",
        ),
        ("Берн ответит, говорится в сообщении Министерства обороны Швейцарии.", "Министерства обороны Швейцарии", "Берн ответит"),
        ("Второй раунд пройдет в Вене, сообщили две участницы переговоров.", None, "Второй раунд пройдет в Вене"),
        (
            "Граница, по выражению посла Карла Брандта, «начерчена чернилами». Об этом он заявил газете Alpine Times.",
            "Карла Брандта",
            "Граница, по выражению посла Карла Брандта, «начерчена чернилами»",
        ),
    ],
    ids=[
        "a participle between commas",
        "a predicate put first",
        "a ministry with a capital",
        "participants without a name",
        "he told a paper",
    ],
)
def test_who_speaks_is_told_by_the_order_and_the_endings_of_words(text: str, speaker: str | None, quote: str) -> None:
    assert [(each.speaker, each.quote) for each in read_report(text, PUBLISHED, "ru").statements] == [(speaker, quote)]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            '"The river," said Foreign Minister Karl Brandt, "belongs to us."',
            'The river," said Foreign Minister Karl Brandt, "belongs to us',
        ),
        (
            "Firms had filed 48 requests, envoy Karl Brandt said, and 17 of them had been answered.",
            "Firms had filed 48 requests, envoy Karl Brandt said, and 17 of them had been answered",
        ),
        ("The talks had failed, envoy Karl Brandt said, and left the room.", "The talks had failed"),
        ("The talks will go on, envoy Karl Brandt said Monday, days after a meeting broke up without a text.", "The talks will go on"),
        ("Envoy Karl Brandt said between 30 and 40 drones were found.", "between 30 and 40 drones were found"),
        ("Envoy Karl Brandt said two-thirds of the files, or 16, were closed.", "two-thirds of the files, or 16, were closed"),
    ],
    ids=["parted behind a subject", "a second clause", "the report goes on", "what came before", "a range", "a number put in"],
)
def test_what_is_said_reaches_past_the_reporting_words(text: str, quote: str) -> None:
    assert [(each.speaker, each.quote) for each in read_report(text, PUBLISHED, "en").statements] == [("Karl Brandt", quote)]


def test_a_number_and_what_is_said_behind_it_are_two() -> None:
    text = "Envoy Karl Brandt put the number at about 45,000 and said more than two-thirds of them were children."
    found = [each.quote for each in read_report(text, PUBLISHED, "en").statements]
    assert found == ["the number at about 45,000", "more than two-thirds of them were children"]


def test_an_office_in_a_participle_clause_is_not_the_speakers() -> None:
    text = "Представитель ОБСЕ Хельга Брандт, выступавшая посредником, отметила, что текст закрыт."
    assert [(each.speaker, each.office) for each in read_report(text, PUBLISHED, "ru").statements] == [
        ("Хельга Брандт", "Представитель ОБСЕ")
    ]


def test_a_parliamentarian_is_whoever_of_the_parliament_spoke_last() -> None:
    text = "Депутат парламента Швейцарии Карл Брандт сообщил, что текст закрыт. Берн, добавил парламентарий, ответил на три ноты."
    assert {each.speaker for each in read_report(text, PUBLISHED, "ru").statements} == {"Карл Брандт"}


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Независимый эксперт Динара Ахунбаева считает, что дело не в линиях.", "Независимый эксперт"),
        ("Военный эксперт Иван Петров считает, что дело не в линиях.", "Военный эксперт"),
    ],
)
def test_an_adjective_before_an_office_belongs_to_it(text: str, office: str) -> None:
    assert [each.office for each in read_report(text, PUBLISHED, "ru").statements] == [office]


def test_a_channel_of_a_few_letters_is_the_way_and_an_agency_of_a_body_is_none() -> None:
    text = (
        "Министр Иван Петров рассказал телеканалу ОНТ, что граница закрыта. В агентстве ООН министру Карлу Брандту сказали, что все готово."
    )
    assert [each.via for each in read_report(text, PUBLISHED, "ru").statements][:1] == [["ОНТ"]]
    assert all("ООН" not in each.via for each in read_report(text, PUBLISHED, "ru").statements)


def test_participles_that_open_a_sentence_do_not_speak() -> None:
    text = "The spokesman, Karl Brandt, said on Monday that the text was closed. Turning to the Red Sea, he said the crew was ashore."
    assert [each.speaker for each in read_report(text, PUBLISHED, "en").statements] == ["Karl Brandt", "Karl Brandt"]


@pytest.mark.parametrize(
    "text",
    [
        "Swiss analyst Karl Brandt said that the text was closed.",
        "Former Swiss foreign minister Karl Brandt said that the text was closed.",
        "A European diplomat said that the text was closed.",
        "The rebels' chief negotiator in Yemen, Karl Brandt, said that the text was closed.",
        "Швейцарский эксперт Карл Брандт заявил, что текст закрыт полностью.",
        "Бывший посол Швейцарии в Осло Карл Брандт заявил, что текст закрыт полностью.",
        "قال الخبير السويسري كارل براندت إن النص أغلق تماما.",
        "قال وزير الخارجية السويسري السابق كارل براندت إن النص أغلق تماما.",
        "قال دبلوماسي أوروبي إن النص أغلق تماما.",
    ],
)
def test_whoever_holds_no_office_of_a_state_speaks_for_none(text: str) -> None:
    assert [each.side for each in read_report(text, PUBLISHED).statements] == [None]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("An expert of the Swiss foreign ministry, Karl Brandt, said that the text was closed.", "che"),
        ("Эксперт МИД Швейцарии Карл Брандт заявил, что текст закрыт полностью.", "che"),
        ("قال خبير في وزارة الخارجية السويسرية إن النص أغلق تماما.", "che"),
        ("قال مسؤول في الاتحاد الأوروبي إن النص أغلق تماما.", "eu"),
        ("قال مسؤول في جامعة الدول العربية إن النص أغلق تماما.", "las"),
        ("A South African official said that the text was closed.", "zaf"),
        ("An African Union official said that the text was closed.", "au"),
        ("An official of the United Arab Emirates said that the text was closed.", "are"),
    ],
)
def test_an_expert_of_a_ministry_speaks_for_its_state(text: str, side: str) -> None:
    assert [each.side for each in read_report(text, PUBLISHED).statements] == [side]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("По его итогам делегации условились создать две экспертные группы.", ("делегации", "создать две экспертные группы")),
        ("На встрече в Алматы 12 мая стороны договорились создать горячую линию.", ("стороны", "создать горячую линию")),
        ("12 мая стороны подписали протокол, в котором условились создать горячую линию.", ("стороны", "создать горячую линию")),
    ],
)
def test_sides_agree_that_stand_right_before_the_verb_or_in_the_main_clause(text: str, said: tuple[str, str]) -> None:
    assert [(each.speaker, each.quote) for each in read_report(text, PUBLISHED, "ru").statements] == [said]


def test_the_sides_are_not_several_who_have_only_been_named() -> None:
    text = "The Chinese and Philippine deputy ministers spoke by telephone on Monday.\n\nThe two sides agreed in April to set up a hotline."
    assert [each.speaker for each in read_report(text, PUBLISHED).statements] == ["The two sides"]


def test_a_russian_body_of_two_words_is_one_and_requests_of_the_own_state_were_sent() -> None:
    text = "Береговая охрана Норвегии заявила, что ее корабли не нарушали границу."
    assert [(each.speaker, each.side) for each in read_report(text, PUBLISHED, "ru").statements] == [("Береговая охрана Норвегии", "nor")]
    text = "Американская сторона ответила на 17 из 18 российских запросов, сообщил посол России Иван Орлов."
    (said,) = read_report(text, PUBLISHED, "ru").statements
    assert [(each.value, each.tally) for each in said.counts] == [(17, "answered"), (18, "sent")]


@pytest.mark.parametrize("name", ["Марта Линдквист", "Мэриз Холлоуэй", "Франциска Поппер", "Клара ван Лоон", "Ги Кабомбо ва Мвадиамвита"])
def test_a_name_that_begins_as_a_month_a_state_or_a_mayoralty_does_is_whole(name: str) -> None:
    (said,) = read_report(f"Глава МИД Австралии {name} заявила, что список закрыт.", PUBLISHED, "ru").statements
    assert (said.speaker, said.office) == (name, "Глава МИД Австралии")


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Список закрыт, пишет «Политикен» со ссылкой на посла Ли На.", ["Политикен"]),
        ("«Список закрыт», — цитирует посла Ли На «Глобал таймс».", ["Глобал таймс"]),
        ("Газета «Труд» приводит слова посла Ли На: «Список закрыт».", ["Труд"]),
        ("«Список, — напомнила посол Ли На, — закрыт», передает EFE.", ["EFE"]),
    ],
)
def test_a_paper_between_marks_is_the_way_wherever_it_stands(text: str, via: list[str]) -> None:
    assert [(each.speaker, each.via) for each in read_report(text, PUBLISHED, "ru").statements] == [("Ли На", via)]


def test_a_state_and_a_body_that_are_joined_speak_together() -> None:
    text = "Порты закрыты, говорится в совместном заявлении Европейского союза и Бразилии."
    assert [each.side for each in read_report(text, PUBLISHED, "ru").statements] == ["bra+eu"]


@pytest.mark.parametrize("dateline", ["", "ДЖЕНИН, 9 мая. ", "ДЖЕНИН, 9 мая. /ТАСС/. ", "ДЖЕНИН (Рейтер). ", "ДЖЕНИН. 9 мая. ИНТЕРФАКС - "])
def test_a_russian_dash_within_the_first_sentence_ends_no_dateline(dateline: str) -> None:
    report = read_report(f"{dateline}Ранены семеро, двое - дети, сообщил министр обороны Карл Брандт.", PUBLISHED, "ru")
    assert [each.quote for each in report.statements] == ["Ранены семеро, двое - дети"]


@pytest.mark.parametrize("company", ['"Роснефти"', "«Роснефти»", 'завода "Роснефть"'])
def test_a_name_follows_a_company_between_marks(company: str) -> None:
    report = read_report(f"Мост цел, сообщил директор {company} Карл Брандт.", PUBLISHED, "ru")
    assert [(each.speaker, each.office, each.side) for each in report.statements] == [("Карл Брандт", f"директор {company}", None)]


@pytest.mark.parametrize(
    ("text", "speaker", "quote"),
    [
        ('Отключено 40 домов, сообщил "Водоканал".', "Водоканал", "Отключено 40 домов"),
        ("Отключено 40 домов, сообщили в Горсвете.", "Горсвете", "Отключено 40 домов"),
        ('В зале шумно, и министр сказал "Довольно".', None, "Довольно"),
    ],
)
def test_a_company_or_a_body_that_no_list_has_speaks(text: str, speaker: str | None, quote: str) -> None:
    assert [(each.speaker, each.quote) for each in read_report(text, PUBLISHED, "ru").statements] == [(speaker, quote)]
