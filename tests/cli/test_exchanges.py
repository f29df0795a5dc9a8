"""A simultaneous exchange between two nodes, through a courier: whole, stopped half-way, and with something else opened than committed to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.node.node import Node
from detente.node.sealing import seal
from detente.record.text import encode_base64
from tests.cli.test_matters import act, carried, detente, refused, value
from tests.cli.transcript import run

NORTH, SOUTH = "Supposed: A. Fisher\nSupposed: B. Sailor\n", "Supposed: C. Carter\n"


@pytest.fixture
def agreed(talks):
    """Both have agreed to exchange lists, and have them on their disks."""
    ref = act("north", "propose", "exchange/lists", "--text", "Supposed: the lists of 1 July.")
    carried()
    act("south", "consent", ref)
    carried()
    Path("north.txt").write_text(NORTH, "utf-8")
    Path("south.txt").write_text(SOUTH, "utf-8")
    return talks


def commit(party: str) -> str:
    return act(party, "exchange", "commit", "lists", "--list", f"{party}.txt")


def show(party: str) -> dict:
    return value("--node", party, "exchange", "show", "lists")


def side(view: dict, party: str) -> dict:
    return next(each for each in view["parties"] if each["party"] == party)


def says(view: dict, party: str | None = None) -> str:
    return " ".join(each["text"] for each in (view if party is None else side(view, party))["if_it_stops"])


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def everything_that_was_carried() -> bytes:
    """The store of the other side: whatever has come there in any form."""
    return b"".join(path.read_bytes() for path in sorted(Path("south").rglob("*")) if path.is_file())


def test_a_whole_exchange_is_simultaneous_and_both_lists_fit(agreed):
    commit("north")
    assert (show("north")["exchange"]["state"], show("north")["exchange"]["waits_for"]) == ("committing", ["south"])
    carried()
    commit("south")
    carried()
    for party in ("north", "south"):
        assert (show(party)["exchange"]["state"], show(party)["exchange"]["order"]) == ("committed", "simultaneous")
        assert side(show(party), "north")["received_by"] == ["south"]
    act("north", "exchange", "open", "lists")
    carried()
    act("south", "exchange", "open", "lists")
    carried()
    north, south = show("north"), show("south")
    assert (north["exchange"]["state"], north["exchange"]["order"]) == ("complete", "simultaneous")
    for view in (north, south):
        assert [(each["text"], each["fits"], each["early"]) for each in side(view, "north")["openings"]] == [(NORTH, True, False)]
        assert [(each["text"], each["fits"], each["early"]) for each in side(view, "south")["openings"]] == [(SOUTH, True, False)]
        assert says(view).startswith("All have opened what they had committed to")
    assert value("--node", "north", "status")["remarks"] == value("--node", "south", "status")["remarks"] == []
    row = value("--node", "south", "exchange", "list")["exchanges"][0]
    assert (row["state"], row["committed"], row["opened"], row["waits_for"]) == ("complete", ["north", "south"], ["north", "south"], [])
    said = flat(detente("--node", "south", "exchange", "show", "lists"))
    assert "This is the list that was committed to." in said
    assert "Simultaneous: nobody opened before it had seen the commitments of all." in said


def test_a_list_does_not_leave_its_node_before_it_is_opened(agreed):
    commit("north")
    carried()
    assert b"A. Fisher" not in everything_that_was_carried()
    commit("south")
    carried()
    act("north", "exchange", "open", "lists")
    carried()
    assert side(show("south"), "north")["openings"][0]["text"] == NORTH
    assert b"A. Fisher" in everything_that_was_carried()


def test_opening_before_the_commitments_of_all_others_are_here_is_refused_with_the_reason(agreed):
    commit("north")
    carried()
    said = flat(refused("--node", "north", "exchange", "open", "lists"))
    assert "no commitment of south is here: whoever opens now shows its list to who can still choose its own" in said
    assert "exchange open lists --anyway" in said
    assert value("--node", "north", "outbox")["drafts"] == []


def test_who_opens_anyway_is_found_to_have_given_simultaneity_away(agreed):
    commit("north")
    opened = act("north", "exchange", "open", "lists", "--anyway")
    carried()
    assert "can choose its own with that one at hand" in says(show("south"), "south")
    code, said = run(["--node", "south", "exchange", "commit", "lists", "--list", "south.txt", "--seal"])
    assert code == 1
    assert f"north has opened its list already, in {opened}: this commitment would not be simultaneous" in flat(said)
    (draft,) = value("--node", "south", "outbox")["drafts"]
    detente("--node", "south", "seal", "--confirm", str(draft["number"]))
    carried()
    view = show("north")
    assert (view["exchange"]["order"], side(view, "south")["late"]) == ("late", True)
    assert side(view, "north")["openings"][0]["early"] is True
    assert "it was made with that list at hand" in says(view)
    found = {remark["rule"]: remark["text"]["text"] for remark in value("--node", "north", "status")["remarks"]}
    assert found == {
        "reveal": "north opened its list without having seen a commitment of south",
        "commit": f"south committed after it had seen the opening {opened}: not simultaneous",
    }


def test_an_exchange_that_stops_half_way_says_what_each_can_prove(agreed):
    commit("north")
    carried()
    commit("south")
    view = show("south")
    assert "There is no receipt of north" in says(view, "south")
    carried()
    assert "There is no receipt" not in says(show("south"), "south")
    opened = act("north", "exchange", "open", "lists")
    assert "The list of north is open; there is no receipt of south." in says(show("north"), "south")
    carried()
    north, south = show("north"), show("south")
    assert north["parties"] == [{**each, "kept_here": each["party"] == "north"} for each in south["parties"]]
    assert (north["exchange"]["state"], north["exchange"]["waits_for"]) == ("opening", ["south"])
    assert "south holds the list of north and can keep its own closed." in says(north, "south")
    assert "cannot make it open" in says(north, "south")
    assert f"north has opened in {opened} the list that it had committed to" in says(north, "north")
    assert "No protocol without a third party can prevent that." in says(north)
    assert "Whoever opens last has seen the lists of the others first" in flat(detente("--node", "north", "exchange", "show", "lists"))


def test_whoever_opens_something_else_than_it_had_committed_to_is_shown_so(agreed):
    commit("north")
    south = commit("south")
    carried()
    act("north", "exchange", "open", "lists")
    carried()
    with Node.open(Path("south"), "") as node:  # its own program would not do it
        room = node.room(None)
        index = int(south.partition("/")[2])
        fields = {"kind": "reveal", "re": [["south", 0, index]], "salt": encode_base64(bytes(32)), "text": "Supposed: nobody."}
        node.draft(room, fields)
        seal(node, room)
    carried()
    view = show("north")
    assert [each["fits"] for each in side(view, "south")["openings"]] == [False]
    assert "something else than it had committed to" in says(view, "south")
    assert "All have opened what they had committed to" not in says(view)
    assert "This is not the list that was committed to" in flat(detente("--node", "north", "exchange", "show", "lists"))
    act("south", "exchange", "open", "lists")
    carried()
    assert [each["fits"] for each in side(show("north"), "south")["openings"]] == [False, True]


def test_a_copied_commitment_is_opened_in_vain(agreed):
    """south copies the commitment of north, waits for its list, and opens it as its own."""
    north = commit("north")
    carried()
    commitment = value("--node", "south", "log", north)["fields"]["commitment"]
    with Node.open(Path("south"), "") as node:
        room = node.room(None)
        node.draft(room, {"kind": "commit", "about": "exchange/lists", "commitment": commitment})
        index = seal(node, room).head.size - 2
    carried()
    opened = act("north", "exchange", "open", "lists")
    carried()
    fields = value("--node", "south", "log", opened)["fields"]
    with Node.open(Path("south"), "") as node:
        room = node.room(None)
        node.draft(room, {"kind": "reveal", "re": [["south", 0, index]], "salt": fields["salt"], "text": fields["text"]})
        seal(node, room)
    carried()
    view = show("north")
    assert [each["fits"] for each in side(view, "north")["openings"]] == [True]
    assert [each["fits"] for each in side(view, "south")["openings"]] == [False]


def test_a_long_list_is_a_file_that_is_attached_only_when_it_is_opened(agreed):
    long = "".join(f"Supposed: person {number}\n" for number in range(2000))
    Path("north.txt").write_text(long, "utf-8")
    commit("north")
    Path("north.txt").unlink()
    commit("south")
    carried()
    assert b"person 1999" not in everything_that_was_carried()
    act("north", "exchange", "open", "lists")
    carried()
    (opening,) = side(show("south"), "north")["openings"]
    assert (opening["fits"], opening["text"]) == (True, None)
    assert [(file["name"], file["size"], file["here"]) for file in opening["files"]] == [("north.txt", len(long), True)]
    assert b"person 1999" in everything_that_was_carried()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("commit", "other", "--list", "north.txt"), "no exchange is agreed in 'plenary' as 'exchange/other'; there are: exchange/lists"),
        (("commit", "lists", "--list", "empty.txt"), "the list is empty"),
        (("open", "lists"), "we have committed to no list in 'exchange/lists'"),
        (("show", "other"), "there is no exchange 'exchange/other' in 'plenary'"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(agreed, words, reason):
    Path("empty.txt").write_text("\n", "utf-8")
    assert reason in flat(refused("--node", "north", "exchange", *words))


def test_what_was_done_once_is_not_done_again(agreed):
    detente("--node", "north", "exchange", "commit", "lists", "--list", "north.txt")
    (draft,) = value("--node", "north", "outbox")["drafts"]
    assert f"waits already, draft {draft['number']}" in flat(
        refused("--node", "north", "exchange", "commit", "lists", "--list", "north.txt")
    )
    detente("--node", "north", "seal")
    assert "we have committed to a list in 'exchange/lists' already" in flat(
        refused("--node", "north", "exchange", "commit", "lists", "--list", "north.txt")
    )
    commit("south")
    carried()
    act("north", "exchange", "open", "lists")
    assert "was opened in" in flat(refused("--node", "north", "exchange", "open", "lists"))


def test_a_list_can_come_from_standard_input(agreed):
    code, said = run(["--node", "north", "exchange", "commit", "lists", "--list", "-", "--seal"], stdin=NORTH)
    assert code == 0, said
    commit("south")
    carried()
    act("north", "exchange", "open", "lists")
    carried()
    assert side(show("south"), "north")["openings"][0]["text"] == NORTH


def test_before_anybody_commits_an_exchange_is_proposed_or_agreed(talks):
    assert "No exchange was proposed here." in detente("--node", "north", "exchange", "list")
    ref = act("north", "propose", "exchange/lists", "--text", "Supposed.")
    assert show("north")["exchange"]["state"] == "proposed"
    carried()
    act("south", "consent", ref)
    row = show("south")["exchange"]
    assert (row["state"], row["order"], row["agreed"], row["text"]) == ("agreed", "open", ref, "Supposed.")
    assert says(show("south"), "north") == "north has committed to nothing, and nothing binds it."


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "Has not committed."), ("ru", "Список не зафиксирован."), ("ar", "لم يلتزم بقائمة بعد.")]
)
def test_an_exchange_is_shown_in_three_languages(agreed, language, sentence):
    commit("north")
    assert sentence in detente("--lang", language, "--node", "north", "exchange", "show", "lists")
    assert "Waits for" not in detente("--lang", language, "--node", "north", "exchange", "list") or language == "en"


def test_what_each_has_undertaken_is_tracked_from_the_exchange_until_it_is_confirmed(agreed):
    release = act("north", "undertake", "Supposed: to release A. Fisher.", "--about", "exchange/lists/fisher", "--due", "2021-10-05")
    act("south", "undertake", "Supposed: to release C. Carter once A. Fisher is home.", "--about", "exchange/lists/carter")
    carried()
    act("north", "perform", release)
    carried()
    act("south", "confirm", release)
    carried()
    for party in ("north", "south"):
        assert [(row["matter"], row["by"], row["status"]) for row in show(party)["promises"]] == [
            ("exchange/lists/fisher", "north", "confirmed"),
            ("exchange/lists/carter", "south", "open"),
        ]
        said = detente("--node", party, "exchange", "show", "lists")
        assert [part for part in ("fisher", "carter") if part in said.partition("What each has undertaken")[2]] == ["fisher", "carter"]
