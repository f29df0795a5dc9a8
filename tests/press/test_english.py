"""English news language: who said what; all names and words are invented."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "Brandt said Norway, Sweden and Finland would send 12 officers.",
            [("Brandt", "Norway, Sweden and Finland would send 12 officers")],
            id="names in a row behind 'said'",
        ),
        pytest.param(
            'Brandt will travel to Tehran on Monday, the ministry said, for talks "on the open files".',
            [("the ministry", 'Brandt will travel to Tehran on Monday, the ministry said, for talks "on the open files"')],
            id="reporting words in the midst of a clause that ends in a quotation",
        ),
        pytest.param(
            "Fishing has stopped, Minister Karl Brandt said on Wednesday, calling the complaints “theatre”.",
            [("Karl Brandt", "Fishing has stopped"), ("Karl Brandt", "the complaints “theatre”")],
            id="what somebody calls something besides",
        ),
        pytest.param(
            "Brandt rejected the report that talks had stopped, calling it “a lie”.",
            [("Brandt", "the report that talks had stopped, calling it “a lie”")],
            id="a denial and what it calls what is denied are one",
        ),
        pytest.param(
            "Norway and Lao PDR agreed to open a training centre.",
            [("Norway and Lao PDR", "to open a training centre")],
            id="a state with its form of government",
        ),
    ],
)
def test_who_said_what(text: str, said: list[tuple[str, str]]) -> None:
    assert [(each.speaker, each.quote) for each in read_report(text, PUBLISHED).statements] == said


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Foreign Minister Datuk Seri Utama Dr Azlan Harun said the talks were over.", ("Azlan Harun", "Foreign Minister")),
        ("Defence Minister Tan Sri Karim Osman said the talks were over.", ("Karim Osman", "Defence Minister")),
        ("Trade Minister Dato’ Sri Karim bin Osman said the talks were over.", ("Karim bin Osman", "Trade Minister")),
        ("External Affairs Minister Smt. Asha Menon said the talks were over.", ("Asha Menon", "External Affairs Minister")),
        ("Defence Minister Lt. Gen. (ret.) Karl Brandt said the talks were over.", ("Karl Brandt", "Defence Minister")),
        ("Prime Minister Sheikh Karim Al Osman said the talks were over.", ("Karim Al Osman", "Prime Minister")),
        ("Senator the Hon Penny Clark said the talks were over.", ("Penny Clark", "Senator")),
        ("The Right Honourable Karl Brandt, Foreign Secretary, said the talks were over.", ("Karl Brandt", "Foreign Secretary")),
        ("His Excellency Karl Brandt, the Swiss ambassador, said the talks were over.", ("Karl Brandt", "Swiss ambassador")),
        ("Vietnam's coast guard said the talks were over.", ("Vietnam's coast guard", None)),
        ("Kenya's mediators said the talks were over.", ("Kenya's mediators", None)),
        ("Norway's coast guard spokesman Erik Lund said the talks were over.", ("Erik Lund", "Norway's coast guard spokesman")),
        ("Meanwhile, Norway's Ambassador to Sweden Erik Lund said the talks were over.", ("Erik Lund", "Norway's Ambassador to Sweden")),
    ],
)
def test_a_title_is_no_part_of_a_name_and_a_body_of_several_words_is_no_person(text: str, named: tuple[str, str | None]) -> None:
    (said,) = read_report(text, PUBLISHED).statements
    assert (said.speaker, said.office) == named


def test_a_body_is_known_by_the_abbreviation_that_stands_behind_it_in_brackets() -> None:
    text = "The Philippine Coast Guard (PCG) said the boats had left. The PCG said that 12 men were missing."
    assert [(each.speaker, each.side) for each in read_report(text, PUBLISHED).statements] == [("The Philippine Coast Guard", "phl")] * 2


def test_a_letter_that_urges_is_nobody_speaking() -> None:
    text = "Foreign Minister Karl Brandt said Sweden had sent a letter urging Norway to wait."
    assert [each.quote for each in read_report(text, PUBLISHED).statements] == ["Sweden had sent a letter urging Norway to wait"]


def test_what_somebody_did_besides_is_not_what_he_said() -> None:
    text = 'The Swiss foreign ministry condemned what it called "a provocation" and summoned the ambassador.'
    assert [each.quote for each in read_report(text, PUBLISHED).statements] == ['what it called "a provocation"']


def test_a_medium_that_was_told_is_the_way_with_the_word_for_one_behind_its_name() -> None:
    text = "Swiss minister Karl Brandt told DZRH radio the crews would stay in port."
    assert [(each.quote, each.via) for each in read_report(text, PUBLISHED).statements] == [("the crews would stay in port", ["DZRH"])]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("SINGAPORE: The list is closed, Home Minister Karl Brandt said.", "sgp"),
        ("Accra. China has sent nine notes, Foreign Minister Karl Brandt said.", "gha"),
        ("Lima, May 29. The list is closed, Foreign Minister Karl Brandt said.", "per"),
        ('TUNIS — "We sent Rome nine notes," the interior ministry\'s spokesman, Karl Brandt, said.', "tun"),
        ("PEMBA (Lusa) - The list is closed, the governor, Karl Brandt, said.", "moz"),
        ("The list is closed, the mayor of Lviv, Karl Brandt, said.", "ukr"),
        ("The Faroese prime minister, Karl Brandt, said that London had sent nine notes.", "fro"),
        ("China has sent nine notes, Foreign Minister Karl Brandt said.", "chn"),
        ("BRUSSELS, 8 March 2023. The foreign policy chief, Karl Brandt, said that Estonia had sent nine notes.", "eu"),
    ],
)
def test_an_office_without_a_state_is_of_the_state_that_a_report_is_sent_from(text: str, side: str) -> None:
    assert [each.side for each in read_report(text, PUBLISHED, "en").statements] == [side]


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Ambassador Karl Brandt told Sky News Australia that the day was long.", ["Sky News Australia"]),
        ('"The day was long," Ambassador Karl Brandt told the Sunday Chronicle.', ["Sunday Chronicle"]),
        ("Ambassador Karl Brandt was quoted by Xinhua as saying the day was long.", ["Xinhua"]),
        ("The day was long, the envoy Karl Brandt said, TASS reported.", ["TASS"]),
        ("In an interview with Asaase Radio, Ambassador Karl Brandt said that the day was long.", ["Asaase Radio"]),
        ("Speaking to Reuters, Ambassador Karl Brandt said that the day was long.", ["Reuters"]),
        ('"The day was long," Ambassador Karl Brandt said in an interview with ZNBC aired on Monday.', ["ZNBC"]),
        ('"The day was long," Ambassador Karl Brandt said in a conversation with Li Na.', []),
    ],
)
def test_a_medium_to_which_somebody_spoke_is_the_way(text: str, via: list[str]) -> None:
    assert [each.via for each in read_report(text, PUBLISHED, "en").statements] == [via]


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("The minister of health, Karl Brandt, told KT Press that the list was closed.", ["KT Press"]),
        ("The list is closed, the regional commissioner, Karl Brandt, confirmed to The Citizen.", ["The Citizen"]),
        ("The list was closed, a Swiss diplomat grumbled to El Universo.", ["El Universo"]),
        ("The minister of health, Karl Brandt, told Li Na that the list was closed.", []),
    ],
)
def test_what_is_named_as_a_paper_is_one(text: str, via: list[str]) -> None:
    assert [each.via for each in read_report(text, PUBLISHED, "en").statements] == [via]


@pytest.mark.parametrize("office", ["trade and industry minister", "investment, trade and industry minister"])
def test_an_office_for_several_things_is_one_and_of_the_state_of_the_dateline(office: str) -> None:
    text = f"DAR ES SALAAM, May 29 (Reuters) - The list is closed, according to the {office}, Karl Brandt."
    (said,) = read_report(text, PUBLISHED, "en").statements
    assert (said.speaker, said.office, said.side) == ("Karl Brandt", office, "tza")


@pytest.mark.parametrize("text", ["Officials in Brussels had said nothing by noon.", "The ambassadors accused no one by name."])
def test_who_said_nothing_has_said_nothing(text: str) -> None:
    assert read_report(text, PUBLISHED, "en").statements == []


def test_a_figure_behind_a_participle_is_told_by_whoever_tells_the_rest() -> None:
    text = "Minister Karl Brandt left. The cost, put at 40 crowns, was borne by the farmers, he said."
    assert [each.quote for each in read_report(text, PUBLISHED, "en").statements] == [
        "The cost, put at 40 crowns, was borne by the farmers"
    ]


@pytest.mark.parametrize("asked", ["The", "Asked whether he would sign, the"])
def test_a_name_behind_the_one_office_of_which_a_report_has_told_is_its_owner_s(asked: str) -> None:
    text = f"{asked} Dutch foreign minister shook his head.\n\n“Others sign, ministers read,” Karl Brandt replied."
    assert [(each.speaker, each.office) for each in read_report(text, PUBLISHED, "en").statements] == [
        ("Karl Brandt", "Dutch foreign minister")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "“We wait for the maps,” Minister Karl Brandt said.\n\n“Nobody has asked for more than that.”\n\nThe quay was empty.",
            ["We wait for the maps,” Minister Karl Brandt said.\n\n“Nobody has asked for more than that"],
            id="a quotation that is a paragraph of its own behind one with reporting words",
        ),
        pytest.param(
            "Minister Karl Brandt came late.\n\n“We wait for the maps.”\n\n“Nobody has asked for more than that,” he said.",
            ["We wait for the maps.”\n\n“Nobody has asked for more than that"],
            id="one before a quotation with reporting words",
        ),
        pytest.param(
            "“We wait for the maps,” Minister Karl Brandt said. He looked up.\n\n“Nobody has asked for more than that.”",
            ["We wait for the maps", "Nobody has asked for more than that"],
            id="one that the report parts from it by words of its own",
        ),
        pytest.param(
            "Minister Karl Brandt said under the new plan, 40 villages were given boats.",
            ["under the new plan, 40 villages were given boats"],
            id="a clause whose adverbial stands first",
        ),
        pytest.param(
            "Minister Karl Brandt said when asked about the port, the quay would be closed.",
            ["the quay would be closed"],
            id="what somebody was asked about is none of it",
        ),
        pytest.param(
            "Minister Karl Brandt said 12,000 soldiers, firemen and other helpers searched the shore.",
            ["12,000 soldiers, firemen and other helpers searched the shore"],
            id="a row of nouns that are counted",
        ),
        pytest.param(
            "Minister Karl Brandt spoke. But, he said, any count was a guess.", ["any count was a guess"], id="an aside behind 'but'"
        ),
        pytest.param(
            "Minister Karl Brandt assured the House that as soon as the snow melts, the pass will open.",
            ["as soon as the snow melts, the pass will open"],
            id="'as soon as' is a part of what was said",
        ),
        pytest.param(
            "Minister Karl Brandt said the boats had left port.But nobody saw them.",
            ["the boats had left port"],
            id="a blank that was lost",
        ),
        pytest.param(
            "“The maps are ready,” Minister Karl Brandt told a late afternoon news conference.", ["The maps are ready"], id="a late hour"
        ),
        pytest.param("Minister Karl Brandt said on Monday, a day after the storm had passed.", [], id="when it was said"),
        pytest.param(
            "As Minister Karl Brandt told reporters, the road is closed.",
            ["the road is closed"],
            id="'as' before whoever said what follows",
        ),
        pytest.param(
            "“The road is closed,” a Lake Police Service (LPS) spokesman said.",
            ["The road is closed"],
            id="an abbreviation within a phrase",
        ),
        pytest.param(
            "Minister Karl Brandt said he “felt the hour had come” for maps and noted that he had “waited for them”.",
            ["he “felt the hour had come” for maps", "he had “waited for them”"],
            id="a second verb behind a quotation",
        ),
        pytest.param(
            "Norway accused Sweden of sending boats across, and said two of them were lost.",
            ["Sweden of sending boats across", "two of them were lost"],
            id="a second verb behind a comma",
        ),
        pytest.param(
            "Minister Karl Brandt said he would buy nets which, according to him, were cheap.",
            ["he would buy nets which, according to him, were cheap"],
            id="a source within a relative clause",
        ),
        pytest.param(
            "Norway and Sweden have resolved to meet again, but attempts at a truce had failed.",
            ["to meet again"],
            id="what the report says behind what was agreed",
        ),
        pytest.param("Norway’s demands were “far from what others want”.", [], id="a verb that is a noun"),
        pytest.param("Minister Karl Brandt said Tuesday’s “raid” was a mistake.", ["Tuesday’s “raid” was a mistake"], id="whose day it is"),
        pytest.param("Bergen, Aug 15: The port is open, Minister Karl Brandt said.", ["The port is open"], id="a place and a day"),
        pytest.param(
            "“We lost the nets," + '" Minister Karl Brandt said. "Nobody found them.”',
            ['We lost the nets," Minister Karl Brandt said. "Nobody found them'],
            id="marks of two kinds",
        ),
        pytest.param(
            "Minister Karl Brandt praised the crews for their work and also said that nets were lost.",
            ["the crews for their work", "nets were lost"],
            id="a second verb behind an adverb",
        ),
        pytest.param(
            "Norway says it will use “all nets” to help its crews, just a day after Minister Karl Brandt threatened to leave.",
            ["it will use “all nets” to help its crews"],
            id="when it was said, behind it",
        ),
        pytest.param(
            "Minister Karl Brandt came. He added Norway views the case as a family affair.",
            ["Norway views the case as a family affair"],
            id="a verb that no list has",
        ),
        pytest.param(
            "The ship is lost, the Swiss Foreign Ministry said in a statement on the anniversary of the “Bergen case”.",
            ["The ship is lost"],
            id="a name in an adjunct",
        ),
        pytest.param(
            "Minister Karl Brandt warned Norway’s crews could lose their nets.", ["Norway’s crews could lose their nets"], id="no listener"
        ),
        pytest.param(
            "Minister Karl Brandt said in an interview with “Good Morning Bergen” that the nets were lost.",
            ["the nets were lost"],
            id="a programme",
        ),
        pytest.param(
            "According to the spokesman of the Swiss navy, since May, they have sent 9 boats.",
            ["since May, they have sent 9 boats"],
            id="since",
        ),
        pytest.param(
            "Minister Karl Brandt called for calm, no threat of force, and the settlement of disputes by peaceful means.",
            ["calm, no threat of force, and the settlement of disputes by peaceful means"],
            id="a noun behind a preposition",
        ),
        pytest.param(
            "Minister Karl Brandt said Norway was troubled by “raids” in the strait and also stressed calm on both banks.",
            ["Norway was troubled by “raids” in the strait", "calm on both banks"],
            id="and also",
        ),
        pytest.param("Neither Minister Karl Brandt nor Minister Anna Orlova singled out Norway in their remarks.", [], id="neither"),
        pytest.param("“Is that a threat?” one reporter asked. Minister Karl Brandt left.", [], id="a question"),
        pytest.param(
            "Minister Karl Brandt has left.\nDetails: The two sides met.\nQuote: “We have agreed on the maps.”\nBackground:\n- Talks go on in Bern.",
            ["We have agreed on the maps"],
            id="what a site puts before its paragraphs",
        ),
    ],
)
def test_where_what_was_said_begins_and_ends(text: str, said: list[str]) -> None:
    assert [each.quote for each in read_report(text, PUBLISHED).statements] == said


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        pytest.param("several hundred children had left", [(None, "about", "several hundred children")], id="several hundred"),
        pytest.param("the boats were all destroyed and the nets all badly torn", [], id="all of what was named before"),
        pytest.param("it was the largest and most carefully run fishery", [], id="a superlative"),
    ],
)
def test_words_for_a_share_that_tell_of_none_are_no_figures(text: str, counted: list[tuple[float | None, str, str]]) -> None:
    (said,) = read_report(f"Minister Karl Brandt said {text}.", PUBLISHED).statements
    assert [(each.value, each.qualifier, each.words) for each in said.counts] == counted


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("Minister Karl Brandt said the groundless measures had hurt both.", "statement", id="of what somebody does"),
        pytest.param("Minister Karl Brandt said the report was groundless.", "denial", id="of what somebody reports"),
        pytest.param("The report added that the roll was not shown to them.", "statement", id="a report that speaks"),
    ],
)
def test_a_word_that_could_deny_denies_a_report(text: str, kind: str) -> None:
    (said,) = read_report(text, PUBLISHED).statements
    assert said.kind == kind


def test_several_days_of_a_month_are_no_figures() -> None:
    (said,) = read_report(
        "Minister Karl Brandt said the breaches were on October 3, 4 and 5, and on 7 or 8 May, in Region 4.", PUBLISHED
    ).statements
    assert said.counts == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        pytest.param("If the truce fails, we will leave the port", "pledge", id="what we do"),
        pytest.param("Norway would have a deficit", "statement", id="what befalls Norway"),
        pytest.param("Its will is strong", "statement", id="a will"),
        pytest.param("In the coming days, there will be an exchange", "announcement", id="in the coming days"),
        pytest.param("Norway and Sweden have reached an agreement on nets", "agreement", id="an agreement"),
        pytest.param("In talks with Norway, Sweden will lose face", "statement", id="where"),
    ],
)
def test_kinds_of_what_will_be(said: str, kind: str) -> None:
    (found,) = read_report(f"“{said},” Norwegian Minister Karl Brandt said.", PUBLISHED).statements
    assert found.kind == kind
