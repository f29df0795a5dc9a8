"""English as newspapers write it: what reports nothing, and where what was said begins and ends; all names and words are invented."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.press.reader import read_report

PUBLISHED = dt.date(2024, 5, 14)


def _said(text: str) -> list[tuple[str | None, str]]:
    return [(each.speaker or each.office, each.quote) for each in read_report(text, PUBLISHED).statements]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Hours after Anna Orlova was named leader on Tuesday, many in Bern wondered how it would end.", id="how long after"),
        pytest.param(
            "Some advisers would like to see Norway buy fish, while Sweden maintains existing tariffs.", id="a verb with an object"
        ),
        pytest.param("Minister Karl Brandt came to an event dubbed a “feast of fish”, and left.", id="a participle"),
        pytest.param("The chairman has met builders who threatened councillors with new laws.", id="a relative clause of somebody else"),
        pytest.param("Minister Karl Brandt has said that more than once.", id="what was said is not repeated"),
        pytest.param("Minister Karl Brandt sat in the front row, along with other Labour supporters.", id="a noun of persons"),
        pytest.param("The Central Bank raised rates and signaled a faster pace as bankers adapted to the cuts.", id="a noun and a clause"),
        pytest.param("The official results announced on the radio awarded those seats to the ruling party.", id="things as a subject"),
        pytest.param("Karl Brandt was awake and started warning neighbours as the water rose.", id="a noun in the plural and a clause"),
        pytest.param(
            "Karl Brandt died on Monday. A friend of his has been described as a “charming young man of the coast”.", id="by nobody"
        ),
        pytest.param("Minister Karl Brandt sang “The Long Road Home to the Sea” at the quay.", id="a song"),
    ],
)
def test_nobody_is_said_to_have_said_anything(text: str) -> None:
    assert _said(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "Minister Karl Brandt said, “We are ready,” as hundreds of farmers lined the quay, many holding torches.",
            [("Karl Brandt", "We are ready")],
            id="what happened meanwhile",
        ),
        pytest.param(
            "Minister Karl Brandt urged Norway to open the port faster and fishermen know that the boats have been sold.",
            [("Karl Brandt", "Norway to open the port faster")],
            id="a clause with its own subject behind what was called for",
        ),
        pytest.param(
            "Norway faced criticism over the port on Tuesday, while Mayor Karl Brandt praised the move.",
            [("Karl Brandt", "the move")],
            id="a clause before one of contrast",
        ),
        pytest.param(
            "Minister Karl Brandt said that the bill would come back, amid anger over the order, which plunged the coast into chaos.",
            [("Karl Brandt", "the bill would come back")],
            id="circumstances",
        ),
        pytest.param(
            "Minister Karl Brandt has said he wants to sell the port - but what does that mean for farmers?",
            [("Karl Brandt", "he wants to sell the port")],
            id="a question of the report",
        ),
        pytest.param(
            "Minister Karl Brandt said the deaths were caused by a storm and called on the “interim” council to act.",
            [("Karl Brandt", "the deaths were caused by a storm"), ("Karl Brandt", "the “interim” council to act")],
            id="a call joined to what was said",
        ),
        pytest.param(
            "They have not decided how long the strike will last yet, Minister Karl Brandt said.",
            [("Karl Brandt", "They have not decided how long the strike will last yet")],
            id="yet at the end",
        ),
        pytest.param(
            "A 42-year-old sailor and a 60-year-old cook have been found, Minister Karl Brandt said.",
            [("Karl Brandt", "A 42-year-old sailor and a 60-year-old cook have been found")],
            id="a hyphen parts no dateline",
        ),
        pytest.param(
            "The Swiss Foreign Ministry announced Nov. 18 that it was adding five boats to the fleet.",
            [("The Swiss Foreign Ministry", "it was adding five boats to the fleet")],
            id="a month cut short",
        ),
        pytest.param(
            "Minister Karl Brandt says all plants, depots, and retail stores will be closed at once.",
            [("Karl Brandt", "all plants, depots, and retail stores will be closed at once")],
            id="a row of nouns",
        ),
        pytest.param(
            "Minister Karl Brandt said the ship, which left the port on Saturday and headed for the north, totally sank.",
            [("Karl Brandt", "the ship, which left the port on Saturday and headed for the north, totally sank")],
            id="a subject with a relative clause",
        ),
        pytest.param(
            "Minister Karl Brandt said despite the chance of a defeat they would not call anybody into the streets.",
            [("Karl Brandt", "despite the chance of a defeat they would not call anybody into the streets")],
            id="an adverbial without a comma",
        ),
        pytest.param(
            "Minister Karl Brandt said the poll was marred by theft before voting began, which the council denied.",
            [("Karl Brandt", "the poll was marred by theft before voting began")],
            id="what others deny behind it",
        ),
        pytest.param(
            "“I do not apologise for being the chief,’’ Minister Karl Brandt said.",
            [("Karl Brandt", "I do not apologise for being the chief")],
            id="two single marks for a double one",
        ),
        pytest.param(
            "The mayor says, he is making it a priority to mend the quay.",
            [("mayor", "he is making it a priority to mend the quay")],
            id="a comma behind the verb",
        ),
        pytest.param(
            "Minister Karl Brandt acknowledged on NRK’s “State of the Coast“ that the boats did leave.",
            [("Karl Brandt", "the boats did leave")],
            id="a closing mark the wrong way round",
        ),
        pytest.param(
            "The council has set a defiant tone, even as Minister Karl Brandt warned such efforts could be a crime.",
            [("Karl Brandt", "such efforts could be a crime")],
            id="even as somebody warned",
        ),
        pytest.param(
            "“This is a partisan raid,” declared Rep. Karl Brandt, an unofficial leader of the party’s response, at the start of a session.",
            [("Karl Brandt", "This is a partisan raid")],
            id="a noun in an apposition",
        ),
        pytest.param(
            "Minister Karl Brandt said that is too harsh for a man with no record.",
            [("Karl Brandt", "that is too harsh for a man with no record")],
            id="that as a subject",
        ),
        pytest.param(
            "“I asked him, ‘When was it?’ Yes. I said, ‘Come on, he’s only just begun!’” Minister Karl Brandt said.",
            [("Karl Brandt", "I asked him, ‘When was it?’ Yes. I said, ‘Come on, he’s only just begun!’")],
            id="an apostrophe closes no quotation",
        ),
    ],
)
def test_where_what_was_said_begins_and_ends(text: str, said: list[tuple[str, str]]) -> None:
    assert _said(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "The council has described Brandt as the “brain” behind the raid, which Norwegian officials say killed 40 guards.",
            [("The council", "Brandt as the “brain” behind the raid"), ("Norwegian officials", "killed 40 guards")],
            id="which somebody says",
        ),
        pytest.param(
            "Norway opposes the plan, which Minister Karl Brandt described as “a theft of the coast”.",
            [("Karl Brandt", "a theft of the coast")],
            id="which somebody described as",
        ),
        pytest.param(
            "Resident Karl Brandt filmed the fire, a scene he described as a “curtain of smoke”.",
            [("Karl Brandt", "curtain of smoke")],
            id="a relative clause without its pronoun",
        ),
        pytest.param(
            "The port is closed, Minister Karl Brandt, who said he had spoken to sailors there, told Reuters.",
            [("Karl Brandt", "The port is closed")],
            id="what is said of somebody before his own reporting words",
        ),
        pytest.param(
            "The port was shut, with Mayor Karl Brandt saying that the boats had left.",
            [("Karl Brandt", "the boats had left")],
            id="an absolute clause",
        ),
        pytest.param(
            "The Swiss Foreign Ministry is urging everybody to leave the coast.",
            [("The Swiss Foreign Ministry", "everybody to leave the coast")],
            id="the progressive",
        ),
        pytest.param(
            "Minister Karl Brandt wrote on Facebook accusing Norway of selling the boats.",
            [("Karl Brandt", "Norway of selling the boats")],
            id="a participle behind a verb of writing",
        ),
        pytest.param(
            "Minister Karl Brandt said whether Norway will agree depends on the price of fish.",
            [("Karl Brandt", "whether Norway will agree depends on the price of fish")],
            id="a question as a subject",
        ),
        pytest.param(
            "Lorries brought in hundreds of voters that local residents said should not have been allowed to vote.",
            [("local residents", "should not have been allowed to vote")],
            id="that somebody says",
        ),
        pytest.param(
            "A man who police believe is the suspect accused of theft was arrested on Monday, Minister Karl Brandt said.",
            [("Karl Brandt", "A man who police believe is the suspect accused of theft was arrested on Monday")],
            id="within what somebody else says",
        ),
        pytest.param(
            "The company will lose a tenth of its staff, which according to Chairman Karl Brandt would be about 170 people.",
            [("Karl Brandt", "would be about 170 people")],
            id="which according to somebody",
        ),
        pytest.param(
            "Traders cited doubts over whether Norway and Sweden could agree.",
            [("Traders", "doubts over whether Norway and Sweden could agree")],
            id="a reason that somebody cites",
        ),
        pytest.param("The port was shut at noon, witnesses said.", [("witnesses", "The port was shut at noon")], id="witnesses"),
        pytest.param(
            "In a statement, as reported by Football Norway, Karl Brandt said: “We were stunned when we heard of it.”",
            [("Karl Brandt", "We were stunned when we heard of it")],
            id="the way on which a statement came",
        ),
    ],
)
def test_who_said_it_in_which_clause(text: str, said: list[tuple[str, str]]) -> None:
    assert _said(text) == said


def test_what_stands_between_a_heading_and_the_author_is_no_part_of_the_report() -> None:
    report = "BERN (Reuters) - The port will close in May, Mayor Karl Brandt said on Monday."
    text = "Port to close in May\nThe mayor urged farmers to sell their boats before the port is shut.\nBy Anna Orlova\n" + report
    assert _said(text) == [("Karl Brandt", "The port will close in May")]


def test_a_sentence_above_a_credit_is_a_caption() -> None:
    text = "Port to close in May\nMayor Brandt urged everybody to stay at home.\nPicture: Port Press\nThe port will close in May, Mayor Karl Brandt said."
    assert _said(text) == [("Karl Brandt", "The port will close in May")]


def test_the_last_paragraph_of_a_report_is_no_caption_though_the_agency_ends_it() -> None:
    text = "Minister Karl Brandt left.\nThe minister said that the talks would continue. — Reuters"
    assert _said(text) == [("Karl Brandt", "the talks would continue")]


def test_officials_are_not_named_by_whoever_speaks_next() -> None:
    text = "Norwegian officials urged everybody to leave the coast. Thousands of farmers left."
    assert _said(text) == [("Norwegian officials", "everybody to leave the coast")]
