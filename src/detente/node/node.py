"""One party's node: its folder, its keys, its rooms.

<folder>/record.sqlite   what was admitted, drafts, what is held; or elsewhere, as node.json says (place.py)
<folder>/derived.sqlite  where it is elsewhere: what follows from the record alone; may be removed at any time (schema.py)
<folder>/keys.age        the secrets, encrypted by a passphrase
<folder>/person-ID.age   the key with which one person signs, encrypted by that person's own passphrase (personal.py)
<folder>/heads/          the last head of each own log (heads.py)
<folder>/at-rest/        what was understood of declarations under agreements; may be removed at any time (at_rest.py)
<folder>/node.json       party, names, where the second head folder is, where the store is
"""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any, Self

import msgspec

from detente.dialogue.kinds import destroyable_of
from detente.errors import N_, CallerError, DetenteError
from detente.node import posix
from detente.node.heads import HeadFiles, NoHeadFiles, decode_vector, encode_vector
from detente.node.kept_files import KeptFiles
from detente.node.keystore import Keystore
from detente.node.persons import unsigned
from detente.node.place import new_address, read_about, store_of, store_path, write_about
from detente.node.room import INVITATION, Room
from detente.node.store import Store, make_store
from detente.node.turns import Known, known_of, turn
from detente.record.channel import Channel
from detente.record.charter import (
    ChannelCharter,
    Charter,
    format_public_pair,
    is_party_id,
    notice_digest,
    parse_charter,
    plenary_channel,
)
from detente.record.text import encode_base64

Random = Callable[[int], bytes]

_LEAST_OF_AN_ID = 6
"""So many characters of a channel's id are taken for it."""


def _refuse_a_record(folder: Path) -> None:
    """Make no node over the record of another whose node.json is gone: its keys would be lost. What an interrupted making left holds none.

    Raises:
        CallerError: a record lies there.
        StoreError: it cannot be read.
    """
    path = store_path(folder)
    if not path.exists():
        return
    with contextlib.closing(Store(path)) as there:
        if there.dialogues():
            raise CallerError(
                N_("the record of a node lies in %(path)s, but no node.json"),
                hint=N_("Choose another folder with --node; or bring the file back, from a backup of the node."), path=str(folder),
            )  # fmt: skip


def _reason_as_value(reason: Any) -> dict[str, Any]:
    """A reason inside a remark, such as why a courier failed, as it is kept: to be told in each reader's language."""
    if not isinstance(reason, DetenteError):
        raise NotImplementedError
    return {"reason": reason.template, "params": reason.params}


def _with_reasons(params: dict[str, Any]) -> dict[str, Any]:
    """The inverse, for all values of a remark."""
    return {
        name: DetenteError(value["reason"], **_with_reasons(value["params"])) if isinstance(value, dict) and "reason" in value else value
        for name, value in params.items()
    }


def utc_now() -> dt.datetime:
    """The clock of a node, whole seconds. Read at the rim only; the core is given times."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def format_time(moment: dt.datetime) -> str:
    """A time as entries carry it."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Node:
    """A node in a folder, or in memory for the simulator."""

    def __init__(
        self, *, party: str, store: Store, keys: Keystore, heads: HeadFiles | NoHeadFiles,
        clock: Callable[[], dt.datetime] = utc_now, random: Random = secrets.token_bytes, folder: Path | None = None,
        names: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.party = party
        self.store = store
        self.keys = keys
        self.heads = heads
        self.clock = clock
        self.random = random
        self.folder = folder
        self.names = names or {"en": party}
        self.charters: dict[str, Charter] = {}
        self.rooms: dict[str, Room] = {}
        self.kept = KeptFiles(None if folder is None else folder / "blobs")
        self._lock: IO[bytes] | None = None
        self.interrupted = False  # a seal of ours is stored and not signed: `sealing.finish_interrupted`
        self.known: Known | None = None  # what was taken in, where several processes have it open
        self.load()

    def load(self) -> None:
        """Read everything from the store."""
        self.charters.clear()
        self.rooms.clear()
        self.take_in()

    def take_in(self) -> None:
        """Read what the store has and this object has not: all of it, or what other processes stored since."""
        for dialogue, raw in self.store.dialogues():
            if dialogue not in self.charters:
                self.charters[dialogue] = parse_charter(raw)
        for channel, dialogue, label in self.store.channels():
            if channel in self.rooms:
                self.rooms[channel].take_in(label)
            else:
                self.rooms[channel] = Room(self.store, self.charters[dialogue], channel, label, self.party, self.kept, self.rooms)

    def turn(self, *, alone: bool = True) -> AbstractContextManager[None]:
        """Have the node for one piece of work, where several processes may have it open (`detente.node.turns`)."""
        return turn(self, alone=alone)

    # ---- making and opening ----

    @classmethod
    def create(
        cls, folder: Path, party: str, names: dict[str, str], passphrase: str, *, guard: Path | None = None, store: str | None = None
    ) -> Node:  # fmt: skip
        """Make a node in a folder that holds none.

        Args:
            store: the address of a database in PostgreSQL; otherwise the record lies in the folder.

        Raises:
            CallerError: the party id is none, or the folder or the database holds a node.
            StoreError: the database cannot be used.
        """
        if not is_party_id(party):
            raise CallerError(N_("%(name)r is not a party id (a small letter, then at most 31 small letters, digits or _)"), name=party)
        if (folder / "node.json").exists():
            raise CallerError(N_("%(path)s holds a node already"), hint=N_("Choose another folder with --node."), path=str(folder))
        where = store_path(folder) if store is None else new_address(store, party, folder)
        _refuse_a_record(folder)
        folder.mkdir(parents=True, exist_ok=True)
        posix.make_private(folder)
        Keystore.create(folder / "keys.age", passphrase, party)
        make_store(where)
        if guard is not None and not (guard.is_dir() and any(guard.iterdir())):
            HeadFiles([folder / "heads", guard]).begin()
        about = {"party": party, "names": names, "guard": str(guard.resolve()) if guard else None}
        write_about(folder, about, where)  # last: its presence says that the node is whole
        return cls.open(folder, passphrase)

    @classmethod
    def open(cls, folder: Path, passphrase: str, *, shared: bool = False, moving: bool = False) -> Node:
        """Open the node of a folder, and finish what a crash interrupted.

        Args:
            shared: other processes may have it open too, and each piece of work is done in a `turn`; for a store in PostgreSQL.
                Otherwise this process has it alone until it closes it, and waits for others to end their turns.
            moving: nobody else may have it open, wherever its store is.

        Raises:
            CallerError: there is none, or another process has it open.
        """
        about = read_about(folder)
        where = store_of(folder, about)
        lock = (folder / "lock").open("ab")
        if not posix.try_lock(lock, shared=not moving and not isinstance(where, Path)):
            lock.close()
            raise CallerError(N_("another process has the node in %(path)s open; try again when it has ended"), path=str(folder))
        guards = [folder / "heads", *([Path(about["guard"])] if about.get("guard") else [])]
        from detente.node.sealing import finish_interrupted  # noqa: PLC0415 - sealing imports this module

        with contextlib.ExitStack() as undo:  # what fails here leaves nothing open
            undo.callback(lock.close)
            store = Store(where)
            undo.callback(store.close)
            if store.server is not None:
                store.server.lock(alone=True)  # until it is closed, or until the end of this
            node = cls(
                party=about["party"], store=store, keys=Keystore(folder / "keys.age", passphrase),
                heads=HeadFiles(guards), folder=folder, names=about["names"],
            )  # fmt: skip
            node._lock = lock
            finish_interrupted(node)
            if store.server is not None and shared:
                node.known, store.server.shared = known_of(node, store.server), True
                store.server.unlock()
            undo.pop_all()
        return node

    def close(self) -> None:
        """Let others open it."""
        self.store.close()
        if self._lock is not None:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def now(self) -> str:
        return format_time(self.clock())

    # ---- who we are ----

    def introduction(self) -> dict[str, Any]:
        """Our part of a charter, to be handed over for one dialogue.

        Names, public root keys, recipients, and the digests of the successor of the root key and of a new revocation notice.
        """
        root = self.keys.root_public
        return {
            "names": self.names,
            "root": format_public_pair(root),
            "recipients": self.keys.recipients,
            "next": encode_base64(self.keys.next_digest),
            "notice": encode_base64(notice_digest(root, self.party, self.keys.new_notice())),
        }

    # ---- rooms ----

    def adopt(self, charter: Charter, k: bytes | None) -> Room:
        """Take part in a dialogue: keep its charter and make its plenary a room of ours.

        Raises:
            CallerError: the charter does not name our keys.
        """
        ours = charter.parties.get(self.party)
        if ours is None or ours.root != self.keys.root_public:
            raise CallerError(
                N_("the charter does not name the keys of this node for the party %(party)s"),
                hint=N_(
                    "This writes the introduction of this node; found the charter with it:\n"
                    "detente party --out party.json"
                ), party=self.party,
            )  # fmt: skip
        if not charter.exercise and any(known.exercise for known in self.charters.values()):
            raise CallerError(N_("the keys of this node have been used in an exercise; a real dialogue needs a node of its own"))
        if charter.exercise and any(not known.exercise for known in self.charters.values()):
            raise CallerError(N_("the keys of this node are used in a real dialogue; an exercise needs a node of its own"))
        plenary = plenary_channel(charter)
        if k is not None and self.keys.channel_secret(plenary.id) is None:
            self.keys.add_channel_secret(plenary.id, k)
        with self.store.transaction():
            self.store.add_dialogue(charter.id, charter.raw)
        self.charters[charter.id] = charter
        return self.room_for(charter.id, plenary.id, "plenary")

    def room_for(self, dialogue: str, channel: str, label: str, invitation: ChannelCharter | None = None) -> Room:
        """The room of a channel, made if it is new.

        Args:
            invitation: the charter of the channel, from an opening that names us. It may have come before the founder's, without which it
                cannot be admitted; so the members must be known to be asked for that, and the channel never be stored without them.
        """
        if channel not in self.rooms:
            label = self.free_label(label)
            with self.store.transaction():
                self.store.add_channel(channel, dialogue, label)
                if invitation is not None:
                    self.store.set_meta(INVITATION + channel, invitation.raw)
            self.rooms[channel] = Room(self.store, self.charters[dialogue], channel, label, self.party, self.kept, self.rooms)
        return self.rooms[channel]

    def free_label(self, label: str) -> str:
        """A label that no room has yet."""
        taken = {room.label.casefold() for room in self.rooms.values()}
        free = label
        number = 2
        while free.casefold() in taken:
            free, number = f"{label}-{number}", number + 1
        return free

    def room(self, name: str | None) -> Room:
        """A room by its label, one of its names, the beginning of its id, or, if there is only one, without a name.

        Raises:
            CallerError: none or several fit.
        """
        if not self.rooms:
            raise CallerError(
                N_("this node takes part in no dialogue yet"),
                hint=N_("Compose a charter, or sign the one that you were given:\ndetente charter new --help\ndetente charter sign FILE"),
            )
        if name is None:
            plenaries = [room for room in self.rooms.values() if room.label == "plenary"]
            if len(self.rooms) == 1 or len(plenaries) == 1:
                return next(iter(plenaries or self.rooms.values()))
        fitting = [] if name is None else self._called(name)
        if len(fitting) == 1:
            return fitting[0]
        labels = ", ".join(sorted(room.label for room in fitting or self.rooms.values()))
        if name is None:
            raise CallerError(N_("there is more than one channel; name one of: %(labels)s"), labels=labels)
        if fitting:
            raise CallerError(N_("'%(name)s' may be one of several channels: %(labels)s"), name=name, labels=labels)
        raise CallerError(N_("there is no channel '%(name)s'; there are: %(labels)s"), name=name, labels=labels)

    def _called(self, name: str) -> list[Room]:
        """The rooms that a name may mean: the one with this label; else those with it among their names, or whose id begins so."""
        if name in self.rooms:
            return [self.rooms[name]]
        wanted = name.casefold()
        for room in self.rooms.values():
            if room.label.casefold() == wanted:
                return [room]
        return [
            room
            for room in self.rooms.values()
            if wanted in map(str.casefold, room.names.values()) or (len(name) >= _LEAST_OF_AN_ID and room.id.startswith(name))
        ]

    # ---- drafts ----

    def draft(self, room: Room, fields: dict[str, Any]) -> int:
        """Keep an act to be sealed later, with what its author sees now. It is in no log yet, and counts nowhere.

        Raises:
            FormatError, CallerError: the act could never be sealed.
        """
        return self.draft_all(room, [fields])[0]

    def draft_all(self, room: Room, acts: Sequence[dict[str, Any]]) -> list[int]:
        """The same of several acts: all of them, or none."""
        checked = [self.checked(fields) for fields in acts]
        seen, now = encode_vector(room.channel.vector()), self.now
        with self.store.transaction():
            return [self.store.add_draft(room.id, full, seen, now) for full in checked]

    def checked(self, fields: dict[str, Any]) -> dict[str, Any]:
        """An act as a draft holds it: with its time and the list of its destroyable fields.

        Raises:
            FormatError, CallerError: the act could never be sealed.
        """
        full = {"at": self.now, **fields}
        marked = destroyable_of(full)
        if marked:
            full["destroyable"] = [len(full) + 1, marked]
        from detente.record.entry import make_entry  # noqa: PLC0415

        make_entry(bytes(32), unsigned(full))  # refuse now what the format would refuse at the seal
        return full

    # ---- remarks: what the node noticed that is nobody's act ----

    def remark(self, channel: str, template: str, **params: Any) -> None:
        """Note something that a person should know; once for the same words."""
        encoded = msgspec.json.encode(params, order="sorted", enc_hook=_reason_as_value)
        row = self.store.db.execute(
            "SELECT 1 FROM remarks WHERE channel=? AND template=? AND params=?", (channel, template, encoded)
        ).fetchone()
        if row is None:
            self.store.db.execute(
                "INSERT INTO remarks (channel, at, template, params) VALUES (?,?,?,?)", (channel, self.now, template, encoded)
            )

    def remarks(self) -> Iterator[tuple[str, str, DetenteError]]:
        """Channel, time and text of all remarks, oldest first."""
        for channel, at, template, params in self.store.db.execute("SELECT channel, at, template, params FROM remarks ORDER BY id"):
            yield channel, at, DetenteError(template, **_with_reasons(msgspec.json.decode(params)))


__all__ = ["Channel", "Node", "decode_vector", "encode_vector", "format_time", "read_about", "store_path", "utc_now"]
