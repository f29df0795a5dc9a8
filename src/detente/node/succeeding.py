"""The acts by which a root key ends: its successor opens our logs; a notice of any party is sealed where that party is a member."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from detente.dialogue.fold import Ref
from detente.errors import N_, CallerError
from detente.node.node import Node
from detente.node.reopening import held_under_successor, reopen
from detente.node.room import Room
from detente.node.roots import NoticeFile, RootFile, check_notice, current_root, succeed
from detente.node.sealing import seal_acts
from detente.record.charter import Charter
from detente.record.succession import Notice, era_of, notice_fields

_NONE: Mapping[str, Ref] = MappingProxyType({})


def open_all(node: Node, notice: NoticeFile, new: RootFile, last_good: Mapping[str, Ref] = _NONE) -> list[Room]:
    """Put the successor in the place of our root key, and open our log under it in every channel of the dialogue where we have one.

    Doing it again goes on where it stopped.

    Args:
        node: ours.
        notice: of the root key of today.
        new: the file of its successor.
        last_good: id of a channel -> the last entry of our log that holds there; where none is named, what this node holds.

    Raises:
        CallerError: the file or the notice is not what the root key of today was committed to; or entries of our log in a channel have come
            that were not sealed here, and none is named as the last good one. Nothing is opened then in any channel.
    """
    charter = _charter(node, notice)
    if notice.party != node.party or new.party != node.party:
        raise CallerError(N_("the files are of %(party)s, not of the party of this node"), party=notice.party)
    root = current_root(node, charter)
    era = root.era + (new.keys.public != root.keys)
    rooms = [room for room in _rooms(node, charter) if room.mine in room.channel.logs and era_of(room.mine.generation) < era]
    for room in rooms:  # a succession cannot be undone, so nothing may be refused half way
        held_under_successor(node, room, last_good.get(room.id))
    succeed(node, charter, new, notice.secret)
    for room in rooms:
        reopen(node, room, "root", last_good.get(room.id))
    return rooms


def publish_notice(node: Node, notice: NoticeFile) -> list[Room]:
    """Seal a notice in every channel of the dialogue that its party and ours are members of.

    Raises:
        CallerError: it is of another dialogue, was sealed everywhere, or there is no channel to seal it in.
        TheirData: it revokes nothing.
    """
    charter = _charter(node, notice)
    era = check_notice(notice, charter).era
    fields = notice_fields(notice.party, notice.secret, notice.successions)
    shared = [room for room in _rooms(node, charter) if notice.party in room.channel.members and room.mine in room.channel.logs]
    if not shared:
        raise CallerError(
            N_("no channel of this node has both %(party)s and %(own)s as members: there is none to put the notice in"),
            hint=N_("This says which channels there are:\ndetente status"), party=notice.party, own=node.party,
        )  # fmt: skip
    rooms = [room for room in shared if Notice(notice.party, era) not in room.channel.notices]
    if not rooms:
        raise CallerError(
            N_("the notice is in the record already, in each channel that it concerns: %(channels)s; nothing was done again"),
            hint=N_("Send it on, if the others do not have it yet:\ndetente sync FOLDER"), channels=[room.label for room in shared],
        )  # fmt: skip
    for room in rooms:
        seal_acts(node, room, [{"kind": "notice", "at": node.now, **fields}])
    return rooms


def _charter(node: Node, notice: NoticeFile) -> Charter:
    charter = node.charters.get(notice.dialogue)
    if charter is None:
        raise CallerError(N_("the notice is of another dialogue"))
    return charter


def _rooms(node: Node, charter: Charter) -> list[Room]:
    return [room for room in node.rooms.values() if room.channel.charter.id == charter.id]
