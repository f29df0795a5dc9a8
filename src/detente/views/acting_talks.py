"""Acts about meetings, groups and texts."""

from __future__ import annotations

from detente.dialogue import fields as f
from detente.errors import N_
from detente.node.room import Room
from detente.record.limits import LIMITS
from detente.views import values
from detente.views.acting import Fields, Given, Place, Unfit, appointed, drafted_matters, needed, pick, texts, written
from detente.views.acting_proposals import proposal, silence

GROUP_STATES = ("begun", "met", "concluded", "not_yet")
VERSION_BYTES = LIMITS.value_bytes - 1024
"""Of one language version of a text, with room for what stands around it in an entry."""


# ---- meetings ----


def propose_meeting(place: Place, given: Given) -> Fields:
    """Propose a meeting to all members."""
    needed(given, "about")
    room = place.room
    host = given.get("host")
    known = sorted(room.channel.charter.parties)
    if host and host not in known:
        raise Unfit("host", N_("'%(party)s' is no party of the dialogue; its parties are: %(known)s"), party=host, known=", ".join(known))
    return proposal(
        room, given["about"], date=given.get("date") or {"open": True}, **pick(given, "time", "host"),
        **texts(given, "place", "venue", "subject"), gates=_gates(room, given), **silence(place, given),
    )  # fmt: skip


def propose_date(place: Place, given: Given) -> Fields:
    """Propose another date for a meeting."""
    needed(given, "meeting", "date")
    meeting = known_meeting(place.room, given["meeting"])
    return proposal(place.room, meeting + "/date", **pick(given, "date", "time"), **silence(place, given))


def propose_agenda(place: Place, given: Given) -> Fields:
    """Propose the agenda of a meeting."""
    needed(given, "meeting", "agenda")
    meeting = known_meeting(place.room, given["meeting"])
    items = [item for line in given["agenda"] if (item := written(line).strip())]
    return proposal(place.room, meeting + "/agenda", agenda=items, **silence(place, given))


def propose_minutes(place: Place, given: Given) -> Fields:
    """Draft one point of the minutes."""
    needed(given, "meeting", "point", "text")
    meeting = known_meeting(place.room, given["meeting"])
    return proposal(place.room, f"{meeting}/minutes/{given['point']}", **texts(given, "text"), **silence(place, given))


def announce(_place: Place, given: Given) -> Fields:
    """Announce a date, by our side alone."""
    needed(given, "about", "date")
    return {"kind": "announce", **pick(given, "about", "date", "time"), **texts(given, "place", "venue", "text")}


def delegation(place: Place, given: Given) -> Fields:
    """Say whom our party sends."""
    needed(given, "about", "head")
    for name in ("head", "alternates", "delegates"):
        people = given.get(name) or []
        for each in [people] if isinstance(people, str) else people:
            appointed(place.room, name, each)
    people = {name: sorted(set(given[name])) for name in ("alternates", "delegates") if given.get(name)}
    return {"kind": "delegation", **pick(given, "about", "head"), **people, **texts(given, "text")}


def held(place: Place, given: Given) -> Fields:
    """Report that a meeting was held."""
    needed(given, "about")
    meeting = known_meeting(place.room, given["about"], "about")
    return {
        "kind": "report", "about": meeting, "state": "held", **pick(given, "date", "time"), **texts(given, "place", "venue", "text"),
    }  # fmt: skip


def known_meeting(room: Room, name: str, field: str = "meeting") -> str:
    """A meeting that somebody has spoken of, or that a draft proposes.

    Raises:
        Unfit: nobody has: most likely a wrong number.
    """
    if name not in meetings_of(room):
        raise no_meeting(room, name, field)
    return name


def no_meeting(room: Room, name: str, field: str = "meeting") -> Unfit:
    """That nobody has spoken of a meeting: most likely a wrong number."""
    return Unfit(
        field, N_("nobody has proposed or announced '%(name)s' in '%(label)s'; there are: %(known)s"),
        hint=N_("detente meeting propose NUMBER --date open"), name=name, label=room.label, known=", ".join(meetings_of(room)) or "—",
    )  # fmt: skip


def meetings_of(room: Room) -> list[str]:
    """The meetings that anybody has proposed, announced or reported, and those that we have in a draft."""
    drafted = [f.meeting_of(str(fields.get("slot"))) for _, _, fields, _, _ in room.store.drafts(room.id)]
    return sorted({meeting.slot for meeting in room.fold.talks.meetings()} | {name for name in drafted if name is not None})


def gates_of(room: Room) -> list[str]:
    """What a meeting can wait for: groups and meetings that were proposed."""
    proposed = [slot.name for subject in ("group", "meeting") for slot in room.fold.proposals.about(subject)]
    drafted = [name for name in drafted_matters(room) if name.partition("/")[0] in {"group", "meeting"}]
    return sorted({name for name in [*proposed, *drafted] if name.count("/") < 3})


def _gates(room: Room, given: Given) -> list[str]:
    """What a meeting waits for, each something that was proposed: a misspelt gate would never be met."""
    known = gates_of(room)
    for gate in given.get("gates") or []:
        if gate not in known:
            raise Unfit(
                "gates",
                N_("a meeting waits for a group or a meeting that was proposed in '%(label)s'; '%(gate)s' was not; there are: %(known)s"),
                hint=N_("detente group propose KEY --name en=NAME"), label=room.label, gate=gate, known=", ".join(known) or "—",
            )  # fmt: skip
    return sorted(set(given.get("gates") or []))


# ---- groups ----


def propose_group(place: Place, given: Given) -> Fields:
    """Propose a working group."""
    needed(given, "about", "names")
    return proposal(place.room, given["about"], names=given["names"], **texts(given, "text"), **silence(place, given))


def report_group(place: Place, given: Given) -> Fields:
    """Report that a group has begun, met or concluded."""
    needed(given, "about", "state")
    if given["about"] not in place.room.fold.proposals.slots:
        raise Unfit(
            "about", N_("no group '%(about)s' was proposed in '%(label)s'; there are: %(known)s"), hint=N_("detente group list"),
            about=given["about"], label=place.room.label, known=", ".join(place.room.fold.talks.groups()) or "—",
        )  # fmt: skip
    values.one_of(given["state"], GROUP_STATES)
    return {"kind": "report", **pick(given, "about", "state", "date"), **texts(given, "text")}
