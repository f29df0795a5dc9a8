"""What a secretary is told to do next: to the side that must speak, to the side that waits, and after something was lost."""

from __future__ import annotations

import pytest

from tests.cli.commands import carried, detente, refused, value


def proposals(party: str) -> list[dict]:
    """What waits for a voice, as one node has it."""
    found: list[dict] = value("--node", party, "proposals")["proposals"]
    return found


@pytest.fixture
def tabled(talks) -> str:
    """North has tabled a text, and south holds it; the entry."""
    (talks / "text.txt").write_text("Supposed.\n", "utf-8")
    detente("--node", "north", "text", "table", "js", "--form", "joint_statement", "--text", "en=text.txt", "--seal")
    carried()
    (row,) = proposals("south")
    return str(row["ref"])


# ---------------------------------------------------------------- consent


def test_whoever_must_consent_to_a_text_is_led_from_the_text_to_consent_and_nobody_else_is(tabled):
    assert f"detente --node south consent {tabled}\n" in detente("--node", "south", "text", "show", "js")
    assert "consent north" not in detente("--node", "north", "text", "show", "js")
    detente("--node", "south", "consent", tabled, "--seal")
    assert "consent north" not in detente("--node", "south", "text", "show", "js")


def test_whoever_consented_to_a_text_ad_referendum_is_led_from_it_to_the_confirmation(tabled):
    detente("--node", "south", "consent", tabled, "--ad-referendum", "--seal")
    said = detente("--node", "south", "text", "show", "js")
    assert f"detente --node south confirm {tabled}" in said
    assert f"consent {tabled}" not in said


def test_consent_that_is_drafted_already_is_not_drafted_again(tabled):
    detente("--node", "south", "consent", tabled)
    for seal in ([], ["--seal"]):
        said = refused("--node", "south", "consent", tabled, "In other words", *seal)
        assert f"draft 1 says this of {tabled} already" in said
        assert "detente --node south seal\n" in said
        assert "detente --node south outbox --drop 1" in said
    assert len(value("--node", "south", "outbox")["drafts"]) == 1
    detente("--node", "south", "outbox", "--drop", "1")
    detente("--node", "south", "consent", tabled, "In other words")


def test_another_stance_than_the_drafted_one_may_be_drafted_and_is_doubted(tabled):
    detente("--node", "south", "consent", tabled)
    assert "of the two only" in detente("--node", "south", "consent", tabled, "--ad-referendum")


def test_a_confirmation_that_is_drafted_already_is_not_drafted_again(tabled):
    detente("--node", "south", "consent", tabled, "--ad-referendum", "--seal")
    detente("--node", "south", "confirm", tabled)
    assert "draft 1 says this" in refused("--node", "south", "confirm", tabled)


def test_what_is_drafted_of_a_proposal_is_shown_with_it_and_leads_to_the_seal(tabled):
    detente("--node", "south", "consent", tabled)
    (row,) = proposals("south")
    assert row["drafts"] == [{"number": 1, "kind": "consent", "how": None}]
    for command in (["proposals"], ["text", "show", "js"]):
        said = detente("--node", "south", *command)
        assert "Draft 1 of ours: consent; it counts nowhere until it is sealed." in said
        assert said.endswith("  detente --node south outbox\n  detente --node south seal\n")
    (theirs,) = proposals("north")
    assert theirs["drafts"] == []
    detente("--node", "south", "seal")
    assert value("--node", "south", "proposals", "--all")["proposals"][0]["drafts"] == []


# ---------------------------------------------------------------- what waits for the other side


def test_the_proposer_is_told_what_waits_for_the_other_side_until_it_has_spoken(tabled):
    def awaited(party: str) -> list[tuple[str, list[str]]]:
        (channel,) = value("--node", party, "status")["channels"]
        return [(row["ref"], row["waits_for"]) for row in channel["awaited"]]

    assert awaited("north") == [(tabled, ["south"])]
    assert awaited("south") == []
    assert "Proposals that wait for the voice of others" in detente("--node", "north", "status")
    detente("--node", "south", "reserve", tabled, "--seal")
    carried()
    assert awaited("north") == [(tabled, ["south"])], "who awaits instructions has not spoken"
    detente("--node", "south", "consent", tabled, "--seal")
    carried()
    assert awaited("north") == []
