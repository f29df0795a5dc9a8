"""Who speaks in reports as they stand on pages: abbreviated offices and bodies, media that report others' words, names of every kind."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

DAY = dt.date(2024, 5, 14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (  # an office by its first letters
            "Works Cabinet Secretary Lena Brandt has opened the bridge. The CS said the road was next.",
            [("Lena Brandt", "Works Cabinet Secretary")],
        ),
        (
            'The Principal Secretary for Roads, Karl Berg, opened it. "We are glad," said the PS.',
            [("Karl Berg", "Principal Secretary for Roads")],
        ),
        (  # a body by its first letters
            "Chief of the Central Polling Commission Karl Berg met the press. The CPC chairman said the count was over.",
            [("Karl Berg", "Chief of the Central Polling Commission")],
        ),
        (
            "Karl Berg, director general of the National Flood Relief Agency (NFRA), came on Monday. The NFRA boss said food was near.",
            [("Karl Berg", "director general of the National Flood Relief Agency (NFRA)")],
        ),
        ("NFU's head of outreach Karl Berg said the maize was dry.", [("Karl Berg", "NFU's head of outreach")]),
        ("Swedish Road Guard (SRG) spokesman Karl Berg said the pass was closed.", [("Karl Berg", "Swedish Road Guard (SRG) spokesman")]),
        ("Brandt's counterpart Karl Berg said the pass was closed.", [("Karl Berg", "counterpart")]),
        (  # what a medium reports of another's words
            "Xinhua reported that Foreign Minister Karl Berg had said the talks would resume.",
            [("Karl Berg", "Foreign Minister")],
        ),
        ("The Daily Observer reported that Mayor Karl Berg warned that prices would rise.", [("Karl Berg", "Mayor")]),
        ("Xinhua reported that twelve people had died.", []),  # the report itself
        ("Twelve people had died by noon, the Oslo Times reported.", []),
        ("The men were given to the Director of Fisheries, Jaffna, reports Xinhua news agency.", []),
        ("Twelve people have died, Newsline reports, citing the mayor, Karl Berg.", [("Karl Berg", "mayor")]),
        # whose head somebody is, and whose data it is
        ("CEO of Nordkraft Karl Berg said that exports rose.", [("Karl Berg", "CEO of Nordkraft")]),
        (
            "Chairman of the firm's Board of Directors Karl Berg told reporters the pipe was dry.",
            [("Karl Berg", "Chairman of the firm's Board of Directors")],
        ),
        ("First Deputy Minister of Justice Lena Brandt said the list was long.", [("Lena Brandt", "First Deputy Minister of Justice")]),
        ("Only a third of the homes were insured, according to Interior Ministry data.", [("Interior Ministry", None)]),
        ("Lena Brandt, a Republican from Ohio, said the guards were tired.", [("Lena Brandt", "Republican from Ohio")]),
        ("Norway's Premier Karl Berg tours the hardest hit areas.\n“All is lost,” said Berg.", [("Karl Berg", "Norway's Premier")]),
        ("Norway discourages the deal, Energy Minister Karl Berg said.", [("Karl Berg", "Energy Minister")]),
        # a first name that is a place's too
        ("Defence Secretary Aden Berg said that the army was ready.", [("Aden Berg", "Defence Secretary")]),
        # what an office is for, before it and behind it
        (
            "Public Service, Culture and Sports Secretary Karl Berg said on Monday the hall was ready.",
            [("Karl Berg", "Public Service, Culture and Sports Secretary")],
        ),
        (
            "In a remark, the Minister of Humanitarian Affairs, Disaster Management and Social Services, Lena Brandt, said all was done.",
            [("Lena Brandt", "Minister of Humanitarian Affairs, Disaster Management and Social Services")],
        ),
        (
            "The Permanent Secretary, Ministry of Health, Dr Karl Berg, said the fever was gone.",
            [("Karl Berg", "Permanent Secretary, Ministry of Health")],
        ),
        ("On Monday, the Commissioner for Health, Dr. Karl Berg said the fever was gone.", [("Karl Berg", "Commissioner for Health")]),
        ("A spokesperson for the ministry, Karl Berg has said the fever was gone.", [("Karl Berg", "spokesperson for the ministry")]),
        ("After a meeting with the minister, Karl Berg said the fever was gone.", [("Karl Berg", None)]),
        # somebody again: by the first parts of his name, by the initials of his office alone, by what he is the minister of
        ("Mayor Karl Brandt Berg came by boat. The sea was high. Karl Brandt said the storm was over.", [("Karl Brandt Berg", "Mayor")]),
        ("Chief Election Commissioner Karl Berg came. The CEC said the count was over.", [("Karl Berg", "Chief Election Commissioner")]),
        (
            'This was told by the head of the Swedish Ministry of Trade, Karl Berg. "It is over," the Swedish trade minister said.',
            [("Karl Berg", "head of the Swedish Ministry of Trade")],
        ),
        ("Karl Berg said it was over. The ERA chief said there was no more.", [("Karl Berg", None), ("Karl Berg", "ERA chief")]),
        (
            "It was late, said Chief District Officer (CDO) Karl Berg. CDO Berg said it was over.",
            [("Karl Berg", "Chief District Officer (CDO)")] * 2,
        ),
        ("The spokesperson, Karl Berg, came. The spokesman said it was over.", [("Karl Berg", "spokesperson")]),
        ("Karl Berg (DP, North County) said the buses were late.", [("Karl Berg", None)]),
        ("Foreign Minister Lena Bishop said the buses were late.", [("Lena Bishop", "Foreign Minister")]),
        ("Red Cross aid worker Karl Berg said the camp was full.", [("Karl Berg", "Red Cross aid worker")]),
        (
            "The buses were late, said Karl Berg, High Commissioner-designate to Samoa.",
            [("Karl Berg", "High Commissioner-designate to Samoa")],
        ),
        # a rank behind it
        (
            "Navy spokesman for the South Coast Commodore Karl Berg said the boat was safe.",
            [("Karl Berg", "Navy spokesman for the South Coast")],
        ),
        # a clause before the subject's own
        (
            "The call comes after the secretary of the liaison office, Karl Berg, said that the buses were held.",
            [("Karl Berg", "secretary of the liaison office")],
        ),
        # those who were told are not who goes on
        (
            '"It was useful," Foreign Minister Karl Berg told journalists in Geneva late Friday and called on both governments to wait.',
            [("Karl Berg", "Foreign Minister")] * 2,
        ),
        ("The aid according to the minister, Karl Berg, reached 2,860 households.", [("Karl Berg", "minister")]),
    ],
)
def test_speakers_and_offices_are_found(text: str, said: list[tuple[str | None, str | None]]) -> None:
    found = read_report(text, DAY).statements
    assert [(each.speaker, each.office) for each in found] == said


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The Swedish Road Guard (SRG) cleared the pass. An SRG spokesman, Karl Berg, said it was open.", ["swe"]),
        ("One of the Swedish Road Guard (SRG) cars was lost. The SRG said it was old.", ["swe"]),
        ("The mayor of Regina, Saskatchewan, is tired. Premier Karl Berg said he was, too.", ["can"]),
        ("Sweden and Norway have made a deal, the country's minister of trade, Karl Berg, said.", ["nor"]),
        ("The Zug Farmers Union (ZFU) met in Zug, Switzerland. ZFU's head of outreach, Karl Berg, said the maize was dry.", [None]),
        ("Oslo, Norway. Minister of Trade Karl Berg said the European Commission was late.", ["nor"]),
        ("The Norwegian Coast Guard's spokesman Karl Berg and the Swedish embassy in Oslo met. Berg said it was over.", ["nor"]),
    ],
)
def test_sides_are_those_of_bodies_that_are_abbreviated(text: str, sides: list[str | None]) -> None:
    assert [each.side for each in read_report(text, DAY).statements] == sides


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Xinhua reported that Foreign Minister Karl Berg had said the talks would resume.", [["Xinhua"]]),
        ("The state agency Nordpress reported that Karl Berg, the mayor, said that the talks would resume.", [["Nordpress"]]),
        ('Speaking to the agency TASS, Berg said it was over. He told the agency: "We are done."', [["TASS"], ["TASS"]]),
        ('Berg went to BN TV late. "I know it," he told the Oslo-based television station.', [["BN TV"]]),
        ("As reported by Xinhua, Minister Karl Berg said on Monday the talks would go on.", [["Xinhua"]]),
        ("Minister Karl Berg said that the talks would go on, Newsline reports citing Reuters.", [["Reuters", "Newsline"]]),
        ("Karl Berg told the Zimbabwe Independent on Monday his country was ready.", [["Zimbabwe Independent"]]),
    ],
)
def test_the_way_of_words_is_found(text: str, via: list[list[str]]) -> None:
    assert [each.via for each in read_report(text, DAY).statements] == via


def test_a_dateline_with_agencies_and_a_day_is_none_of_what_is_said() -> None:
    text = "BERGEN (World Point News / Nordnytt - 03rd May, 2024) Norway will not sign, the Foreign Ministry told Nordnytt."
    (said,) = read_report(text, DAY).statements
    assert said.quote == "Norway will not sign"


def test_a_paragraph_can_open_its_quotation_with_a_closing_mark() -> None:
    text = "The mayor of Bergen, Karl Berg, came on Monday.\n”We are glad. The road is open,” he said."
    (said,) = read_report(text, DAY).statements
    assert (said.quote, said.form) == ("We are glad. The road is open", "direct")
