"""Whoever a report introduces without speaking is known with full name, office and side when only a surname speaks later."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


def speakers(language: str, text: str) -> list[tuple[str | None, str | None, str | None]]:
    """Speaker, office and side of each statement."""
    return [(each.speaker, each.office, each.side) for each in read_report(text, PUBLISHED, language).statements]


@pytest.mark.parametrize(
    ("introduction", "spoken", "known"),
    [
        (
            (
                "The Kenyan delegation was headed by Commodore Peter Otieno, Head of Operations at the Joint Headquarters, and the Ugandan "
                "delegation by Rear Admiral Noah Akello, Deputy Chief of Staff of the Lake Fleet."
            ),
            "Commodore Otieno reported that two bridges were closed. Rear Admiral Akello maintained that they were open.",
            [
                ("Peter Otieno", "Head of Operations at the Joint Headquarters", "ken"),
                ("Noah Akello", "Deputy Chief of Staff of the Lake Fleet", "uga"),
            ],
        ),
        (
            "The meeting was co-chaired by Ms Lena Brandt, Director General for Europe at the Federal Foreign Office.",
            "Ms Brandt said that the road was open.",
            [("Lena Brandt", "Director General for Europe at the Federal Foreign Office", None)],
        ),
        (
            (
                "The protocol was signed by Major General Oleg Savin, commander of the Western Border District, and Colonel Juris Kalnins, "
                "deputy chief of the Latvian State Border Guard."
            ),
            "Colonel Kalnins said that the fence stood. Major General Savin replied that it did not.",
            [
                ("Juris Kalnins", "deputy chief of the Latvian State Border Guard", "lva"),
                ("Oleg Savin", "commander of the Western Border District", None),
            ],
        ),
        (
            "Foreign Minister Karl Brandt received Colonel Amadou Diarra, Chief of the General Staff of Mali, in Bern on Monday.",
            "Colonel Diarra said that the camp was empty.",
            [("Amadou Diarra", "Chief of the General Staff of Mali", "mli")],
        ),
        (
            "Brandt was accompanied by Captain Nina Keller, a military adviser at the Swiss mission.",
            "Captain Keller said that no shot had been fired.",
            [("Nina Keller", "military adviser at the Swiss mission", "che")],
        ),
    ],
    ids=["headed", "chaired", "signed", "received", "accompanied"],
)
def test_somebody_introduced_in_english_is_known_by_surname(
    introduction: str, spoken: str, known: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert speakers("en", f"{introduction}\n\n{spoken}") == known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (
            "Beatriz Solano, an analyst at the consultancy Cumbre Risk, estimates that a third of the men are held.",
            ("Beatriz Solano", "analyst at the consultancy Cumbre Risk"),
        ),
        ("Ana Ruiz, whose brother has been held in Caracas since 2021, said she had written to three ministers.", ("Ana Ruiz", None)),
    ],
)
def test_what_stands_between_an_english_name_and_its_verb_is_no_other_speaker(text: str, known: tuple[str, str | None]) -> None:
    assert [each[:2] for each in speakers("en", text)] == [known]


@pytest.mark.parametrize(
    ("introduction", "spoken", "known"),
    [
        (
            (
                "وترأس الجانب الموريتاني السفير أحمد ولد سالم، المدير العام للشؤون القنصلية، بينما ترأس الجانب المالي السيد عمر تراوري، "
                "مدير الماليين في الخارج."
            ),
            "وأفاد السيد تراوري بأن السفارة أحالت ثماني مذكرات.",
            [("عمر تراوري", "مدير الماليين في الخارج", "mli")],
        ),
        (
            "ووقع المحضر عن الجانب الجزائري عمار بلحاج، المدير العام للجمارك، وعن الجانب التونسي نزار الشابي، رئيس ديوان وزير المالية.",
            "وقال الشابي إن المعبر سيفتح. وقال بلحاج إن العمل انتهى.",
            [("نزار الشابي", "رئيس ديوان وزير المالية", "tun"), ("عمار بلحاج", "المدير العام للجمارك", "dza")],
        ),
    ],
    ids=["chaired", "signed"],
)
def test_somebody_introduced_in_arabic_is_known_by_surname(
    introduction: str, spoken: str, known: list[tuple[str | None, str | None, str | None]]
) -> None:
    assert speakers("ar", f"{introduction}\n\n{spoken}") == known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        (
            "Министра сопровождала советник президента Молдавии Елена Попа.\n\nПопа сказала, что мост закрыт.",
            ("Елена Попа", "советник президента Молдавии", "mda"),
        ),
        ("Мост закрыт, заявили в четверг, 9 мая, в МИД Германии.", ("МИД Германии", None, "deu")),
        (
            "Посол Чехии Ян Новак сообщил, что посты закрыты. По его наблюдениям, поток машин сократился заметно.",
            ("Ян Новак", "Посол Чехии", "cze"),
        ),
    ],
    ids=["accompanied", "dated", "observed"],
)
def test_whoever_is_named_beside_a_russian_verb_is_known(text: str, known: tuple[str, str | None, str]) -> None:
    assert {*speakers("ru", text)} == {known}
