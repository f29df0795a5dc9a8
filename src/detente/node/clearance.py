"""The way of a draft inside a delegation, before it is sealed: to the translator, to the lawyer, to release. It never leaves the node.

    draft -> translator -> lawyer -> release -> released        a party switches steps off that it does not need

Rules:

1. Where the party demands clearance, nothing is sealed that was not released; else the states are only a help.
2. Every text has a revision. Whoever saves or moves one names the revision that he has seen: over a newer one nothing is saved and
   nothing released, and both texts are shown.
3. Another text is another draft: an edit, by whatever way, takes it back to the first state, and no release holds of it.
4. Two persons release where the party has set that: the second is neither the first nor anybody who wrote in the draft.
5. Who moved what, when and with what remark stays after the draft is sealed, under the entry that it became; the texts do not: what is
   destroyed by agreement is not to lie here for ever.

People are named by the names of their accounts. At a terminal nobody signs in: whoever can open the node's folder can name anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from detente.dialogue.acts import Ref
from detente.errors import N_, CallerError, DetenteError
from detente.node.node import Node
from detente.node.roles import Capability, require
from detente.node.store import Store
from detente.node.tables import own_tables
from detente.node.tidying import throw_away
from detente.record.seal import LogKey

if TYPE_CHECKING:
    from detente.node.accounts import Account
    from detente.node.room import Room

_TABLES = """
CREATE TABLE IF NOT EXISTS clearances (
    draft INTEGER PRIMARY KEY, digest BLOB NOT NULL, revision INTEGER NOT NULL, state TEXT NOT NULL, writers BLOB NOT NULL,
    released BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS clearance_steps (
    id INTEGER PRIMARY KEY, channel TEXT NOT NULL, draft INTEGER, entry TEXT, revision INTEGER NOT NULL, at TEXT NOT NULL,
    who TEXT NOT NULL, step TEXT NOT NULL, state TEXT NOT NULL, remark TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sealed_drafts (draft INTEGER PRIMARY KEY, channel TEXT NOT NULL, entry TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS clearance_steps_by_draft ON clearance_steps (draft);
CREATE INDEX IF NOT EXISTS clearance_steps_by_entry ON clearance_steps (channel, entry)
"""
# Whoever takes a draft away, its clearance goes with it; what people did with it stays told.
_OF_NO_DRAFT = "DELETE FROM clearances WHERE draft=OLD.id; UPDATE clearance_steps SET draft=NULL WHERE draft=OLD.id;"

DRAFT: Final = "draft"
RELEASED: Final = "released"
DraftRow = tuple[int, str, dict[str, Any], bytes, str]
"""As `Store.drafts` gives it."""
OPTIONAL: Final = ("translator", "lawyer")
"""Steps that a party may switch off."""
STATES: Final = (DRAFT, *OPTIONAL, "release", RELEASED)

CAPABILITY: Final = {
    DRAFT: Capability.DRAFT,
    "translator": Capability.TRANSLATE,
    "lawyer": Capability.REVIEW,
    "release": Capability.RELEASE,
    RELEASED: Capability.RELEASE,
}
"""What somebody needs to move a draft on from a state, or back from it."""

STATE_WORDS: Final = {
    DRAFT: N_("being written"),
    "translator": N_("with the translator"),
    "lawyer": N_("with the lawyer"),
    "release": N_("waits for release"),
    RELEASED: N_("released"),
}
"""The states, for people."""

REMARK_MOST: Final = 500
"""Characters: a remark says why, a handover note says more."""
_POLICY = "clearance:policy"


class Policy(msgspec.Struct, frozen=True):
    """What a party has set for its own drafts.

    Attributes:
        required: nothing is sealed that was not released.
        steps: which of `OPTIONAL` a draft passes, in this order.
        two_person: two persons release.
    """

    required: bool = False
    steps: tuple[str, ...] = OPTIONAL
    two_person: bool = False


class Clearance(NamedTuple):
    """Where one draft is on its way.

    Attributes:
        writers: who wrote in it, the first first; empty where it was drafted without a name.
        released_by: who has released this revision.
    """

    draft: int
    channel: str
    revision: int
    state: str
    writers: tuple[str, ...]
    released_by: tuple[str, ...]


class Step(NamedTuple):
    """One move: `step` is written, moved, returned or released; `state` is the one after it; `entry` is set once it is sealed."""

    draft: int | None
    entry: str | None
    revision: int
    at: str
    who: str
    step: str
    state: str
    remark: str


class Outdated(CallerError):  # noqa: N818 - says what happened
    """Somebody saved a newer revision; nothing was changed.

    Attributes:
        ours: the fields that were to be saved, or None where the draft was only to be moved.
        theirs: the fields as they stand now.
        revision: the one of these.
    """

    def __init__(self, draft: int, seen: int, revision: int, ours: dict[str, Any] | None, theirs: dict[str, Any]) -> None:
        super().__init__(
            N_("draft %(draft)d is at revision %(revision)d by now, and you saw revision %(seen)d; nothing was changed"),
            hint=N_("detente draft show %(draft)d"), draft=draft, revision=revision, seen=seen,
        )  # fmt: skip
        self.ours, self.theirs, self.revision = ours, theirs, revision


class NotCleared(CallerError):  # noqa: N818 - says what happened
    """A draft was not released, and the party demands that."""


# ---- what the party has set ----


def policy_of(node: Node) -> Policy:
    """What the party has set; otherwise clearance is possible and not demanded."""
    raw = node.store.get_meta(_POLICY)
    return Policy() if raw is None else msgspec.json.decode(raw, type=Policy)


def set_policy(node: Node, policy: Policy) -> None:
    """Set it; it holds of every draft from now on.

    Raises:
        CallerError: a step that there is not.
    """
    for step in policy.steps:
        if step not in OPTIONAL:
            raise CallerError(N_("'%(text)s' is none of: %(known)s"), text=step, known=", ".join(OPTIONAL))
    ordered = msgspec.structs.replace(policy, steps=tuple(step for step in OPTIONAL if step in policy.steps))
    with node.store.transaction():
        node.store.set_meta(_POLICY, msgspec.json.encode(ordered))


# ---- where a draft is ----


def clearance_of(node: Node, number: int) -> Clearance:
    """Where a draft is.

    Raises:
        CallerError: there is no such draft.
    """
    _tables(node.store)
    channel, fields, at = _draft(node, number)
    return _current(node.store, number, channel, _digest(fields, at))


def history(node: Node, number: int) -> list[Step]:
    """How a draft came to where it is, the oldest step first."""
    rows = _tables(node.store).execute(_STEPS + "WHERE draft=? ORDER BY id", (number,))
    return [Step(*row) for row in rows]


def history_of_entry(node: Node, room: Room, ref: Ref) -> list[Step]:
    """How one of our own entries was cleared when it was a draft."""
    rows = _tables(node.store).execute(_STEPS + "WHERE channel=? AND entry=? ORDER BY id", (room.id, str(ref)))
    return [Step(*row) for row in rows]


# ---- writing and moving ----


def sign_draft(node: Node, number: int, who: Account | str) -> Clearance:
    """Name the writer of a draft that has none yet: right after `Node.draft`.

    Raises:
        CallerError: there is no such draft, or it has a writer.
    """
    now = clearance_of(node, number)
    if now.writers:
        raise CallerError(N_("draft %(draft)d was written by %(writers)s"), draft=number, writers=", ".join(now.writers))
    return _step(node, now._replace(writers=(_name(node, who, DRAFT, now),)), "written", _name(node, who, DRAFT, now), "")


def update_draft(node: Node, number: int, fields: dict[str, Any], revision: int, who: Account | str, remark: str = "") -> Clearance:
    """Save another text of a draft; it is a new revision, back in the first state.

    Args:
        fields: the whole act, as `Node.draft` takes it.
        revision: the one on which this text rests.

    Raises:
        Outdated: somebody saved a newer one; it carries both.
        FormatError, CallerError: the act could never be sealed; there is no such draft; the account may not draft.
    """
    now = clearance_of(node, number)
    name = _name(node, who, DRAFT, now)
    checked = node.checked({key: value for key, value in fields.items() if key not in {"at", "destroyable"}})
    with node.store.transaction():
        _check_revision(node, number, revision, checked)
        encoded = msgspec.json.encode(checked)
        node.store.db.execute("UPDATE drafts SET fields=?, at=? WHERE id=?", (encoded, node.now, number))
    writers = now.writers if name in now.writers else (*now.writers, name)
    after = Clearance(number, now.channel, now.revision + 1, DRAFT, writers, ())
    return _step(node, after, "written", name, remark)


def advance(node: Node, number: int, revision: int, who: Account | str, remark: str = "") -> Clearance:
    """Pass a draft on: to the next step, or, at the last, release it. Where two persons release, the first leaves it where it is.

    Raises:
        Outdated: the draft has a newer revision.
        CallerError: it is released already, the account may not, or this person may not be the second to release it.
    """
    now = clearance_of(node, number)
    if now.state == RELEASED:
        raise CallerError(N_("draft %(draft)d is released already"), hint=N_("detente seal"), draft=number)
    name, policy = _name(node, who, now.state, now), policy_of(node)
    _check_revision(node, number, revision, None)
    if now.state != "release":
        return _step(node, now._replace(state=_after(now.state, policy)), "moved", name, remark)
    if policy.two_person:
        _check_second(now, name)
    released = (*now.released_by, name)
    state = RELEASED if len(released) > policy.two_person else "release"
    return _step(node, now._replace(state=state, released_by=released), "released", name, remark)


def send_back(node: Node, number: int, revision: int, who: Account | str, remark: str) -> Clearance:
    """Give a draft back to its writers, with the reason. What was released is so no more.

    Raises:
        Outdated: the draft has a newer revision.
        CallerError: it is with its writers already, the account may not, or no reason is given.
    """
    now = clearance_of(node, number)
    if now.state == DRAFT:
        raise CallerError(N_("draft %(draft)d is with its writers already"), draft=number)
    name = _name(node, who, now.state, now)
    if not remark.strip():
        raise CallerError(N_("say why the draft goes back"), hint=N_("detente draft clear %(draft)d --back --remark TEXT"), draft=number)
    _check_revision(node, number, revision, None)
    return _step(node, now._replace(state=DRAFT, released_by=()), "returned", name, remark)


def drop_draft(node: Node, number: int, revision: int, who: Account | str) -> None:
    """Throw a draft away, and the files that nothing else names.

    Raises:
        Outdated: the draft has a newer revision.
        CallerError: there is no such draft, or the account may not draft.
    """
    _name(node, who, DRAFT, clearance_of(node, number))
    _check_revision(node, number, revision, None)
    throw_away(node, [number])


# ---- for the seal ----


def released(node: Node, drafts: Sequence[DraftRow]) -> list[DraftRow]:
    """Those of some drafts (rows of `Store.drafts`) that may be sealed: all, or where the party demands clearance the released ones."""
    if not policy_of(node).required:
        return list(drafts)
    return [draft for draft in drafts if clearance_of(node, draft[0]).state == RELEASED]


def check_cleared(node: Node, numbers: Iterable[int]) -> None:
    """Go on only if all of these drafts may be sealed.

    Raises:
        NotCleared: one was not released, and the party demands that.
    """
    if not policy_of(node).required:
        return
    for number in numbers:
        state = clearance_of(node, number).state
        if state != RELEASED:
            raise NotCleared(
                N_("draft %(draft)d is not released (%(cause)s), and your delegation seals nothing else; nothing was sealed"),
                hint=N_("detente draft clear %(draft)d"), draft=number, cause=DetenteError(STATE_WORDS[state]),
            )  # fmt: skip


def next_state(node: Node, now: Clearance) -> str | None:
    """Where a draft goes when it is passed on; None: it is released already."""
    return None if now.state == RELEASED else _after(now.state, policy_of(node))


def _after(state: str, policy: Policy) -> str:
    """The state after another on the way that a party has set; a step that was switched off meanwhile is behind the draft already."""
    way = (DRAFT, *policy.steps, "release", RELEASED)
    return next(each for each in way if STATES.index(each) > STATES.index(state))


def note_sealed(store: Store, log: LogKey, first: int, drafts: Sequence[int]) -> None:
    """Remember which entries drafts become: the first of them gets the index `first`. Inside the transaction that seals them."""
    db = _tables(store)
    for place, number in enumerate(drafts):
        entry = str(Ref(log.party, log.generation, first + place))
        db.execute("UPDATE clearance_steps SET entry=? WHERE draft=?", (entry, number))
        db.execute(
            "INSERT INTO sealed_drafts SELECT id, channel, ? FROM drafts WHERE id=?"
            " ON CONFLICT (draft) DO UPDATE SET channel=excluded.channel, entry=excluded.entry",
            (entry, number),
        )


def sealed_as(node: Node, number: int) -> tuple[str, str] | None:
    """The channel (its id) and the entry that the draft of a number became; None if that was not sealed, or nothing is known of it."""
    row: tuple[str, str] | None = (
        _tables(node.store).execute("SELECT channel, entry FROM sealed_drafts WHERE draft=?", (number,)).fetchone()
    )
    return row


# ---- helpers ----

_STEPS = "SELECT draft, entry, revision, at, who, step, state, remark FROM clearance_steps "


def _tables(store: Store) -> Any:
    db = own_tables(store, _TABLES)
    db.make_trigger("clearance_of_no_draft", "drafts", _OF_NO_DRAFT)
    return db


def _draft(node: Node, number: int) -> tuple[str, dict[str, Any], str]:
    row = node.store.db.execute("SELECT channel, fields, at FROM drafts WHERE id=?", (number,)).fetchone()
    if row is None:
        raise CallerError(N_("there is no draft %(number)d"), hint=N_("This lists the drafts:\ndetente outbox"), number=number)
    return row[0], msgspec.json.decode(row[1]), row[2]


def _digest(fields: dict[str, Any], at: str) -> bytes:
    return hashlib.sha256(msgspec.json.encode([fields, at], order="sorted")).digest()


def _current(store: Store, number: int, channel: str, digest: bytes) -> Clearance:
    """What is noted of a draft; a text that was changed past this module is a new revision, and nothing was said of it."""
    row = store.db.execute("SELECT digest, revision, state, writers, released FROM clearances WHERE draft=?", (number,)).fetchone()
    if row is None:
        return Clearance(number, channel, 1, DRAFT, (), ())
    noted, revision, state, writers, released = row
    known = Clearance(number, channel, revision, state, tuple(msgspec.json.decode(writers)), tuple(msgspec.json.decode(released)))
    return known if bytes(noted) == digest else known._replace(revision=revision + 1, state=DRAFT, released_by=())


def _check_revision(node: Node, number: int, seen: int, ours: dict[str, Any] | None) -> None:
    now = clearance_of(node, number)
    if now.revision != seen:
        raise Outdated(number, seen, now.revision, ours, _draft(node, number)[1])


def _check_second(now: Clearance, name: str) -> None:
    """Rule 4."""
    if not now.writers:
        raise CallerError(
            N_("nobody is named as the writer of draft %(draft)d, so nobody can be told from the writer"),
            hint=N_("detente draft edit %(draft)d --as NAME"), draft=now.draft,
        )  # fmt: skip
    if now.released_by and (name in now.released_by or name in now.writers):
        raise CallerError(
            N_("two persons release draft %(draft)d: after %(first)s it takes somebody else, who did not write in it; not %(name)s"),
            draft=now.draft, first=", ".join(now.released_by), name=name,
        )  # fmt: skip


def _name(node: Node, who: Account | str, state: str, now: Clearance) -> str:
    """The name under which somebody acts, if an account may move a draft from this state."""
    if not isinstance(who, str):
        require(node, who, CAPABILITY[state], node.rooms.get(now.channel))
        return who.name
    name = " ".join(who.split()).casefold()
    if not name:
        raise CallerError(N_("say who does this"), hint=N_("Add --as NAME."))
    return name


def _step(node: Node, after: Clearance, step: str, who: str, remark: str) -> Clearance:
    if len(remark) > REMARK_MOST:
        raise CallerError(
            N_("a remark has at most %(limit)d characters; a handover note takes more"), hint=N_("detente handover add"), limit=REMARK_MOST
        )
    _, fields, at = _draft(node, after.draft)
    with node.store.transaction():
        node.store.db.execute(
            "INSERT INTO clearances VALUES (?,?,?,?,?,?) ON CONFLICT (draft) DO UPDATE SET digest=excluded.digest,"
            " revision=excluded.revision, state=excluded.state, writers=excluded.writers, released=excluded.released",
            (
                after.draft, _digest(fields, at), after.revision, after.state, msgspec.json.encode(after.writers),
                msgspec.json.encode(after.released_by),
            ),
        )  # fmt: skip
        node.store.db.execute(
            "INSERT INTO clearance_steps (channel, draft, revision, at, who, step, state, remark) VALUES (?,?,?,?,?,?,?,?)",
            (after.channel, after.draft, after.revision, node.now, who, step, after.state, remark.strip()),
        )
    return after
