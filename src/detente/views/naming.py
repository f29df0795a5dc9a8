"""What matters are called by the parties themselves: the name of a group, the title of a text or of an issue, by language."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from detente.dialogue.talks import in_causal_order
from detente.dialogue.texts import is_text, text_of
from detente.node.room import Room
from detente.views.register import texts


def names_of(room: Room, about: str | None) -> dict[str, str]:
    """The name of a matter by language; empty where it has none but its key.

    A group and a text are called as adopted, else as last proposed, a part of a text as the text; an issue as it was first raised.
    """
    about = text_of(about) if about is not None and about.startswith("text/") else about
    subject = (about or "").partition("/")[0]
    slot = room.fold.proposals.slots.get(about or "")
    if subject in {"group", "text"} and slot is not None:
        chosen = slot.current or slot.proposals[max(slot.proposals)]
        names = chosen.act.kept.get("names") if subject == "group" else texts(room.entry(chosen.act.ref).fields, "title")
        return dict(names or {})
    issue = room.fold.matters.issues.get(about or "")
    if issue is None:
        return {}
    raised = in_causal_order(issue.raised, lambda act: act)
    return next((found for act in raised if (found := texts(room.entry(act.ref).fields, "title"))), {})


_named: WeakKeyDictionary[Room, tuple[int, dict[str, dict[str, str]]]] = WeakKeyDictionary()
"""The names of each channel, and how much had been written to the store when they were read: whatever is written may change them."""


def matter_names(room: Room) -> dict[str, dict[str, str]]:
    """The names of all matters of a channel that have any, by key and language; a body's as an issue was first referred to it.

    A page asks for them again and again, and to read them takes an entry for each: they are read once until something is written.
    """
    written = room.store.db.total_changes
    kept = _named.get(room)
    if kept is None or kept[0] != written:
        kept = _named[room] = written, _read_names(room)
    return dict(kept[1])


def _read_names(room: Room) -> dict[str, dict[str, str]]:
    proposals, issues = room.fold.proposals, room.fold.matters.issues
    named = [slot.name for subject in ("group", "text") for slot in proposals.about(subject) if subject == "group" or is_text(slot.name)]
    found = {name: names_of(room, name) for name in (*named, *issues)}
    for issue in issues.values():
        for act in in_causal_order(issue.referrals, lambda act: act):
            found.setdefault(str(act.kept["to"]), dict(act.kept.get("names", {})))
    return {name: names for name, names in sorted(found.items()) if names}
