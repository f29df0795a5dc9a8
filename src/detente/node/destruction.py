"""Destroying bodies by agreement: when every member has sealed a `destroy` act for an entry, its destroyable fields go.

What stays are the hashes of all fields and the kept fields; so every signature, every proof of a kept field and every count stands.
A file that another entry names too, or a draft, stays until that is destroyed as well.
Private translations of what is destroyed, and its words in the search index, go too; so does all that rests of declarations.
"""

from __future__ import annotations

from detente.dialogue.fold import Ref
from detente.errors import N_
from detente.node import at_rest, blobs
from detente.node.node import Node
from detente.node.room import Room
from detente.node.search import Index
from detente.node.translations import forget_translations
from detente.record.entry import destroy, parse_entry


def apply_destructions(node: Node, room: Room) -> list[Ref]:
    """Destroy what all members have agreed to destroy and what is still whole here; returns what was destroyed now."""
    gone = []
    files: dict[bytes, str] = {}
    for ref in sorted(room.fold.destructions):
        if not room.fold.may_destroy(ref):
            continue
        found = node.store.entry_line(room.id, ref.log, ref.index)
        if found is None:
            continue
        entry = parse_entry(found[1])
        if entry.destroyed or "destroyable" not in entry.fields:
            continue
        with node.store.transaction():
            node.store.replace_line(found[0].seq, ref.index, destroy(entry).line)
        files |= {digest: name for digest, _, _, name, _ in blobs.blobs_of([entry])}
        gone.append(ref)
    for digest, name in files.items():
        if not blobs.destroy_blob(node, digest):
            node.remark(
                room.id, N_("the file %(name)s of a destroyed entry stays here: another entry, or a draft, names it too"), name=name
            )
    if gone:
        forget_translations(node.store, room.id, gone)
        Index(node).forget_bodies(room, gone)
        at_rest.forget(node)
    return gone
