"""Agreements: which there are, in the record and in the library, and how one is opened."""

from __future__ import annotations

from pathlib import Path

from detente.agreements.declarations import Declarations
from detente.agreements.loading import parse_agreement, parse_declarations
from detente.dialogue.proposals import Slot
from detente.errors import N_, CallerError, DetenteError
from detente.node import agreement_files
from detente.node.node import Node
from detente.node.room import Room
from detente.views.agreement_terms import Texts, day_text, parties_of
from detente.views.base import Text, View, text_of_error
from detente.views.naming import names_of
from detente.views.opened import Opened
from detente.views.recorded import open_recorded, recorded_slots
from detente.views.resting import open_counted


class AgreementRow(View, frozen=True):
    """One agreement. `status`: whether a lawyer has reviewed it; `origin`: library or record, there with its channel and text.

    `problem`: why its rules cannot be read, which came with the text; then all that they would say is null or empty.
    """

    id: str
    origin: str
    channel: str | None
    text: str | None
    problem: Text | None
    title: Texts
    status: str | None
    begins: str | None
    ends: str | None
    parties: dict[str, Texts]
    declarations: int
    first: str | None
    last: str | None


class AgreementsView(View, frozen=True):
    """The agreements that are in force in the record, and those that come with the program."""

    agreements: list[AgreementRow]


def open_agreement(
    name: str, declarations: Path | None = None, *, node: Node | None = None, channel: str | None = None, recorded: bool = False,
    by_path: bool = True, to_count: bool = False,
) -> Opened:  # fmt: skip
    """An agreement of the record, of the library, or by path; it is read whole or not at all.

    Args:
        name: the key of a text in force with rules, a name of the library, or a path.
        declarations: a file in place of what is held; then the record is not asked.
        node: whose record is asked first.
        channel: only this one.
        recorded: only the record is asked.
        by_path: whether a name that is none may be the path of a file; never for somebody who is not at this machine.
        to_count: of the record only what counting needs is at hand, not what gives its reasons; the node stays open meanwhile.

    Raises:
        CallerError: there is none of that name, or more than one channel has it.
        FormatError: a file does not hold.
    """
    if node is not None and declarations is None:
        if recorded:
            return open_recorded(node, *recorded_agreement(name, node, channel))
        found = _found_in_record(name, node, channel)
        if found is not None:
            return open_counted(node, *found) if to_count else open_recorded(node, *found)
    files = agreement_files.read_agreement_files(name, declarations, by_path=by_path)
    agreement, source = parse_agreement(files.agreement, files.name)
    origin = "library" if files.library else "file"
    if files.declarations is None:
        return Opened(agreement, source, Declarations(format="detente-declarations-1", agreement=agreement.id), origin)
    return Opened(agreement, source, parse_declarations(files.declarations, agreement, files.declarations_name), origin)


def recorded_agreement(name: str, node: Node, channel: str | None = None) -> tuple[Room, Slot]:
    """Where an agreement is in force.

    Raises:
        CallerError: nowhere, or in several channels.
    """
    found = _found_in_record(name, node, channel)
    if found is None:
        rooms = [node.room(channel)] if channel is not None else list(node.rooms.values())
        known = sorted({slot.name.partition("/")[2] for room in rooms for slot in recorded_slots(room)})
        raise CallerError(
            N_("no agreement with rules is in force here as '%(name)s'; there are: %(known)s"),
            hint=N_("Table it, and let all consent:\ndetente agreement table NAME"), name=name, known=", ".join(known) or "—",
        )  # fmt: skip
    return found


def _found_in_record(name: str, node: Node, channel: str | None) -> tuple[Room, Slot] | None:
    rooms = [node.room(channel)] if channel is not None else list(node.rooms.values())
    found = [(room, slot) for room in rooms for slot in recorded_slots(room) if slot.name == f"text/{name}"]
    if len(found) > 1:
        raise CallerError(
            N_("'%(name)s' is in force in several channels: %(known)s; say which with --channel"),
            name=name, known=", ".join(sorted(room.label for room, _ in found)),
        )  # fmt: skip
    return found[0] if found else None


def agreements_view(node: Node | None = None) -> AgreementsView:
    """The agreements in force in the record of a node, then the library."""
    rooms: list[Room] = [] if node is None else list(node.rooms.values())
    here = [_recorded_row(node, room, slot) for room in rooms for slot in recorded_slots(room) if node is not None]
    return AgreementsView(agreements=[*here, *(_row(open_agreement(name)) for name in agreement_files.library())])


def _recorded_row(node: Node, room: Room, slot: Slot) -> AgreementRow:
    """An agreement in force; where its rules have not come or do not hold, that is said in its row, and hides no other."""
    try:
        return _row(open_counted(node, room, slot))
    except DetenteError as error:
        return AgreementRow(
            id=slot.name.partition("/")[2], origin="record", channel=room.label, text=slot.name, problem=text_of_error(error),
            title=dict(names_of(room, slot.name)), status=None, begins=None, ends=None, parties={}, declarations=0, first=None, last=None,
        )  # fmt: skip


def _row(opened: Opened) -> AgreementRow:
    agreement, book = opened.agreement, opened.book()
    days = sorted(book.days)
    return AgreementRow(
        id=agreement.id,
        origin=opened.origin,
        channel=opened.channel,
        text=opened.text,
        problem=None,
        title=agreement.title,
        status=agreement.status,
        begins=str(agreement.from_),
        ends=day_text(agreement.until),
        parties=parties_of(opened),
        declarations=book.number,
        first=day_text(days[0] if days else None),
        last=day_text(days[-1] if days else None),
    )
