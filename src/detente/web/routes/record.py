"""The record: its channels, the entries of one, an entry with its fields and who has seen it, and files that came with entries."""

from __future__ import annotations

from typing import Final

from detente.errors import N_
from detente.node import blobs
from detente.record.text import decode_base64
from detente.views.log import EntryView, RecordPage, attachments, entry_view, record_page
from detente.views.record import RecordView, record_view
from detente.web.named import named_entry, named_room
from detente.web.pages import Answer, Ask, Page, Sent, Shown, nothing_here

ROWS: Final = 50


def record(ask: Ask) -> Shown:
    """All channels: what is held of whom."""
    return Shown("record.html", record_view(ask.node), N_("The record"))


def channel(ask: Ask) -> Shown:
    """The entries of a channel, the newest first."""
    room = named_room(ask)
    party = ask.query.get("party") or None
    if party is not None and party not in room.channel.members:
        raise nothing_here()
    before = ask.number("before", 0, 1 << 62) or None
    view = record_page(room, party=party, seals=ask.query.get("seals") == "yes", before=before, size=ROWS)
    return Shown("channel.html", view, N_("The record of %(channel)s"), {"channel": room.label})


def entry(ask: Ask) -> Shown:
    """One entry."""
    room, ref = named_entry(ask)
    return Shown("entry.html", entry_view(ask.node, room, ref), N_("Entry %(ref)s"), {"ref": str(ref)}, opens=(room, [ref]))


def attached_file(ask: Ask) -> Answer:
    """A file that an entry names, to keep. Whatever it says of its type, a browser is told to save it and to guess nothing."""
    room, ref = named_entry(ask)
    for found in attachments(ask.node, room.entry(ref)):
        if found.number == ask.names["number"]:
            content = blobs.read_blob(ask.node, decode_base64(found.sha256, 32))
            if content is not None:
                return Sent(content, "application/octet-stream", found.name)
    raise nothing_here()


PAGES = (
    Page("/record", record, "read", about="The channels of the record, and what is held of each party", view=RecordView),
    Page("/record/{channel}", channel, "read", about="Entries of a channel", view=RecordPage, query=("party", "seals", "before")),
    Page("/record/{channel}/{party}/{index:number}", entry, "read", about="One entry of the record", view=EntryView),
    Page("/files/{channel}/{party}/{index:number}/{number:number}", attached_file, "read"),
)
