"""An auditor of many logs: whatever is damaged, kept back, reordered, foreign or signed twice is found and named, however the work is shared."""

from __future__ import annotations

import gzip
import pickle

import pyrage
import pytest

from detente.errors import CallerError, UsageError
from detente.node import auditing, roots
from detente.node.audit_files import find_places
from detente.node.auditing import audit_logs
from detente.node.keystore import pair_of
from detente.node.reopening import reopen
from detente.node.sealing import rekey, seal
from detente.node.sharing import LOCAL, workers
from detente.node.succeeding import open_all, publish_notice
from detente.node.tiles import publish
from detente.record import canonical
from detente.record.charter import log_id, notice_digest, origin_of
from detente.record.checkpoint import Checkpoint, sign_checkpoint
from detente.record.container import seal_container, unpack
from detente.record.keys import make_certificate
from detente.record.pouch import NOTE_LINE, parse_pouch_head
from detente.record.proof import verify_proof
from detente.record.seal import HeadId, LogKey
from detente.record.succession import GENERATIONS
from detente.record.text import decode_base64, encode_base64
from detente.record.verdict import PROVEN
from tests.simulator import Forger, KeyThief, Peer, World, pouches_of


def grow(world, rounds):
    for number in range(rounds):
        for party in world.parties:
            for other in world.parties:
                if other != party:
                    world.act(party, kind="request", to=other, text=f"Secret {number}")
        world.talk(2)


@pytest.fixture(scope="module")
def world():
    played = World(2, seed=71)
    played.settle()
    grow(played, 4)
    return played


def lay(folder, world, **changed):
    """Every pouch of everybody as a file of an archive; `changed` makes other bytes of those of a party."""
    folder.mkdir(exist_ok=True)
    for party in world.parties:
        for number, raw in enumerate(changed.get(party, lambda items: items)(world.pouches(party))):
            (folder / f"{party}-{number}.txt").write_bytes(raw)
    return folder


def audited(world, *places, **options):
    with workers(1) as here:
        return audit_logs(find_places([str(place) for place in places]), [world.charter], here, **options)


def codes(audit):
    return [finding.code for finding in audit.findings]


def test_logs_that_hold_are_told_with_size_root_and_last_time(world, tmp_path):
    audit = audited(world, lay(tmp_path / "archive", world))
    assert audit.findings == ()
    assert [(log.party, log.head) for log in audit.logs] == sorted(
        ((party, world.room(party).my_head) for party in world.parties),
        key=lambda each: world.room(each[0]).log_id(world.room(each[0]).mine),
    )
    assert all(log.at is not None and log.ranges == len(world.pouches(log.party)) for log in audit.logs)
    assert audit.pouches == sum(len(world.pouches(party)) for party in world.parties)


def test_nothing_that_leaves_a_process_holds_a_word_of_the_talks(world, tmp_path):
    kept = []
    with workers(1) as here:

        def listening(function, shares):
            for answer in here(function, shares):
                kept.append(pickle.dumps(answer))
                yield answer

        audit_logs(find_places([str(lay(tmp_path / "archive", world))]), [world.charter], listening)
    assert kept
    assert not any(b"Secret" in each for each in kept)


def test_containers_are_opened_with_an_identity_and_without_one_said_to_be_closed(world, tmp_path):
    folder = tmp_path / "courier"
    folder.mkdir()
    for number, (_, data) in enumerate(world.archive):
        (folder / f"{number:032x}.age").write_bytes(data)
    keys = tmp_path / "key.txt"
    keys.write_text("# created: now\n" + "\n".join(str(each) for each in world.nodes["alpha"].keys.identities) + "\n")
    audit = audited(world, folder, identities=keys)
    assert {log.party: log.head for log in audit.logs} == {party: world.room(party).my_head for party in world.parties}
    assert [finding for finding in audit.findings if finding.code != "form"] == []
    closed = audited(world, folder)
    assert len(closed.findings) == len(world.archive)
    assert closed.logs == ()


def test_each_wrapping_of_a_pouch_is_known_by_its_bytes(world, tmp_path):
    raws = world.pouches("alpha")
    node = world.nodes["alpha"]
    sealed = seal_container(raws, node.keys.recipients, world.rng.randbytes)
    packed = bytes(pyrage.decrypt(sealed, node.keys.identities))
    (tmp_path / "packed.gz").write_bytes(packed)
    (tmp_path / "unpacked").write_bytes(unpack(packed))
    (tmp_path / "README.txt").write_text("An archive.")
    lay(tmp_path / "archive", world)
    audit = audited(world, tmp_path)
    assert audit.findings == ()
    assert audit.repeated == 2 * len(raws)
    assert audit.foreign == (str(tmp_path / "README.txt"),)


def test_a_changed_byte_is_found_wherever_it_stands(world, tmp_path):
    raws = world.pouches("alpha")
    raw = raws[2]
    folder = lay(tmp_path / "archive", world)
    for at in range(0, len(raw), max(1, len(raw) // 30)):
        (folder / "alpha-2.txt").write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        audit = audited(world, folder)
        here = [finding for finding in audit.findings if finding.file.endswith("alpha-2.txt")]
        assert here or str(folder / "alpha-2.txt") in audit.foreign, at
        assert "before" in codes(audit), at
        assert audit.evidence == (), at


def test_a_truncated_pouch_is_found(world, tmp_path):
    folder = lay(tmp_path / "archive", world)
    raw = world.pouches("bravo")[1]
    for size in (100, len(raw) // 2, len(raw) - 1):
        (folder / "bravo-1.txt").write_bytes(raw[:size])
        assert any(finding.file.endswith("bravo-1.txt") for finding in audited(world, folder).findings), size


def test_a_log_whose_end_was_kept_back_is_found_by_what_others_have_seen(world, tmp_path):
    folder = lay(tmp_path / "archive", world, alpha=lambda raws: raws[:2])
    audit = audited(world, folder)
    assert set(codes(audit)) == {"named"}
    assert "is not here" in str(audit.findings[0].error)
    assert next(log for log in audit.logs if log.party == "alpha").head.size < world.room("alpha").my_head.size


def test_a_pouch_that_was_left_out_is_found(world, tmp_path):
    folder = lay(tmp_path / "archive", world, alpha=lambda raws: [*raws[:2], *raws[3:]])
    audit = audited(world, folder)
    gap = next(finding for finding in audit.findings if finding.code == "before")
    assert "is missing" in str(gap.error)
    assert gap.file.endswith("alpha-2.txt")


def test_entries_in_another_order_do_not_lead_to_the_signed_root(world, tmp_path):
    world = World(2, seed=72)
    world.settle()
    node, room = world.nodes["alpha"], world.room("alpha")
    node.draft_all(room, [{"kind": "request", "to": "bravo", "text": text} for text in ("one", "two")])
    seal(node, room)
    world.talk()

    def reorder(raws):
        lines = raws[-1].split(b"\n")
        lines[-4], lines[-3] = lines[-3], lines[-4]
        return [*raws[:-1], b"\n".join(lines)]

    place = next(i for i, raw in enumerate(world.pouches("alpha")) if raw.count(b'"kind":"request"') == 2)
    audit = audited(world, lay(tmp_path / "archive", world, alpha=lambda raws: [*reorder(raws[: place + 1]), *raws[place + 1 :]]))
    assert "tree" in codes(audit)


def test_files_in_any_order_and_many_times_give_the_same_verdict(world, tmp_path):
    first = audited(world, lay(tmp_path / "archive", world))
    (tmp_path / "other").mkdir()
    for number, path in enumerate(sorted((tmp_path / "archive").iterdir(), reverse=True)):
        (tmp_path / "other" / f"{number}.bin").write_bytes(path.read_bytes())
    assert audited(world, tmp_path / "other").logs == first.logs
    assert audited(world, tmp_path / "other", tmp_path / "archive").logs == first.logs


def test_what_belongs_to_another_dialogue_is_a_finding(world, tmp_path):
    stranger = World(2, seed=73)
    stranger.settle()
    lay(tmp_path / "archive", world)
    (tmp_path / "archive" / "stranger.txt").write_bytes(stranger.pouches("alpha")[0])
    audit = audited(world, tmp_path / "archive")
    assert codes(audit) == ["foreign"]
    assert len(audit.logs) == 2


def test_hostile_sizes_cost_nothing(world, tmp_path):
    folder = lay(tmp_path / "archive", world)
    raw = world.pouches("alpha")[0]
    huge = raw.replace(b"range 0 ", b"range %d " % (10**18 - 1), 1)
    (folder / "huge.txt").write_bytes(huge)
    (folder / "line.txt").write_bytes(raw + b'["e","' + b"A" * (3 << 20) + b'"]\n')
    (folder / "bomb.gz").write_bytes(gzip.compress(bytes(65 << 20)))
    audit = audited(world, folder)
    assert len(audit.findings) == 3
    assert {log.party: log.head for log in audit.logs} == {party: world.room(party).my_head for party in world.parties}


def test_there_must_be_something_to_audit(world, tmp_path):
    with pytest.raises(UsageError, match="no file or folder"):
        audited(world, tmp_path / "nowhere")
    with pytest.raises(CallerError, match="there is no log"):
        audited(world, tmp_path)


# ---------------------------------------------------------------- two versions of one log


@pytest.fixture(scope="module")
def forked():
    """alpha signs two versions: one with two more pouches, one with three acts in one pouch."""
    played = World(2, seed=74)
    played.settle()
    twin = Peer(played, "alpha")
    for text in ("one", "two"):
        played.act("alpha", kind="request", to="bravo", text=text)
    twin.act(kind="request", to="bravo", text="another")
    return played, twin


def branch(twin):
    return pouches_of(twin.node, twin.room, "alpha")[-1]


def proven(audit, world):
    assert audit.evidence
    for item in audit.evidence:
        verdict = verify_proof(item.proof, charter_digest=world.charter.id)
        assert verdict.status == PROVEN, verdict.reason
        assert verdict.fork.heads == item.heads
    return True


def test_two_versions_of_one_log_are_proven(forked, tmp_path):
    world, twin = forked
    folder = lay(tmp_path / "archive", world)
    (folder / "second.txt").write_bytes(branch(twin))
    audit = audited(world, folder)
    assert "contradiction" in codes(audit)
    assert proven(audit, world)
    assert len(audit.evidence) == 1


def test_a_second_version_of_another_size_is_proven_by_the_tree(tmp_path):
    world = World(2, seed=75)
    world.settle()
    twin = Peer(world, "alpha")
    node, room = twin.node, twin.room
    node.draft_all(room, [{"kind": "request", "to": "bravo", "text": text} for text in ("a", "b")])
    seal(node, room)
    for text in ("one", "two"):
        world.act("alpha", kind="request", to="bravo", text=text)
    folder = lay(tmp_path / "archive", world)
    (folder / "second.txt").write_bytes(branch(twin))
    audit = audited(world, folder)
    assert proven(audit, world)
    assert {head.size for head in audit.evidence[0].heads} != {room.my_head.size}


def test_a_signed_state_alone_is_enough_for_a_contradiction(forked, tmp_path):
    world, twin = forked
    folder = lay(tmp_path / "archive", world)
    note = parse_pouch_head(branch(twin)).note
    (folder / "note").write_bytes(NOTE_LINE + note)
    assert proven(audited(world, folder), world)
    (folder / "note").write_bytes(note)
    assert proven(audited(world, folder), world)


def test_tiles_and_pouches_of_two_versions_contradict_each_other(forked, tmp_path):
    world, twin = forked
    publish(twin.room, twin.room.mine, tmp_path / "tiles", entries=True)
    folder = lay(tmp_path / "archive", world)
    assert proven(audited(world, folder, tmp_path / "tiles"), world)


# ---------------------------------------------------------------- keys, generations, destroyed bodies


def test_a_log_holds_over_its_rotations_generations_and_destroyed_bodies(tmp_path):
    world = World(2, seed=76)
    world.settle()
    request = world.request("alpha", "bravo", "To be destroyed.")
    world.talk()
    for party in world.parties:
        world.act(party, kind="destroy", re=[request])
        world.talk()
    for _ in range(2):
        rekey(world.nodes["alpha"], world.room("alpha"))
        world.request("alpha", "bravo")
        world.talk()
    before = world.pouches("alpha")
    assert any(raw.count(b'\n["p",') for raw in before)
    world.reopen("alpha", "theft")
    world.request("alpha", "bravo")
    world.talk()
    folder = lay(tmp_path / "archive", world)
    for number, raw in enumerate(before):
        (folder / f"before-{number}.txt").write_bytes(raw)
    audit = audited(world, folder)
    assert audit.findings == ()
    assert [(log.name.log.generation, log.ranges) for log in audit.logs if log.party == "alpha" and log.name.log.generation == 0] == [
        (0, len(before))
    ]
    for path in folder.glob("before-*"):
        path.unlink()
    named = [finding for finding in audited(world, folder).findings if finding.party == "alpha"]
    assert {finding.code for finding in named} == {"named"}  # what the new generation says that holds of the old one
    assert any("generation 0" in str(finding.error) for finding in named)


def test_a_key_that_was_replaced_signs_nothing_more(tmp_path):
    world = World(2, seed=77)
    world.settle()
    thief = KeyThief(world, "alpha")
    rekey(world.nodes["alpha"], world.room("alpha"))
    world.settle()
    old = thief.node.keys.sealing_pairs(thief.room.log_id(thief.room.mine), 0)[0]
    raw = Forger(world, "alpha").pouch({"kind": "request", "to": "bravo", "text": "Pay the thief."}, seen={}, keys=old)
    folder = lay(tmp_path / "archive", world)
    assert audited(world, folder).findings == ()
    (folder / "stolen.txt").write_bytes(raw)
    audit = audited(world, folder)
    assert codes(audit) == ["key"]
    assert audit.findings[0].file.endswith("stolen.txt")
    assert next(log for log in audit.logs if log.party == "alpha").head == world.room("alpha").my_head


def test_f17_a_stolen_key_that_was_replaced_accuses_nobody(tmp_path):
    world = World(2, seed=78)
    world.settle()
    thief = KeyThief(world, "alpha")
    rekey(world.nodes["alpha"], world.room("alpha"))
    world.talk()
    old = thief.node.keys.sealing_pairs(thief.room.log_id(thief.room.mine), 0)[0]
    forger = Forger(world, "alpha")
    raw = forger.pouch({"kind": "request", "to": "bravo", "text": "Pay the thief."}, seen={}, keys=old)
    head = parse_pouch_head(raw).head
    for text in ("one", "two"):
        world.act("alpha", kind="request", to="bravo", text=text)
    folder = lay(tmp_path / "archive", world)
    for name, data in (
        ("pouch", raw),
        ("note", parse_pouch_head(raw).note),
        ("other", forger.note(HeadId(head.size - 1, b"?" * 32), keys=old)),
    ):
        (folder / name).write_bytes(data)
        audit = audited(world, folder)
        assert audit.evidence == ()
        assert set(codes(audit)) == {"key"}, name
        (folder / name).unlink()


def test_certificates_that_strangers_made_up_neither_hide_the_true_ones_nor_are_believed(world, tmp_path):
    """A pouch that nobody signed may bring any certificate; hundreds of them cost little, and change nothing."""
    folder = lay(tmp_path / "archive", world)
    first = world.pouches("alpha")[0]
    lines = first.split(b"\n")
    for number in range(80):
        cert = canonical.decode(decode_base64(lines[3].removeprefix(b"cert ")), limit=1 << 16)
        cert["cert"]["from"] = number + 1
        lines[3] = b"cert " + encode_base64(canonical.encode(cert)).encode()
        (folder / f"made-up-{number}.txt").write_bytes(b"\n".join(lines))
    audit = audited(world, folder)
    assert len(audit.findings) == 80
    assert all(finding.code in {"signature", "form"} for finding in audit.findings)
    assert {log.party: log.head for log in audit.logs} == {party: world.room(party).my_head for party in world.parties}


# ---------------------------------------------------------------- tiles


def test_logs_as_tiles_are_audited_with_what_they_publish(world, tmp_path):
    for party in world.parties:
        room = world.room(party)
        publish(room, room.mine, tmp_path / "tiles", entries=True)
    audit = audited(world, tmp_path / "tiles")
    assert audit.findings == ()
    assert {log.party: log.head for log in audit.logs} == {party: world.room(party).my_head for party in world.parties}
    assert all(log.at is None for log in audit.logs)
    for path in sorted((tmp_path / "tiles").rglob("*")):
        if path.is_file() and path.name != "vkeys":
            data = path.read_bytes()
            path.write_bytes(data[:-20] + bytes([data[-20] ^ 1]) + data[-19:])
            assert audited(world, tmp_path / "tiles").findings, path
            path.write_bytes(data)


def test_what_seals_name_is_looked_for_in_tiles_too(world, tmp_path):
    room = world.room("alpha")
    publish(room, room.mine, tmp_path / "tiles")
    folder = lay(tmp_path / "archive", world, alpha=lambda raws: raws[:1])
    audit = audited(world, folder, tmp_path / "tiles")
    assert audit.findings == ()


# ---------------------------------------------------------------- however the work is shared


def everything(world, twin, folder):
    lay(folder, world)
    (folder / "second.txt").write_bytes(branch(twin))
    damaged = world.pouches("alpha")[-1]
    (folder / "damaged.txt").write_bytes(damaged[:-30] + bytes([damaged[-30] ^ 1]) + damaged[-29:])
    publish(world.room("bravo"), world.room("bravo").mine, folder / "tiles")


def plain(audit):
    return [*audit.logs, *((*each[:5], str(each.error)) for each in audit.findings), *audit.evidence, *audit[3:]]


@pytest.mark.slow
def test_several_processes_and_a_dask_cluster_come_to_the_same_verdict_and_evidence(forked, tmp_path, monkeypatch):
    world, twin = forked
    everything(world, twin, tmp_path / "archive")
    monkeypatch.setattr(auditing, "SHARE_ITEMS", 3)
    monkeypatch.setattr(auditing, "SHARE_FILES", 3)
    alone = audited(world, tmp_path / "archive")
    assert alone.findings
    assert alone.evidence
    for way in ({"processes": 2}, {"processes": 2, "dask": LOCAL}):
        with workers(**way) as some:
            audit = audit_logs(find_places([str(tmp_path / "archive")]), [world.charter], some)
        assert plain(audit) == plain(alone), way


def theft(seed):
    """A world in which alpha's root key was stolen, revoked by a notice of bravo, and succeeded; the thief opened a log of his own."""
    world = World(2, seed=seed)
    world.settle()
    grow(world, 1)
    node = world.nodes["alpha"]
    seeds = node.keys.data["next"]
    secret = next(s for s in node.keys.notices if notice_digest(node.keys.root_public, "alpha", s) == world.charter.parties["alpha"].notice)
    notice = roots.NoticeFile(world.charter.id, "alpha", secret, [])
    thief = Peer(world, "alpha")
    thief.node.keys.take_out_successor()
    reopen(thief.node, thief.room, "theft")
    thief.act(kind="request", to="bravo", subject="Supposed: forged")
    world.bring("bravo", thief.pouches())
    publish_notice(world.nodes["bravo"], notice)
    open_all(node, notice, roots.RootFile("alpha", pair_of(seeds), seeds))
    world.request("alpha", "bravo")
    world.talk()
    return world


def lay_all(folder, room):
    """Every pouch that a room holds, of every generation, as a file."""
    folder.mkdir()
    for stored in room.store.heads(room.id):
        (folder / f"{stored.log.party}-{stored.log.generation}-{stored.id.size}.txt").write_bytes(room.pouch(stored))
    return folder


def test_logs_of_every_root_key_hold_and_are_said_to_have_ended(tmp_path):
    world = theft(78)
    folder = lay_all(tmp_path / "archive", world.room("bravo"))
    audit = audited(world, folder)
    assert audit.findings == ()
    known = {log.name.log for log in audit.logs}
    assert known == {LogKey("alpha", 0), LogKey("alpha", 1), LogKey("alpha", GENERATIONS), LogKey("bravo", 0)}
    old = world.room("alpha").channel.logs[LogKey("alpha", 0)]
    said = {(each.name.log.generation, each.by.log, each.holds) for each in audit.ended}
    assert (0, LogKey("alpha", GENERATIONS), old.named.size) in said
    assert {(0, LogKey("bravo", 0), None), (1, LogKey("bravo", 0), None)} < said
    assert {each.name.log.party for each in audit.ended} == {"alpha"}
    with workers(2) as two:
        assert audit_logs(find_places([str(folder)]), [world.charter], two) == audit


def test_tiles_of_a_log_under_a_successor_are_audited(tmp_path):
    world = theft(79)
    for party in world.parties:
        room = world.room(party)
        publish(room, room.mine, tmp_path / "tiles", entries=True)
    audit = audited(world, tmp_path / "tiles")
    assert audit.findings == ()
    assert {log.name.log for log in audit.logs} == {LogKey("alpha", GENERATIONS), LogKey("bravo", 0)}


def test_tiles_of_a_later_generation_that_an_old_root_key_certified_are_found(tmp_path):
    """Whoever stole the old root key knows the id of a log of its successor, and a reader of tiles knows nothing else of it."""
    world = World(2, seed=80)
    world.settle()
    grow(world, 1)
    room = world.room("alpha")
    forged = log_id(world.charter.id, room.id, "alpha", GENERATIONS)
    pair = pair_of(world.nodes["alpha"].keys.new_seeds())
    cert = make_certificate(world.nodes["alpha"].keys.roots_at_hand[0], forged, pair.public, 0)
    publish(room, room.mine, tmp_path / "tiles", entries=True)
    (place,) = (path.parent for path in tmp_path.rglob("certificates.json"))
    head = room.my_head
    (place / "checkpoint").write_bytes(sign_checkpoint(Checkpoint(origin_of(forged), head.size, head.root), pair))
    (place / "certificates.json").write_bytes(canonical.encode({"detente": "published log", "v": 1, "party": "alpha", "certs": [cert]}))
    assert codes(audited(world, tmp_path / "tiles")) == ["signature"]
