"""Many nodes, a courier that loses, repeats and reorders, parties that fall silent: do the living agree, and does it end?

    python -m tests.simulate --seeds 1000 --nodes 2,3,5,7 --jobs 2
    python -m tests.simulate --first 37 --seeds 1 --nodes 5          one run again, as a failure names it
    python -m tests.simulate --play forker --nodes 3,5               one party signs two versions of its logs

One run of `dialogue`: people play full dialogues (tests/people.py: requests, proposals and what is said about them, meetings, groups
with channels of their own, texts, issues, undertakings, notes, statements, corrections, releases, new keys, files) over a place that
loses 40 % of all deliveries, brings 20 % twice and 30 % late; nodes are started anew; in the middle one party falls silent, for a while
or for good; then everybody polls until nothing is sent. `requests` is the same with nothing but requests. In `forker` a second node of
one party acts and sends for it; the honest must convict it, agree without it, and agree with it when it has reopened its logs.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from typing import NamedTuple

from detente.dialogue.acts import Ref
from detente.node.blobs import blobs_of, read_blob
from detente.node.fsck import check as fsck
from detente.node.node import Node
from detente.node.room import Room
from detente.node.sealing import behind
from tests.people import People, Said, acts_known
from tests.simulator import Peer, World

ACTS = 10
"""Of a run of requests; a full dialogue has twice as many meetings, of one to three acts each."""
MOST_POLLS = 4000

EXPECTED = ("came when its silence had ended", "so our silence was not sealed")
"""Remarks that a node makes when nothing is wrong: it did not keep silence for its party."""


class Played(NamedTuple):
    """What became of one run; `wrong` is empty if all is well, `reached` is what the dialogue came to."""

    nodes: int
    seed: int
    polls: int
    files: int
    acts: int
    wrong: tuple[str, ...]
    reached: frozenset[str] = frozenset()


# ---------------------------------------------------------------- the plays


def play(nodes: int, seed: int, name: str = "dialogue") -> Played:
    """One run; everything that counts follows from the play, the number of nodes and the seed."""
    played = PLAYS[name](nodes, seed)
    gc.collect()  # a world refers to itself, and its databases are memory that the collector does not see
    return played


def play_requests(nodes: int, seed: int) -> Played:
    """People ask, answer, withdraw and dispute."""
    world = _hostile_world(nodes, seed)
    acts = 0
    silent = None
    for number in range(ACTS):
        party = world.rng.choice(world.living())
        if _may_speak(world.nodes[party], world.room(party)):
            _ask_or_answer(world, party)
            acts += 1
        if number == ACTS // 2 and (nodes > 2 or seed % 2):
            silent = _fall_silent(world)
        _polls(world)
    return _end(world, seed, silent, acts, lambda: ())


def play_dialogue(nodes: int, seed: int) -> Played:
    """People do everything that there is to do."""
    world = _hostile_world(nodes, seed)
    people = People(world.rng)
    silent = None
    for number in range(2 * ACTS):
        _someone_acts(world, people)
        if number == ACTS and (nodes > 2 or seed % 2):
            silent = _fall_silent(world)
        _polls(world)
    return _end(world, seed, silent, len(people.said), lambda: check_said(world, people.said))


def play_forker(nodes: int, seed: int) -> Played:
    """One party lets a second node act and send for it too. It is convicted, the others agree, and it comes back with the next generation."""
    world = _hostile_world(nodes, seed)
    people = People(world.rng)
    for _ in range(ACTS):
        _someone_acts(world, people)
        _polls(world)
    forker = world.rng.choice(world.parties)
    peer = Peer(world, forker)
    world.peers.append(peer)
    for _ in range(3):
        _contradict(world, people, peer)
        _polls(world)
    polls = world.settle(most=MOST_POLLS)
    world.peers.clear()
    world.dead.add(forker)
    honest = [said for said in people.said if said.log.party != forker]
    wrong = [*check(world, polls), *check_said(world, honest), *_check_convicted(world, peer)]
    world.revive(forker)
    for room in world.nodes[forker].rooms.values():
        people.reopen_if_told(world.nodes[forker], room)
    start = len(people.said)
    for _ in range(ACTS):
        _someone_acts(world, people)
        _polls(world)
    polls = world.settle(most=MOST_POLLS)
    its_own = (
        f"{forker}: the silence of our party could not be sealed: our log in ",  # its node said so while its log was closed
        f"{forker}: entries of our own log have come that were not sealed here: ",  # the second node sealed them
    )
    wrong += [each for each in check(world, polls) if not each.startswith(its_own)]
    wrong += check_said(world, [*honest, *people.said[start:]])
    return Played(nodes, seed, polls, world.sent, len(people.said), tuple(wrong), reached(world))


def _contradict(world: World, people: People, peer: Peer) -> None:
    """Both nodes of a party speak in one channel, as far as they still can: a node that has learnt that it is convicted seals no more."""
    open_to_peer = [room.id for room in peer.node.rooms.values() if _may_speak(peer.node, room)]
    channel = world.rng.choice(open_to_peer or [peer.room.id])
    for node in (world.nodes[peer.party], peer.node):
        if _may_speak(node, node.rooms[channel]):
            people.meet(node, node.rooms[channel], stances_only=True)


def _check_convicted(world: World, peer: Peer) -> Iterator[str]:
    """Whether all others hold a proof in every channel in which the two nodes of a party sent what cannot both be, and in no other."""
    for room in peer.node.rooms.values():
        own = world.nodes[peer.party].rooms[room.id]
        one, other = ([stored.id for stored in each.store.heads_of(room.id, own.mine) if stored.sent] for each in (own, room))
        forked = one[: len(other)] != other[: len(one)]
        for party in world.living(room.id):
            if world.room(party, room.id).channel.is_proven_fork(own.mine) != forked:
                yield f"{room.label}: {party} has {'no proof' if forked else 'a proof'} against {peer.party}"


def _hostile_world(nodes: int, seed: int) -> World:
    world = World(nodes, seed, loss=0.4, repeat=0.2, late=0.3)
    for party in world.parties:
        world.room(party).rest_every = world.rng.randint(1, 6)  # so that folds rest, and go on from the store
    for _ in range(3):
        world.poll()
    return world


def _polls(world: World) -> None:
    for _ in range(world.rng.randint(0, 2)):
        world.poll()


def _fall_silent(world: World) -> str:
    silent = world.rng.choice(world.parties)
    world.dead.add(silent)
    return silent


def _end(world: World, seed: int, silent: str | None, acts: int, more: Callable[[], Iterator[str] | tuple[str, ...]]) -> Played:
    """Let it end, and look; then, with every second seed, let whoever fell silent come back."""
    polls = world.settle(most=MOST_POLLS)
    wrong = [*check(world, polls), *more()]
    if silent is not None and seed % 2:
        world.revive(silent)
        polls = world.settle(most=MOST_POLLS)
        wrong += [*check(world, polls), *more()]
    return Played(len(world.parties), seed, polls, world.sent, acts, tuple(wrong), reached(world))


def _may_speak(node: Node, room: Room) -> bool:
    """Whether a party can seal in a channel: its founder was heard, or is itself; its log is open, and all that is known of it is here."""
    founded = node.store.get_meta("founding:" + room.id) is not None
    if room.channel.channel_charter is not None and room.channel.channel_charter.kind == "plenary":
        founded = room.party == min(room.channel.members)
    if not room.channel.members or (room.channel.k is None and (room.my_head.size or not founded)):
        return False
    return not room.channel.is_proven_fork(room.mine) and behind(node, room) is None


# ---------------------------------------------------------------- one step


def _someone_acts(world: World, people: People) -> None:
    """One delegation does something in one of its channels; or its node is started anew."""
    rng = world.rng
    party = rng.choice(world.living())
    node = world.nodes[party]
    rooms = [room for room in node.rooms.values() if _may_speak(node, room)]
    if not rooms:
        return
    luck = rng.random()
    plenary = world.room(party)
    if luck < 0.06 and plenary in rooms and len(world.channels()) < 3:
        people.found(node, world.charter.id)
    elif luck < 0.09:
        world.restore(party, world.backup(party))
    elif luck < 0.11:
        people.rekey(node, rng.choice(rooms))
    else:
        people.meet(node, plenary if plenary in rooms and rng.random() < 0.6 else rng.choice(rooms))


def _ask_or_answer(world: World, party: str) -> None:
    """What one person does: answer what is open, withdraw, dispute, or ask."""
    requests = list(world.room(party).fold.requests.values())
    to_answer = [request for request in requests if request.move == party]
    mine = [request for request in requests if request.act.ref.party == party]
    luck = world.rng.random()
    if to_answer and luck < 0.6:
        ref = world.rng.choice(to_answer).act.ref
        outcome = world.rng.choice(["full", "partial", "declined", "holding"])
        world.act(party, kind="answer", re=[ref.value], outcome=outcome, text="x")
    elif mine and luck < 0.75:
        request = world.rng.choice(mine)
        if request.answers:
            world.act(party, kind="dispute", re=[request.answers[-1].ref.value], reason="y")
        else:
            world.act(party, kind="withdraw", re=[request.act.ref.value], reason="z")
    else:
        world.request(party, world.rng.choice([other for other in world.parties if other != party]))


# ---------------------------------------------------------------- what must be so at the end


def check(world: World, polls: int) -> Iterator[str]:
    """What is wrong with a world in which nothing moves any more."""
    if polls >= MOST_POLLS:
        yield "traffic does not end"
    for channel in world.channels():
        yield from _check_channel(world, channel)
    for party in world.living():
        yield from (f"{party}: {remark}" for remark in world.remarks(party) if not any(expected in remark for expected in EXPECTED))
        yield from (f"{party}: fsck: {problem.where}: {problem.error}" for problem in fsck(world.nodes[party]).problems)


def _check_channel(world: World, channel: str) -> Iterator[str]:
    living = world.living(channel)
    without = [party for party in living if channel not in world.nodes[party].rooms or world.room(party, channel).channel.k is None]
    if len(without) == len(living):
        return  # the founder fell silent before anybody living had heard it: there is nothing to agree on
    label = world.room(next(party for party in living if party not in without), channel).label
    if without:
        yield f"{label}: never opened: {', '.join(without)}"
        return
    if not world.receipts_held(channel):
        yield f"{label}: a receipt is missing"
    states = world.states(channel)
    if any(state != states[0] for state in states):
        yield f"{label}: the states differ"
    if len(set(world.standings(channel))) != 1:
        yield f"{label}: the standings differ"
    for party in living:
        again = world.node_from(party, world.backup(party), seed="again").rooms[channel]
        if again.fold.value() != world.room(party, channel).fold.value():
            yield f"{label}: {party} has another state when it is started anew"
        room = world.room(party, channel)
        if room.fold_of(room.channel.vector()).value() != room.fold.value():
            yield f"{label}: {party}: a fold that rested in its store is another than one in memory"


def check_said(world: World, said: list[Said]) -> Iterator[str]:
    """What was sealed and is not everywhere; of a party that is silent nobody need have heard."""
    for channel, log, index, leaf in said:
        if log.party in world.dead:
            continue
        for party in world.living(channel):
            room = world.room(party, channel)
            found = room.store.entry_line(channel, log, index)
            leaves = [] if found is None else [bytes(row[1]) for row in room.store.lines(found[0].seq) if row[0] == index]
            where = f"{room.label}: {log.party}/{index}"
            if leaves != [leaf]:
                yield f"{where} was sealed, and {party} has it not"
            else:
                yield from (f"{where}: {party} lacks a file" for _ in _files_lacking(world.nodes[party], room, Ref(*log, index)))


def _files_lacking(node: Node, room: Room, ref: Ref) -> list[bytes]:
    return [digest for digest, *_ in blobs_of([room.entry(ref)]) if read_blob(node, digest) is None]


def reached(world: World) -> frozenset[str]:
    """What the dialogues of a world came to: kinds that had an effect, states, and what the record itself went through."""
    found: set[str] = set()
    for party in world.living()[:1]:
        for room in world.nodes[party].rooms.values():
            fold = room.fold
            vain = {finding.ref for finding in fold.findings}
            found |= {act.kind for act in acts_known(world.nodes[party], room).values() if act.ref not in vain}
            found |= {fold.proposals.state_of(slot, ref) for slot in fold.proposals.slots.values() for ref in slot.proposals}
            found |= {fold.texts.state(slot) for slot in fold.texts.all()}
            found |= {request.status for request in fold.requests.values()}
            found |= {undertaking.status for undertaking in fold.matters.undertakings.values()}
            found |= {meeting.state for meeting in fold.talks.meetings()} | {fold.talks.group_state(name) for name in fold.talks.groups()}
            found |= {"destroyed"} if any(fold.may_destroy(ref) for ref in fold.destructions) else set()
            found |= {"in person"} if fold.people.signed_in_person else set()
            found |= {"findings"} if fold.findings else set()
            found |= {"group channel"} if room.label != "plenary" else set()
    return frozenset(found)


PLAYS: dict[str, Callable[[int, int], Played]] = {"dialogue": play_dialogue, "forker": play_forker, "requests": play_requests}


def main() -> int:
    """Print a table, then each failure with the command that shows it again; 1 if there is one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--play", default="dialogue", choices=PLAYS, help="what is played (dialogue)")
    parser.add_argument("--seeds", type=int, default=50, help="how many (50)")
    parser.add_argument("--first", type=int, default=0, help="the first of them (0)")
    parser.add_argument("--nodes", default="2,3,5", help="numbers of nodes (2,3,5)")
    parser.add_argument("--jobs", type=int, default=2, help="processes (2)")
    parser.add_argument("--minutes", type=float, default=0, help="begin no new number of seeds after so many minutes (0: no limit)")
    options = parser.parse_args()
    failed: list[Played] = []
    print(
        f"{'nodes':>5} {'seeds':>6} {'agree':>6} {'acts':>6} {'files/act':>9} {'polls median':>12} {'most':>6} {'seconds/seed':>12}",
        flush=True,
    )
    with ProcessPoolExecutor(options.jobs) as pool:
        for nodes in map(int, options.nodes.split(",")):
            begun = time.monotonic()
            played: list[Played] = []
            seeds = range(options.first, options.first + options.seeds)
            step = options.jobs * 4
            for at in range(0, len(seeds), step):
                if options.minutes and time.monotonic() - begun > options.minutes * 60:
                    break
                part = list(pool.map(play, repeat(nodes), seeds[at : at + step], repeat(options.play)))
                played += part
                failed += (bad := [run for run in part if run.wrong])
                for run in bad:
                    print(f"  {run.nodes} nodes, seed {run.seed}: {'; '.join(run.wrong)}", flush=True)
            acts = sum(run.acts for run in played)
            polls = [run.polls for run in played]
            each = (time.monotonic() - begun) * options.jobs / max(len(played), 1)
            print(
                f"{nodes:>5} {len(played):>6} {sum(not run.wrong for run in played):>6} {acts:>6} {sum(run.files for run in played) / max(acts, 1):>9.1f}"
                f" {statistics.median(polls):>12.0f} {max(polls):>6} {each:>12.1f}",
                flush=True,
            )
    for run in failed:
        print(f"again: python -m tests.simulate --play {options.play} --jobs 1 --nodes {run.nodes} --first {run.seed} --seeds 1")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
