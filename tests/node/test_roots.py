"""Root keys offline, their succession, and the notice that revokes one: by real nodes, thieves included."""

from __future__ import annotations

import tracemalloc

import msgspec
import pyrage
import pytest

from detente.errors import CallerError, FormatError, SignatureError
from detente.node import restored, roots, sealing
from detente.node.reopening import reopen
from detente.node.sealing import rekey, rekey_all, seal_acts
from detente.record.channel import Refused
from detente.record.charter import notice_digest, origin_of
from detente.record.checkpoint import Checkpoint, sign_checkpoint
from detente.record.keys import make_certificate
from detente.record.pouch import format_pouch
from detente.record.seal import LogKey
from detente.record.succession import GENERATIONS, notice_fields, roots_of
from detente.record.text import encode_base64
from detente.record.tree import EMPTY_ROOT
from tests.simulator import Peer, World


def successor(world, party):
    """The successor of a party's root key, as its file holds it, and the notice."""
    node = world.nodes[party]
    seeds = node.keys.data["next"]
    secret = next(s for s in node.keys.notices if notice_digest(node.keys.root_public, party, s) == world.charter.parties[party].notice)
    return roots.RootFile(party, roots.pair_of(seeds), seeds), secret


def succeed(world, party):
    node, room = world.nodes[party], plenary(world, party)
    roots.succeed(node, world.charter, *successor(world, party))
    return reopen(node, room, "root")


def plenary(world, party):
    return world.room(party)


def note(world, party, text):
    world.act(party, kind="request", to=next(p for p in world.parties if p != party), subject=text)


@pytest.fixture
def world():
    made = World(2)
    made.talk()
    return made


def test_without_its_root_key_a_node_seals_and_says_what_rekey_needs(world):
    node, room = world.nodes["alpha"], plenary(world, "alpha")
    root = node.keys.roots_at_hand[0]
    node.keys.take_out_root()
    node.keys.take_out_successor()
    assert not node.keys.has_root
    assert "root" not in node.keys.data
    note(world, "alpha", "Supposed: one")
    with pytest.raises(CallerError, match="which is not in this node"):
        rekey(node, room)
    node.keys.lend(root)
    rekey(node, room)
    assert "root" not in node.keys.data


def test_the_successor_goes_on_where_the_lost_root_key_stopped(world):
    note(world, "alpha", "Supposed: one")
    world.talk()
    node = world.nodes["alpha"]
    file, _ = successor(world, "alpha")
    node.keys.take_out_root()  # and its file is lost
    succeed(world, "alpha")
    note(world, "alpha", "Supposed: two")
    world.talk()
    mine = plenary(world, "alpha").mine
    assert mine == LogKey("alpha", GENERATIONS)
    theirs = plenary(world, "bravo")
    assert mine in theirs.channel.logs
    assert len(theirs.fold.requests) == 2
    assert roots.current_root(node, world.charter).keys == file.keys.public
    cut = theirs.channel.cut(theirs.channel.vector())
    assert [row.log.generation for row in cut.rows if row.log.party == "alpha"] == [0, GENERATIONS]
    assert plenary(world, "alpha").channel.cut(plenary(world, "alpha").channel.vector()) == cut


def test_a_stolen_root_key_opens_logs_that_count_nothing_once_its_successor_is_in_place(world):
    note(world, "alpha", "Supposed: one")
    world.talk()
    thief = Peer(world, "alpha")  # with all keys but those that lie elsewhere
    thief.node.keys.take_out_successor()
    reopen(thief.node, thief.room, "theft")
    thief.act(kind="request", to="bravo", subject="Supposed: forged")
    world.bring("bravo", thief.pouches())
    assert len(plenary(world, "bravo").fold.requests) == 2
    succeed(world, "alpha")
    note(world, "alpha", "Supposed: two")
    world.talk()
    bravo = plenary(world, "bravo")
    assert LogKey("alpha", 1) in bravo.channel.logs
    assert sorted(ref.generation for ref in bravo.fold.requests) == [0, GENERATIONS]
    assert bravo.channel.frozen(bravo.channel.vector())[LogKey("alpha", 1)].why == "succession"


def test_a_thief_of_the_old_root_key_cannot_certify_logs_of_the_new_one(world):
    thief = Peer(world, "alpha")
    thief.node.keys.take_out_successor()
    with pytest.raises(CallerError):
        reopen(thief.node, thief.room, "root")


def test_a_succession_needs_the_committed_key_and_the_notice(world):
    node = world.nodes["alpha"]
    file, secret = successor(world, "alpha")
    other = node.keys.new_seeds()
    with pytest.raises(CallerError, match="is another"):
        roots.succeed(node, world.charter, roots.RootFile("alpha", roots.pair_of(other), other), secret)
    with pytest.raises(CallerError, match="notice is not the one"):
        roots.succeed(node, world.charter, file, bytes(32))


def test_a_succession_altered_anywhere_is_refused(world):
    roots.succeed(world.nodes["alpha"], world.charter, *successor(world, "alpha"))
    party = world.charter.parties["alpha"]
    (made,) = roots.successions_of(world.nodes["alpha"], world.charter)
    assert roots_of(party, [made])[1].era == 1
    for name in ("next", "notice", "secret", "party", "dialogue", "number"):
        wrong = {**made, "succession": {**made["succession"], name: {"number": 2}.get(name, "A" * 43 + "=")}}
        with pytest.raises((FormatError, SignatureError)):
            roots_of(party, [wrong])
    with pytest.raises((FormatError, SignatureError)):
        roots_of(party, [made, made])
    with pytest.raises(FormatError):
        roots_of(world.charter.parties["bravo"], [made])


def test_a_notice_doubts_what_its_publisher_had_not_seen_until_the_successor_says_what_holds(world):
    note(world, "alpha", "Supposed: one")
    world.talk()
    world.blocked.add(("alpha", "bravo"))
    note(world, "alpha", "Supposed: after the theft")
    _, secret = successor(world, "alpha")
    bravo, room = world.nodes["bravo"], plenary(world, "bravo")
    seal_acts(bravo, room, [{"kind": "notice", "at": bravo.now, **notice_fields("alpha", secret, [])}])
    world.blocked.clear()
    world.talk()
    for party in world.parties:
        seen = plenary(world, party)
        assert len(seen.fold.requests) == 1, party
        assert seen.channel.is_closed(LogKey("alpha", 0))
    with pytest.raises(CallerError, match="revoked by its notice"):
        note(world, "alpha", "Supposed: nothing any more")
    with pytest.raises(CallerError, match="revoked by its notice"):
        reopen(world.nodes["alpha"], plenary(world, "alpha"), "theft")
    succeed(world, "alpha")
    world.talk()
    assert len(plenary(world, "bravo").fold.requests) == 2  # alpha holds its second request: it was its own


def test_a_notice_with_another_secret_revokes_nothing(world):
    bravo, room = world.nodes["bravo"], plenary(world, "bravo")
    seal_acts(bravo, room, [{"kind": "notice", "at": bravo.now, **notice_fields("alpha", bytes(32), [])}])
    world.talk()
    note(world, "alpha", "Supposed: one")
    world.talk()
    assert len(plenary(world, "bravo").fold.requests) == 1
    assert any("revokes nothing" in str(error) for _, _, error in world.nodes["alpha"].remarks())


def test_a_root_file_opens_with_its_passphrase_or_its_identity_and_nothing_else(world, tmp_path):
    node = world.nodes["alpha"]
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key.txt").write_text(f"# made by a test\n{identity}\n", "utf-8")
    (tmp_path / "other.txt").write_text(f"{pyrage.x25519.Identity.generate()}\n", "utf-8")
    for name, made in (
        ("by-word.age", roots.root_file(node, successor=False, passphrase="a few good words", recipients=[])),
        ("by-key.age", roots.root_file(node, successor=False, passphrase=None, recipients=[str(identity.to_public())])),
    ):
        (tmp_path / name).write_bytes(made)
    assert not roots.is_for_recipients((tmp_path / "by-word.age").read_bytes())
    assert roots.is_for_recipients((tmp_path / "by-key.age").read_bytes())
    by_word = roots.open_root_file(tmp_path / "by-word.age", passphrase="a few good words")
    by_key = roots.open_root_file(tmp_path / "by-key.age", identity=tmp_path / "key.txt")
    assert by_word.keys.public == by_key.keys.public == node.keys.root_public
    with pytest.raises(CallerError):
        roots.open_root_file(tmp_path / "by-word.age", passphrase="other words here")
    with pytest.raises(CallerError, match="does not open"):
        roots.open_root_file(tmp_path / "by-key.age", identity=tmp_path / "other.txt")
    with pytest.raises(CallerError, match="holds no age identity"):
        roots.open_root_file(tmp_path / "by-key.age", identity=tmp_path / "by-word.age")
    with pytest.raises(CallerError, match="names no age recipient"):
        roots.root_file(node, successor=False, passphrase=None, recipients=["age1nothing"])


def test_a_key_leaves_the_node_only_for_a_file_that_holds_it(world):
    node = world.nodes["alpha"]
    other = node.keys.new_seeds()
    with pytest.raises(CallerError, match="does not have"):
        roots.take_out(node, roots.RootFile("alpha", roots.pair_of(other), other))
    assert node.keys.has_root
    assert node.keys.has_successor


def test_all_sealing_keys_and_recipients_are_replaced_at_once_and_others_encrypt_to_the_new(world):
    node, room = world.nodes["alpha"], plenary(world, "alpha")
    before = node.keys.recipients
    rekey_all(node, recipients=True)
    world.talk()
    assert node.keys.recipients != before
    theirs = plenary(world, "bravo").channel
    assert set(node.keys.recipients) < set(theirs.current_recipients())
    assert not set(before) & set(theirs.current_recipients())
    assert len(theirs.logs[room.mine].certificates) == 2
    world.request("bravo", "alpha")
    world.talk()
    assert len(room.fold.requests) == 1


def leap(world, party, generation):
    """A party with its root key opens a generation that holds nothing, without those before it."""
    node, room = world.nodes[party], plenary(world, party)
    new = LogKey(party, generation)
    holds = [generation - 1, 0, encode_base64(EMPTY_ROOT)]
    fields = {**sealing.opening_fields(node, room, new), "kind": "reopen", "holds": holds, "why": "theft"}
    return sealing.seal_pouch(node, room, new, fields, [])


def test_generations_that_were_leaped_over_cost_a_row_each_and_a_root_key_has_a_thousand(world):
    leap(world, "alpha", GENERATIONS - 1)
    world.talk()
    note(world, "alpha", "Supposed: far away")
    world.talk()
    channel = plenary(world, "bravo").channel
    vector = channel.vector()
    tracemalloc.start()
    cut = channel.cut(vector)
    assert len(cut.digest) == 32
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()
    assert len(cut.rows) == GENERATIONS + 1
    assert cut == plenary(world, "alpha").channel.cut(plenary(world, "alpha").channel.vector())
    assert max(map(len, world.pouches("alpha")[1:])) < 8 << 10  # a seal names the digest of a cut, not its rows
    with pytest.raises(CallerError, match="root key"):
        reopen(world.nodes["alpha"], plenary(world, "alpha"), "theft")  # the next one is its successor's


@pytest.mark.parametrize("generation", [GENERATIONS, 3 * GENERATIONS, 999_999])
def test_a_generation_that_its_root_key_may_not_certify_is_refused_before_anything_of_it_is_read(world, generation):
    node, room = world.nodes["alpha"], plenary(world, "alpha")
    log, pair = LogKey("alpha", generation), roots.pair_of(node.keys.new_seeds())
    name = room.log_id(log)
    cert = make_certificate(node.keys.roots_at_hand[0], name, pair.public, 0)
    checkpoint = sign_checkpoint(Checkpoint(origin_of(name), 1, bytes(32)), pair)
    raw = format_pouch(world.charter.id, room.id, log, 0, checkpoint, [b"[]"], cert)
    with pytest.raises(Refused, match="step 6"):
        plenary(world, "bravo").channel.check(raw, None, lambda log, head: [])


def test_a_node_restored_from_before_the_succession_seals_nothing_under_the_old_key_and_gets_its_log_back(world):
    old = world.backup("alpha")
    succeed(world, "alpha")
    note(world, "alpha", "Supposed: before the disk broke")
    world.talk()
    node = world.restore("alpha", old)
    with node.store.transaction():
        node.store.set_meta(restored.META, msgspec.json.encode({"at": node.now, "made_at": node.now}))
    with pytest.raises(CallerError, match="restored from a backup"):
        note(world, "alpha", "Supposed: under the old key again")
    assert plenary(world, "alpha").mine == LogKey("alpha", 0)
    node.store.db.execute("DELETE FROM drafts")
    world.views["alpha"].files.clear()  # and the place is empty: bravo alone has it
    world.settle()
    assert plenary(world, "alpha").mine == LogKey("alpha", GENERATIONS)
    assert len(plenary(world, "alpha").fold.requests) == 1


def test_a_restarted_node_knows_successions_and_notices_again(world):
    note(world, "alpha", "Supposed: one")
    world.talk()
    _, secret = successor(world, "alpha")
    bravo, room = world.nodes["bravo"], plenary(world, "bravo")
    seal_acts(bravo, room, [{"kind": "notice", "at": bravo.now, **notice_fields("alpha", secret, [])}])
    world.talk()
    succeed(world, "alpha")
    world.talk()
    vector = room.channel.vector()
    before = room.channel.frozen(vector), room.channel.cut(vector), set(room.channel.notices)
    bravo.load()
    again = plenary(world, "bravo").channel
    assert (again.frozen(vector), again.cut(vector), again.notices) == before
