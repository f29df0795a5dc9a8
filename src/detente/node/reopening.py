"""The next generation of a log of ours: the way out of a fork, a theft, or a restore that cannot catch up (docs/protocol.md, 20)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from detente.dialogue.fold import Ref
from detente.errors import N_, CallerError
from detente.node.node import Node
from detente.node.readiness import FETCH, SUCCEED, behind, generation_lost, has_two_versions, is_revoked, revoked, sealed_elsewhere, stopped
from detente.node.restored import lost_generations, open_channel, restored, shut
from detente.node.room import Room
from detente.node.roots import successions_of
from detente.node.sealing import Sealed, opening_fields, seal_pouch
from detente.record.channel import Log
from detente.record.seal import NO_HEAD, HeadId, LogKey
from detente.record.succession import GENERATIONS, era_of
from detente.record.text import encode_base64


def reopen(node: Node, room: Room, why: str, last_good: Ref | None = None, *, after: int | None = None) -> Sealed:
    """Open the next generation of our log: the way out of a fork, a theft or a restore that cannot catch up.

    What holds of the old generation is what we hold of it, or, where its owner himself signed two versions, what both agree on. After
    a theft our own version holds whatever the thief signed. Nobody rewrites a store.

    A restored node that holds no log of ours in a channel may have had one there, which nobody need give back: it goes on in generation 1,
    which holds nothing. So does one whose head file, or whose others, name a log of ours that is not here. One that has lost generations
    goes on after these, and holds nothing of them: to open one of them again would be a second version of it. What is held here is then
    in the past of the new one and counts, but no opening says up to where; so not after a theft: a log under the next root key does.

    Args:
        node: ours.
        room: the channel.
        why: theft, fork, restore or root.
        last_good: after a theft, of the root key too, the last entry that holds, with its whole pouch, which one signature closed; what we
            hold, if None.
        after: of a node that was restored, and that does not know how far its log went: the newest generation that was ever opened, as a
            person says.

    Raises:
        CallerError: there is no log of ours; or nobody says which generation of a restored node was the newest; or, after a theft or under
            a new root key, the head file says that the generation was opened before this node was restored; or entries have come that were
            not sealed here, and after a theft nobody says which of them hold; or nothing asks for it: no two versions are known, or the
            newest generation holds nothing yet.
    """
    old = room.mine if why != "root" else _newest_of_ours(node, room)
    log = room.channel.logs.get(old)
    if log is None and behind(node, room) is None:
        raise CallerError(N_("we have no log in '%(label)s' that could be reopened"), label=room.label)
    held = log.main if log else NO_HEAD
    for act in (act for _, _, act in room.channel.evidence if act.contradiction.log == old and why != "theft"):
        held = min(held, act.agreed)
    if why == "theft":
        held = _held_after_theft(node, room, old, last_good, why)
    elif why == "root":
        held = min(held, _held_after_theft(node, room, old, last_good, why))
    if why != "root" and last_good is None:
        _check_needed(node, room, why, log)
    heads = log.heads if log else {}
    while held.size and not heads[held].bears_act:  # others can name no other head, so they could never have seen what we held
        held = heads[held].prev
    if why != "root" and (newest := _newest_ever(node, room, why, after)) > old:
        old, held = newest, NO_HEAD
    new = _next_log(node, room, why, old)
    fields = {
        **opening_fields(node, room, new), "kind": "reopen", "holds": [old.generation, held.size, encode_base64(held.root)], "why": why,
    }  # fmt: skip
    if held.size:
        fields.pop("k", None)  # it was given before; a reopening that holds nothing of that has to give it again
    done = seal_pouch(node, room, new, fields, [])
    open_channel(node, room)  # a new log depends on nothing that a restored node forgot
    return done


def _next_log(node: Node, room: Room, why: str, old: LogKey) -> LogKey:
    """The log that is opened after another one of ours.

    Raises:
        CallerError: its root key does not count, or the head file says that it was opened.
    """
    new = LogKey(old.party, old.generation + 1)
    if why == "root":
        new = LogKey(old.party, len(successions_of(node, room.channel.charter)) * GENERATIONS)
        if new <= room.mine:
            raise CallerError(
                N_("no successor of the root key is in its place, or our log in '%(label)s' is open under it"), label=room.label
            )
    elif is_revoked(room, new):
        raise revoked(room)
    if node.heads.read(room.log_id(new)).size:
        raise generation_lost(room, FETCH)
    return new


def _newest_ever(node: Node, room: Room, why: str, after: int | None) -> LogKey:
    """The newest generation of our log that was ever opened, as the head file knows it, or as a person says where this node forgot.

    Raises:
        CallerError: nobody says it; or it is of another root key; or it is not here, after a theft: then no opening would say up to where
            the one before holds.
    """
    mine = room.mine
    since = restored(node)
    if after is None and since is not None and shut(node, room) is not None:
        raise CallerError(
            N_(
                "this node was restored from a backup of %(made_at)s: which generation of our log in '%(label)s' was the newest"
                " that was ever opened? The newest here is %(generation)d"
            ),
            hint=N_(
                "To open one a second time would be a second version of our log. Look into your papers, and ask every other party,"
                " which types at its own node:\n"
                "detente held %(label)s\n"
                "If it is not another, name this one:\n"
                "detente reopen %(label)s --why %(why)s --after %(generation)d"
            ),
            why=why, made_at=since.made_at, label=room.label, generation=mine.generation,
        )  # fmt: skip
    named = mine if after is None else LogKey(mine.party, after)
    if era_of(named.generation) != era_of(mine.generation):
        raise CallerError(
            N_("generation %(seen)d is none that follows %(generation)d without a new root key"),
            seen=named.generation, generation=mine.generation,
        )  # fmt: skip
    newest = max([mine, named, *lost_generations(node, room)])
    if why == "theft" and newest > mine:
        raise generation_lost(room, SUCCEED)
    return newest


def _check_needed(node: Node, room: Room, why: str, log: Log | None) -> None:
    """Refuse to reopen a log by a slip: a generation cannot be taken back."""
    if stopped(node, room) is not None or (log is not None and not _has_key(node, log)):
        return
    if why == "fork" and not has_two_versions(node, room):
        raise CallerError(
            N_("no two signed versions of our log in '%(label)s' are known here; nothing was opened"),
            hint=N_(
                "Another party's proof comes with its pouches:\n"
                "detente sync FOLDER\n"
                "If it is not sure what was sealed last, another ground fits:\n"
                "detente reopen --help"
            ), label=room.label,
        )  # fmt: skip
    _check_begun(room, log)


def _check_begun(room: Room, log: Log | None) -> None:
    """Refuse to follow a generation that holds nothing but its opening, which is what a command typed twice does."""
    if log is None or not log.key.generation or sum(head.bears_act for head in log.chain(log.main)) > 1:
        return
    raise CallerError(
        N_("generation %(generation)d of our log in '%(label)s' is open, and holds nothing but its opening; no other was opened"),
        hint=N_(
            "Bring it to the other parties:\n"
            "detente sync FOLDER\n"
            "If its key was stolen too, name its opening:\n"
            "detente reopen %(label)s --why theft --last-good %(opening)s"
        ), generation=log.key.generation, label=room.label, opening=str(Ref(log.key.party, log.key.generation, 0)),
    )  # fmt: skip


_NAME_IT: Mapping[str, str] = MappingProxyType({
    "theft": N_(
        "Read them, and name the last that you sealed:\n"
        "detente log %(label)s --party %(party)s\n"
        "detente reopen %(label)s --why theft --last-good REF"
    ),
    "root": N_(
        "Read them, and name the last that you sealed, in each such channel; write CHANNEL:REF where it is not the plenary:\n"
        "detente log %(label)s --party %(party)s\n"
        "detente root succeed SUCCESSOR --notice NOTICE --last-good REF"
    ),
})  # fmt: skip


def held_under_successor(node: Node, room: Room, last_good: Ref | None) -> HeadId:
    """What will hold of our newest log in a channel, once it is opened under the next root key.

    Raises:
        CallerError: entries of it have come that were not sealed here, and none is named as the last good one; or that is no entry of it.
    """
    return _held_after_theft(node, room, _newest_of_ours(node, room), last_good, "root")


def _held_after_theft(node: Node, room: Room, old: LogKey, last_good: Ref | None, why: str) -> HeadId:
    """The head that holds of a log whose key was stolen."""
    log = room.channel.logs.get(old)
    main = log.main if log else NO_HEAD
    if last_good is None:
        if sealed_elsewhere(node, room, old):
            raise CallerError(
                N_("entries of our own log in '%(label)s' have come that were not sealed here: which was the last good one?"),
                hint=_NAME_IT[why], label=room.label, party=room.party,
            )  # fmt: skip
        return main
    chain = log.chain(main) if log else []
    if last_good.log != old or last_good.index >= main.size:
        raise CallerError(
            N_("%(ref)s is no entry of our log in '%(label)s'"),
            hint=N_("This lists what there is:\ndetente log %(label)s --party %(party)s"),
            ref=str(last_good), label=room.label, party=room.party,
        )  # fmt: skip
    return next(head.id for head in chain if head.id.size > last_good.index)


def _newest_of_ours(node: Node, room: Room) -> LogKey:
    """The newest log of our party whose key is here: whoever stole a root key may have opened others."""
    for log in reversed(room.channel.generations(room.party)):
        if _has_key(node, room.channel.logs[log]):
            return log
    return room.mine


def _has_key(node: Node, log: Log) -> bool:
    """Whether the key file holds the key in force at the end of a log: one from a backup lacks what was made after it."""
    in_force = log.heads[log.main].certificates[-1].keys
    return any(keys.public == in_force for keys in node.keys.sealing_pairs(log.id, log.main.size))
