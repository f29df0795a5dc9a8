"""What a secretary relies on at the terminal: names that can be typed again, nothing lost or consented to by mistake, words that say what is so."""

from __future__ import annotations

import json

from tests.cli.transcript import run

COURIER = "courier"


def detente(*argv: str) -> str:
    code, said = run(list(argv))
    assert code == 0, said
    return said


def value(*argv: str) -> dict:
    return json.loads(detente(*argv, "--json"))


def refused(*argv: str) -> str:
    code, said = run(list(argv))
    assert code == 1, said
    return said


def carried() -> None:
    for party in ("north", "south", "north", "south"):
        detente("--node", party, "sync", COURIER)


def proposed(party: str, about: str) -> list[str]:
    """The proposals about a matter, as one node has them."""
    return [row["ref"] for row in value("--node", party, "proposals", about, "--all")["proposals"]]


# ---------------------------------------------------------------- what its proposer has left


def left_for_another() -> tuple[str, str]:
    """South has agreed to a meeting and proposed two days for it, the second in the place of the first."""
    detente("--node", "north", "meeting", "propose", "1", "--date", "2021-10", "--seal")
    carried()
    detente("--node", "south", "consent", *proposed("south", "meeting/plenary/1"), "--seal")
    for day in ("2021-10-05", "2021-10-06"):
        detente("--node", "south", "meeting", "date", "1", day, "--seal")
    carried()
    first, second = proposed("north", "meeting/plenary/1/date")
    return first, second


def test_nobody_consents_to_what_its_proposer_has_left(talks):
    first, second = left_for_another()
    for stance in (["consent", first], ["consent", first, "--ad-referendum"]):
        said = refused("--node", "north", *stance)
        assert f"south has left {first} for another proposal" in said
        assert "detente --node north proposals meeting/plenary/1/date" in said
    assert "Draft" in detente("--node", "north", "consent", second)


def test_what_was_ad_referendum_is_not_confirmed_once_its_proposer_has_left_it(talks):
    detente("--node", "south", "propose", "measure/visits", "--text", "Two a year", "--seal")
    carried()
    (first,) = proposed("north", "measure/visits")
    detente("--node", "north", "consent", first, "--ad-referendum", "--seal")
    detente("--node", "south", "propose", "measure/visits", "--text", "Three a year", "--seal")
    carried()
    assert f"south has left {first}" in refused("--node", "north", "confirm", first)


def test_whoever_has_left_his_own_proposal_may_come_back_to_it(talks):
    first, _ = left_for_another()
    detente("--node", "south", "consent", first, "--seal")
    carried()
    assert "Sealed" in detente("--node", "north", "consent", first, "--seal")


def test_the_history_of_a_date_says_what_its_proposer_has_left(talks):
    first, second = left_for_another()
    for party in ("north", "south"):
        steps = {row["entry"]: row["step"] for row in value("--node", party, "meeting", "show", "1")["dates"]}
        assert (steps[first], steps[second]) == ("left", "open")
    detente("--node", "north", "consent", second, "--seal")
    carried()
    steps = {row["entry"]: row["step"] for row in value("--node", "north", "meeting", "show", "1")["dates"]}
    assert (steps[first], steps[second]) == ("left", "adopted")
