"""Figures: what is counted, how exactly, and whether requests were sent, answered or received, from the speaker's side."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.figures import figures as numbers_of
from detente.press.folding import folded
from detente.press.lexicon import lexicon
from detente.press.reader import read_report

PUBLISHED = dt.date(2021, 9, 30)


def _figures(said: str) -> list[tuple[int | float | None, str, str | None]]:
    report = read_report(f"Russian Foreign Minister Karl Brandt said that {said}.", PUBLISHED, "en")
    return [(count.value, count.qualifier, count.tally) for statement in report.statements for count in statement.counts]


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("Moscow sent 45 requests and received nine answers", [(45, "exact", "sent"), (9, "exact", "answered")]),
        ("Washington sent 14 inquiries", [(14, "exact", "received")]),
        ("Moscow received about ten letters and answered all of them", [(10, "about", "received"), (None, "all", "answered")]),
        ("Moscow had written 31 times and got replies to a dozen of these letters", [(31, "exact", "sent"), (12, "exact", "answered")]),
        ("more than half of the requests were answered", [(0.5, "over", "answered")]),
        ("most of the letters remain unanswered", [(None, "most", None)]),
        ("of 17 notes received from Bern, 15 were replied to", [(17, "exact", "received"), (15, "exact", "answered")]),
        ("at least two hundred and fifty mines were found", [(250, "over", None)]),
        ("up to $4.6 billion was spent over nearly four years", [(4_600_000_000, "under", None), (4, "about", None)]),
        ("fewer than 1,200 people, or 34%, came", [(1200, "under", None), (34, "exact", None)]),
        ("two of the nine notes sent to Oslo were answered", [(2, "exact", "answered"), (9, "exact", "sent")]),
        ("seven of the 12 notes sent to Moscow by Oslo were answered", [(7, "exact", "answered"), (12, "exact", "received")]),
        ("more than 90 percent of applications filed by Swiss importers were approved", [(90, "over", None)]),
        ("it handed over 351 names and received 288", [(351, "exact", None), (288, "exact", None)]),
        ("Moscow had sent Bern four written inquiries", [(4, "exact", "sent")]),
        (
            "€1.7m a year was paid, over €15m in all, and $2.5bn lost",
            [(1_700_000, "exact", None), (15_000_000, "over", None), (2.5e9, "exact", None)],
        ),
        (
            "nearly 2.3m people fled, and 10m of wall, 5m high, fell",
            [(2_300_000, "about", None), (10_000_000, "exact", None), (5, "exact", None)],
        ),
        ("some 10km of fence took a year and a half", [(10, "about", None), (1.5, "exact", None)]),
        ("two and a half years passed", [(2.5, "exact", None)]),
        ("three-quarters of the mines and a quarter of the lists were left", [(0.75, "exact", None), (0.25, "exact", None)]),
        ("a group of five experts would meet the Group of Seven", [(5, "exact", None)]),
        ("Moscow received three notes and two letters", [(3, "exact", "received"), (2, "exact", "received")]),
        ("Moscow received 40 requests, most of them late", [(40, "exact", "received"), (None, "most", "received")]),
        ("as many as 300 of them were freed", [(300, "under", None)]),
        ("London has not answered five letters", [(5, "exact", None)]),
        ("prices rose by about a fifth and exports fell by a third", [(0.2, "about", None), (0.33, "exact", None)]),
        ("two thirds were gone", [(0.67, "exact", None)]),
        (
            "a 300-strong force got a $40-million loan and a 20-km strip",
            [(300, "exact", None), (40_000_000, "exact", None), (20, "exact", None)],
        ),
        ("a 16-year-old boy died", []),
        ("one civilian was killed, and one way or another one man after another fled", [(1, "exact", None)]),
        ("at least one boat sank", [(1, "over", None)]),
        ("none of the requests had been answered", [(0, "exact", "answered")]),
        (
            "it lies about 30 km (19 miles) off and nearly 90 people (12 women) live there",
            [(30, "about", None), (19, "about", None), (90, "about", None), (12, "exact", None)],
        ),
        ("exports would top 8 billion and 60pc of people of all ages gained", [(8_000_000_000, "over", None), (60, "exact", None)]),
        ("“well over” 20,000 people had fled", [(20_000, "over", None)]),
    ],
)
def test_a_figure_says_how_many_how_exactly_and_of_what(said: str, figures: list[tuple[int | float | None, str, str | None]]) -> None:
    assert _figures(said) == figures


@pytest.mark.parametrize(
    "said",
    [
        "the second round took place on 16 June 2021",
        "the treaty of 2010 holds",
        "the two sides were at one",
        "one of them left a two-hour meeting at 5 p.m.",
        "article 5 was read out at the 38th meeting",
        "that is all we ask of you and all they gave",
        "no jets had entered the zone at all",
        "a third country would host a fifth meeting",
    ],
)
def test_years_days_hours_ordinals_and_names_are_no_figures(said: str) -> None:
    assert _figures(said) == []


def _russian(said: str) -> list[tuple[int | float | None, str, str | None]]:
    report = read_report(f"Министр иностранных дел России Карл Брандт сказал, что {said}.", PUBLISHED, "ru")
    return [(count.value, count.qualifier, count.tally) for statement in report.statements for count in statement.counts]


@pytest.mark.parametrize(
    ("said", "figures"),
    [
        ("Москва направила Берлину 32 обращения, ответы поступили на 11", [(32, "exact", "sent"), (11, "exact", "answered")]),
        ("немецкая сторона прислала восемь запросов, отвечено на пять", [(8, "exact", "received"), (5, "exact", "answered")]),
        ("Берлину вручено восемь нот, ответ дан на пять", [(8, "exact", "sent"), (5, "exact", "answered")]),
        ("Берлин послал Варшаве через нас восемь нот, та ответила на пять", [(8, "exact", "sent"), (5, "exact", "answered")]),
        ("из восьми запросов, поступивших из Берлина, исполнено пять", [(8, "exact", "received"), (5, "exact", "answered")]),
        ("польских обращений зарегистрировано семь", [(7, "exact", "received")]),
        ("в лагерь направились 300 человек", [(300, "exact", None)]),
        ("в Лондон отправлено 12 нот, но ответили только на три", [(12, "exact", "sent"), (3, "exact", "answered")]),
        ("из 45 направленных в Вашингтон запросов ответ получен на девять", [(45, "exact", "sent"), (9, "exact", "answered")]),
        ("почти четверть мин обезврежена, две трети карт проверены", [(0.25, "about", None), (0.67, "exact", None)]),
        ("согласованы четыре пункта, по статье 7 и в разделе 3 споров нет", [(4, "exact", None)]),
        (
            "ущерб оценивается почти в 300 млн рублей, а убыток - в 2 млрд 300 млн",
            [(300_000_000, "about", None), (2_300_000_000, "exact", None)],
        ),
        ("доля сократилась на 7,5%, до 40 процентов", [(7.5, "exact", None), (40, "exact", None)]),
        ("полтора десятка судов ждут не меньше двух недель", [(15, "exact", None), (2, "over", None)]),
        ("Лондон прислал двенадцать обращений, на все двенадцать Москва ответила", [(12, "exact", "received"), (12, "all", "answered")]),
        ("Лондон оставил без внимания до десяти посланий", [(10, "under", "sent")]),
        ("вернулись 1 тыс. 200 семей", [(1200, "exact", None)]),
        ("нарушений менее одного процента, а один наблюдатель ранен", [(1, "under", None)]),
        ("на все запросы, составленные по форме, Москва ответила", [(None, "all", "answered")]),
        (
            "Москва получила 130 запросов о мошенниках, из них около сорока – из Лимы",
            [(130, "exact", "received"), (40, "about", "received")],
        ),
        ("Москва получила дюжину нот и две телеграммы", [(12, "exact", "received"), (2, "exact", "received")]),
        ("две ноты мы получили, на две и ответили", [(2, "exact", "received"), (2, "exact", "answered")]),
        ("из 45 запросов ответы получены лишь на девять", [(45, "exact", "sent"), (9, "exact", "answered")]),
        ("Лондон не ответил на пять запросов", [(5, "exact", None)]),
        ("Москва направила три ноты, ответ пришел на одну", [(3, "exact", "sent"), (1, "exact", "answered")]),
        ("в Берлин звонили трижды", [(3, "exact", None)]),
        ("Киргизия увеличит весной сброс воды из верхнего водохранилища до 450 кубометров", [(450, "exact", None)]),
        ("заморожены активы трех банков и более двадцати чиновников", [(3, "exact", None), (20, "over", None)]),
        ("в суд пришли три человека и более", [(3, "over", None)]),
        ("работы хватит лет на десять", [(10, "about", None)]),
    ],
)
def test_russian_figures_are_declined_shared_summed_and_seen_from_the_speakers_side(
    said: str, figures: list[tuple[int | float | None, str, str | None]]
) -> None:
    assert _russian(said) == figures


@pytest.mark.parametrize(
    ("language", "said", "figures"),
    [
        ("en", "the column lost 45 to 60 vehicles", [(45, "over", None), (60, "under", None)]),
        (
            "en",
            "visibility was 40 or 50 metres, and 15-20 ships waited",
            [(40, "over", None), (50, "under", None), (15, "over", None), (20, "under", None)],
        ),
        ("en", "two to three million people fled", [(2_000_000, "over", None), (3_000_000, "under", None)]),
        ("en", "four in five of our rivers are clean, and nine out of ten families left", [(0.8, "exact", None), (0.9, "exact", None)]),
        ("en", "12 out of 15 letters were answered", [(12, "exact", "answered"), (15, "exact", None)]),
        ("en", "dozens of mines and hundreds of thousands of shells were left", [(None, "about", None), (None, "about", None)]),
        ("en", "twenty people were on board, and none of them was armed", [(20, "exact", None), (0, "exact", None)]),
        ("en", "none of us was asked", []),
        ("en", "Moscow sent three notes, of which only one was answered", [(3, "exact", "sent"), (1, "exact", "answered")]),
        ("en", "Moscow has received no answer to four letters", [(4, "exact", "sent")]),
        ("en", "Rome owes Oslo an answer to all nineteen notes", [(19, "all", "sent")]),
        ("en", "seven Egyptian letters were registered", [(7, "exact", "received")]),
        ("en", "Oslo had written Rome twelve letters", [(12, "exact", "sent")]),  # a third one speaks
        ("ru", "Москва отправила Риму 12 нот, Рим — восемь", [(12, "exact", "sent"), (8, "exact", "received")]),
        ("ru", "в марте мы получили семь запросов, в апреле — еще девять", [(7, "exact", "received"), (9, "exact", "received")]),
        ("ru", "к семи утра 120 человек спасли, в этом году 68 спаслись сами", [(120, "exact", None), (68, "exact", None)]),
        ("ru", "Берлин прислал нам 12 нот, отвечено на каждую", [(12, "exact", "received"), (None, "all", "answered")]),
        ("ru", "на каждого жителя пришлось по 12 литров", [(12, "exact", None)]),
        ("ru", "мы ждем от Берлина исполнения 53 поручений", [(53, "exact", "sent")]),
        (
            "ru",
            "мы получили 21 запрос и исполнили 18, три на рассмотрении",
            [(21, "exact", "received"), (18, "exact", "answered"), (3, "exact", None)],
        ),
        ("ru", "падение не превысило 4%", [(4, "under", None)]),
        ("ru", "за это — 42 из 47 депутатов, воздержался один", [(42, "exact", None), (47, "exact", None), (1, "exact", None)]),
        ("ru", "не впустили 12 шведов и одного финна, все 13 как один", [(12, "exact", None), (1, "exact", None), (13, "all", None)]),
        ("ru", "молоко подешевело до 27 центов, затраты — от 35 до 38", [(27, "exact", None), (35, "over", None), (38, "under", None)]),
        ("ru", "изъяли 3 кг 200 г героина", [(3, "exact", None), (200, "exact", None)]),
        ("ru", "безработица опустилась ниже 10 процентов — до 9,8", [(10, "under", None), (9.8, "exact", None)]),
        ("ru", "ущерб — от трех до пяти миллионов", [(3_000_000, "over", None), (5_000_000, "under", None)]),
        ("ru", "ранены 17-летний подросток и двое детей", [(17, "exact", None), (2, "exact", None)]),
        ("ru", "Красный Крест отправил более 12 тыс. тонн муки", [(12_000, "over", None)]),
        ("ru", "в бюджет поступило 380 миллионов", [(380_000_000, "exact", None)]),
        ("ru", "договор из 17 статей согласован полностью", [(17, "exact", None)]),
        ("ru", "экспорт вырос за десять месяцев на четверть", [(10, "exact", None), (0.25, "exact", None)]),
        ("ru", "почти весь рис и почти все дома целы", [(None, "most", None)]),
        ("ru", "мы принимаем все меры, прилагаем все усилия и делаем все", []),
        ("ru", "около 1,2–1,5 млн тонн риса", [(1_200_000, "over", None), (1_500_000, "under", None)]),
        ("ru", "свыше полумиллиона книг и 50-процентная пошлина", [(500_000, "over", None), (50, "exact", None)]),
        ("ru", "метров двести до школы, человек пять ранены", [(200, "about", None), (5, "about", None)]),
        ("en", "among them 300,000 aged under 5", [(300000, "exact", None), (5, "under", None)]),
        ("en", "34 sailors, aged 19 to 61", [(34, "exact", None), (19, "over", None), (61, "under", None)]),
        ("en", "3 in 4 people and 2 in 3 days", [(0.75, "exact", None), (2, "exact", None), (3, "exact", None)]),
        ("en", "3 in 10 had fled", [(0.3, "exact", None)]),
        ("en", "five-eighths of the harvest, and eight-tenths of a point", [(0.625, "exact", None), (0.8, "exact", None)]),
        ("en", "Of the roughly 20,000 migrants here, a third want to go home", [(20_000, "about", None), (0.33, "exact", None)]),
        ("en", "fines ranged from GH¢500 to GH¢2,000", [(500, "over", None), (2000, "under", None)]),
        ("en", "prices rose from GH¢500 to GH¢2,000", [(500, "exact", None), (2000, "exact", None)]),
        (
            "en",
            "some 200 to 250 tanks, for between JD1.2 million and JD2 million",
            [
                (200, "over", None),
                (250, "under", None),
                (1_200_000, "over", None),
                (2_000_000, "under", None),
            ],
        ),
        ("en", "$27 billion over 25 years, and for over 12 years", [(27e9, "exact", None), (25, "exact", None), (12, "over", None)]),
        ("en", "the vote was 3-2, and that is all", []),
        ("en", "Eighth letter, a week or two late", []),
        ("en", "the committee had met six times and settled 80 percent", [(6, "exact", None), (80, "exact", None)]),
        ("en", "the toll had passed 800", [(800, "exact", None)]),
        ("en", "Oslo sent us nine letters and we replied to every one of them", [(9, "exact", "received"), (None, "all", "answered")]),
        ("en", "Moscow has had no answer to the five notes that it sent to Oslo", [(5, "exact", "sent")]),
        ("en", "Oslo owed Moscow a reply to nine notes", [(9, "exact", "sent")]),
        ("en", "some 1,900 applications were filed in Russia", [(1900, "about", "received")]),
        ("en", "of the 40 requests by Russia, Oslo approved nine", [(40, "exact", "sent"), (9, "exact", "answered")]),
        ("en", "Moscow accepted 41 of the readmission requests that Oslo filed", [(41, "exact", "answered")]),
        ("en", "Russia has not received a reply to its 16 letters", [(16, "exact", "sent")]),
        ("en", "Russia's six questions to Oslo remained unanswered", [(6, "exact", "sent")]),
        ("en", "the office handles 19 of the 46 petitions it had received", [(19, "exact", None), (46, "exact", "received")]),
        ("en", "Oslo has answered most of the notes handed to its consul", [(None, "most", "answered")]),
        ("en", "seven requests for asylum filed by Norwegian citizens", [(7, "exact", "received")]),
        ("en", "the mission heard back about seven of the 26 complaints", [(7, "exact", "answered"), (26, "exact", None)]),
        ("en", "zero cases in twenty-odd villages", [(0, "exact", None), (20, "about", None)]),
        ("en", "none had been opened by the guards", [(0, "exact", None)]),
        ("ru", "границу перешли тысячи полторы беженцев", [(1500, "about", None)]),
        ("ru", "оформили миллион двести тысяч тонн груза", [(1200000, "exact", None)]),
        ("ru", "три-четыре дня", [(3, "over", None), (4, "under", None)]),
        ("ru", "воды хватает двум семьям из трех", [(0.67, "exact", None)]),
        ("ru", "построены 12 мостов из 30", [(12, "exact", None), (30, "exact", None)]),
        ("ru", "сгорел почти миллион гектаров", [(1_000_000, "about", None)]),
        ("ru", "ушло под тысячу грузовиков и с десяток судов", [(1000, "about", None), (10, "about", None)]),
        ("ru", "ни одна ракета не прошла", [(0, "exact", None)]),
        ("ru", "дети старше семи лет ждут недели две", [(7, "over", None), (2, "about", None)]),
        ("ru", "нужно 300 палаток как минимум", [(300, "over", None)]),
        ("ru", "за пять часов двадцать тонн", [(5, "exact", None), (20, "exact", None)]),
        ("ru", "в пять часов двадцать тонн", [(20, "exact", None)]),
        ("ru", "десятки снарядов и несколько домов", [(None, "about", None), (None, "about", None)]),
        ("ar", "الخسائر ناهزت مليارا ومئتي مليون دينار", [(1200000000, "about", None)]),
        ("ar", "قدمت مليونا ونصف المليون من الكمامات", [(1500000, "exact", None)]),
        ("ar", "خصصت ثلاثة وأربعين مليونا ونصف المليون يورو", [(43500000, "exact", None)]),
        ("ar", "مقتل ما بين 20 و25 مسلحا", [(20, "over", None), (25, "under", None)]),
        ("ar", "نيفا وستين مهاجرا", [(60, "over", None)]),
        ("ar", "واحد من كل خمسة أطفال", [(0.2, "exact", None)]),
        ("ar", "تفوق بمليون طن ما ورد في العقد", [(1000000, "exact", None)]),
        ("ar", "لتصل إلى 3.4 مليارات ريال", [(3400000000, "exact", None)]),
        ("ar", "ما بين ربع وثلث الأسر", [(0.25, "over", None), (0.33, "under", None)]),
        ("ar", "ما بين ثلث ونصف المقاتلين", [(0.33, "over", None), (0.5, "under", None)]),
        ("ar", "دخل عامه الثاني والستين، ولم ينته", []),
        ("ar", "قيمته مليارا يورو", [(2000000000, "exact", None)]),
        ("ar", "بلغت مليارا و300 مليون دولار", [(1300000000, "exact", None)]),
        ("ar", "بين مليارين وثلاثة مليارات ليرة", [(2000000000, "over", None), (3000000000, "under", None)]),
        ("ar", "مليونين وخمسة آلاف شخص", [(2005000, "exact", None)]),
        ("ar", "بين سنتين وسبعين سنة", [(2, "over", None), (70, "under", None)]),
        ("ar", "تراجعت إلى ما بين 5 و7 غارات", [(5, "over", None), (7, "under", None)]),
        ("ar", "صدرت 2000 سيارة", [(2000, "exact", None)]),
        ("ar", "مسافة تقل عن ميل بحري ونصف الميل", [(1.5, "under", None)]),
        ("ar", "في كل واحد منها 2000 شخص", [(2000, "exact", None)]),
    ],
)
def test_how_numbers_are_put_otherwise(language: str, said: str, figures: list[tuple[int | float | None, str, str | None]]) -> None:
    words = lexicon(language)
    text = folded(said)
    found = numbers_of(words).find(text, 0, len(text), [], "rus" if language == "en" else "kaz")
    assert [(each.value, each.qualifier, each.tally) for each in found] == figures


@pytest.mark.parametrize(
    ("language", "said", "tallies"),
    [
        ("en", "we sent 12 letters and got back 3 replies", [(12, "sent"), (3, "answered")]),
        ("en", "Moscow submitted 45 requests, of which Washington answered nine", [(45, "sent"), (9, "answered")]),
        ("en", "Washington submitted 45 requests and we answered all of them", [(45, "received"), (None, "answered")]),
        ("en", "the Americans have put 14 questions to us", [(14, "received")]),
        ("en", "14 questions have been put to Washington", [(14, "sent")]),
        ("en", "we have replied to 7 of the 12 American notes", [(7, "answered"), (12, "received")]),
        ("en", "only two of our 30 inquiries were answered", [(2, "answered"), (30, "sent")]),
        ("en", "Russia received 20 notifications and sent 22", [(20, "received"), (22, "sent")]),
        ("en", "nine answers came from Washington", [(9, "answered")]),
        ("en", "we are still waiting for answers to 36 requests", [(36, "sent")]),
        ("en", "20 visa applications were refused", [(20, "answered")]),
        ("en", "Washington has failed to answer any of the 12 notes", [(12, "sent")]),
        ("en", "the embassy filed eight protests", [(8, "sent")]),
        ("en", "in all 130 requests were exchanged", [(130, None)]),
        ("en", "our ministry received 61 letters from families", [(61, "received")]),
        ("en", "Moscow asked four times and was told nothing", [(4, "sent")]),
        ("en", "Moscow fired off 12 notes and has yet to receive a single reply", [(12, "sent")]),
        ("en", "four formal requests had been sent to Washington", [(4, "sent")]),
        ("en", "Washington has been sent four requests", [(4, "sent")]),
        ("en", "six of the 40 requests that Washington lodged were knocked back", [(6, "answered"), (40, "received")]),
        ("en", "our office fielded 200 queries and dealt with 180", [(200, "received"), (180, "answered")]),
        ("en", "not one answer came to our five notes", [(0, "answered"), (5, "sent")]),
        ("en", "Washington never replied to the seven notes", [(7, "sent")]),
        ("en", "Washington owes us an answer to six notes", [(6, "sent")]),
        ("en", "Washington left eight of our 12 letters unanswered", [(8, None), (12, "sent")]),
        ("en", "Moscow approved seven of Norway's 11 requests", [(7, "answered"), (11, "received")]),
        ("en", "Russia's embassy in London handed over eight protests", [(8, "sent")]),
        ("en", "three letters to Washington remain unanswered", [(3, "sent")]),
        (
            "en",
            "of 120 requests from Washington, 80 were granted and 40 turned down",
            [(120, "received"), (80, "answered"), (40, "answered")],
        ),
        ("en", "Moscow sent 14 notes, ten of which Washington answered", [(14, "sent"), (10, "answered")]),
        ("en", "half of the 40 requests were met", [(0.5, "answered"), (40, None)]),
        ("en", "Washington was told to pay $40 million", [(40000000, None)]),
        ("ru", "мы направили 12 писем и получили 3 ответа", [(12, "sent"), (3, "answered")]),
        ("ru", "Москва направила 45 запросов, Вашингтон ответил на девять", [(45, "sent"), (9, "answered")]),
        ("ru", "США направили нам 45 запросов, мы ответили на все", [(45, "received"), (None, "answered")]),
        ("ru", "из 45 запросов ответ получен на девять", [(45, "sent"), (9, "answered")]),
        ("ru", "нам поступило 14 обращений", [(14, "received")]),
        ("ru", "получено 20 уведомлений, отправлено 22", [(20, "received"), (22, "sent")]),
        ("ru", "американская сторона прислала пять нот", [(5, "received")]),
        ("ru", "пять американских нот рассмотрены", [(5, "answered")]),
        ("ru", "мы ждем ответа на 36 запросов", [(36, "sent")]),
        ("ru", "отклонено 20 заявок на визы", [(20, "answered")]),
        ("ru", "Вашингтон не ответил ни на одну из 12 нот", [(0, "answered"), (12, "sent")]),
        ("ru", "писем от семей пришло 61", [(61, "received")]),
        ("ar", "أرسلنا 12 رسالة وتلقينا 3 ردود", [(12, "sent"), (3, "answered")]),
        ("ar", "موسكو أرسلت 45 طلبا وردت واشنطن على تسعة منها", [(45, "sent"), (9, "answered")]),
        ("ar", "واشنطن أرسلت 45 طلبا وأجبنا عنها جميعا", [(45, "received"), (None, "answered")]),
        ("ar", "وردتنا 14 مذكرة", [(14, "received")]),
        ("ar", "تلقت موسكو 20 إخطارا وأرسلت 22", [(20, "received"), (22, "sent")]),
        ("ar", "لم تجب واشنطن إلا عن تسعة من 45 طلبا", [(9, "answered"), (45, "sent")]),
        ("ar", "تسعة من أصل 45 طلبا روسيا لقيت ردا", [(9, "answered"), (45, "sent")]),
        ("ar", "ننتظر ردا على 36 طلبا", [(36, "sent")]),
        ("ar", "تقدمت السفارة بثمانية احتجاجات", [(8, "sent")]),
        ("ar", "وصلت إلى الوزارة 61 رسالة من العائلات", [(61, "received")]),
        ("ar", "ردت موسكو على سبع مذكرات أمريكية", [(7, "answered")]),
        ("ar", "تلقينا من واشنطن تسعة طلبات ووافقنا على ستة منها", [(9, "received"), (6, "answered")]),
        ("ar", "تلقت موسكو من واشنطن 26 طلبا نفذت 11 منها", [(26, "received"), (11, "answered")]),
        ("ar", "لم توجه واشنطن سوى مذكرتين", [(2, "received")]),
        ("ar", "لم نتلق ردا على خمس مذكرات أرسلناها", [(5, "sent")]),
        ("ar", "واشنطن لم تجب عن مذكرتين", [(2, None)]),
        ("ar", "موسكو سلمت واشنطن ثلاث رسائل", [(3, "sent")]),
        ("ar", "قدمنا 13 طلبا، استجابت واشنطن لعشرة منها ورفضت الثلاثة الباقية", [(13, "sent"), (10, "answered"), (3, "answered")]),
        ("ar", "خمسين طلبا قدمت إلى وزارته", [(50, "received")]),
    ],
)
def test_requests_are_counted_from_the_side_of_whoever_speaks(
    language: str, said: str, tallies: list[tuple[int | None, str | None]]
) -> None:
    text = folded(said)
    found = numbers_of(lexicon(language)).find(text, 0, len(text), [], "rus")
    assert [(each.value, each.tally) for each in found] == tallies


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            "earned Rs17.5 billion, up from Rs12.9 billion",
            [(17_500_000_000, "exact", "Rs17.5 billion"), (12_900_000_000, "exact", "Rs12.9 billion")],
        ),
        ("bonds worth about Rs. 900 billion", [(900_000_000_000, "about", "about Rs. 900 billion")]),
        ("spending was R5 billion lower", [(5_000_000_000, "exact", "R5 billion lower")]),
        ("the R5 group and its K9 dogs", []),
    ],
)
def test_a_currency_may_be_written_together_with_its_sum(said: str, found: list[tuple[float, str, str]]) -> None:
    text = folded(said)
    got = [(each.value, each.qualifier, text[each.start : each.end]) for each in numbers_of(lexicon("en")).find(text, 0, len(text), [])]
    assert [each[:2] for each in got] == [each[:2] for each in found]
    assert all(one[2].startswith(other[2][:8]) for one, other in zip(got, found, strict=True))


@pytest.mark.parametrize(
    ("said", "value"),
    [("ليبلغ 62ر31 دولار", 31.62), ("ارتفع بنسبة 5ر2 في المئة", 2.5), ("بلغ 25ر1 مليار دولار", 1_250_000_000), ("بلغ 31,62 دولار", 31.62)],
)
def test_the_agencies_of_the_gulf_write_what_is_behind_the_point_before_it(said: str, value: float) -> None:
    """Their letter for the point is read from the right, between two runs of digits that each stand from the left."""
    text = folded(said)
    assert [each.value for each in numbers_of(lexicon("ar")).find(text, 0, len(text), [])] == [value]
