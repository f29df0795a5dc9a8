"""The fold as a whole: any order of arrival gives the same bytes, rivals are never both adopted, a rested fold goes on as it was.

`DETENTE_HISTORIES=20000 pytest tests/dialogue/test_fold.py` looks at more histories than a run of the suite does.
"""

from __future__ import annotations

import hashlib
import json
import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dialogue.acts import Act, Ref
from detente.dialogue.fields import SUBJECTS
from detente.dialogue.fold import Fold
from detente.dialogue.kinds import KINDS, RECORD_KINDS
from detente.record import canonical
from detente.record.seal import HeadId, LogKey
from detente.record.signatures import KeyPair
from detente.record.text import encode_base64
from tests.dialogue.histories import AT, DIGEST, History, Shelf, by_a_bad_courier, folded, histories, in_some_order, write
from tests.strategies import examples

MANY = int(os.environ.get("DETENTE_HISTORIES", examples(1000)))
SEEDS = st.integers(0, 2**32)


def state(fold: Fold) -> bytes:
    return canonical.encode(fold.value())


@settings(max_examples=MANY)
@given(histories(), SEEDS)
def test_any_order_of_arrival_gives_the_same_bytes(history: History, seed: int) -> None:
    rng = random.Random(seed)
    one, two = (folded(history.members, in_some_order(history, rng)) for _ in range(2))
    assert state(one) == state(two)
    assert canonical.encode(one.sections()) == canonical.encode(two.sections())


@settings(max_examples=MANY // 2)
@given(histories(steps=25), SEEDS)
def test_loss_repetition_and_repair_change_nothing(history: History, seed: int) -> None:
    rng = random.Random(seed)
    repaired = folded(history.members, by_a_bad_courier(history, rng))
    assert state(repaired) == state(folded(history.members, in_some_order(history, rng)))


@settings(max_examples=MANY // 2)
@given(histories(), SEEDS)
def test_a_fold_that_rested_in_a_store_goes_on_as_if_it_had_not(history: History, seed: int) -> None:
    rng = random.Random(seed)
    shelf = Shelf()
    fold = Fold(history.members, shelf)
    acts = list(in_some_order(history, rng))
    for act in acts:
        fold.apply(act)
        if rng.random() < 0.1:
            before = state(fold)
            fold = Fold.resume(history.members, shelf, json.loads(json.dumps(shelf.rest(fold))))
            assert state(fold) == before
    assert state(fold) == state(folded(history.members, acts))
    fold = Fold.resume(history.members, shelf, json.loads(json.dumps(shelf.rest(fold))))
    assert state(fold) == state(folded(history.members, acts))


def adopted_one_after_the_other(fold: Fold) -> int:
    """Checks every slot; gives how many adopted proposals took the place of another."""
    found = 0
    for slot in fold.proposals.slots.values():
        adopted = slot.adopted()
        for number, earlier in enumerate(adopted):
            for later in adopted[number + 1 :]:
                found += 1
                assert all(new.has_seen(old.ref) for new in slot.consents(later) for old in slot.consents(earlier)), slot.name
    return found


@settings(max_examples=MANY)
@given(SEEDS, st.integers(20, 60), st.integers(2, 4))
def test_rivals_are_never_both_adopted_but_one_after_the_other(seed: int, steps: int, parties: int) -> None:
    """Of two adopted proposals in one slot, all consents to the one are in the past of each consent to the other."""
    history = write(seed, steps, parties, wrong=0.01, stances_only=True)
    fold = Fold(history.members)
    for act in in_some_order(history, random.Random(seed)):
        fold.apply(act)
        adopted_one_after_the_other(fold)


@pytest.mark.slow
def test_the_histories_reach_what_they_are_made_for() -> None:
    """A generator that never comes to the point proves nothing: each of these must happen, and not once only."""
    seen = dict.fromkeys(
        (
            "adopted", "replaced", "withdrawn", "objected", "silence", "crossed", "disputed", "confirmed", "performed", "signed",
            "initialled", "in force", "open brackets", "held", "met", "reopened", "destroyed", "released", "findings", "committing", "committed", "opening", "complete",
            "simultaneous", "late", "unproven",
            *(f"visit {state}" for state in ("requested", "accepted", "refused", "conducted", "withdrawn", "disputed")),
        ),
        0,
    )  # fmt: skip
    kinds: set[str] = set()
    for seed in range(600):
        history = write(seed, 120, 2 + seed % 2, wrong=0.03, stances_only=seed % 5 == 0)
        fold = folded(history.members, in_some_order(history, random.Random(seed)))
        found = {finding.ref for finding in fold.findings}
        kinds |= {act.kind for act in history.acts if act.ref not in found}
        states = [fold.proposals.state_of(slot, ref) for slot in fold.proposals.slots.values() for ref in slot.proposals]
        states += [fold.texts.state(slot) for slot in fold.texts.all()]
        states += ["initialled" for by in fold.texts.initials.values() for _ in by]
        states += ["open brackets" for slot in fold.texts.all() if fold.texts.open_brackets(slot)]
        states += ["in force" for ref in fold.texts.forces if fold.texts.in_force(ref, "alpha")]
        states += [request.status for request in fold.requests.values()]
        states += [undertaking.status for undertaking in fold.matters.undertakings.values()]
        states += [meeting.state for meeting in fold.talks.meetings()] + [fold.talks.group_state(name) for name in fold.talks.groups()]
        states += [word for exchange in fold.exchanges.exchanges.values() for word in (exchange.state, exchange.order)]
        states += ["visit " + visit.state for visit in fold.compliance.visits.visits.values()]
        for name in states:
            seen[name] = seen.get(name, 0) + 1
        seen["reopened"] += any(log.generation for log in history.logs)
        seen["destroyed"] += sum(fold.may_destroy(ref) for ref in fold.destructions)
        seen["released"] += len(fold.register.releases)
        seen["findings"] += len(fold.findings)
        if min(seen.values()) >= 5 and kinds >= KINDS.keys() - {"evidence", "notice", "rekey"}:
            return
    rare = {name: count for name, count in seen.items() if count < 5}
    pytest.fail(f"seldom or never: {rare}, {sorted(KINDS.keys() - kinds)}")


# ---------------------------------------------------------------- tables


def test_every_kind_has_its_part_and_no_part_takes_another() -> None:
    assert Fold(["alpha", "bravo"])._handlers.keys() == KINDS.keys() - RECORD_KINDS


@pytest.mark.parametrize("subject", SUBJECTS)
def test_whatever_is_adopted_is_in_a_section_of_the_standing(subject: str) -> None:
    slot = {"meeting": "meeting/plenary/1"}.get(subject, subject + "/x")
    kept = {"kind": "propose", "at": AT, "slot": slot, "electorate": ["alpha", "bravo"], "digest": DIGEST, "term": {"days": 1}}
    fold = Fold(["alpha", "bravo"])
    before = fold.sections()
    fold.apply(Act(Ref("alpha", 0, 1), kept, {}))
    vector = {LogKey("alpha", 0): HeadId(2, b"")}
    fold.apply(Act(Ref("bravo", 0, 1), {"kind": "consent", "at": AT, "re": [["alpha", 0, 1]]}, vector))
    assert fold.findings == []
    changed = {name: value for name, value in fold.sections().items() if value != before[name]}
    assert len(changed) == 1
    (counts,) = changed.values()
    assert counts.get("adopted", 0) + counts.get("agreed", 0) == 1


def test_the_sections_of_an_empty_channel_are_all_there() -> None:
    assert list(Fold(["rus", "usa"]).sections()) == [
        "groups", "issues", "measures", "meetings", "requests/rus", "requests/usa", "texts", "undertakings/rus", "undertakings/usa",
    ]  # fmt: skip


def test_the_digest_of_a_list_is_what_the_page_says() -> None:
    kept = {"kind": "propose", "at": AT, "slot": "meeting/plenary/1", "electorate": ["alpha", "bravo"], "date": {"month": "2021-11"}}
    fold = folded(("alpha", "bravo"), [Act(Ref("alpha", 0, index), {"kind": "undertake", "at": AT}, {}) for index in (9, 10)])
    fold.apply(Act(Ref("alpha", 1, 3), {"kind": "undertake", "at": AT}, {}))
    fold.apply(Act(Ref("alpha", 1, 4), kept, {}))
    lists = {
        "undertakings/alpha": b'[["alpha.1/3","open"],["alpha/10","open"],["alpha/9","open"]]',
        "meetings": b'[["meeting/plenary/1","proposed",{"open":true}]]',
        "groups": b"[]",
    }
    for name, listed in lists.items():
        digest = hashlib.sha256(b"detente/v1/items\n" + listed).digest()
        assert fold.sections()[name]["items"] == encode_base64(digest), name


def test_acts_of_the_record_are_not_counted_among_those_of_people() -> None:
    fold = folded(("alpha", "bravo"), [Act(Ref("alpha", 0, 0), {"kind": "open", "at": AT, "paper": {"on": "2021-09-30"}}, {})])
    assert fold.acts == {"alpha": 0, "bravo": 0}
    vector = {LogKey("alpha", 0): HeadId(2, b"")}
    fold.apply(Act(Ref("bravo", 0, 1), {"kind": "confirm", "at": AT, "re": [["alpha", 0, 0]]}, vector))
    assert [finding.rule for finding in fold.findings] == ["confirm"], "an opening is nothing that was done on paper"


# ---------------------------------------------------------------- resting


def test_numbers_in_findings_survive_a_rest() -> None:
    """A finding that says a number is formatted with one; as a text it could not be read any more after a restart."""
    shelf = Shelf()
    fold = Fold(["alpha", "bravo"], shelf)
    fold.apply(Act(Ref("alpha", 0, 1), {"kind": "consent", "at": AT}, {}))
    said = [str(finding) for finding in fold.findings]
    resumed = Fold.resume(["alpha", "bravo"], shelf, json.loads(json.dumps(shelf.rest(fold))))
    assert [str(finding) for finding in resumed.findings] == said


def test_a_request_signed_in_person_is_so_after_a_rest() -> None:
    key = KeyPair.from_seeds(bytes(32), bytes(32))
    appoint = {"kind": "appoint", "at": AT, "delegate": "ivanov", "role": "head", "key": encode_base64(key.public.ed25519)}
    by = {"delegate": "ivanov", "ed25519": encode_base64(key.ed25519.sign(b"message"))}
    shelf = Shelf()
    fold = Fold(["alpha", "bravo"], shelf)
    fold.apply(Act(Ref("alpha", 0, 1), appoint, {}))
    fold.apply(Act(Ref("alpha", 0, 2), {"kind": "request", "at": AT, "to": "bravo", "by": by}, {}, b"leaf", b"message"))
    assert fold.findings == []
    resumed = Fold.resume(["alpha", "bravo"], shelf, json.loads(json.dumps(shelf.rest(fold))))
    assert resumed.people.signed_in_person == {Ref("alpha", 0, 2)}
    assert state(resumed) == state(fold)
