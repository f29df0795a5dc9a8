"""Proofs: all five kinds hold, and nothing that is almost one of them does."""

from __future__ import annotations

import copy
import itertools
import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dialogue.counting import read_requests_section, read_section
from detente.errors import CallerError, FormatError
from detente.record import canonical, proof
from detente.record.channel import Admission, Channel
from detente.record.charter import log_id, origin_of
from detente.record.checkpoint import Checkpoint, parse_checkpoint_note, sign_checkpoint
from detente.record.cosignature import cosign_ed25519, cosign_mldsa44
from detente.record.entry import destroy, field_leaf
from detente.record.evidence import Contradiction
from detente.record.keys import make_certificate
from detente.record.note import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, VerifierKey, parse_note
from detente.record.proof import (
    LogPart,
    build_entry_proof,
    build_fork_proof,
    build_log_proof,
    build_receipt_proof,
    build_standing_proof,
    verify_proof,
)
from detente.record.seal import CutRow, LogKey
from detente.record.text import encode_base64
from detente.record.tree import consistency_proof, inclusion_proof, root_of
from detente.record.verdict import CAVEATS, CONSISTENT, NOT_PROVEN, PROVEN, STEPS, Verdict
from tests.record.builders import REQUESTS, SECTIONS, Talk, keys_of
from tests.record.mutants import mutants
from tests.strategies import examples, stride

CLAIMS = ["standing", "attested", "entry", "receipt", "log", "fork", "fork of two sizes"]
WITNESS = VerifierKey("witness.example/w", COSIGNATURE_ED25519, keys_of("witness").ed25519.public_key)
OTHER_WITNESS = VerifierKey("witness.example/x", COSIGNATURE_MLDSA44, keys_of("witness x").mldsa44.public_key)


def cosigned(note: bytes, time: int = 1_700_000_000):
    """A line of each witness over a signed head."""
    body = parse_note(note).text
    one = cosign_ed25519(WITNESS.name, keys_of("witness").ed25519, body, time)
    return [(WITNESS, one), (OTHER_WITNESS, cosign_mldsa44(OTHER_WITNESS.name, keys_of("witness x").mldsa44, body, time + 60))]


@cache
def talk() -> Talk:
    """rus asks twice, usa answers once; both seal the same standing, and usa attests it once more."""
    made = Talk("rus", "usa")
    made.act("rus", "request", to="usa", subject="the secret subject", body="the hidden body")
    made.seal("rus")
    made.seal("usa")
    made.act("rus", "request", to="usa", subject="another subject")
    made.act("usa", "answer", re_=[["rus", 0, 1]], outcome="full", body="the hidden answer")
    cut, standing = made.seal_standing(SECTIONS)
    made.act("usa", "note", text="later")
    made.seal("usa", attest=[(bytes(32), bytes(32)), (cut.digest, standing.digest)])
    made.settled = cut, standing, len(made.log("rus").sealed) - 1, len(made.log("usa").sealed) - 2
    return made


def fork(made: Talk, other: Talk) -> bytes:
    one, two = sorted([made, other], key=lambda made: made.log("rus").sealed[-1].head)
    smaller, larger = one.log("rus").sealed[-1], two.log("rus").sealed[-1]
    prefix = None
    if smaller.head.size != larger.head.size:
        leaves = two.log("rus").leaves
        prefix = (root_of(leaves[: smaller.head.size]), tuple(consistency_proof(leaves, smaller.head.size)))
    certs = (one.log("rus").certs[0], two.log("rus").certs[0])
    item = Contradiction(LogKey("rus", 0), (smaller.note, larger.note), certs, prefix)
    return build_fork_proof(made.charter.raw, made.channel.value, item)


def forked(acts: int) -> tuple[Talk, Talk]:
    made, other = Talk("rus", "usa"), Talk("rus", "usa")
    for index in range(acts):
        other.act("rus", "note", text=str(index))
        other.seal("rus")
    made.act("rus", "note", text="to the other")
    made.seal("rus")
    return made, other


@cache
def built(claim: str) -> bytes:
    made = talk()
    cut, standing, rus, usa = made.settled
    founding = made.charter.raw, made.channel.value
    if claim == "standing":
        lines = cosigned(made.log("rus").sealed[rus].note)
        parts = [made.part("rus", [(-1, {"at"})], pouch=rus, cosignatures=lines), made.part("usa", [(-1, ())], pouch=usa)]
        return build_standing_proof(*founding, parts, cut, standing, ["requests/rus"])
    if claim == "attested":
        return build_standing_proof(*founding, [made.part("usa", [(-1, ())])], cut, standing, ["meetings", "texts"])
    if claim == "entry":
        return build_entry_proof(
            *founding, [made.part("rus", [(1, {"kind", "to"}), (3, {"to"})], pouch=2), made.part("usa", [(2, {"re"})])]
        )
    if claim == "receipt":
        sent = made.part("rus", [(1, {"kind"})], pouch=0, cosignatures=cosigned(made.log("rus").sealed[0].note)[:1])
        return build_receipt_proof(*founding, sent, made.part("usa", [(-1, ())], pouch=0))
    if claim == "log":
        return build_log_proof(*founding, [made.whole("rus"), made.whole("usa")])
    return fork(*forked(1 if claim == "fork" else 2))


def checked(raw: bytes, **anchors: Any) -> Verdict:
    verdict = verify_proof(raw, **anchors)
    json.dumps(verdict.to_json())
    assert set(verdict.caveats) <= set(CAVEATS)
    return verdict


def changed(raw: bytes, change) -> Verdict:
    """The verdict on a file after a change of its value; what changes nothing is a mistake of the test."""
    value = json.loads(raw)
    change(value)
    again = canonical.encode(value)
    assert again != raw
    assert verify_proof(again, charter_digest=talk().charter.id).status != PROVEN
    return checked(again)


def refused(verdict: Verdict, step: int, *words: str) -> None:
    assert verdict.status == NOT_PROVEN
    assert verdict.step == step, str(verdict.reason)
    assert all(word in str(verdict.reason) for word in words), str(verdict.reason)
    assert verdict.to_json()["failed"]["name"] == STEPS[step]
    assert verdict == Verdict(status=NOT_PROVEN, step=verdict.step, reason=verdict.reason)  # nothing of the file is repeated


# ---------------------------------------------------------------- what holds


def test_the_builder_makes_pouches_that_are_admitted():
    made = Talk("rus", "usa", "chn")
    made.seal_all()
    made.act("rus", "request", to="usa")
    made.rekey("rus")
    made.seal_all()
    made.act("usa", "answer", re_=[["rus", 0, 3]])
    made.seal_standing(SECTIONS)
    made.open("rus", 1)
    made.seal_all()
    channel = Channel(made.charter, made.channel.id)
    todo = [sealed.pouch for log in made.logs.values() for sealed in log.sealed]
    admitted = True
    while todo and admitted:
        admitted = False
        for pouch in list(todo):
            outcome = channel.check(pouch, None, lambda _log, _head: [])
            if isinstance(outcome, Admission):
                channel.apply(outcome)
                todo.remove(pouch)
                admitted = True
    assert not todo
    assert channel.cut(channel.vector()) == made.cut("rus")


@pytest.mark.parametrize("claim", CLAIMS)
def test_each_claim_is_proven_with_the_anchor_and_consistent_without(claim):
    raw = built(claim)
    made = talk()
    keys = {party: pair.public for party, pair in made.roots.items()}
    for anchors in ({"charter_digest": made.charter.id}, {"charter_digest": made.charter.id.upper()}, {"root_keys": keys}):
        verdict = checked(raw, **anchors)
        assert (verdict.status, verdict.reason, verdict.step) == (PROVEN, None, None), str(verdict.reason)
        assert "keys_not_confirmed" not in verdict.caveats
    assert checked(raw, charter_digest=made.charter.id, root_keys=keys).anchors == ("charter", "root keys")
    verdict = checked(raw)
    assert verdict.status == CONSISTENT
    assert {"keys_not_confirmed", "signed_is_not_true", "later_acts_may_exist"} <= set(verdict.caveats)
    assert verdict.claim == claim.split()[0].replace("attested", "standing")
    assert verdict.dialogue == made.charter.id
    assert not verdict.exercise


def test_standing_shows_one_section_and_nothing_else():
    raw = built("standing")
    verdict = checked(raw, charter_digest=talk().charter.id, witness_keys=[WITNESS], read_section=read_section)
    assert verdict.signers == ("rus", "usa")
    assert verdict.not_signed == ()
    assert verdict.sections == {"requests/rus": REQUESTS}
    assert verdict.sections_not_shown == 3
    assert verdict.derived == {"requests/rus": read_requests_section(REQUESTS)}
    assert verdict.derived["requests/rus"]["answered"] == 9
    assert verdict.acts() == {"rus": 3, "usa": 2}
    assert [(seal.log.party, seal.at, seal.attests) for seal in verdict.seals] == [
        ("rus", "2021-09-30T08:00:00Z", False),
        ("usa", None, False),
    ]
    assert {"sections_not_shown", "witnesses_not_confirmed"} <= set(verdict.caveats)
    assert not {"one_signer_only", "not_all_members_signed"} & set(verdict.caveats)
    assert [(witness.name, witness.time, witness.confirmed) for witness in verdict.witnesses] == [
        (WITNESS.name, 1_700_000_000, True),
        (OTHER_WITNESS.name, 1_700_000_060, False),
    ]
    assert [(entry.log.party, entry.before, entry.after) for entry in verdict.entries] == [
        ("rus", 1_700_000_000, None),
        ("usa", None, None),
    ]


def test_standing_of_some_members_says_who_did_not_sign():
    verdict = checked(built("attested"))
    assert (verdict.signers, verdict.not_signed) == (("usa",), ("rus",))
    assert verdict.seals[0].attests
    assert {"one_signer_only", "not_all_members_signed", "admission_not_shown"} <= set(verdict.caveats)
    assert verdict.sections == {"meetings": {"held": 4}, "texts": {"agreed": 1}}


def test_standing_of_three():
    made = Talk("chn", "rus", "usa")
    cut, standing = made.seal_standing(SECTIONS)
    raw = build_standing_proof(
        made.charter.raw,
        made.channel.value,
        [made.part(party, [(-1, ())]) for party in ("usa", "chn", "rus")],
        cut,
        standing,
        list(SECTIONS),
    )
    verdict = checked(raw, charter_digest=made.charter.id)
    assert (verdict.status, verdict.signers, verdict.sections_not_shown) == (PROVEN, ("chn", "rus", "usa"), 0)
    assert verdict.sections == SECTIONS


def test_entry_shows_the_opened_fields():
    verdict = checked(built("entry"))
    assert [(entry.log.party, entry.index, entry.fields) for entry in verdict.entries] == [
        ("rus", 1, {"kind": "request", "to": "usa"}),
        ("rus", 3, {"to": "usa"}),
        ("usa", 2, {"re": [["rus", 0, 1]]}),
    ]
    assert {entry.hidden for entry in verdict.entries} == {6, 7}
    assert "admission_not_shown" in verdict.caveats


def test_several_heads_of_a_log_bound_an_entry_from_both_sides():
    made = talk()
    parts = [
        made.part("rus", [(1, {"kind"})], pouch=0, cosignatures=cosigned(made.log("rus").sealed[0].note, 1000)[:1]),
        made.part("rus", [(3, {"kind"})], pouch=1, cosignatures=cosigned(made.log("rus").sealed[1].note, 2000)[:1]),
    ]
    raw = build_entry_proof(made.charter.raw, made.channel.value, parts)
    verdict = checked(raw, witness_keys=[WITNESS])
    assert [(entry.index, entry.after, entry.before) for entry in verdict.entries] == [(1, None, 1000), (3, 1000, 2000)]
    assert [(entry.after, entry.before) for entry in checked(raw).entries] == [(None, None)] * 2


def test_receipt_names_the_head():
    verdict = checked(built("receipt"), charter_digest=talk().charter.id)
    assert verdict.receipt.by == LogKey("usa", 0)
    assert verdict.receipt.of == LogKey("rus", 0)
    assert verdict.receipt.head == talk().log("rus").sealed[0].head
    assert "admission_not_shown" not in verdict.caveats


def test_log_counts_acts_seals_and_references():
    verdict = checked(built("log"))
    rus, usa = verdict.logs
    assert {kind.kind: kind.entries for kind in rus.kinds} == {"open": 1, "request": 2}
    assert rus.seals == len(talk().log("rus").sealed)
    assert (rus.not_shown, usa.not_shown) == (0, 0)
    assert {kind.kind: (kind.entries, kind.re_shown) for kind in usa.kinds} == {"answer": (1, 1), "note": (1, 0), "open": (1, 0)}
    assert verdict.references[0]._asdict() == {
        "party": "usa", "kind": "answer", "to_party": "rus", "to_kind": "request", "entries": 1, "targets": 1,
    }  # fmt: skip


def test_log_reports_what_is_not_shown():
    made = talk()
    size = made.log("rus").sealed[-1].head.size
    raw = build_log_proof(made.charter.raw, made.channel.value, [made.part("rus", [(i, {"kind"} if i < 2 else ()) for i in range(size)])])
    verdict = checked(raw)
    assert verdict.logs[0].not_shown == size - 2
    assert verdict.logs[0].seals == 0
    assert {kind.kind: kind.entries for kind in verdict.logs[0].kinds} == {"open": 1, "request": 1}
    assert {"entries_not_shown", "one_signer_only"} <= set(verdict.caveats)


def test_log_counts_an_answer_to_what_is_not_shown_apart():
    made = talk()
    verdict = checked(build_log_proof(made.charter.raw, made.channel.value, [made.whole("usa")]))
    assert [(count.to_party, count.to_kind, count.targets) for count in verdict.references] == [("rus", None, 1)]


def test_log_counts_a_repeated_entry_once():
    made = Talk("rus", "usa")
    made.act("rus", "request", to="usa")
    made.log("rus").entries.append(made.log("rus").entries[-1])
    made.seal("rus")
    verdict = checked(build_log_proof(made.charter.raw, made.channel.value, [made.whole("rus")]))
    assert {kind.kind: kind.entries for kind in verdict.logs[0].kinds} == {"open": 1, "request": 1}
    assert verdict.logs[0].repeated == 1
    assert "entries_repeated" in verdict.caveats


def test_fork_shows_both_heads():
    verdict = checked(built("fork"))
    one, two = verdict.fork.heads
    assert one.size == two.size
    assert one.root != two.root
    assert "fork_may_be_theft" in verdict.caveats
    one, two = checked(built("fork of two sizes")).fork.heads
    assert one.size < two.size


def test_fork_with_a_cosignature():
    made, other = forked(2)
    raw = fork(made, other)
    value = json.loads(raw)
    note = value["fork"]["notes"][1].encode()
    line = cosigned(note)[0]
    value["witness"] = [proof._witness_value(0, 1, *line)]
    verdict = checked(canonical.encode(value), witness_keys=[WITNESS])
    assert (verdict.status, verdict.witnesses[0].confirmed, verdict.witnesses[0].size) == (CONSISTENT, True, verdict.fork.heads[1].size)
    value["witness"][0]["head"] = 0
    refused(checked(canonical.encode(value)), 10)


def test_a_destroyed_entry_is_proven_by_its_kept_fields():
    made = Talk("rus", "usa")
    index = made.act("rus", "request", to="usa", body="gone", destroyable=[5, ["body"]])
    made.seal("rus")
    log = made.log("rus")
    log.entries[index] = destroy(log.entries[index])
    verdict = checked(build_entry_proof(made.charter.raw, made.channel.value, [made.part("rus", [(index, {"kind", "to"})])]))
    assert verdict.entries[0].fields == {"kind": "request", "to": "usa"}
    with pytest.raises(CallerError, match="body"):
        build_entry_proof(made.charter.raw, made.channel.value, [made.part("rus", [(index, {"body"})])])


def test_an_exercise_says_so():
    made = Talk("rus", "usa", exercise=True)
    made.act("rus", "request", to="usa")
    made.seal("rus")
    verdict = checked(
        build_entry_proof(made.charter.raw, made.channel.value, [made.part("rus", [(1, {"kind"})])]), charter_digest=made.charter.id
    )
    assert verdict.exercise
    assert "supposed_exercise" in verdict.caveats
    assert verdict.status == PROVEN


def test_a_group_and_a_second_generation():
    made = Talk("chn", "rus", "usa", kind="group", members=["rus", "usa"])
    made.seal_all()
    made.open("rus", 1)
    cut, standing = made.seal_standing(SECTIONS)
    raw = build_standing_proof(
        made.charter.raw, made.channel.value, [made.part(party, [(-1, ())]) for party in ("rus", "usa")], cut, standing, ["meetings"]
    )
    verdict = checked(raw, charter_digest=made.charter.id)
    assert verdict.status == PROVEN
    assert (verdict.channel.kind, verdict.channel.members) == ("group", ("rus", "usa"))
    assert [key.log for key in verdict.keys] == [("rus", 1), ("usa", 0)]
    assert len(verdict.cut.rows) == 3


def test_counts_that_do_not_add_up_are_said_not_refused():
    made = Talk("rus", "usa")
    values = {"requests/rus": {**REQUESTS, "sent": 46}, "requests/usa": {"sent": 1}, "requests/xyz": [1], "texts": {}}
    cut, standing = made.seal_standing(values)
    parts = [made.part(party, [(-1, ())]) for party in ("rus", "usa")]
    raw = build_standing_proof(made.charter.raw, made.channel.value, parts, cut, standing, list(values))
    verdict = checked(raw, charter_digest=made.charter.id, read_section=read_section)
    assert verdict.status == PROVEN
    assert "counts_do_not_add_up" in verdict.caveats
    assert verdict.derived["requests/rus"]["adds_up"] is False
    assert verdict.derived["requests/usa"] == verdict.derived["requests/xyz"] == {"well_formed": False}
    assert "texts" not in verdict.derived


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_the_reader_of_sections_never_raises(value):
    assert read_requests_section(value)["well_formed"] is False


# ---------------------------------------------------------------- nothing that is not opened


HIDDEN = [
    "the secret subject",
    "the hidden body",
    "another subject",
    "the hidden answer",
    "subject",
    "outcome",
    "later",
    "prev",
    "seen/",
    'age1usa"',
]


@pytest.mark.parametrize("claim", ["standing", "attested", "entry", "log"])
def test_unopened_names_and_values_are_not_in_the_file(claim):
    value = json.loads(built(claim))
    del value["charter"]
    text = json.dumps(value)
    assert [word for word in HIDDEN if word in text] == []
    assert encode_base64(talk().k) not in text


def test_a_hidden_section_is_a_salted_hash_alone():
    text = built("standing").decode()
    assert "meetings" not in text
    assert "requests/usa" not in text
    assert "agreed" not in text


# ---------------------------------------------------------------- one byte


def swept(raw: bytes, positions) -> None:
    """One bit flipped, and another character put in, at each of the positions: never accepted."""
    for position in positions:
        old = raw[position]
        for new in {old ^ 1, ord("A") if old != ord("A") else ord("B"), ord("1") if old == ord("0") else ord("0")} - {old}:
            mutant = raw[:position] + bytes([new]) + raw[position + 1 :]
            assert verify_proof(mutant).status == NOT_PROVEN, (position, raw[max(0, position - 40) : position + 40], chr(new))


@pytest.mark.parametrize("claim", CLAIMS)
def test_one_byte_changed_is_not_proven(claim):
    raw = built(claim)
    swept(raw, range(7, len(raw), 131))


@pytest.mark.slow
@pytest.mark.parametrize("claim", CLAIMS)
def test_any_one_byte_changed_is_not_proven(claim):
    """Each 97th byte, others for each claim; all of them take ten minutes: DETENTE_EXAMPLES=thorough."""
    raw = built(claim)
    step = stride(97)
    swept(raw, range(CLAIMS.index(claim) % step, len(raw), step))


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_cut_or_longer_file_is_not_proven(claim):
    raw = built(claim)
    for mutant in (
        raw + b"\n",
        raw + b" ",
        b" " + raw,
        raw[:-1],
        raw + raw,
        b"\xef\xbb\xbf" + raw,
        b"",
        json.dumps(json.loads(raw)).encode(),
    ):
        refused(checked(mutant), 1)


@given(mutants([built(claim) for claim in CLAIMS]))
@settings(max_examples=examples(300))
def test_mutants_never_raise_and_are_never_accepted(raw):
    originals = {built(claim) for claim in CLAIMS}
    assert (verify_proof(raw).status == NOT_PROVEN) == (raw not in originals)


@given(st.binary(max_size=300))
def test_garbage_never_raises(raw):
    refused(checked(raw), 1)


# ---------------------------------------------------------------- whole parts moved


def places(value: Any, path: tuple[Any, ...] = ()):
    """The path of each member and element of a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


def at(value: Any, path) -> Any:
    for key in path:
        value = value[key]
    return value


def less_is_shown(path: tuple[Any, ...], less: Verdict, more: Verdict) -> bool:
    """Whoever holds a proof may show less: leave out a signer, an entry, an opening, a cosignature. The verdict then says less."""
    shape = tuple("*" if isinstance(key, int) else key for key in path)
    assert shape in {("logs", "*"), ("logs", "*", "entries", "*"), ("logs", "*", "entries", "*", "open", "*"), ("witness", "*")}, path
    shown = {(entry.log, entry.index): entry.fields for entry in more.entries}
    for entry in less.entries:
        assert entry.fields.items() <= shown[entry.log, entry.index].items()
    assert set(less.witnesses) <= set(more.witnesses)
    return len(str(less.to_json())) < len(str(more.to_json())) or len(less.caveats) > len(more.caveats)


@pytest.mark.slow
@pytest.mark.parametrize("claim", CLAIMS)
def test_members_and_elements_removed_repeated_nulled_or_renamed(claim):
    raw = built(claim)
    whole, original = verify_proof(raw), json.loads(raw)
    paths = list(places(original))
    assert len(paths) > 50
    for path in paths:
        variants = []
        for make in ("remove", "null", "repeat", "swap", "rename"):
            value = copy.deepcopy(original)
            holder, key = at(value, path[:-1]), path[-1]
            if make == "remove":
                del holder[key]
            elif make == "null":
                holder[key] = None
            elif isinstance(holder, list) and make == "repeat":
                holder.insert(key, copy.deepcopy(holder[key]))
            elif isinstance(holder, list) and make == "swap":
                holder[key - 1], holder[key] = holder[key], holder[key - 1]
            elif isinstance(holder, dict) and make == "rename":
                holder[key + "x"] = holder.pop(key)
            variants.append((make, canonical.encode(value)))
        for make, mutant in variants:
            if mutant == raw:  # nothing to repeat in an object, nothing to rename in a list
                continue
            verdict = verify_proof(mutant)
            assert verdict.status == NOT_PROVEN or (make == "remove" and less_is_shown(path, verdict, whole)), (make, path)


@st.composite
def rearranged(draw) -> tuple[str, bytes]:
    """A proof with parts of it, or of another one, put in other places."""
    claim, other = draw(st.sampled_from(CLAIMS)), draw(st.sampled_from(CLAIMS))
    value, source = json.loads(built(claim)), json.loads(built(other))
    for _ in range(draw(st.integers(1, 3))):
        target = draw(st.sampled_from(list(places(value))))
        taken = copy.deepcopy(at(source, draw(st.sampled_from(list(places(source))))))
        make = draw(st.sampled_from(["replace", "insert", "add"]))
        holder = at(value, target[:-1])
        if make == "insert" and isinstance(holder, list):
            holder.insert(target[-1], taken)
        elif make == "add" and isinstance(holder, dict):
            holder[draw(st.sampled_from(["prefix", "fork", "standing", "logs", "receipt", "head", "x"]))] = taken
        else:
            holder[target[-1]] = taken
    try:
        return claim, canonical.encode(value)
    except Exception:  # noqa: BLE001 - too deep to be written
        return claim, b""


@given(rearranged())
@settings(max_examples=examples(400), deadline=None)
def test_rearranged_proofs_are_never_accepted(case):
    claim, raw = case
    if raw != built(claim):
        assert verify_proof(raw).status == NOT_PROVEN


# ---------------------------------------------------------------- attacks by name


def test_look_alike_with_other_keys():
    fake = Talk("rus", "usa", seed="another")
    assert fake.charter.names == talk().charter.names
    cut, standing = fake.seal_standing(SECTIONS)
    parts = [fake.part(party, [(-1, ())]) for party in ("rus", "usa")]
    raw = build_standing_proof(fake.charter.raw, fake.channel.value, parts, cut, standing, ["requests/rus"])
    assert checked(raw).status == CONSISTENT
    refused(checked(raw, charter_digest=talk().charter.id), 3, "hash")
    refused(checked(raw, root_keys={party: pair.public for party, pair in talk().roots.items()}), 3, "rus")


def test_root_keys_must_cover_every_signer_and_no_stranger():
    keys = {party: pair.public for party, pair in talk().roots.items()}
    refused(checked(built("standing"), root_keys={"rus": keys["rus"]}), 3, "usa")
    refused(checked(built("standing"), root_keys={}), 3, "rus")
    refused(checked(built("standing"), root_keys={**keys, "chn": keys["rus"]}), 3, "chn")
    assert checked(built("attested"), root_keys={"usa": keys["usa"]}).status == PROVEN
    refused(checked(built("attested"), charter_digest="00" * 32, root_keys=keys), 3)


def test_an_anchor_that_is_no_hash_is_the_callers_fault():
    for text in ("", "12", "zz" * 32, talk().charter.id + "\n"):
        with pytest.raises(CallerError):
            verify_proof(built("entry"), charter_digest=text)


def test_exercise_shown_as_meant():
    made = Talk("rus", "usa", exercise=True)
    made.act("rus", "request", to="usa")
    made.seal("rus")
    raw = build_entry_proof(made.charter.raw, made.channel.value, [made.part("rus", [(1, {"kind"})])])

    def swap(value):
        value["charter"]["exercise"] = False

    refused(changed(raw, swap), 4)

    def swap_all(value):
        swap(value)
        value["channel"]["dialogue"] = talk().charter.id

    refused(changed(raw, swap_all), 5)


def test_charter_of_another_dialogue():
    other = Talk("rus", "usa", seed="another")

    def swap(value):
        value["charter"], value["channel"] = other.charter.value, other.channel.value

    refused(changed(built("standing"), swap), 5)


def test_channel_of_another_kind():
    group = Talk("rus", "usa", kind="group")
    assert group.charter.id == talk().charter.id
    refused(changed(built("standing"), lambda value: value.update(channel=group.channel.value)), 5)


def test_seal_of_another_channel():
    group = Talk("rus", "usa", kind="group")
    cut, standing = group.seal_standing(SECTIONS)
    parts = [group.part(party, [(-1, ())]) for party in ("rus", "usa")]
    other = json.loads(build_standing_proof(group.charter.raw, group.channel.value, parts, cut, standing, ["requests/rus"]))
    refused(changed(built("standing"), lambda value: value["logs"].__setitem__(1, other["logs"][1])), 5)
    # and the whole of the other channel's logs cannot carry this channel's standing
    refused(changed(canonical.encode(other), lambda value: value.update(standing=json.loads(built("standing"))["standing"])), 9, "channel")


def test_stranger_to_the_channel():
    made = Talk("chn", "rus", "usa", kind="group", members=["rus", "usa"])
    made.act("rus", "request", to="usa")
    made.seal("rus")
    raw = build_entry_proof(made.charter.raw, made.channel.value, [made.part("rus", [(1, {"kind"})])])
    refused(changed(raw, lambda value: value["logs"][0].update(party="chn")), 4, "chn")


def test_certificate_of_another_log():
    def swap(value):
        value["logs"][0]["certs"] = value["logs"][1]["certs"]

    refused(changed(built("standing"), swap), 5)


def test_certificate_by_a_stranger():
    made = talk()
    log = made.log("rus")
    forged = make_certificate(keys_of("thief"), log.id, keys_of("thief's").public, 0)
    refused(changed(built("standing"), lambda value: value["logs"][0].update(certs=[forged])), 5)


def test_one_key_as_two_parties():
    made = Talk("rus", "usa")
    one, two = made.log("rus"), made.log("usa")
    two.keys, two.certs = one.keys, [make_certificate(made.roots["usa"], two.id, one.keys[0].public, 0)]
    made.seal("rus")
    made.seal("usa")
    with pytest.raises(CallerError, match="used elsewhere"):
        build_entry_proof(made.charter.raw, made.channel.value, [made.part(party, [(0, {"kind"})]) for party in ("rus", "usa")])


def test_root_key_as_sealing_key():
    made = Talk("rus", "usa")
    log = made.log("rus")
    log.keys, log.certs = [made.roots["usa"]], [make_certificate(made.roots["rus"], log.id, made.roots["usa"].public, 0)]
    made.seal("rus")
    with pytest.raises(CallerError, match="used elsewhere"):
        build_entry_proof(made.charter.raw, made.channel.value, [made.part("rus", [(0, {"kind"})])])


def rekeyed() -> Talk:
    made = Talk("rus", "usa")
    made.rekey("rus")
    made.seal("rus")
    made.act("rus", "request", to="usa")
    made.seal("rus")
    return made


def test_rekey():
    made = rekeyed()
    founding = made.charter.raw, made.channel.value
    old, new = made.part("rus", [(0, {"kind"})], pouch=0), made.part("rus", [(3, {"kind"})], pouch=1)
    both = build_entry_proof(*founding, [new, old])
    assert [key.start for key in checked(both).keys] == [0, 3]
    only_new = build_entry_proof(*founding, [new])
    assert [cert["cert"]["from"] for cert in json.loads(only_new)["logs"][0]["certs"]] == [3]
    extra = json.loads(both)["logs"][0]["certs"]
    refused(changed(only_new, lambda value: value["logs"][0].update(certs=extra)), 6, "no head needs")
    refused(changed(both, lambda value: value["logs"][0]["certs"].reverse()), 5)
    refused(changed(both, lambda value: value["logs"][0]["certs"].pop(0)), 6)
    refused(changed(both, lambda value: value["logs"][0]["certs"].pop(1)), 6)
    refused(changed(only_new, lambda value: value["logs"][0].update(certs=extra[:1])), 6)


def test_replaced_key_signs_a_later_head():
    made = rekeyed()
    log = made.log("rus")
    stolen = sign_checkpoint(Checkpoint(origin_of(log.id), 5, root_of(log.leaves)), log.keys[0])
    genuine = made.part("rus", [(0, {"kind"})], pouch=0)
    later = LogPart(log.key, log.certs, stolen, log.leaves, [(3, log.entries[3], {"kind"})])
    with pytest.raises(CallerError, match="step 6"):
        build_entry_proof(made.charter.raw, made.channel.value, [genuine, later])


def test_key_before_its_start():
    made = Talk("rus", "usa")
    log = made.log("rus")
    late = make_certificate(made.roots["rus"], log.id, log.keys[0].public, 2)
    made.seal("rus")
    log.certs = [late]
    with pytest.raises(CallerError, match="certified from 2"):
        build_entry_proof(made.charter.raw, made.channel.value, [made.part("rus", [(0, {"kind"})])])


def test_entry_of_another_log():
    def swap(value):
        one, two = value["logs"]
        one["entries"][0], two["entries"][0] = two["entries"][0], one["entries"][0]

    refused(changed(built("standing"), swap), 8)


def test_head_of_another_log():
    def swap(value):
        one, two = value["logs"]
        one["heads"], two["heads"] = two["heads"], one["heads"]

    refused(changed(built("standing"), swap), 6)


def test_head_that_no_entry_needs():
    made = talk()
    spare = made.log("rus").sealed[0].note.decode()
    refused(changed(built("standing"), lambda value: value["logs"][0]["heads"].append(spare)), 1, "head")
    refused(changed(built("log"), lambda value: value["logs"][0]["heads"].insert(0, spare)), 1, "one head")


def test_heads_out_of_order_or_forked():
    made = talk()
    parts = [made.part("rus", [(1, {"kind"})], pouch=0), made.part("rus", [(3, {"kind"})], pouch=1)]
    raw = build_entry_proof(made.charter.raw, made.channel.value, parts)

    def reverse(value):
        value["logs"][0]["heads"].reverse()
        for entry in value["logs"][0]["entries"]:
            entry["head"] = 1 - entry["head"]

    refused(changed(raw, reverse), 6, "order")


def test_logs_or_entries_out_of_order():
    refused(changed(built("standing"), lambda value: value["logs"].reverse()), 1, "order")
    refused(changed(built("entry"), lambda value: value["logs"][0]["entries"].reverse()), 1, "order")
    refused(changed(built("log"), lambda value: value["logs"][0]["entries"].reverse()), 8)


def test_openings_out_of_order_or_twice():
    def reverse(value):
        value["logs"][0]["entries"][0]["open"].reverse()

    refused(changed(built("standing"), reverse), 7, "order")

    def twice(value):
        opened = value["logs"][0]["entries"][0]["open"]
        opened.insert(0, opened[0])

    refused(changed(built("standing"), twice), 7, "order")


def test_opening_put_to_another_entry():
    def move(value):
        one, two = value["logs"][0]["entries"]
        two["open"] = one["open"]

    refused(changed(built("entry"), move), 7, "kind")


def test_leaves_without_pads():
    def shorten(value):
        value["logs"][0]["entries"][0]["leaves"].pop()

    refused(changed(built("entry"), shorten), 7, "multiple of 8")


def test_sections_swapped_hidden_or_twice():
    raw = built("attested")  # meetings and texts are shown
    sections = json.loads(raw)["standing"]["sections"]
    assert [type(section) is list for section in sections] == [True, False, False, True]

    def swap(value):
        value["standing"]["sections"] = [sections[3], *sections[1:3], sections[0]]

    refused(changed(raw, swap), 9, "order")
    refused(changed(raw, lambda value: value["standing"].update(sections=[sections[0], sections[0], *sections[1:]])), 9, "order")
    refused(
        changed(raw, lambda value: value["standing"].update(sections=[sections[0], sections[2], sections[1], sections[3]])), 9, "another"
    )
    refused(changed(raw, lambda value: value["standing"].update(sections=sections[:3])), 9, "another")
    refused(changed(raw, lambda value: value["standing"].update(sections=sections[1:3])), 9, "no section")
    refused(changed(raw, lambda value: value["standing"].update(rules=2)), 9, "another")
    refused(changed(raw, lambda value: value["standing"].update(rules=True)), 9)
    refused(changed(raw, lambda value: value["standing"]["sections"][0].__setitem__(0, "Meetings")), 9)


def test_standing_over_another_cut():
    made = talk()
    later = made.cut("usa")
    assert later != made.settled[0]
    refused(changed(built("standing"), lambda value: value["standing"].update(cut=later.value)), 9, "another cut")


def test_cut_with_a_second_spelling():
    refused(changed(built("standing"), lambda value: value["standing"]["cut"].update(v=True)), 9, "a cut has the members")


def test_cut_without_a_member():
    def leave_out(value):
        value["standing"]["cut"]["logs"].pop()

    refused(changed(built("standing"), leave_out), 9, "covers")


def test_cut_of_another_dialogue():
    refused(changed(built("standing"), lambda value: value["standing"]["cut"].update(dialogue="00" * 32)), 9, "dialogue")


def test_two_standings_do_not_make_one():
    made = Talk("rus", "usa")
    made.seal_all()
    made.seal("rus", {"requests/rus": REQUESTS})
    made.seal("usa", {"requests/rus": {**REQUESTS, "sent": 44}})
    cut = made.cut("rus")
    parts = [made.part(party, [(-1, ())]) for party in ("rus", "usa")]
    standing = made.standing(cut, {"requests/rus": REQUESTS})
    with pytest.raises(CallerError):
        build_standing_proof(made.charter.raw, made.channel.value, parts, cut, standing, ["requests/rus"])
    build_standing_proof(made.charter.raw, made.channel.value, parts[:1], cut, standing, ["requests/rus"])


def test_cut_that_covers_what_comes_after_its_seal():
    made = Talk("rus", "usa")
    made.seal_all()
    cut = made.cut("rus")
    rows = tuple(row._replace(acts=99, size=99) if row.log.party == "rus" else row for row in cut.rows)
    assert all(isinstance(row, CutRow) for row in rows)
    cut = cut._replace(rows=rows)
    standing = made.standing(cut, SECTIONS)
    made.seal("rus", attest=[(cut.digest, standing.digest)])
    with pytest.raises(CallerError, match="later entries"):
        build_standing_proof(made.charter.raw, made.channel.value, [made.part("rus", [(-1, ())])], cut, standing, ["texts"])


def test_an_act_is_no_seal():
    made = Talk("rus", "usa")
    cut = made.cut("rus")
    standing = made.standing(cut, SECTIONS)
    made.act("rus", "note", cut=encode_base64(cut.digest), standing=encode_base64(standing.digest))
    made.seal("rus")
    log = made.log("rus")
    entry = proof._entry_value(made.part("rus", []), 0, (1, log.entries[1], {"kind", "cut", "standing"}), set(), counted=False)

    def replace(value):
        value["logs"] = [
            {"party": "rus", "generation": 0, "certs": log.certs, "heads": [log.sealed[0].note.decode()], "entries": [entry]},
        ]
        sections = [[section.name, encode_base64(section.salt), section.value] for section in standing.sections]
        value["standing"] = {"cut": cut.value, "rules": 1, "sections": sections}

    refused(changed(built("attested"), replace), 9, "seal")

    def hide_kind(value):
        replace(value)
        value["logs"][0]["entries"][0]["open"] = [item for item in entry["open"] if item[0] != "kind"]

    refused(changed(built("attested"), hide_kind), 9, "seal")


def test_one_party_signs_once():
    made = talk()
    founding = made.charter.raw, made.channel.value
    cut, standing, rus, usa = made.settled
    with pytest.raises(CallerError, match="by seals"):
        build_standing_proof(*founding, [made.part("rus", [(-1, ()), (1, {"kind"})], pouch=rus)], cut, standing, ["texts"])
    # usa signed the same standing twice, in a seal of its own and in an attest
    twice = [made.part("usa", [(-1, ())], pouch=usa), made.part("usa", [(-1, ())])]
    with pytest.raises(CallerError, match="one seal; usa shows 2"):
        build_standing_proof(*founding, twice, cut, standing, ["texts"])


def test_two_generations_of_a_party_are_one_signer():
    made = Talk("rus", "usa")
    cut, standing = made.seal_standing(SECTIONS)
    first = made.part("rus", [(-1, ())])
    made.open("rus", 1)
    made.seal("rus", attest=[(cut.digest, standing.digest)])
    founding = made.charter.raw, made.channel.value
    second = made.part("rus", [(-1, ())])
    assert checked(build_standing_proof(*founding, [second], cut, standing, ["texts"])).signers == ("rus",)
    with pytest.raises(CallerError, match="signers"):
        build_standing_proof(*founding, [first, second], cut, standing, ["texts"])


def test_receipt_of_another_head():
    made = talk()
    founding = made.charter.raw, made.channel.value
    seal = made.part("usa", [(-1, ())], pouch=0)
    with pytest.raises(CallerError, match="does not name this head"):
        build_receipt_proof(*founding, made.part("rus", [(1, {"kind"})], pouch=1), seal)
    two_heads = json.loads(
        build_entry_proof(*founding, [made.part("rus", [(1, {"kind"})], pouch=0), made.part("rus", [(3, {"kind"})], pouch=1)])
    )["logs"]
    refused(changed(built("receipt"), lambda value: value.update(logs=[*two_heads, value["logs"][1]], witness=[])), 9, "one seal")
    refused(changed(built("receipt"), lambda value: value.update(receipt={"by": "rus", "of": "usa"})), 9)
    refused(changed(built("receipt"), lambda value: value.update(receipt={"by": "usa", "of": "usa"})), 9)
    refused(changed(built("receipt"), lambda value: value.update(receipt={"by": "usa", "of": ["rus"]})), 9)


def test_an_entry_claim_that_shows_nothing():
    made = talk()
    with pytest.raises(CallerError, match="no field"):
        build_entry_proof(made.charter.raw, made.channel.value, [made.part("rus", [(1, ())])])


def test_a_log_cut_short_or_with_a_gap():
    made = talk()
    with pytest.raises(CallerError):
        build_log_proof(made.charter.raw, made.channel.value, [made.part("rus", [(0, ())])])
    for change in (list.pop, lambda entries: entries.pop(1), lambda entries: entries.append(entries[-1])):
        refused(changed(built("log"), lambda value, change=change: change(value["logs"][0]["entries"])), 8, "of a log of")


def test_two_heads_that_follow_each_other_are_no_fork():
    made = talk()
    log = made.log("rus")
    one, two = log.sealed[0], log.sealed[1]
    prefix = (root_of(log.leaves[: one.head.size]), tuple(consistency_proof(log.leaves[: two.head.size], one.head.size)))
    for item in (prefix, None):
        with pytest.raises(CallerError, match="step 9"):
            build_fork_proof(
                made.charter.raw, made.channel.value, Contradiction(log.key, (one.note, two.note), (log.certs[0], log.certs[0]), item)
            )
    with pytest.raises(CallerError, match="order"):
        build_fork_proof(
            made.charter.raw, made.channel.value, Contradiction(log.key, (one.note, one.note), (log.certs[0], log.certs[0]), None)
        )


def test_fork_with_notes_swapped():
    for claim in ("fork", "fork of two sizes"):
        refused(changed(built(claim), lambda value: value["fork"]["notes"].reverse()), 6, "order")
    refused(changed(built("fork"), lambda value: value["fork"].update(prefix=[encode_base64(bytes(32)), [encode_base64(bytes(32))]])), 9)
    refused(changed(built("fork"), lambda value: value["fork"].update(prefix=None)), 9)


def test_fork_with_two_certificates_of_one_key():
    value = json.loads(built("fork"))["fork"]
    assert len(value["certs"]) == 1
    log = Talk("rus", "usa").log("rus")  # the same key certified once more: ML-DSA-44 makes another signature
    assert log.certs[0]["cert"] == value["certs"][0]["cert"]
    refused(changed(built("fork"), lambda value: value["fork"]["certs"].append(log.certs[0])), 5, "two certificates")


def test_fork_under_two_keys():
    made, other = Talk("rus", "usa"), Talk("rus", "usa")
    for one in (made, other):
        one.act("rus", "note", text="common")
        one.seal("rus")
    made.rekey("rus")
    made.seal("rus")
    made.act("rus", "note")
    made.seal("rus")
    for text in "abcd":
        other.act("rus", "note", text=text)
    other.seal("rus")
    one, two = sorted([made, other], key=lambda made: made.log("rus").sealed[-1].head)
    assert len(one.log("rus").certs) != len(two.log("rus").certs)
    small, large = one.log("rus").sealed[-1], two.log("rus").sealed[-1]
    leaves = two.log("rus").leaves
    prefix = (root_of(leaves[: small.head.size]), tuple(consistency_proof(leaves, small.head.size)))
    certs = one.log("rus").certs[-1], two.log("rus").certs[-1]
    raw = build_fork_proof(made.charter.raw, made.channel.value, Contradiction(LogKey("rus", 0), (small.note, large.note), certs, prefix))
    assert sorted(key.start for key in checked(raw).keys) == [0, 5]
    refused(changed(raw, lambda value: value["fork"]["certs"].reverse()), 6)


def test_fork_with_one_note():
    refused(changed(built("fork"), lambda value: value["fork"]["notes"].pop()), 1, "two notes")


def test_fork_by_a_stranger_to_the_log():
    def other(value):
        value["fork"]["party"] = "usa"

    refused(changed(built("fork"), other), 5)


def test_null_and_unknown_and_missing_members():
    for claim, name in (("standing", "fork"), ("fork", "logs"), ("entry", "standing"), ("receipt", "x"), ("log", "receipt")):
        refused(changed(built(claim), lambda value, name=name: value.update({name: None})), 1, "unknown")
    refused(changed(built("standing"), lambda value: value.update(witness=None)), 1)
    refused(changed(built("standing"), lambda value: value.update(v=True)), 1)
    refused(changed(built("standing"), lambda value: value.update(v=2)), 1)
    refused(changed(built("standing"), lambda value: value.pop("witness")), 1, "missing")
    for claim in ("all", None, ["standing"], "entry"):
        refused(changed(built("standing"), lambda value, claim=claim: value.update(claim=claim)), 1)
    refused(checked(b"[]"), 1)
    refused(checked(b"null"), 1)


WRONG = [1, True, "", "x", [], [1], {}, {"x": 1}, -1, 2**53 - 1, [[]], [{}]]
FORM = {
    "standing": [
        ("v",), ("claim",), ("logs",), ("logs", 0), ("logs", 0, "party"), ("logs", 0, "generation"), ("logs", 0, "certs"),
        ("logs", 0, "heads"), ("logs", 0, "heads", 0), ("logs", 0, "entries"), ("logs", 0, "entries", 0), ("logs", 0, "entries", 0, "head"),
        ("logs", 0, "entries", 0, "index"), ("witness",), ("witness", 0), ("witness", 0, "log"), ("witness", 0, "head"),
        ("witness", 0, "vkey"), ("witness", 0, "line"),
    ],
    "log": [("logs", 0, "entries", 0), ("logs", 0, "heads"), ("logs", 1, "entries")],
    "fork": [
        ("fork",), ("fork", "party"), ("fork", "generation"), ("fork", "notes"), ("fork", "notes", 0), ("fork", "certs"),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("claim", "path"), [(claim, path) for claim, paths in FORM.items() for path in paths], ids=str)
def test_a_part_of_another_form(claim, path):
    original = json.loads(built(claim))
    for wrong in WRONG:
        value = copy.deepcopy(original)
        at(value, path[:-1])[path[-1]] = wrong
        if value == original or (path, wrong) == (("witness",), []):  # True == 1 is tested above
            continue
        verdict = checked(canonical.encode(value))
        assert verdict.status == NOT_PROVEN, (path, wrong)
        # a whole number or a text of the right form is looked at later
        later = type(wrong) in {int, str} and type(at(original, path)) is type(wrong)
        assert verdict.step == 1 or later or path[-1] == "certs", (path, wrong, verdict.step)


@pytest.mark.parametrize("claim", ["entry", "log"])
def test_an_entry_with_a_member_more_or_less(claim):
    members = json.loads(built(claim))["logs"][0]["entries"][0]
    for member in members:
        refused(changed(built(claim), lambda value, member=member: value["logs"][0]["entries"][0].pop(member)), 1, "missing")
    refused(changed(built(claim), lambda value: value["logs"][0]["entries"][0].update(x=1)), 1, "unknown")


def test_a_section_of_another_form():
    for wrong in (*WRONG, None, ["texts"], ["texts", 1, 1], ["texts", "AA==", 1], {"hash": 1}, {"hash": "AA=="}):
        refused(changed(built("attested"), lambda value, wrong=wrong: value["standing"]["sections"].__setitem__(1, wrong)), 9)


@pytest.mark.slow
def test_too_much_is_not_read():
    entry = json.loads(built("entry"))["logs"][0]["entries"][0]
    many = [{**entry, "index": index} for index in range(4097)]
    refused(changed(built("entry"), lambda value: value["logs"][0].update(entries=many)), 1, "4096")
    halves = [{**entry, "index": index} for index in range(3000)]

    def fill(value):
        for log in value["logs"]:
            log["entries"] = halves

    refused(changed(built("entry"), fill), 1, "6000")
    refused(checked(b'"' + b"a" * (64 << 20) + b'"'), 1, "67108864")


def test_witness_line_changed_repeated_or_of_another_key():
    raw = built("standing")
    items = json.loads(raw)["witness"]
    assert len(items) == 2
    refused(changed(raw, lambda value: value.update(witness=[items[1], items[0]])), 1, "order")
    refused(changed(raw, lambda value: value.update(witness=[items[0], items[0]])), 1, "order")
    refused(changed(raw, lambda value: value["witness"][0].update(head=1)), 1)
    refused(changed(raw, lambda value: value["witness"][0].update(log=2)), 1)
    refused(changed(raw, lambda value: value.update(witness=[{**items[0], "log": 1}])), 10)
    refused(changed(raw, lambda value: value.update(witness=[{**items[0], "line": items[0]["line"] + "\n"}])), 10, "line feed")
    refused(changed(raw, lambda value: value.update(witness=[{**items[0], "vkey": items[1]["vkey"]}])), 10)
    signing = f"{WITNESS.name}+00000000+AQ=="
    refused(changed(raw, lambda value: value.update(witness=[{**items[0], "vkey": signing}])), 10)


def test_a_plain_signing_key_is_no_witness():
    key = VerifierKey(WITNESS.name, 0x01, WITNESS.public)
    items = json.loads(built("standing"))["witness"]
    vkey = proof.format_vkey(key)
    refused(changed(built("standing"), lambda value: value.update(witness=[{**items[0], "vkey": vkey}])), 10)


def test_entries_that_no_node_admits():
    made = talk()
    log = made.log("rus")
    for name, value in (("kind", 7), ("kind", "NO"), ("at", "yesterday"), ("at", 5), ("re", []), ("re", [["rus", 0]]), ("re", "x")):
        leaf = proof.parse_openings([[name, encode_base64(bytes(32)), value]])[0]
        leaves = [field_leaf(leaf), *[bytes([i]) * 32 for i in range(7)]]
        tree = [proof.leaf_of(leaves)]
        note = sign_checkpoint(Checkpoint(origin_of(log.id), 1, root_of(tree)), log.keys[0])
        entry = {
            "head": 0,
            "index": 0,
            "leaves": [encode_base64(leaf) for leaf in leaves],
            "open": [[name, encode_base64(bytes(32)), value]],
            "path": [encode_base64(node) for node in inclusion_proof(tree, 0)],
        }
        logs = [{"party": "rus", "generation": 0, "certs": log.certs, "heads": [note.decode()], "entries": [entry]}]
        refused(changed(built("entry"), lambda value, logs=logs: value.update(logs=logs)), 7)


def test_the_deepest_value_that_an_entry_may_have_fits_into_a_proof():
    made = Talk("rus", "usa")
    made.act("rus", "note", value=json.loads("[" * 8 + "]" * 8))  # seven containers stand around the value of an opening
    with pytest.raises(FormatError, match="deeper"):
        made.act("rus", "note", value=json.loads("[" * 9 + "]" * 9))
    made.seal("rus")
    founding = made.charter.raw, made.channel.value
    assert checked(build_entry_proof(*founding, [made.part("rus", [(1, {"value"})])])).status == CONSISTENT
    with pytest.raises(CallerError, match="charter"):
        build_entry_proof(b"{}", made.channel.value, [made.part("rus", [(1, {"value"})])])


def test_a_builder_does_not_hand_out_what_does_not_verify():
    made = talk()
    other = Talk("rus", "usa", seed="another")
    other.act("rus", "request", to="usa")
    other.seal("rus")
    part = other.part("rus", [(1, {"kind"})])
    with pytest.raises(CallerError, match="step 5"):
        build_entry_proof(made.charter.raw, made.channel.value, [part])
    with pytest.raises(CallerError, match="nothing"):
        build_standing_proof(made.charter.raw, made.channel.value, [], *made.settled[:2], ["nothing"])


def test_the_same_parts_make_the_same_bytes():
    made = talk()
    parts = [made.part("rus", [(1, {"kind"}), (3, {"to"})], pouch=2), made.part("usa", [(2, {"re"})])]
    one = build_entry_proof(made.charter.raw, made.channel.value, parts)
    two = build_entry_proof(
        made.charter.raw,
        made.channel.value,
        [parts[1], LogPart(parts[0].key, parts[0].certs, parts[0].note, parts[0].leaf_hashes, parts[0].entries[::-1])],
    )
    assert one == two


def test_json_of_verdicts_has_always_the_same_keys():
    keys = {frozenset(checked(built(claim)).to_json()) for claim in CLAIMS}
    keys.add(frozenset(checked(b"").to_json()))
    assert len(keys) == 1


def test_each_step_has_a_number_and_a_name():
    assert list(STEPS) == list(range(1, 11))
    listed = [line.split(None, 1) for line in proof.__doc__.splitlines() if line[:6].strip().isdigit()]
    assert [(int(number), rest[: len(STEPS[int(number)])]) for number, rest in listed] == list(STEPS.items())


def test_ids_are_derived_not_read():
    verdict = checked(built("entry"))
    note = json.loads(built("entry"))["logs"][0]["heads"][0].encode()
    assert parse_checkpoint_note(note)[0].origin == origin_of(log_id(verdict.dialogue, verdict.channel.id, "rus", 0))
    assert len({entry.size for entry in verdict.entries}) == len(list(itertools.groupby(verdict.entries, key=lambda entry: entry.size)))
