"""A witness cosigns one line of growth and nothing else, and answers as tlog-witness says."""

from __future__ import annotations

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import CallerError, DetenteError, FormatError
from detente.record.checkpoint import Checkpoint, format_checkpoint_body, sign_checkpoint, sign_mldsa44
from detente.record.cosignature import verify_cosignatures
from detente.record.note import (
    COSIGNATURE_ED25519,
    COSIGNATURE_MLDSA44,
    ED25519,
    MAX_NOTE_BYTES,
    Note,
    SignatureLine,
    VerifierKey,
    format_note,
    parse_note,
    sign_ed25519,
)
from detente.record.signatures import Ed25519Signer, KeyPair, MLDSA44Signer
from detente.record.text import MAX_SIZE, encode_base64
from detente.record.tree import EMPTY_ROOT, consistency_proof, leaf_hash, root_of
from detente.record.witness import (
    MAX_ANSWER_BYTES,
    MAX_PROOF_LINES,
    MAX_REQUEST_BYTES,
    SIZE_TYPE,
    TEXT_TYPE,
    Accepted,
    AddCheckpoint,
    Rejected,
    TrustedLog,
    WitnessedHead,
    cosigner,
    decide,
    format_add_checkpoint,
    format_answer,
    malformed,
    our_log,
    parse_add_checkpoint,
    parse_answer,
    parse_conflict,
)
from tests.record.mutants import mutants
from tests.vectors_folder import shared_vectors

NAME = "witness.example/w1"
OLD, NEW = Ed25519Signer(bytes(32)), MLDSA44Signer(bytes(32))
WITNESS_KEYS = [VerifierKey(NAME, COSIGNATURE_ED25519, OLD.public_key), VerifierKey(NAME, COSIGNATURE_MLDSA44, NEW.public_key)]
SIGN = cosigner(NAME, OLD, NEW)
TIME = 1_795_000_000

ORIGIN = "detente.example/v1/" + "5a" * 32
KEYS = KeyPair.from_seeds(bytes(range(32)), bytes(range(32, 64)))
THIEF = KeyPair.from_seeds(bytes(range(64, 96)), bytes(range(96, 128)))
FOREIGN = "sum.example/log"
SIGNER = Ed25519Signer(bytes(range(1, 33)))
LOGS = {ORIGIN: our_log(ORIGIN, KEYS.public), FOREIGN: TrustedLog((VerifierKey(FOREIGN, ED25519, SIGNER.public_key),))}

LEAVES = [leaf_hash(bytes([i])) for i in range(9)]
FORKED = [*LEAVES[:3], *(leaf_hash(bytes([i, 1])) for i in range(3, 9))]


def our_note(size, leaves=LEAVES, keys=KEYS, root=None):
    return sign_checkpoint(Checkpoint(ORIGIN, size, root or root_of(leaves[:size])), keys)


def foreign_note(size, root, origin=FOREIGN, signer=SIGNER):
    body = b"%b\n%d\n%b\n" % (origin.encode(), size, encode_base64(root).encode())
    return format_note(Note(body, (sign_ed25519(origin, signer, body),)))


def head(size, leaves=LEAVES, origin=ORIGIN):
    return WitnessedHead(origin, size, root_of(leaves[:size]))


def proof(old, new, leaves=LEAVES):
    return tuple(consistency_proof(leaves, old, new)) if old else ()


def ask(request, known=None, logs=LOGS, sign=SIGN, timestamp=TIME):
    """A request as it arrives: through the parser."""
    return decide(parse_add_checkpoint(format_add_checkpoint(request)), known, logs, sign, timestamp)


def never(*_):
    pytest.fail("the witness signed")


# ---------------------------------------------------------------- golden


def transcript():
    return json.loads(shared_vectors("derived", "witness_add_checkpoint_transcript.json").read_text("utf-8"))


def test_the_nine_public_requests_have_the_answers_of_the_specification():
    given_ = transcript()
    origin = given_["origin"]
    logs = {origin: TrustedLog((VerifierKey(origin, ED25519, bytes.fromhex(given_["log_public_key_hex"])),))}
    heads = {}
    statuses = []
    assert len(given_["steps"]) == 9
    for step in given_["steps"]:
        request = parse_add_checkpoint(step["request_body"].encode())
        assert format_add_checkpoint(request) == step["request_body"].encode()
        answer = decide(request, heads.get(request.checkpoint.origin), logs, SIGN, TIME)
        statuses.append(answer.status)
        if isinstance(answer, Accepted):
            heads[origin] = answer.head
            assert verify_cosignatures(Note(request.note.text, parse_answer(answer.body)), WITNESS_KEYS) == dict.fromkeys(
                WITNESS_KEYS, TIME
            )
        if answer.status == 409:
            assert step["assert"] == f"body == {json.dumps(answer.body.decode())}"
    assert statuses == [step["status_spec_1_0_0"] for step in given_["steps"]] == [200, 403, 404, 422, 422, 200, 409, 200, 409]


# ---------------------------------------------------------------- every status


FAR = leaf_hash(b"far")
ED_LINE, ML_LINE = parse_note(our_note(5)).signatures
TIMED_LINE = sign_mldsa44(ORIGIN, KEYS.mldsa44, Checkpoint(ORIGIN, 5, root_of(LEAVES[:5])), 7)
SHORT_LINE = SignatureLine(ORIGIN, ML_LINE.key_id, b"x")
LATE_LINE = SignatureLine(ORIGIN, ML_LINE.key_id, b"\xff" * 2428)
BODY = parse_note(our_note(5)).text


def signed_by(*lines):
    return format_note(Note(BODY, lines))


def broken(line):
    return SignatureLine(line.name, line.key_id, line.signature[:-1] + bytes([line.signature[-1] ^ 1]))


def stray(note):
    """The same signature in a second spelling: 68 bytes leave four bits of the last character over."""
    assert note.endswith(b"=\n")
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return note[:-3] + alphabet[alphabet.index(note[-3]) + 1 :][:1] + b"=\n"


STRANGER = sign_ed25519("stranger.example", THIEF.ed25519, BODY)

REJECTIONS = [
    # status, why, request, last head
    (404, "an origin that nobody configured", AddCheckpoint(0, (), foreign_note(5, FAR, "unknown.example")), None),
    (404, "before all else: unknown, from a larger size", AddCheckpoint(9, (FAR,), foreign_note(5, FAR, "u", THIEF.ed25519)), None),
    (403, "another key under the right name", AddCheckpoint(0, (), our_note(5, keys=THIEF)), None),
    (403, "a signature that fails", AddCheckpoint(0, (), signed_by(broken(ED_LINE), ML_LINE)), None),
    (403, "an ML-DSA-44 signature that fails", AddCheckpoint(0, (), signed_by(ED_LINE, broken(ML_LINE))), None),
    (403, "F20: a log of ours with the Ed25519 signature alone", AddCheckpoint(0, (), signed_by(ED_LINE)), None),
    (403, "F20: a log of ours with the ML-DSA-44 signature alone", AddCheckpoint(0, (), signed_by(ML_LINE)), None),
    (403, "one good line twice is not both", AddCheckpoint(0, (), signed_by(ED_LINE, ED_LINE)), None),
    (403, "F20: a log of ours that states a time", AddCheckpoint(0, (), signed_by(ED_LINE, TIMED_LINE)), None),
    (403, "only a stranger signed", AddCheckpoint(0, (), signed_by(STRANGER)), None),
    (403, "a good line, and a broken one of the same key", AddCheckpoint(0, (), signed_by(ED_LINE, ML_LINE, broken(ED_LINE))), None),
    (403, "a signature with stray bits in its base64", AddCheckpoint(0, (), stray(foreign_note(5, FAR))), None),
    (404, "stray bits for an unknown log", AddCheckpoint(0, (), stray(foreign_note(5, FAR, "unknown.example"))), None),
    (403, "a line of a known name and id that is too short", AddCheckpoint(0, (), signed_by(ED_LINE, SHORT_LINE)), None),
    (403, "a time above 2^63", AddCheckpoint(0, (), signed_by(ED_LINE, LATE_LINE)), None),
    (403, "before 400: unsigned and from a larger size", AddCheckpoint(6, (), our_note(5, keys=THIEF)), head(5)),
    (403, "before 409: a stranger learns nothing of the last size", AddCheckpoint(4, (), our_note(5, keys=THIEF)), head(3)),
    (400, "from a larger size", AddCheckpoint(6, (), our_note(5)), head(6)),
    (400, "before 409: from a larger size that is not the last one", AddCheckpoint(6, (), our_note(5)), head(3)),
    (409, "from a smaller size than the last", AddCheckpoint(2, proof(2, 5), our_note(5)), head(3)),
    (409, "from a larger size than the last", AddCheckpoint(4, proof(4, 5), our_note(5)), head(3)),
    (409, "never cosigned: the last size is 0", AddCheckpoint(3, proof(3, 5), our_note(5)), None),
    (409, "rollback: a good proof from what was cosigned long ago", AddCheckpoint(0, (), our_note(5)), head(9)),
    (409, "rollback: to the beginning", AddCheckpoint(0, (), foreign_note(0, EMPTY_ROOT)), head(9, origin=FOREIGN)),
    (409, "before 422: size 0 with a root of its own", AddCheckpoint(0, (), foreign_note(0, FAR)), head(9, origin=FOREIGN)),
    (422, "size 0 with a root of its own", AddCheckpoint(0, (), foreign_note(0, FAR)), None),
    (422, "from 0 with a proof", AddCheckpoint(0, (FAR,), our_note(5)), None),
    (422, "from 0 to 0 with a proof", AddCheckpoint(0, (FAR,), foreign_note(0, EMPTY_ROOT)), None),
    (422, "split view: the same size with another root", AddCheckpoint(5, (), our_note(5, FORKED)), head(5)),
    (422, "the same size and root with a proof", AddCheckpoint(5, (FAR,), our_note(5)), head(5)),
    (422, "split view: a branch from below", AddCheckpoint(5, proof(5, 9, FORKED), our_note(9, FORKED)), head(5)),
    (422, "no proof", AddCheckpoint(3, (), our_note(5)), head(3)),
    (422, "a proof cut short", AddCheckpoint(3, proof(3, 5)[:-1], our_note(5)), head(3)),
    (422, "a proof with one hash too many", AddCheckpoint(3, (*proof(3, 5), FAR), our_note(5)), head(3)),
    (422, "a proof in another order", AddCheckpoint(3, proof(3, 5)[::-1], our_note(5)), head(3)),
]  # fmt: skip


@pytest.mark.parametrize(("status", "why", "request_", "known"), REJECTIONS, ids=[f"{row[0]} {row[1]}" for row in REJECTIONS])
def test_what_is_not_cosigned(status, why, request_, known):
    answer = ask(request_, known, sign=never)
    assert isinstance(answer, Rejected)
    assert answer.status == status, str(answer.reason)
    if status == 409:
        assert answer.content_type == SIZE_TYPE
        assert parse_conflict(answer.body) == (known.size if known else 0)
    else:
        assert answer.content_type == TEXT_TYPE
        assert answer.body == f"{answer.reason}\n".encode()


@pytest.mark.parametrize(
    ("request_", "known"),
    [
        (AddCheckpoint(0, (), our_note(5)), None),
        (AddCheckpoint(0, (), our_note(0)), None),
        (AddCheckpoint(0, (), our_note(0)), head(0)),
        (AddCheckpoint(0, (), our_note(5)), head(0)),
        (AddCheckpoint(3, proof(3, 5), our_note(5)), head(3)),
        (AddCheckpoint(5, (), our_note(5)), head(5)),  # a lost answer: asked again
        (AddCheckpoint(0, (), signed_by(STRANGER, ML_LINE, STRANGER, ED_LINE)), None),  # signed-note: unknown lines are ignored
        (AddCheckpoint(0, (), foreign_note(5, FAR)), None),
    ],
)
def test_what_is_cosigned(request_, known):
    answer = ask(request_, known)
    assert isinstance(answer, Accepted)
    assert (answer.status, answer.content_type) == (200, TEXT_TYPE)
    checkpoint = request_.checkpoint
    assert answer.head == WitnessedHead(*checkpoint)
    assert parse_answer(answer.body) == answer.lines
    cosigned = Note(format_checkpoint_body(checkpoint), parse_answer(answer.body))
    assert verify_cosignatures(cosigned, WITNESS_KEYS) == dict.fromkeys(WITNESS_KEYS, TIME)


def test_every_pair_of_sizes_of_a_small_log_with_its_proof_and_with_each_hash_of_it_flipped():
    for old in range(1, 10):
        for new in range(old, 10):
            hashes = proof(old, new)
            note = foreign_note(new, root_of(LEAVES[:new]))
            known = head(old, origin=FOREIGN)
            assert ask(AddCheckpoint(old, hashes, note), known, sign=lambda *_: [STRANGER]).status == 200
            for at, node in enumerate(hashes):
                wrong = (*hashes[:at], bytes([node[0] ^ 1]) + node[1:], *hashes[at + 1 :])
                assert ask(AddCheckpoint(old, wrong, note), known, sign=never).status == 422


def test_a_foreign_log_may_sign_with_ml_dsa_44_alone_and_state_a_time():
    key = VerifierKey("key.example", COSIGNATURE_MLDSA44, NEW.public_key)
    checkpoint = Checkpoint(FOREIGN, 5, FAR)
    for timestamp in (0, TIME, MAX_SIZE):
        note = format_note(Note(format_checkpoint_body(checkpoint), (sign_mldsa44(key.name, NEW, checkpoint, timestamp),)))
        assert ask(AddCheckpoint(0, (), note), logs={FOREIGN: TrustedLog((key,))}).status == 200


def test_of_several_keys_of_a_foreign_log_one_is_enough_and_a_second_that_fails_is_too_much():
    keys = (VerifierKey(ORIGIN, ED25519, KEYS.public.ed25519), VerifierKey(ORIGIN, COSIGNATURE_MLDSA44, KEYS.public.mldsa44))
    logs = {ORIGIN: TrustedLog(keys, "any")}
    for line in (ED_LINE, ML_LINE):
        assert ask(AddCheckpoint(0, (), signed_by(line)), logs=logs).status == 200
    assert ask(AddCheckpoint(0, (), signed_by(ED_LINE, broken(ML_LINE))), logs=logs).status == 403


def test_a_witness_without_an_ml_dsa_key_answers_one_line():
    answer = ask(AddCheckpoint(0, (), our_note(5)), sign=cosigner(NAME, OLD))
    assert [line.key_id for line in answer.lines] == [WITNESS_KEYS[0].key_id]
    assert struct.unpack(">Q", answer.lines[0].signature[:8]) == (TIME,)


# ---------------------------------------------------------------- the caller's mistakes


def test_mistakes_of_the_caller_are_no_answers():
    request = AddCheckpoint(0, (), our_note(5))
    with pytest.raises(CallerError, match="last head is of"):
        ask(request, head(5, origin=FOREIGN))
    with pytest.raises(CallerError, match="at least one signature"):
        ask(request, sign=lambda *_: [])
    for timestamp in (0, -1, 2**63):
        with pytest.raises(CallerError, match="signs a time"):
            ask(request, timestamp=timestamp)
    ed, ml = LOGS[ORIGIN].keys
    for keys in [(), (ed, ed), (WITNESS_KEYS[0],)]:
        with pytest.raises(CallerError):
            TrustedLog(keys, "any")
    for keys in [(), (ed,), (ml,), (ed, ml, LOGS[FOREIGN].keys[0])]:
        with pytest.raises(CallerError):
            TrustedLog(keys, "both")


def test_two_requests_against_one_head_are_both_accepted_so_check_and_persist_must_be_one_step():
    """Why the module demands it: `decide` alone cannot see the other request (tlog-witness, the race of N and N+K)."""
    known = head(3)
    answers = [ask(AddCheckpoint(3, proof(3, 9, leaves), our_note(9, leaves)), known) for leaves in (LEAVES, FORKED)]
    assert [answer.status for answer in answers] == [200, 200]
    stored = known
    released = []
    for answer in answers:  # compare-and-set on `known`: the second loses, and its lines are thrown away
        if stored == known:
            stored = answer.head
            released.append(answer.head)
    assert released == [answers[0].head]
    assert ask(AddCheckpoint(3, proof(3, 9, FORKED), our_note(9, FORKED)), stored).status == 409


# ---------------------------------------------------------------- any sequence of requests

BRANCHES = [LEAVES, FORKED, [*LEAVES[:6], *(leaf_hash(bytes([i, 2])) for i in range(6, 9))]]
ROOTS = [[root_of(leaves[:size]) for size in range(10)] for leaves in BRANCHES]
NOTES = [[foreign_note(size, roots[size]) for size in range(10)] for roots in ROOTS]

branches, sizes = st.integers(0, len(BRANCHES) - 1), st.integers(0, 9)
moves = st.one_of(
    st.tuples(st.just("honest proof"), branches, st.none(), sizes),
    st.tuples(st.just("honest proof"), branches, sizes, sizes),
    st.tuples(st.just("no proof"), branches, st.none(), sizes),
    st.tuples(st.just("proof of another branch"), branches, st.none(), sizes),
)


@given(st.lists(moves, min_size=4, max_size=25))
def test_whatever_is_asked_the_witness_never_cosigns_two_heads_that_cannot_both_be(sequence):
    known = None
    cosigned = []
    for kind, branch, old, new in sequence:
        last = known.size if known else 0
        start = last if old is None else old
        shown = (branch + 1) % len(BRANCHES) if kind == "proof of another branch" else branch
        hashes = proof(start, new, BRANCHES[shown]) if kind != "no proof" and 0 < start <= new else ()
        answer = ask(AddCheckpoint(start, hashes, NOTES[branch][new]), known, sign=lambda *_: [STRANGER])
        if isinstance(answer, Rejected):
            assert answer.status in {400, 409, 422}
            if answer.status == 409:
                assert parse_conflict(answer.body) == last
            continue
        assert answer.head.size >= last
        known = answer.head
        cosigned.append(known)
    # One tree holds them all: those before the last are its beginnings.
    assert not cosigned or any(all(roots[one.size] == one.root for one in cosigned) for roots in ROOTS)
    # And it is no witness that says no to everything.
    firsts = [move for move in sequence if move[0] != "honest proof" or move[2] in {None, 0}]
    assert cosigned or not firsts


# ---------------------------------------------------------------- the parser

REQUESTS = [
    format_add_checkpoint(request)
    for request in (
        AddCheckpoint(0, (), foreign_note(1, FAR)),
        AddCheckpoint(3, proof(3, 5), foreign_note(5, FAR)),
        AddCheckpoint(7, (FAR,) * MAX_PROOF_LINES, foreign_note(MAX_SIZE, FAR)),
        AddCheckpoint(0, (), foreign_note(0, FAR)),
    )
]


def test_a_request_in_bytes():
    raw = REQUESTS[1]
    request = parse_add_checkpoint(raw)
    assert (request.old_size, request.proof, request.checkpoint) == (3, proof(3, 5), Checkpoint(FOREIGN, 5, FAR))
    assert raw.startswith(b"old 3\n" + encode_base64(proof(3, 5)[0]).encode() + b"\n")
    assert raw.endswith(b"\n\n" + request.checkpoint_note)
    assert request == AddCheckpoint(3, proof(3, 5), foreign_note(5, FAR))
    assert parse_add_checkpoint(REQUESTS[3]).checkpoint == Checkpoint(FOREIGN, 0, FAR)


@given(
    st.integers(0, MAX_SIZE),
    st.lists(st.binary(min_size=32, max_size=32), max_size=MAX_PROOF_LINES),
    st.integers(0, MAX_SIZE),
    st.binary(min_size=32, max_size=32),
)
def test_a_request_comes_back(old, hashes, size, root):
    request = AddCheckpoint(old, tuple(hashes), foreign_note(size, root))
    assert parse_add_checkpoint(format_add_checkpoint(request)) == request


@given(st.one_of(mutants(REQUESTS), st.binary(max_size=80)))
def test_what_parses_formats_to_the_same_bytes_and_a_mutant_is_another_request(raw):
    try:
        request = parse_add_checkpoint(raw)
    except FormatError as error:
        str(error)
        return
    assert format_add_checkpoint(request) == raw
    for original in REQUESTS:
        assert (request == parse_add_checkpoint(original)) == (raw == original)


@given(mutants(REQUESTS[1:2]))
def test_a_mutant_of_an_accepted_request_is_refused_or_says_the_same(raw):
    known = head(3, origin=FOREIGN)
    good = format_add_checkpoint(AddCheckpoint(3, proof(3, 5), foreign_note(5, root_of(LEAVES[:5]))))
    raw = raw.replace(encode_base64(FAR).encode(), encode_base64(root_of(LEAVES[:5])).encode())
    try:
        answer = decide(parse_add_checkpoint(raw), known, LOGS, lambda *_: [STRANGER], TIME)
    except DetenteError:
        return
    assert answer.status != 200 or answer.head == WitnessedHead(*parse_add_checkpoint(good).checkpoint)


NOTE = foreign_note(5, FAR)
HASH = encode_base64(FAR).encode() + b"\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        NOTE,
        b"old 3\n" + NOTE,
        b"\nold 3\n\n" + NOTE,
        b"old 3\n\n\n" + NOTE,
        b"old 3\n\n",
        b"old 3\r\n\r\n" + NOTE,
        b"old\n\n" + NOTE,
        b"old \n\n" + NOTE,
        b"old  3\n\n" + NOTE,
        b"old 3 \n\n" + NOTE,
        b"old 03\n\n" + NOTE,
        b"old +3\n\n" + NOTE,
        b"old -0\n\n" + NOTE,
        b"old 1_0\n\n" + NOTE,
        "old ٣\n\n".encode() + NOTE,
        b"old 9223372036854775808\n\n" + NOTE,
        b"Old 3\n\n" + NOTE,
        b"new 3\n\n" + NOTE,
        b"old 3\nold 3\n\n" + NOTE,
        b"old 3\n" + HASH[:-2] + b"\n\n" + NOTE,
        b"old 3\n" + HASH[4:] + b"\n" + NOTE,
        b"old 3\n " + HASH + b"\n" + NOTE,
        b"old 3\n" + HASH[:-1] + b" \n\n" + NOTE,
        b"old 3\n" + HASH * 64 + b"\n" + NOTE,
        b"old 3\n\n" + NOTE[:-1],
        b"old 3\n\n" + NOTE + b"\n",
        b"old 3\n\n" + NOTE.replace(b"\n\n", b"\nextension\n\n"),
        b"old 3\n\n" + NOTE.replace(b"\n5\n", b"\n05\n"),
        b"old 3\n\n" + NOTE.replace(b"\n5\n", b"\n00\n"),
        b"old 3\n\n" + foreign_note(0, FAR).replace(b"=\n\n", b"\n\n"),
        b"old 3\n\n\xff" + NOTE,
        b"old 3\n\nfree text\n\n" + NOTE.split(b"\n\n")[1],
    ],
)
def test_malformed_requests_are_refused_with_400(raw):
    with pytest.raises(FormatError) as caught:
        parse_add_checkpoint(raw)
    answer = malformed(caught.value)
    assert (answer.status, answer.content_type, answer.body) == (400, TEXT_TYPE, f"{caught.value}\n".encode())


def test_the_largest_request_fits_and_one_byte_more_does_not():
    body = b"o\n%d\n%b\n" % (MAX_SIZE, encode_base64(FAR).encode())
    lines = [SignatureLine("w", b"1234", b"x" * 3000)] * 8
    room = MAX_NOTE_BYTES - len(format_note(Note(body, tuple(lines)))) - len("— w \n".encode())
    last = SignatureLine("w", b"1234", bytes(room // 4 * 3 - 4))
    name = SignatureLine("w" * (1 + room % 4), b"1234", last.signature)
    note = format_note(Note(body, (*lines, name)))
    assert len(note) == MAX_NOTE_BYTES
    raw = format_add_checkpoint(AddCheckpoint(MAX_SIZE, (FAR,) * 63, note))
    assert len(raw) == MAX_REQUEST_BYTES
    assert format_add_checkpoint(parse_add_checkpoint(raw)) == raw
    with pytest.raises(FormatError, match="request has"):
        parse_add_checkpoint(raw + b"\n")


# ---------------------------------------------------------------- the answer

ANSWER = format_answer([STRANGER, ED_LINE])


@given(st.one_of(mutants([ANSWER, ANSWER * 8, format_answer([STRANGER])]), st.binary(max_size=60)))
def test_an_answer_that_parses_formats_to_the_same_bytes(raw):
    try:
        lines = parse_answer(raw)
    except FormatError:
        return
    assert lines
    assert format_answer(lines) == raw


@pytest.mark.parametrize(
    "raw", [b"", b"\n", ANSWER[:-1], ANSWER + b"\n", b"\n" + ANSWER, ANSWER * 9, b"x" * (MAX_ANSWER_BYTES + 1), b"5\n"]
)
def test_malformed_answers_are_refused(raw):
    with pytest.raises(FormatError):
        parse_answer(raw)


@pytest.mark.parametrize("raw", [b"", b"\n", b"5", b"05\n", b"5\n\n", b" 5\n", b"5\r\n", b"-1\n"])
def test_malformed_conflicts_are_refused(raw):
    with pytest.raises(FormatError):
        parse_conflict(raw)
