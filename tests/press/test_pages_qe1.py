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
