"""Declarations at rest: what was understood is not read again, and changes no answer."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from detente.errors import DetenteError
from detente.node import at_rest
from detente.node.destruction import apply_destructions
from detente.node.reopening import reopen
from detente.views.agreement_check import agreement_check
from detente.views.agreement_history import agreement_history
from detente.views.opened import Opened
from detente.views.recorded import open_recorded, recorded_slots, terms_in_force
from detente.views.resting import open_counted
from detente.views.resting_check import problems_at_rest
from tests.node.lake import TEXT, Lake, Talk
from tests.strategies import seeds, stride

FIRST = dt.date(2021, 1, 1)


def said(opened: Opened, as_of: dt.date, known: dt.date | None) -> bytes:
    """What a check of an agreement gives, or why it gives nothing."""
    try:
        return msgspec.json.encode(agreement_check(opened, as_of, known))
    except DetenteError as error:
        return str(error).encode()


def opened_both(lake: Lake, party: str, keep_from: int) -> tuple[Opened, Opened]:
    node, room = lake.nodes[party], lake.room(party)
    (slot,) = recorded_slots(room)
    return open_counted(node, room, slot, keep_from), open_recorded(node, room, slot)


def rests(lake: Lake, party: str) -> list[Path]:
    return list((lake.nodes[party].folder / at_rest.FOLDER).glob("*"))


def checked(lake: Lake, party: str, day: int = 45) -> bytes:
    """What a check with what rests gives; it has to be what the record says."""
    counted, whole = opened_both(lake, party, 1)
    found = said(counted, FIRST + dt.timedelta(day), None)
    assert found == said(whole, FIRST + dt.timedelta(day), None)
    return found


BOAT = {"kind": "declare", "about": TEXT, "form": "items", "on": "2021-01-05"}


def boats(*names: str, gun: bool = True, **more: Any) -> dict[str, Any]:
    return {**BOAT, "items": [{"id": name, "type": "boat", "fields": {"gun": gun, "mount": True}} for name in names], **more}


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Lake]:
    """A lake on which each side has declared two boats, at rest with the north."""
    found = Lake(tmp_path)
    for party in ("north", "south"):
        found.seal(party, [boats(f"{party}-1"), boats(f"{party}-2")])
    found.settle()
    checked(found, "north")
    yield found
    found.close()


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds(3))
def test_every_answer_is_the_same_with_and_without_what_rests(seed, tmp_path):
    rng = random.Random(seed)
    lake = Lake(tmp_path)
    talk, resting = Talk(lake, rng), 0
    for turn in range(18):
        for _ in range(rng.randrange(1, 3)):
            party = rng.choice(["north", "south"])
            talk.say(party, [talk.act(party) for _ in range(rng.randrange(1, 6))])
            lake.carry(rng.choice(["north", "south"]))
        if rng.random() < 0.3:
            lake.settle()
        reader = rng.choice(["north", "south"])
        counted, whole = opened_both(lake, reader, rng.choice([1, 1, 5, 1000]))
        resting += counted.resting is not None
        day, known = FIRST + dt.timedelta(rng.randrange(45)), FIRST + dt.timedelta(rng.randrange(60))
        for question in ((day, None), (day, known))[turn % stride(2) :: stride(2)]:
            assert said(counted, *question) == said(whole, *question)
        assert counted.book().number == whole.book().number
    assert resting > 5
    for party, node in lake.nodes.items():
        assert problems_at_rest(node) == []
        counted, whole = opened_both(lake, party, 1000)
        history = [each if isinstance(each, bytes) else msgspec.json.encode(each) for each in map(over_time, (counted, whole))]
        assert history[0] == history[1]
    lake.close()


def over_time(opened: Opened) -> Any:
    try:
        return agreement_history(opened, FIRST + dt.timedelta(50))
    except DetenteError as error:
        return str(error).encode()


def test_what_rests_is_not_read_again(lake):
    counted, whole = opened_both(lake, "north", 1)
    assert [each.id for each in counted.held.declarations] == []
    assert len(whole.held.declarations) == counted.book().number == 4
    assert counted.keep is None


def test_what_came_since_stands_beside_and_then_rests_too(lake):
    lake.seal("north", [boats("north-1", gun=False, on="2021-01-09"), boats("north-3", on="2021-01-09")])
    counted, _ = opened_both(lake, "north", 1000)
    assert len(counted.held.declarations) == 2
    assert counted.keep is None, "so few are read again each time"
    before = checked(lake, "north")
    counted, _ = opened_both(lake, "north", 1000)
    assert [each.id for each in counted.held.declarations] == []
    assert checked(lake, "north") == before


def test_of_what_rests_counts_only_what_was_known_on_the_day_that_is_asked_for(lake):
    """Declared on one day, sealed on several: what was known between is not what is known at the end."""
    for name in ("north-3", "north-4", "north-5"):
        lake.seal("north", [boats(name)])
        lake.settle()
    checked(lake, "north")
    counted, whole = opened_both(lake, "north", 1)
    assert counted.held.declarations == [], "all of it rests"
    answers = []
    for passed in range((lake.now.date() - FIRST).days + 1):
        question = FIRST + dt.timedelta(45), FIRST + dt.timedelta(passed)
        answers.append(said(counted, *question))
        assert answers[-1] == said(whole, *question), passed
    assert len(set(answers)) > 3, "each boat more is another answer"


def test_a_correction_of_what_rests_brings_it_back_to_hand(lake):
    (wrong, *_) = [ref for ref in lake.room("north").fold.compliance.said.about(TEXT) if ref.party == "north"]
    lake.seal("north", [boats("north-8", "north-9", re=[list(wrong)])])
    counted, _ = opened_both(lake, "north", 1000)
    assert {each.id for each in counted.held.declarations} == {f"north-{wrong.index}", f"north-{lake.room('north').my_head.size - 2}"}
    assert counted.book().number == 5, "of which one is corrected"
    assert b'"known_part":3' in checked(lake, "north")


def test_an_item_that_rests_cannot_be_declared_as_of_another_type_later(lake):
    lake.seal("north", [{**BOAT, "items": [{"id": "north-1", "type": "truck", "fields": {}}]}])
    assert b"was declared as" in checked(lake, "north")


def test_a_day_of_receipt_that_comes_later_counts_for_what_rests(tmp_path):
    lake = Lake(tmp_path)
    lake.seal("north", [boats("north-1")])
    assert b'"receipt_undated":true' in checked(lake, "north")
    lake.settle()
    assert b'"receipt_undated":true' not in checked(lake, "north")
    lake.close()


@pytest.mark.parametrize("place", [0, 40, 80, 200, -1])
@pytest.mark.parametrize("how", ["flipped", "cut"])
def test_a_damaged_file_is_never_believed_and_made_anew(lake, place, how):
    before, (path,) = checked(lake, "north"), rests(lake, "north")
    good = path.read_bytes()
    bad = bytearray(good)
    bad[place] ^= 1
    path.write_bytes(good[:place] if how == "cut" else bytes(bad))
    assert checked(lake, "north") == before
    assert path.read_bytes() == good


def test_another_program_does_not_believe_it(lake):
    (path,) = rests(lake, "north")
    path.write_bytes(path.read_bytes().replace(b"detente ", b"other ", 1))
    counted, _ = opened_both(lake, "north", 1000)
    assert counted.resting is None


def test_the_store_checker_names_what_lies_and_makes_it_anew(lake):
    node, room = lake.nodes["north"], lake.room("north")
    (path,) = rests(lake, "north")
    good = path.read_bytes()
    assert problems_at_rest(node) == []
    (slot,) = recorded_slots(room)
    terms = terms_in_force(node, room, slot)
    rested = at_rest.read(node, room, TEXT, terms.data)
    rested.kept.items["boat"].statements["#known 0"][0] += 1  # a lie with the right hash
    at_rest.write(node, room, TEXT, terms.data, rested)
    (problem,) = problems_at_rest(node)
    assert (problem.channel, problem.where) == ("plenary", TEXT)
    assert path.read_bytes() == good
    path.write_bytes(good[:-1])
    assert len(problems_at_rest(node)) == 1
    assert rests(lake, "north") == []


def test_it_goes_when_a_body_is_destroyed(lake):
    (ref,) = lake.seal("north", [boats("north-4", text="a word in private")])
    lake.settle()
    checked(lake, "north")
    for party in lake.nodes:
        lake.seal(party, [{"kind": "destroy", "re": [list(ref)]}])
    lake.settle()
    assert apply_destructions(lake.nodes["north"], lake.room("north")) in ([], [ref])
    assert lake.room("north").entry(ref).destroyed
    assert rests(lake, "north") == []
    checked(lake, "north")


def test_it_is_for_its_owner_alone_and_holds_no_words(lake):
    lake.seal("north", [boats("north-5", text="a word in private")])
    checked(lake, "north")
    (path,) = rests(lake, "north")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert b"in private" not in path.read_bytes()


def test_a_party_that_reopened_its_log_is_read_whole(lake):
    reopen(lake.nodes["north"], lake.room("north"), "restore")
    lake.seal("north", [boats("north-6")])
    counted, _ = opened_both(lake, "north", 1)
    assert counted.resting is None
    assert counted.keep is None
    checked(lake, "north")
    assert problems_at_rest(lake.nodes["north"]) == []


def test_a_number_that_no_rule_can_be_computed_over_lets_nothing_rest_and_stops_no_other_day(lake):
    (before,) = [path.read_bytes() for path in rests(lake, "north")]
    truck = {"id": "t-1", "type": "truck", "fields": {"tons": 999_999_999_999_999}}
    lake.seal("north", [{**BOAT, "on": "2021-01-20", "items": [truck]}])
    assert checked(lake, "north", day=10).startswith(b"{")
    assert checked(lake, "north", day=30).startswith(b"a rule cannot be computed")
    assert [path.read_bytes() for path in rests(lake, "north")] == [before]
    assert problems_at_rest(lake.nodes["north"]) == []
