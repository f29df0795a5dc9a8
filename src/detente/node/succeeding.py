"""The acts by which a root key ends: its successor opens our logs; a notice of any party is sealed where that party is a member."""

from __future__ import annotations

from detente.errors import N_, CallerError
from detente.node.node import Node
from detente.node.room import Room
from detente.node.roots import NoticeFile, RootFile, check_notice, succeed, successions_of
from detente.node.sealing import reopen, seal_acts
from detente.record.charter import Charter
from detente.record.succession import Notice, era_of, notice_fields


def open_all(node: Node, notice: NoticeFile, new: RootFile) -> list[Room]:
    """Put the successor in the place of our root key, and open our log under it in every channel of the dialogue where we have one.

    Doing it again goes on where it stopped.

    Raises:
        CallerError: the file or the notice is not what the root key of today was committed to.
    """
    charter = _charter(node, notice)
    if notice.party != node.party or new.party != node.party:
        raise CallerError(N_("the files are of %(party)s, not of the party of this node"), party=notice.party)
    succeed(node, charter, new, notice.secret)
    era, opened = len(successions_of(node, charter)), []
    for room in _rooms(node, charter):
        if room.mine in room.channel.logs and era_of(room.mine.generation) < era:
            reopen(node, room, "root")
            opened.append(room)
    return opened


def publish_notice(node: Node, notice: NoticeFile) -> list[Room]:
    """Seal a notice in every channel of the dialogue that its party and ours are members of.

    Raises:
        CallerError: it is of another dialogue, or was sealed everywhere.
        TheirData: it revokes nothing.
    """
    charter = _charter(node, notice)
    era = check_notice(notice, charter).era
    fields = notice_fields(notice.party, notice.secret, notice.successions)
    rooms = [
        room for room in _rooms(node, charter)
        if notice.party in room.channel.members and room.mine in room.channel.logs and Notice(notice.party, era) not in room.channel.notices
    ]  # fmt: skip
    if not rooms:
        raise CallerError(N_("the notice is in the record already, or there is no channel to seal it in"))
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
