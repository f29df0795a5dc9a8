"""Several processes on one node, whose store is in PostgreSQL: each does its work in turns, and the record is one."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from detente.errors import CallerError, StoreError
from detente.node import fsck
from detente.node.accounts import Accounts
from detente.node.carrier import FolderCarrier
from detente.node.exchange import receive, sync
from detente.node.founding import found_dialogue
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.sealing import found_channel, seal, seal_acts
from tests.node.test_accounts import sign_in
from tests.servers import Machine, address_of, machine

pytestmark = pytest.mark.needs("postgres")

PROCESSES = 8
ROUNDS = 3
PIPES = ("stdin", "stdout", "stderr")

WORK = """
import sys
from pathlib import Path
from detente.node.carrier import FolderCarrier
from detente.node.exchange import receive
from detente.node.keystore import NO_PASSPHRASE
from detente.node.node import Node
from detente.node.sealing import seal
who, folder, carrier, rounds = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
with Node.open(folder, NO_PASSPHRASE, shared=True) as node:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(rounds):
        with node.turn():
            drafted = node.draft(node.room(None), {"kind": "note", "subject": f"{who}/{number}", "text": "of many"})
        with node.turn(alone=False):
            room = node.room(None)
            assert [draft for draft in node.store.drafts(room.id) if draft[0] == drafted], "a draft is nobody's but its author's"
            assert room.fold.known == {log: room.channel.logs[log].heads[head].acts_size for log, head in room.folding.covers.items()}
        with node.turn():
            assert seal(node, node.room(None), only=[drafted]).drafts == (drafted,)
        with node.turn():
            receive(node, FolderCarrier(carrier))
"""


@pytest.fixture
def talks(database, tmp_path):
    """A node in PostgreSQL and another in a folder, in one dialogue; both have heard each other."""
    here = Node.create(
        tmp_path / "usa", "usa", {"en": "United States"}, NO_PASSPHRASE, store=f"{database}&schema=many_{tmp_path.name[-30:]}"
    )
    there = Node.create(tmp_path / "rus", "rus", {"en": "Russia"}, NO_PASSPHRASE)
    (tmp_path / "carrier").mkdir()
    with there:
        with here:
            found_dialogue([here, there])
            for node in (here, there, here, there):
                sync(node, FolderCarrier(tmp_path / "carrier"))
        yield tmp_path, there


def test_eight_processes_draft_seal_and_receive_at_once_and_nothing_forks_or_is_lost(talks):
    folder, there = talks
    for number in range(PROCESSES):  # what they receive while they seal
        there.draft(there.room(None), {"kind": "note", "subject": f"from there {number}", "text": "of one"})
        seal(there, there.room(None))
    sync(there, FolderCarrier(folder / "carrier"))
    command = [sys.executable, "-c", WORK]
    started = [
        subprocess.Popen(
            [*command, f"p{number}", str(folder / "usa"), str(folder / "carrier"), str(ROUNDS)],
            **dict.fromkeys(PIPES, subprocess.PIPE),
            text=True,
        )
        for number in range(PROCESSES)
    ]
    for each in started:
        assert each.stdout.readline() == "ready\n", each.stderr.read()
    for each in started:
        each.stdin.write("\n")
        each.stdin.flush()
    for each in started:
        _, said = each.communicate(timeout=300)
        assert each.returncode == 0, said
    with Node.open(folder / "usa", NO_PASSPHRASE) as node:
        assert fsck.check(node).problems == []
        room = node.room(None)
        assert len(room.channel.logs[room.mine].tips) == 1
        assert node.store.drafts() == []
        subjects = Counter(
            str(entry.fields.get("subject")) for head in node.store.heads_of(room.id, room.mine) for entry in room.trusted_entries(head.seq)
        )
        assert {name: subjects[name] for name in subjects if name.startswith("p")} == {
            f"p{number}/{each}": 1 for number in range(PROCESSES) for each in range(ROUNDS)
        }
        assert sum(1 for head in node.store.heads(room.id) if head.log.party == "rus") >= PROCESSES
        sync(node, FolderCarrier(folder / "carrier"))
        mine = room.my_head
    sync(there, FolderCarrier(folder / "carrier"))
    other = there.room(None)
    assert other.channel.logs[room.mine].main == mine
    assert there.store.db.execute("SELECT count(*) FROM contradictions").fetchone() == (0,)


def opened_twice(folder: Path) -> tuple[Node, Node]:
    return Node.open(folder, NO_PASSPHRASE, shared=True), Node.open(folder, NO_PASSPHRASE, shared=True)


def test_one_process_sees_what_another_sealed_founded_and_drew(talks):
    one, two = opened_twice(talks[0] / "usa")
    with one, two:
        with one.turn():
            channel = found_channel(one, next(iter(one.charters)), "arms", {"en": "Arms"}, ["usa", "rus"], "group").id
            seal_acts(one, one.rooms[channel], [{"kind": "note", "at": one.now, "subject": "first", "text": "x"}])
        with two.turn():
            room = two.rooms[channel]
            assert (room.label, room.my_head) == ("arms", one.rooms[channel].my_head)
            seal_acts(two, room, [{"kind": "note", "at": two.now, "subject": "second", "text": "x"}])  # with the keys that the first drew
        with one.turn(alone=False):
            assert one.rooms[channel].my_head == two.rooms[channel].my_head
            assert one.rooms[channel].fold.lasting_value() == two.rooms[channel].fold.lasting_value()


def test_a_fold_that_one_process_put_to_rest_is_gone_on_from_by_the_other(talks):
    one, two = opened_twice(talks[0] / "usa")
    with one, two:
        for node, other in ((one, two), (two, one), (one, two)):
            with node.turn():
                room = node.room(None)
                request = {"kind": "request", "to": "rus", "subject": "Of whom?", "at": node.now}
                seal_acts(node, room, [request, {**request, "subject": "And of whom else?"}])
                room.rest()
            with other.turn(alone=False):
                assert other.room(None).fold.sections() == node.room(None).fold.sections()
                assert other.room(None).folding.unrested == 0
        with one.turn():
            assert fsck.check(one).problems == []


def test_who_is_alone_keeps_others_out_and_who_reads_does_not(talks):
    one, two = opened_twice(talks[0] / "usa")
    with one, two:
        two.store.db.execute("SET lock_timeout = '50ms'")
        with one.turn(alone=False), two.turn(alone=False):
            pass
        with one.turn(alone=False), pytest.raises(CallerError, match="another process has the node open"), two.turn():
            pass
        with one.turn(), pytest.raises(CallerError, match="another process has the node open"), two.turn(alone=False):
            pass
        with two.turn():
            assert seal_acts(two, two.room(None), [{"kind": "note", "at": two.now, "text": "goes on"}]).acts == 1


def test_a_session_of_one_process_is_one_of_the_other(talks):
    one, two = opened_twice(talks[0] / "usa")
    now = dt.datetime(2021, 9, 30, 8, 0, 0, tzinfo=dt.UTC)
    with one, two:
        with one.turn():
            Accounts(one.store).add("ann", "Ann", "administrator", now, password="correct horse battery")
            token = sign_in(Accounts(one.store), "ann", "correct horse battery", "::1", now).token
        with two.turn(alone=False):
            account, session = Accounts(two.store).signed_in(token, now)
            assert account.name == "ann"
        with two.turn():
            assert Accounts(two.store).sessions.end(session.id, account.id)
        with one.turn(alone=False):
            assert Accounts(one.store).signed_in(token, now) is None


def seal_while_the_server_hangs_up(node: Node, other: Node, backend: int) -> None:
    other.store.db.execute("SELECT pg_terminate_backend(CAST(? AS INTEGER))", (backend,))
    seal(node, node.room(None))


def test_a_connection_that_is_lost_in_the_middle_leaves_nothing_half_done_and_the_next_turn_goes_on(talks):
    one, two = opened_twice(talks[0] / "usa")
    with one, two:
        with one.turn():
            room, before = one.room(None), one.room(None).my_head
            (number,) = one.store.db.execute("SELECT pg_backend_pid()").fetchone()
            draft = one.draft(room, {"kind": "note", "subject": "kept", "text": "x"})
        with pytest.raises(StoreError, match="cannot be used"), one.turn():
            seal_while_the_server_hangs_up(one, two, number)
        with two.turn():
            assert two.room(None).my_head == before
            assert fsck.check(two).problems == []
        with one.turn():
            assert seal(one, one.room(None)).drafts == (draft,)
            assert fsck.check(one).problems == []
        with two.turn():
            assert receive(two, FolderCarrier(talks[0] / "carrier")).refused == []


def test_a_server_that_dies_keeps_what_was_acknowledged_and_the_node_goes_on_when_it_is_back(tmp_path):
    with machine() as server:
        where = address_of(server.where)
        with (
            Node.create(tmp_path / "usa", "usa", {"en": "x"}, NO_PASSPHRASE, store=where) as node,
            Node.create(tmp_path / "rus", "rus", {"en": "y"}, NO_PASSPHRASE) as other,
        ):
            found_dialogue([node, other])
        one, two = opened_twice(tmp_path / "usa")
        with one, two:
            with one.turn():
                kept = seal_acts(one, one.room(None), [{"kind": "note", "at": one.now, "text": "acknowledged"}]).head
            with pytest.raises(StoreError, match="cannot be used"), one.turn():
                seal_while_it_dies(one, server)
            with pytest.raises(StoreError, match="cannot be used"), two.turn(alone=False):
                pass
            server.start()
            for node in (two, one):
                with node.turn():
                    assert node.room(None).my_head == kept
                    assert fsck.check(node).problems == []
                    kept = seal_acts(node, node.room(None), [{"kind": "note", "at": node.now, "text": "goes on"}]).head


def seal_while_it_dies(node: Node, server: Machine) -> None:
    node.draft(node.room(None), {"kind": "note", "subject": "lost", "text": "x"})
    server.crash()
    seal(node, node.room(None))
