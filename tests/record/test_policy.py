"""A policy file is read in one way or not at all, and a quorum is what it says."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import FormatError
from detente.record.note import COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, ED25519, VerifierKey, format_vkey
from detente.record.policy import (
    MAX_LINES_OF_A_KIND,
    MAX_POLICY_BYTES,
    Policy,
    PolicyGroup,
    PolicyLog,
    PolicyWitness,
    format_policy,
    parse_policy,
)
from detente.record.signatures import Ed25519Signer
from tests.record.mutants import mutants

SIGNERS = [Ed25519Signer(bytes([n]) * 32) for n in range(1, 13)]
KEYS = [VerifierKey(f"w{n}.example", COSIGNATURE_ED25519, signer.public_key) for n, signer in enumerate(SIGNERS)]
HOST, NORTH, SOUTH, WEST = KEYS[:4]
LOG = VerifierKey("log.example", ED25519, SIGNERS[5].public_key)
MLDSA = VerifierKey("w0.example", COSIGNATURE_MLDSA44, bytes(range(256)) * 5 + bytes(32))


def v(key):
    return format_vkey(key)


HOST_AND_TWO_OF_THREE = f"""\
# The host, and two of three universities.
log {v(LOG)}
witness host  {v(HOST)}  https://host.example/witness

witness north {v(NORTH)}
\twitness south {v(SOUTH)}
witness west {v(WEST)}\t
group universities 2 north south west
group all-of-it all host universities
quorum all-of-it
""".encode()


def test_the_host_and_two_of_three():
    policy = parse_policy(HOST_AND_TWO_OF_THREE)
    assert policy.witnesses[0] == PolicyWitness("host", HOST, "https://host.example/witness")
    assert policy.logs == (PolicyLog(LOG, None),)
    for number in range(5):
        for signed in itertools.combinations((HOST, NORTH, SOUTH, WEST), number):
            assert policy.is_met(signed) == (HOST in signed and len(signed) >= 3)
    assert [each.name for each in policy.counted()] == ["host", "north", "south", "west"]
    assert not policy.is_met(KEYS[4:])


def test_a_quorum_is_met_when_the_last_of_those_needed_has_cosigned():
    policy = parse_policy(HOST_AND_TWO_OF_THREE)
    assert policy.met_at({HOST: 50, NORTH: 10, SOUTH: 20, WEST: 99}) == 50
    assert policy.met_at({HOST: 5, NORTH: 10, SOUTH: 20, WEST: 99}) == 20
    assert policy.met_at({HOST: 5, NORTH: 10}) is None


def test_none_asks_for_nobody_and_bounds_nothing():
    policy = parse_policy(b"quorum none\n")
    assert policy.is_met(())
    assert policy.met_at({HOST: 5}) is None
    assert policy.counted() == ()


def test_a_witness_of_whom_two_keys_stand_in_the_policy_can_be_asked_for_either():
    text = f"witness old {v(HOST)}\nwitness new {v(MLDSA)}\ngroup host any old new\nquorum host\n".encode()
    policy = parse_policy(text)
    assert policy.is_met([HOST])
    assert policy.is_met([MLDSA])
    assert not policy.is_met([NORTH])


W1, W2 = f"witness a {v(HOST)}\n", f"witness b {v(NORTH)}\n"
ARABIC_TWO = "\u0662"
REFUSED = {
    "nothing": "",
    "no quorum": W1,
    "two quorums": W1 + "quorum a\nquorum a\n",
    "a quorum of two names": W1 + W2 + "quorum a b\n",
    "a quorum that is defined below": "quorum a\n" + W1,
    "a quorum of nobody": "quorum a\n",
    "no line feed at the end": W1 + "quorum a",
    "a carriage return": W1 + "quorum a\r\n",
    "a form feed": W1 + "quorum\x0ca\n",
    "a null": W1 + "quorum a\x00\n",
    "another kind of line": W1 + "witnes b\nquorum a\n",
    "capitals": W1 + "Quorum a\n",
    "a no-break space for a space": W1 + "quorum\u00a0a\n",
    "a name that is taken": W1 + f"witness a {v(NORTH)}\nquorum a\n",
    "a group under the name of a witness": W1 + "group a any a\nquorum a\n",
    "a witness called none": f"witness none {v(HOST)}\nquorum none\n",
    "none as a member": W1 + "group g any none\nquorum g\n",
    "a group in itself": W1 + "group g any a g\nquorum g\n",
    "a member twice in one group": W1 + "group g 2 a a\nquorum g\n",
    "a member of two groups": W1 + W2 + "group g any a\ngroup h all a b\nquorum h\n",
    "a group without members": W1 + "group g any\nquorum a\n",
    "none of them": W1 + "group g 0 a\nquorum g\n",
    "more than there are": W1 + "group g 2 a\nquorum g\n",
    "a zero before the number": W1 + "group g 01 a\nquorum g\n",
    "a sign": W1 + "group g +1 a\nquorum g\n",
    "a number of another script": W1 + W2 + f"group g {ARABIC_TWO} a b\nquorum g\n",
    "an underscore in a number": W1 + W2 + "group g 0_1 a b\nquorum g\n",
    "a key twice": W1 + f"witness b {v(HOST)}\nquorum a\n",
    "a key twice under another name": W1 + f"witness b {v(VerifierKey('other', COSIGNATURE_ED25519, HOST.public))}\nquorum a\n",
    "a log twice": f"log {v(LOG)}\nlog {v(LOG)} https://x\nquorum none\n",
    "the key of a log for a witness": f"witness a {v(LOG)}\nquorum a\n",
    "the key of a witness for a log": f"log {v(HOST)}\nquorum none\n",
    "a damaged key": f"witness a {v(HOST)[:-2]}==\nquorum a\n",
    "no key": "witness a\nquorum a\n",
    "too much on a line": f"witness a {v(HOST)} https://x y\nquorum a\n",
    "a comment behind a line": W1 + "quorum a # so be it\n",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refused(text):
    with pytest.raises(FormatError):
        parse_policy(text.encode())


def test_the_message_names_the_line():
    with pytest.raises(FormatError, match="line 3 of the policy: 'b' is not defined above"):
        parse_policy((W1 + "\ngroup g all b\nquorum g\n").encode())


def test_bounds():
    with pytest.raises(FormatError, match="limit"):
        parse_policy(b"#" * MAX_POLICY_BYTES + b"\nquorum none\n")
    groups = "".join(f"group g{n} any {'a' if n == 0 else f'g{n - 1}'}\n" for n in range(MAX_LINES_OF_A_KIND))
    assert len(parse_policy(f"{W1}{groups}quorum g0\n".encode()).groups) == MAX_LINES_OF_A_KIND
    with pytest.raises(FormatError, match="lines of one kind"):
        parse_policy(f"{W1}{groups}group one-more any g{MAX_LINES_OF_A_KIND - 1}\nquorum a\n".encode())


def test_names_are_octets_and_nothing_is_made_alike():
    """A Kelvin sign is no K, a letter with its mark no letter and mark, and octets that are no text at all are a name too."""
    names = [b"K", "\u212a".encode(), "\u00e9".encode(), "e\u0301".encode(), b"\xff\xfe"]
    text = b"".join(b"witness %b %b\n" % (name, v(key).encode()) for name, key in zip(names, KEYS, strict=False)) + b"quorum \xff\xfe\n"
    policy = parse_policy(text)
    assert len({each.name for each in policy.witnesses}) == len(names)
    assert format_policy(policy) == text
    assert policy.is_met([KEYS[4]])


@st.composite
def policies(draw):
    names = draw(
        st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=5), unique=True, min_size=1, max_size=12)
    )
    names = [name for name in names if name != "none"] or ["w"]
    urls = st.none() | st.sampled_from(["https://w.example/x", "http://[::1]:8/"])
    count = draw(st.integers(1, min(len(names), len(KEYS))))
    witnesses = tuple(PolicyWitness(name, key, draw(urls)) for name, key in zip(names[:count], KEYS, strict=False))
    free, groups = names[:count], []
    for name in names[count:]:
        if not free:
            break
        members = draw(st.lists(st.sampled_from(free), unique=True, min_size=1))
        groups.append(PolicyGroup(name, draw(st.integers(1, len(members))), tuple(members)))
        free = [each for each in free if each not in members] + [name]
    quorum = draw(st.sampled_from([*names[:count], *(group.name for group in groups), "none"]))
    return Policy((PolicyLog(LOG, None),) if draw(st.booleans()) else (), witnesses, tuple(groups), quorum)


@given(policies())
def test_what_is_written_is_read_back(policy):
    assert parse_policy(format_policy(policy)) == policy


@given(policies(), st.sets(st.sampled_from(KEYS)), st.sampled_from(KEYS))
def test_another_cosignature_never_breaks_a_quorum(policy, signed, more):
    assert policy.is_met(signed) <= policy.is_met(signed | {more})
    assert policy.is_met(signed) == policy.is_met({each.key for each in policy.counted()} & signed)


@settings(max_examples=200)
@given(st.one_of(st.binary(max_size=200), mutants([HOST_AND_TWO_OF_THREE])))
def test_what_parses_has_one_written_form_and_what_does_not_returns_nothing(raw):
    try:
        policy = parse_policy(raw)
    except FormatError:
        return
    written = format_policy(policy)
    assert parse_policy(written) == policy
    assert format_policy(parse_policy(written)) == written
