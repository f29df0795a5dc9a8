"""A person's key opens with that person's passphrase and nothing else: whoever owns the node cannot sign in this name."""

from __future__ import annotations

import datetime as dt
import json
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dialogue.fold import Ref
from detente.errors import CallerError, DetenteError, FormatError, StoreError
from detente.node import passphrases, personal
from detente.node.founding import found_dialogue
from detente.node.keystore import Keystore
from detente.node.node import Node
from detente.node.passphrases import TooBusy, WrongPassphrase
from detente.node.sealing import seal, seal_acts
from detente.node.throttle import TooManyFailures
from detente.record.signatures import Ed25519Signer

NODES, HERS = "the passphrase of the node", "Ивановой собственные слова"


@pytest.fixture
def node(tmp_path):
    """A node in a dialogue of its own, whose keys have a passphrase; nobody is appointed yet."""
    opened = Node.create(tmp_path / "rus", "rus", {"en": "Russia"}, NODES)
    other = Node.create(tmp_path / "usa", "usa", {"en": "United States"}, NODES)
    found_dialogue([opened, other])
    seal_acts(opened, opened.room(None), [])
    yield opened
    opened.close()
    other.close()


def appointed(node, delegate="ivanova"):
    """Somebody is appointed with the key that is kept, and a draft waits that this person signs."""
    room = node.room(None)
    key = personal.kept_key(node, delegate)
    node.draft(room, {"kind": "appoint", "delegate": delegate, "role": "head", "powers": ["consent"], "key": key})
    seal(node, room)
    node.draft(room, {"kind": "propose", "slot": "measure/x", "electorate": ["rus", "usa"], "text": "x", "by": {"delegate": delegate}})


def state(node):
    room = node.room(None)
    return room.my_head, node.store.drafts(room.id)


def everything_on_disk(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def opened_by(node, passphrase=HERS):
    return {"ivanova": personal.open_key(node, "ivanova", passphrase)}


def test_what_a_person_signs_with_the_own_passphrase_holds(node):
    personal.make_key(node, "ivanova", HERS)
    appointed(node)
    room = node.room(None)
    done = seal(node, room, opened=opened_by(node))
    assert Ref("rus", 0, done.head.size - 2) in room.fold.people.signed_in_person


def test_the_passphrase_of_the_node_alone_does_not_sign_for_a_person(node):
    personal.make_key(node, "ivanova", HERS)
    appointed(node)
    before = state(node)
    assert node.keys.delegate_key("ivanova") is None
    with pytest.raises(CallerError, match="takes the passphrase of ivanova; nothing was sealed"):
        seal(node, node.room(None))
    with pytest.raises(WrongPassphrase, match="not the passphrase with which ivanova signs"):
        personal.open_key(node, "ivanova", NODES)
    assert state(node) == before


def test_neither_the_key_nor_the_passphrase_of_another_person_signs(node):
    personal.make_key(node, "ivanova", HERS)
    personal.make_key(node, "petrov", "quite another passphrase")
    appointed(node)
    before = state(node)
    petrovs = personal.open_key(node, "petrov", "quite another passphrase")
    with pytest.raises(CallerError, match="takes the passphrase of ivanova"):
        seal(node, node.room(None), opened={"petrov": petrovs})
    with pytest.raises(CallerError, match="the appointment of ivanova names another key"):
        seal(node, node.room(None), opened={"ivanova": petrovs})
    with pytest.raises(WrongPassphrase):
        personal.open_key(node, "ivanova", "quite another passphrase")
    assert state(node) == before


def test_the_file_of_another_person_is_not_taken_for_ones_own(node):
    personal.make_key(node, "ivanova", HERS)
    personal.make_key(node, "petrov", "quite another passphrase")
    personal.key_path(node, "petrov").replace(personal.key_path(node, "ivanova"))
    with pytest.raises(StoreError, match="is damaged"):
        personal.open_key(node, "ivanova", "quite another passphrase")


def test_passphrase_and_secret_are_found_nowhere_on_the_disk(node, tmp_path):
    personal.make_key(node, "ivanova", HERS)
    appointed(node)
    seal(node, node.room(None), opened=opened_by(node))
    raw = personal.key_path(node, "ivanova").read_bytes()
    plain = json.loads(passphrases.decrypt(raw, HERS, tmp_path))
    found = everything_on_disk(tmp_path)
    assert HERS.encode() not in found
    assert plain["ed25519"].encode() not in found
    keys = passphrases.decrypt((tmp_path / "rus" / "keys.age").read_bytes(), NODES, tmp_path)
    assert plain["ed25519"].encode() not in keys
    assert b"delegates" not in keys


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_only_the_owner_of_the_folder_reads_the_file(node):
    personal.make_key(node, "ivanova", HERS)
    assert personal.key_path(node, "ivanova").stat().st_mode & 0o777 == 0o600


def test_a_changed_passphrase_opens_the_same_key_and_the_old_one_nothing(node):
    public = personal.make_key(node, "ivanova", HERS)
    with pytest.raises(WrongPassphrase):
        personal.change_passphrase(node, "ivanova", NODES, "quite another passphrase")
    assert personal.change_passphrase(node, "ivanova", HERS, "quite another passphrase") == public
    assert opened_by(node, "quite another passphrase")
    with pytest.raises(WrongPassphrase):
        personal.open_key(node, "ivanova", HERS)


@pytest.mark.parametrize("passphrase", ["", "elevenchars", "x" * 1025])
def test_a_passphrase_that_is_no_guard_is_refused_before_anything_is_written(node, passphrase):
    with pytest.raises(CallerError, match="a passphrase has 12 to 1024 characters"):
        personal.make_key(node, "ivanova", passphrase)
    assert personal.guard_of(node, "ivanova") is None


def test_two_keyboards_give_the_same_passphrase(node):
    personal.make_key(node, "ivanova", "caf\u00e9 caf\u00e9 caf\u00e9")
    assert opened_by(node, "cafe\u0301 cafe\u0301 cafe\u0301")


# ---- keys in the keystore


def test_a_key_of_an_older_version_signs_as_before_with_the_passphrase_of_the_node(node):
    public = node.keys.new_delegate_key("ivanova").public_key
    node.store.set_meta(personal.KEPT_KEY + "ivanova", personal.encode_base64(public).encode())
    appointed(node)
    assert personal.guard_of(node, "ivanova") == "node"
    room = node.room(None)
    done = seal(node, room)
    assert Ref("rus", 0, done.head.size - 2) in room.fold.people.signed_in_person


def test_a_key_that_is_moved_stays_the_same_and_leaves_the_keystore(node):
    public = personal.make_key(node, "ivanova", None)
    assert personal.move_key(node, "ivanova", HERS) == public
    assert personal.guard_of(node, "ivanova") == "own"
    assert Keystore(node.keys.path, NODES).delegate_key("ivanova") is None
    appointed(node)
    with pytest.raises(CallerError, match="takes the passphrase of ivanova"):
        seal(node, node.room(None))
    seal(node, node.room(None), opened=opened_by(node))


def test_a_crash_while_a_key_is_moved_leaves_no_copy_that_signs(node):
    personal.make_key(node, "ivanova", None)
    seed = node.keys.delegate_seed("ivanova")
    personal.move_key(node, "ivanova", HERS)
    node.keys.data["delegates"]["ivanova"] = personal.encode_base64(seed)
    node.keys.save()
    appointed(node)
    with pytest.raises(CallerError, match="takes the passphrase of ivanova"):
        seal(node, node.room(None))
    seal(node, node.room(None), opened=opened_by(node))
    assert Keystore(node.keys.path, NODES).delegate_key("ivanova") is None


def test_a_key_in_the_place_of_a_lost_one_signs_only_after_a_new_appointment(node):
    personal.make_key(node, "ivanova", HERS)
    appointed(node)
    public = personal.make_key(node, "ivanova", "quite another passphrase")
    opened = opened_by(node, "quite another passphrase")
    before = state(node)
    with pytest.raises(CallerError, match="the appointment of ivanova names another key"):
        seal(node, node.room(None), opened=opened)
    assert state(node) == before
    node.draft(node.room(None), {"kind": "appoint", "delegate": "ivanova", "role": "head", "key": public})
    seal(node, node.room(None), opened=opened)


def test_after_a_crash_the_public_half_is_read_anew(node):
    public = personal.make_key(node, "ivanova", HERS)
    node.store.drop_meta(personal.KEPT_KEY + "ivanova")
    assert personal.guard_of(node, "ivanova") == "own"
    personal.open_key(node, "ivanova", HERS)
    assert personal.kept_key(node, "ivanova") == public


def test_a_key_without_a_passphrase_is_for_exercises_only(tmp_path):
    nodes = [Node.create(tmp_path / party, party, {"en": party}, NODES) for party in ("rus", "usa")]
    with pytest.raises(CallerError, match="for exercises only"):
        personal.make_key(nodes[0], "ivanova", None)
    found_dialogue(nodes, exercise=False)
    with pytest.raises(CallerError, match="for exercises only"):
        personal.make_key(nodes[0], "ivanova", None)
    assert personal.guard_of(nodes[0], "ivanova") is None
    for each in nodes:
        each.close()


# ---- what is no such file


@pytest.mark.parametrize(
    "raw", [b"", b"{}", b"age-encryption.org/v1\nnonsense", b"age-encryption.org/v1\n" + b"x" * 5000], ids=["empty", "open", "cut", "long"]
)
def test_a_damaged_file_is_called_damaged_and_not_a_wrong_passphrase(node, raw):
    personal.make_key(node, "ivanova", HERS)
    personal.key_path(node, "ivanova").write_bytes(raw)
    with pytest.raises(StoreError, match="is damaged"):
        personal.open_key(node, "ivanova", HERS)


def test_a_file_that_would_take_this_machine_too_long_is_no_wrong_passphrase_and_no_guess(node, monkeypatch):
    monkeypatch.setattr(passphrases, "_PAUSES", (0.0,))
    personal.make_key(node, "ivanova", HERS)
    path = personal.key_path(node, "ivanova")
    path.write_bytes(re.sub(rb"(-> scrypt \S+) [0-9]+\n", rb"\1 40\n", path.read_bytes(), count=1))
    for _ in range(5):
        with pytest.raises(TooBusy, match="too busy now to open"):
            personal.open_key_at(node, "ivanova", HERS, "10.0.0.1")


@pytest.mark.parametrize("delegate", ["../keys", "Ivanova", "a/b", "", "con.age"])
def test_what_is_no_id_names_no_file(node, delegate):
    assert personal.key_path(node, delegate) is None
    with pytest.raises(CallerError, match="is no id of a person"):
        personal.make_key(node, delegate, HERS)


@given(st.binary(min_size=32, max_size=32), st.sampled_from(["rus", "usa"]), st.sampled_from(["ivanova", "p-1"]))
def test_what_is_written_is_read_and_nothing_else(seed, party, delegate):
    raw = personal.format_key(party, delegate, seed)
    assert personal.parse_key(raw, party, delegate) == seed
    for other in (raw + b"\n", raw.replace(b'"v":1', b'"v":2'), raw.replace(b'"v":1', b'"v":1,"w":1'), raw[:-1]):
        with pytest.raises(FormatError):
            personal.parse_key(other, party, delegate)
    with pytest.raises(FormatError):
        personal.parse_key(raw, party, "somebody")


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_what_anybody_sends_is_refused_as_no_key(raw):
    with pytest.raises(DetenteError):
        personal.parse_key(raw, "rus", "ivanova")


# ---- attempts


def test_wrong_attempts_wait_longer_and_the_right_passphrase_starts_anew(node):
    personal.make_key(node, "ivanova", HERS)
    at = node.clock()
    node.clock = lambda: at  # however long a busy machine takes
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            personal.open_key_at(node, "ivanova", "not this one, either", "10.0.0.1")
    with pytest.raises(TooManyFailures, match="wait 1 s"):
        personal.open_key_at(node, "ivanova", HERS, "10.0.0.2")
    node.clock = lambda: at + dt.timedelta(seconds=5)
    assert isinstance(personal.open_key_at(node, "ivanova", HERS, "10.0.0.2"), Ed25519Signer)
    with pytest.raises(WrongPassphrase):
        personal.open_key_at(node, "ivanova", "not this one, either", "10.0.0.1")
