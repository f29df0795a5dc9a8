"""One run: the events of a seed, one after the other, what they came to in words, and what was wrong.

play(37)                       all of it
play(37, events=[3, 8, 21])    with these of its events alone
"""

from __future__ import annotations

import datetime as dt
import random
import traceback
from collections import Counter
from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from detente.dialogue.acts import Ref
from detente.errors import CallerError, DetenteError, FormatError
from detente.node.node import Node
from detente.node.readiness import SEALED_ELSEWHERE, behind
from detente.node.reopening import reopen
from detente.node.restored import Word, catch_up, check_of, shut
from detente.node.room import Room
from detente.record.charter import plenary_channel
from tests.simulation.adversaries import Adversaries
from tests.simulation.cast import Cast, Event, cast_of, schedule
from tests.simulation.invariants import Watch
from tests.simulation.stage import Backup, Delegations, Stage
from tests.simulation.standins import stand_ins

MOST_POLLS = 400
PATIENCE = 24
"""Polls, most of them with half a day between, in which the living must come to agree once the courier is good."""
ANEW_EVERY = 3
"""In each so-many-th run one node is started anew, folded from nothing and checked by fsck."""
WHOLE_EVERY = 40
"""In each so-many-th run everything is polled until nothing is sent any more, the dead being given up."""
MOST_CHANNELS = 3
TRIES = 8
"""So often, at the end, people try to bring back a node that was restored, before they open the next generation of its log."""


class Played(NamedTuple):
    """What became of one run.

    Attributes:
        told: how often each thing was injected.
        found: what was proven, refused, held and repaired.
        wrong: which invariant did not hold, and where; empty if all is well.
        story: what happened, in words.
        digest: of everything that was sent and of what everybody holds at the end.
    """

    seed: int
    cast: Cast
    events: int
    polls: int
    acts: int
    told: Counter[str]
    found: Counter[str]
    wrong: tuple[str, ...]
    story: tuple[str, ...]
    digest: str


def play(seed: int, events: Collection[int] | None = None) -> Played:
    """One run; everything that counts follows from the seed, and from which of its events are played."""
    with stand_ins():
        playing = Play(seed)
        try:
            return playing.run([event for event in schedule(seed) if events is None or event.number in events])
        finally:
            playing.close()


class Play:
    """A run that goes on."""

    def __init__(self, seed: int) -> None:
        self.seed, self.cast = seed, cast_of(seed)
        self.stage = Stage(self.cast.nodes, seed)
        self.people = Delegations(random.Random())
        self.adversaries = Adversaries(self.stage, self.people)
        self.watch = Watch(self.stage, self.cast, self.people)
        self.story: list[str] = [str(self.cast)]
        self.wrong: list[str] = []
        self.polls = 0
        self._said = 0

    def run(self, events: list[Event]) -> Played:
        for event in events:
            self._chance(f"{event.number} {event.kind}")
            self._do(f"{event.number} {event.kind}", lambda event=event: EVENTS[event.kind](self))  # type: ignore[misc]
            if event.number % 6 == 5:
                self._look_over()
            if self.wrong:
                break
        if not self.wrong:
            self._do("the end", self.end)
        return self._played(len(events))

    def close(self) -> None:
        """A world refers to itself, and its databases are memory that the collector of Python does not see."""
        for node in [*self.stage.nodes.values(), *(peer.node for peer in self.adversaries.twins.values())]:
            node.store.close()

    def _chance(self, of: str) -> None:
        self.rng = self.stage.rng = self.people.rng = random.Random(f"{self.seed}/{of}")

    def _do(self, what: str, do: Callable[[], str]) -> None:
        """One event; an error that our code did not mean, or that it should not have made, is wrong."""
        try:
            told = do()
        except Exception as error:  # noqa: BLE001 - whatever it is: a node that stops is what we look for
            told = f"{type(error).__name__}: {error}"
            where = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
            self.wrong.append(f"I0 {what}: {told} ({' '.join(where)})")
        self.story.append(f"{what}: {told}")
        self._take_said()

    def _take_said(self) -> None:
        """What was sealed by honest people since; of what a thief or a second node sealed nothing is promised."""
        for said in self.people.said[self._said :]:
            if said.log.party in self.cast.honest:
                self.watch.said.append(said)
        self._said = len(self.people.said)

    def _look_over(self) -> None:
        self.watch.note_caught_up()
        self.wrong += self.watch.at_any_time()

    # ---- who ----

    def someone(self, *, honest: bool = False) -> str:
        return self.rng.choice([party for party in self.cast.parties if not honest or party not in self.cast.faulty])

    def faulty(self, way: str) -> str:
        return self.rng.choice([party for party, ways in self.cast.faulty.items() if way in ways])

    def rooms_open(self, party: str) -> list[Room]:
        node = self.stage.nodes[party]
        return [room for room in node.rooms.values() if may_speak(node, room)]

    # ---- people ----

    def act(self, party: str | None = None) -> str:
        party = party or self.someone()
        rooms = self.rooms_open(party)
        if not rooms:
            return f"{party} may not speak"
        return f"{party} {self._speak(self.stage.nodes[party], self.rng.choice(rooms))}"

    def _speak(self, node: Node, room: Room) -> str:
        try:
            said = self.people.meet(node, room)
        except DetenteError as error:
            dropped = [draft[0] for draft in node.store.drafts(room.id)]
            node.store.drop_drafts(dropped)
            return f"drops {len(dropped)} drafts in {room.label}: {error}"
        self.stage.told["act"] += len(said)
        return f"seals {len(said)} acts in {room.label}"

    def found(self) -> str:
        party = self.someone()
        if len(self.stage.channels()) >= MOST_CHANNELS or not self.rooms_open(party):
            return f"{party} opens no channel"
        self.people.found(self.stage.nodes[party], self.stage.charter.id)
        self.stage.told["channel founded"] += 1
        return f"{party} opens a channel"

    def rekey(self) -> str:
        party = self.someone()
        for room in self.rooms_open(party)[:1]:
            self.people.rekey(self.stage.nodes[party], room)
            self.stage.told["sealing key replaced"] += 1
        return f"{party} replaces its sealing key"

    def rotate(self) -> str:
        party, name = self.someone(), self.rng.choice(("ivanov", "smith"))
        for room in self.rooms_open(party)[:1]:
            self.people.rotate(self.stage.nodes[party], room, name)
            self.stage.told["delegate's key replaced"] += 1
        return f"{party} gives {name} a new key"

    def reopen(self) -> str:
        party = self.someone()
        for room in self.rooms_open(party)[:1]:
            try:
                self._reopen(party, room, "theft", self._last_good(party, room))
            except CallerError as error:
                if "holds nothing but its opening" not in str(error):
                    raise
                return f"{party} opens no other generation: {error}"
        return f"{party} opens the next generation of its log"

    def _reopen(self, party: str, room: Room, why: str, last_good: Ref | None = None) -> None:
        node = self.stage.nodes[party]
        reopen(node, room, why, last_good, after=self.people.newest_of(node, room))
        self.stage.told["generation reopened"] += 1

    def _last_good(self, party: str, room: Room) -> Ref | None:
        """The last act in its log of which a delegation knows that it is its own; none is needed where nothing came that it did not seal."""
        remarks = self.stage.nodes[party].remarks()
        if not any(channel == room.id and error.template == SEALED_ELSEWHERE for channel, _, error in remarks):
            return None
        leaves = room.leaves(room.mine, room.my_head)
        own = [
            said.index
            for said in self.people.said
            if (said.channel, said.log) == (room.id, room.mine) and said.leaf in leaves[said.index : said.index + 1]
            if said not in self.adversaries.by_twins
        ]
        return Ref(*room.mine, max(own, default=0))

    # ---- nodes ----

    def look(self) -> str:
        party = self.someone()
        return f"{party} {self.stage.look(party)}"

    def everybody_looks(self) -> str:
        self.stage.poll()
        return "all look at the courier"

    def crash(self) -> str:
        party = self.someone()
        rooms = self.rooms_open(party)
        what = self.rng.choice(("look", "look", "act", "rekey") if rooms else ("look",))
        at = self.rng.choice((self.rng.randint(1, 12), self.rng.randint(1, 80)))
        node = self.stage.nodes[party]
        doing: dict[str, Callable[[], Any]] = {
            "look": lambda: self.stage.look(party),
            "act": lambda: self._speak(node, rooms[0]),
            "rekey": lambda: self.people.rekey(node, rooms[0]),
        }
        return f"{party}, in the middle of '{what}', {self.stage.dying(party, at, doing[what])}"

    def backup(self) -> str:
        party = self.someone()
        self.stage.backups[party].append(self.stage.make_backup(party))
        self.stage.told["backup"] += 1
        return f"{party} makes a backup"

    def restore(self) -> str:
        party = self.someone(honest=True)
        backups = self.stage.backups[party]
        number = self.rng.randrange(len(backups))
        whole = self.rng.random() < 0.6
        self._put_back(party, backups[number], whole=whole)
        return f"{party} goes on from backup {number} of {len(backups)}{'' if whole else ', the record alone'}"

    def _put_back(self, party: str, backup: Backup, *, whole: bool) -> None:
        self.people.remember(self.stage.nodes[party])
        self.stage.put_back(party, backup, whole=whole, guard=whole and self.rng.random() < 0.4)
        self.watch.note_restored(party)
        self.stage.told["restored from a backup"] += 1

    def catch_up(self) -> str:
        party = self.someone()
        done = [self._bring_back(party, room, last=self.rng.random() < 0.3) for room in list(self.stage.nodes[party].rooms.values())]
        return f"{party} {', '.join(filter(None, done)) or 'has nothing to catch up'}"

    def _bring_back(self, party: str, room: Room, *, last: bool) -> str:
        """What people do for a channel that is shut or closed: ask the others by telephone; else open the next generation."""
        node = self.stage.nodes[party]
        mine = room.mine
        self.people.reopen_if_told(node, room)
        if room.mine != mine:
            self.stage.told["generation reopened"] += 1
            return f"opens the next generation in {room.label}, where two versions are about"
        reason = behind(node, room)
        if reason is None and has_key(node, room):
            return ""
        if shut(node, room) is not None:
            words = {other: self._word(other, room) for other in room.channel.members if other in self.watch.trusted and other != party}
            try:
                catch_up(node, room, words, nothing_under_way=not self._in_transit(party))
            except CallerError as error:
                reason = error
            else:
                self.stage.told["caught up by word"] += 1
                return f"catches up in {room.label} by the word of the others"
        if last:
            try:
                self._reopen(party, room, "restore")
            except CallerError as error:
                return f"stays behind in {room.label}: {error}"
            return f"opens the next generation in {room.label}"
        return f"waits in {room.label}: {reason or 'the key is lost'}"

    def _word(self, other: str, room: Room) -> Word:
        """What somebody says on the telephone of how much of our log it holds."""
        theirs = self.stage.nodes[other].rooms.get(room.id)
        log = theirs.channel.logs.get(room.mine) if theirs is not None else None
        return Word(log.main.size, check_of(log.main)) if log is not None and log.main.size else Word(0, "")

    def _in_transit(self, party: str) -> bool:
        """Whether files of a party are still on their way: then its people do not say that nothing is."""
        stage = self.stage
        waiting = [link for link, files in stage.clogged.items() if link[0] == party and files]
        return (
            bool(waiting)
            or bool(stage.delayed)
            or any(set(view.files) - view.fetched for view in stage.views.values() if view.party not in stage.dead)
        )

    def clock(self) -> str:
        party = self.someone()
        days = self.rng.choice((-400, -90, -1, 1, 90, 400, 0))
        self.stage.skew[party] = dt.timedelta(days=days, minutes=self.rng.randrange(-90, 90))
        self.stage.told["clock set wrong"] += 1
        return f"the clock of {party} is wrong by {days} days"

    def time_passes(self) -> str:
        days = self.rng.choice((0, 1, 2, 30, 90, 200))
        self.stage.now += dt.timedelta(days=days, hours=self.rng.randrange(1, 24))
        self.stage.told["time leapt"] += 1
        return f"{days} days pass"

    # ---- courier ----

    def weather(self) -> str:
        stage, rng = self.stage, self.rng
        stage.loss, stage.repeat, stage.late, stage.damage = (rng.choice((0.0, 0.0, most / 2, most)) for most in (0.6, 0.4, 0.5, 0.3))
        return f"the courier loses {stage.loss:.0%}, repeats {stage.repeat:.0%}, is late with {stage.late:.0%}, damages {stage.damage:.0%}"

    def clog(self) -> str:
        """Links stop: all of one party, those between two halves, or one."""
        stage, rng = self.stage, self.rng
        half = set(rng.sample(self.cast.parties, rng.randint(1, self.cast.nodes - 1)))
        links = [(one, other) for one in self.cast.parties for other in self.cast.parties if (one in half) != (other in half)]
        for link in links if rng.random() < 0.6 else [rng.choice(links)]:
            stage.clogged.setdefault(link, [])
        stage.told["partition"] += 1
        return f"{', '.join(sorted(half))} and the others are kept apart"

    def unclog(self) -> str:
        """One link after the other opens, in a random order."""
        links = sorted(self.stage.clogged)
        chosen = self.rng.sample(links, self.rng.randint(0, len(links)))
        files = sum(self.stage.unclog(link) for link in chosen)
        self.stage.told["link opened again"] += len(chosen)
        return f"{len(chosen)} of {len(links)} links open again, with {files} files"

    # ---- rest ----

    def all_is_heard(self) -> str:
        """A quiet point in the middle: for a while the courier is good, and everything is looked at."""
        stage = self.stage
        weather = stage.loss, stage.repeat, stage.late, stage.damage
        blocked, away = stage.blocked, stage.peers
        stage.peers, stage.dead = [], set(self.cast.faulty)
        polls = self._settle()
        self.wrong += self.watch.at_rest()
        stage.loss, stage.repeat, stage.late, stage.damage = weather
        stage.blocked, stage.peers, stage.dead = blocked, away, set()
        return f"all is heard, after {polls} polls"

    def end(self) -> str:
        """Those who cannot be trusted are gone, the courier is good, clocks are right; then everything is looked at."""
        self._chance("end")
        stage = self.stage
        stage.peers.clear()
        stage.dead = set(self.cast.faulty)
        polls = self._settle(whole=self.seed % WHOLE_EVERY == 0)
        self.wrong += self.watch.at_rest()
        self.wrong += self.watch.nothing_was_remarked()
        if self.seed % ANEW_EVERY == 0:
            self.wrong += self.watch.anew(self.rng.choice(self.watch.trusted))
        return f"all is heard, after {polls} polls"

    def _settle(self, *, whole: bool = False) -> int:
        stage = self.stage
        stage.loss = stage.repeat = stage.late = stage.damage = 0.0
        stage.blocked = set()
        links = sorted(stage.clogged)
        for link in self.rng.sample(links, len(links)):
            stage.unclog(link)
        for _, view, name, data in stage.delayed:
            view.files[name] = data
        stage.delayed.clear()
        stage.skew = dict.fromkeys(stage.skew, dt.timedelta())
        polls = self._poll_until_heard()
        for tries in range(TRIES):
            rooms = [(party, room) for party in self.watch.trusted for room in stage.nodes[party].rooms.values()]
            done = [told for party, room in rooms if (told := self._bring_back(party, room, last=tries > 1))]
            if not done:
                break
            self.story.append(f"  people: {'; '.join(done)}")
            polls += self._poll_until_heard()
        if whole:
            polls += stage.settle(most=MOST_POLLS, quiet=3)
            if polls >= MOST_POLLS:
                self.wrong.append("I0 traffic does not end")
        self.polls += polls
        self.watch.note_caught_up()
        stage.restored.clear()
        return polls

    def _poll_until_heard(self) -> int:
        """Let everybody look until the living agree, half a day after the other; so often as it takes what was lost to be sent again."""
        for polls in range(1, PATIENCE + 1):
            self.stage.poll()
            if polls > 1 and self.watch.is_all_heard():
                break
            self.stage.now += dt.timedelta(hours=13) if polls % 3 == 0 else dt.timedelta(minutes=5)
        return polls

    # ---- what it came to ----

    def _played(self, events: int) -> Played:
        stage = self.stage
        found = Counter({f"refused at {name}": number for name, number in stage.refusals.items()})
        for party, node, room in stage.rooms(self.watch.trusted):
            stage.digest.update(f"{party} {room.label} {sorted(room.channel.logs)} ".encode())
            for key, log in sorted(room.channel.logs.items()):
                stage.digest.update(f"{key} {log.main.size} ".encode() + log.main.root)
            found["proven contradiction"] += len({act.contradiction.log for _, _, act in room.channel.evidence})
            found["finding"] += len(room.fold.findings)
            (held,) = node.store.db.execute("SELECT count(*) FROM held WHERE channel=?", (room.id,)).fetchone()
            found["still held"] += held
        for party in self.watch.trusted:
            found["remark"] += len(stage.remarks(party))
        for line in self.story:
            stage.digest.update(line.encode())
        return Played(
            self.seed, self.cast, events, self.polls, len(self.watch.said), stage.told, found, tuple(dict.fromkeys(self.wrong)),
            tuple(self.story), stage.digest.hexdigest(),
        )  # fmt: skip


def may_speak(node: Node, room: Room) -> bool:
    """Whether a party can seal in a channel: its founder was heard, or is itself; its log is open, and all that is known of it is here."""
    founded = node.store.get_meta("founding:" + room.id) is not None
    if room.id == plenary_channel(room.channel.charter).id:
        founded = room.party == min(room.channel.members)
    if not room.channel.members or (room.channel.k is None and (room.my_head.size or not founded)):
        return False
    closed = room.channel.is_proven_fork(room.mine) or any(frozen == room.mine for frozen, _ in room.channel.holds.values())
    return not closed and behind(node, room) is None


def has_key(node: Node, room: Room) -> bool:
    """Whether the key file holds the key that is in force: one from a backup lacks what was made later."""
    log = room.channel.logs.get(room.mine)
    if log is None:
        return True
    in_force = log.heads[log.main].certificates[-1].keys
    return any(keys.public == in_force for keys in node.keys.sealing_pairs(log.id, log.main.size))


EVENTS: dict[str, Callable[[Play], str]] = {
    "act": Play.act,
    "look": Play.look,
    "everybody looks": Play.everybody_looks,
    "rekey": Play.rekey,
    "reopen": Play.reopen,
    "delegate's key": Play.rotate,
    "crash": Play.crash,
    "backup": Play.backup,
    "restore": Play.restore,
    "catch up": Play.catch_up,
    "wrong clock": Play.clock,
    "time passes": Play.time_passes,
    "weather": Play.weather,
    "clog": Play.clog,
    "unclog": Play.unclog,
    "all is heard": Play.all_is_heard,
    "found a channel": Play.found,
    "forge": lambda self: (party := self.faulty("forger")) + " " + self.adversaries.forge(party),
    "fork": lambda self: (party := self.faulty("forker")) + " " + self.adversaries.fork(party),
    "withhold": lambda self: (party := self.faulty("withholder")) + " " + self.adversaries.withhold(party),
    "back-date": lambda self: (party := self.faulty("back-dater")) + " " + self.adversaries.backdate(party, self.act),
    "flood": lambda self: (party := self.faulty("greedy sender")) + " " + self.adversaries.flood(party),
    "theft": lambda self: f"{self.cast.robbed} " + self.adversaries.steal(str(self.cast.robbed)),
    "replay": lambda self: "the courier " + self.adversaries.replay(),
}

__all__ = ["EVENTS", "FormatError", "Play", "Played", "may_speak", "play"]
