"""What matters are called by the parties themselves: the name of a group, the title of a text or of an issue, by language."""

from __future__ import annotations

from detente.dialogue.talks import in_causal_order
from detente.node.room import Room
from detente.views.register import texts


def names_of(room: Room, about: str | None) -> dict[str, str]:
    """The name of a matter by language; empty where it has none but its key.

    A group and a text are called as adopted, else as last proposed; an issue as it was first raised.
    """
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
