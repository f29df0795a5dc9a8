"""Simultaneous exchanges: whose commitment counts, who opened too early, who committed too late, and what cannot be opened as one's own."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dialogue import lists
from detente.dialogue.fold import Fold
from detente.dialogue.lists import Whose, list_digest
from detente.record.text import encode_base64
from tests.dialogue.histories import DIGEST, Shelf, folded, in_some_order, write
from tests.dialogue.talk import Talk
from tests.dialogue.test_crossings import as_if_blind

A, B, C = "alpha", "bravo", "charlie"
SLOT = "exchange/lists"
LIST = {"about": SLOT, "commitment": DIGEST}


def agreed(*members: str) -> Talk:
    talk = Talk(*members)
    ref = talk.propose(members[0], SLOT)
    for member in members[1:]:
        talk.act(member, "consent", ref)
    return talk


def exchange(talk: Talk):
    return talk.fold.exchanges.exchanges[SLOT]


# ---------------------------------------------------------------- states


def test_an_exchange_goes_from_committing_to_complete_without_a_finding() -> None:
    talk = agreed(A, B, C)
    refs, states = {}, []
    for party in (A, B, C):
        refs[party] = talk.act(party, "commit", **LIST)
        states.append((exchange(talk).state, exchange(talk).order))
    for party in (C, A, B):
        talk.act(party, "reveal", refs[party])
        states.append((exchange(talk).state, exchange(talk).order))
    assert states == [
        ("committing", "open"), ("committing", "open"), ("committed", "simultaneous"),
        ("opening", "simultaneous"), ("opening", "simultaneous"), ("complete", "simultaneous"),
    ]  # fmt: skip
    assert talk.rules == []


def test_of_each_party_the_first_commitment_counts() -> None:
    talk = agreed(A, B)
    first = talk.act(A, "commit", **LIST)
    second = talk.act(A, "commit", about=SLOT, commitment=encode_base64(b"\1" * 32))
    assert [(found.ref, found.rule) for found in talk.fold.findings] == [(second, "commit")]
    assert exchange(talk).commitments[A].ref == first
    talk.act(A, "reveal", second)
    assert exchange(talk).openings == {}
    assert talk.rules == ["commit", "reveal"]


def test_nobody_opens_the_commitment_of_another() -> None:
    talk = agreed(A, B)
    ref = talk.act(A, "commit", **LIST)
    talk.act(B, "reveal", ref)
    assert exchange(talk).openings == {}
    assert talk.rules == ["reveal"]


def test_a_commitment_before_anything_was_agreed_stands_and_is_a_finding() -> None:
    talk = Talk(A, B)
    talk.act(A, "commit", **LIST)
    assert exchange(talk).state == "committing"
    assert talk.rules == ["commit"]


def test_whoever_opens_before_all_have_committed_gives_simultaneity_away() -> None:
    talk = agreed(A, B, C)
    mine = talk.act(A, "commit", **LIST)
    talk.act(B, "commit", **LIST)
    opened = talk.act(A, "reveal", mine)
    assert [str(found) for found in talk.fold.findings] == ["alpha opened its list without having seen a commitment of charlie"]
    assert (exchange(talk).state, exchange(talk).order) == ("opening", "unproven")
    late = talk.act(C, "commit", **LIST)
    assert exchange(talk).order == "late"
    assert exchange(talk).late() == (C,)
    assert str(talk.fold.findings[-1]) == f"charlie committed after it had seen the opening {opened}: not simultaneous"
    assert talk.fold.findings[-1].ref == late


def test_hiding_that_one_has_seen_an_early_opening_proves_nothing() -> None:
    """bravo reads the list of alpha and seals a commitment that says to have seen nothing: it cannot be told apart, so nothing is proven."""
    talk = agreed(A, B)
    before = list(talk.acts)
    mine = talk.act(A, "commit", **LIST)
    talk.act(A, "reveal", mine)
    theirs = talk.act(B, "commit", seen=before, **LIST)
    assert exchange(talk).order == "unproven"
    talk.act(B, "reveal", theirs)
    assert (exchange(talk).state, exchange(talk).order) == ("complete", "unproven")


@given(st.integers(0, 2**32), st.integers(40, 120), st.integers(2, 3))
def test_no_exchange_becomes_simultaneous_because_somebody_says_to_have_seen_less(seed: int, steps: int, parties: int) -> None:
    honest = write(seed, steps, parties, wrong=0.0)
    blind = as_if_blind(honest, A)
    was = folded(honest.members, in_some_order(honest, random.Random(seed))).exchanges.exchanges
    for name, each in folded(blind.members, in_some_order(blind, random.Random(seed))).exchanges.exchanges.items():
        if each.order == "simultaneous":
            assert was[name].order == "simultaneous"
            assert all(opening.has_seen(act.ref) for openings in each.openings.values() for opening in openings
                       for act in each.commitments.values())  # fmt: skip


def test_an_exchange_goes_on_after_a_rest() -> None:
    talk = agreed(A, B)
    mine = talk.act(A, "commit", **LIST)
    shelf = Shelf()
    fold = Fold(talk.fold.members, shelf)
    for act in talk.acts.values():
        fold.apply(act)
    fold = Fold.resume(fold.members, shelf, json.loads(json.dumps(shelf.rest(fold))))
    opened = talk.acts[talk.act(A, "reveal", mine)]
    fold.apply(opened)
    assert fold.value() == talk.fold.value()
    assert [act.ref for act in fold.related({"kind": "reveal", "re": [mine.value]})] == [mine, opened.ref]
    assert opened.ref in {act.ref for act in fold.related({"kind": "commit", "about": SLOT})}


# ---------------------------------------------------------------- what a commitment binds

WHOSE = Whose("ab" * 32, SLOT, A)
SALT = bytes(range(32))


def opening(text: str | None = "one\ntwo", salt: bytes = SALT, **files: object) -> dict[str, object]:
    return {"salt": encode_base64(salt), **({} if text is None else {"text": text}), **files}


def file_field(digest: bytes) -> dict[str, object]:
    return {"blob": {"sha256": encode_base64(digest), "size": 3, "type": "text/plain", "name": "list.txt", "mark": ""}}


def test_the_list_that_was_committed_to_fits_and_no_other() -> None:
    commitment = encode_base64(list_digest(SALT, WHOSE, "one\ntwo", []))
    assert lists.fits(commitment, WHOSE, opening())
    assert not lists.fits(commitment, WHOSE, opening("one"))
    assert not lists.fits(commitment, WHOSE, opening(salt=bytes(32)))
    assert not lists.fits(commitment, WHOSE, opening(**{"file/0001": file_field(bytes(32))}))
    assert not lists.fits(commitment, WHOSE, opening(None))


def test_a_list_in_files_is_bound_with_the_order_of_its_files() -> None:
    one, two = bytes(32), b"\1" * 32
    commitment = encode_base64(list_digest(SALT, WHOSE, None, [encode_base64(one), encode_base64(two)]))
    assert lists.fits(commitment, WHOSE, opening(None, **{"file/0001": file_field(one), "file/0002": file_field(two)}))
    assert not lists.fits(commitment, WHOSE, opening(None, **{"file/0001": file_field(two), "file/0002": file_field(one)}))
    assert not lists.fits(commitment, WHOSE, opening(None, **{"file/0001": file_field(one)}))


@pytest.mark.parametrize(
    "other", [WHOSE._replace(party=B), WHOSE._replace(slot="exchange/lists-2"), WHOSE._replace(channel="cd" * 32)],
    ids=["another party", "another exchange", "another channel"],
)  # fmt: skip
def test_a_copied_commitment_cannot_be_opened_as_ones_own(other: Whose) -> None:
    """bravo copies the digest of alpha, waits until alpha opens, and opens with the same salt and list."""
    commitment = encode_base64(list_digest(SALT, WHOSE, "one\ntwo", []))
    assert lists.fits(commitment, WHOSE, opening())
    assert not lists.fits(commitment, other, opening())


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"salt": 7, "text": "x"}, {"salt": "AA==", "text": "x"}, opening() | {"text": 7}, opening() | {"text": "\ud800"},
        opening() | {"file/0001": "x"}, opening() | {"file/0001": {"blob": {"sha256": 7}}}, opening() | {"file/0001": {"blob": None}},
    ],
)  # fmt: skip
def test_what_has_not_the_form_of_an_opening_does_not_fit(fields: dict[str, object]) -> None:
    commitment = encode_base64(list_digest(SALT, WHOSE, "one\ntwo", []))
    assert not lists.fits(commitment, WHOSE, fields)
    assert not lists.fits(7, WHOSE, opening())
    assert not lists.fits("AA==", WHOSE, opening())


def test_a_salt_that_is_too_short_is_the_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="32 bytes, not 31"):
        list_digest(bytes(31), WHOSE, "x", [])
