"""Acts about issues, undertakings and notes."""

from __future__ import annotations

import msgspec

from detente.dialogue import fields as f
from detente.dialogue.kinds import STATES
from detente.dialogue.matters import Issue
from detente.dialogue.notes import SALT_BYTES, note_digest
from detente.errors import N_
from detente.node.node import Node
from detente.node.room import Room
from detente.record.text import encode_base64
from detente.views import values
from detente.views.acting import Fields, Given, Place, Unfit, about, listed, member, needed, pick, texts, versions, written
from detente.views.notes import closed_note_key

# ---- issues ----


def raise_issue(place: Place, given: Given) -> Fields:
    """Put a matter on the list of issues."""
    needed(given, "about", "title")
    name = _matter(given["about"])
    if name in place.room.fold.matters.issues:
        raise Unfit(
            "about", N_("'%(about)s' has been raised in '%(label)s' already"),
            hint=N_("This gives it your own wording:\ndetente issue word %(key)s TEXT"), about=name, label=place.room.label,
            key=name.removeprefix("issue/"),
        )  # fmt: skip
    return {"kind": "raise", "about": name, **versions(given, "title", "text"), **listed(given, "concerns")}


def word(place: Place, given: Given) -> Fields:
    """Give an issue our own wording."""
    needed(given, "about", "text")
    return {"kind": "word", "about": known_issue(place.room, given["about"]).slot, **versions(given, "text")}


def assess(place: Place, given: Given) -> Fields:
    """Give our own assessment of an issue."""
    needed(given, "about", "movement")
    return {
        "kind": "assess", "about": known_issue(place.room, given["about"]).slot, **pick(given, "movement", "round"), **texts(given, "text"),
    }  # fmt: skip


def refer(place: Place, given: Given) -> Fields:
    """Refer an issue to a group, or to a body outside the talks."""
    needed(given, "about", "to")
    if given["to"].partition("/")[0] not in {"group", "body"} or not f.slot(given["to"]):
        raise Unfit("to", N_("'%(about)s' is neither a group nor a body: write group/KEY or body/KEY"), about=given["to"])
    issue = known_issue(place.room, given["about"])
    return {"kind": "refer", "about": issue.slot, **pick(given, "to", "names"), **texts(given, "text")}


def report_back(place: Place, given: Given) -> Fields:
    """Say what has become of a referral."""
    room, ref = place.room, place.ref
    needed(given, "state")
    values.one_of(given["state"], STATES)
    if ref not in room.fold.matters.reported_back:
        raise Unfit("re", N_("%(ref)s is no referral of an issue"), hint=N_("detente issue list"), ref=str(ref))
    matter = str(room.fold.memory.act(ref).kept["about"])
    return {"kind": "report", **about((ref,)), "about": matter, **pick(given, "state", "date"), **texts(given, "text")}


def known_issue(room: Room, name: str) -> Issue:
    """An issue that was raised.

    Raises:
        Unfit: it was not.
    """
    name = _matter(name)
    found = room.fold.matters.issues.get(name)
    if found is None:
        known = ", ".join(sorted(room.fold.matters.issues)) or "—"
        raise Unfit(
            "about", N_("'%(about)s' has not been raised in '%(label)s'; there are: %(known)s"),
            hint=N_("detente issue raise %(key)s --title TEXT"), about=name, label=room.label, known=known, key=name.removeprefix("issue/"),
        )  # fmt: skip
    return found


def _matter(name: str) -> str:
    if name.partition("/")[0] not in {"issue", "track"}:
        raise Unfit("about", N_("'%(about)s' is neither an issue nor a track"), about=name)
    return name


# ---- undertakings ----


def undertake(place: Place, given: Given) -> Fields:
    """Promise something to other members."""
    needed(given, "text")
    for party in given.get("to") or []:
        member(place.room, "to", party)
    return {"kind": "undertake", **about(place.re), **texts(given, "text"), **listed(given, "to"), **pick(given, "due", "about")}


def perform(place: Place, given: Given) -> Fields:
    """Say that an undertaking of ours is performed."""
    found = place.room.fold.matters.undertakings.get(place.ref)
    if found is None or found.act.party != place.room.party:
        raise Unfit("re", N_("%(ref)s is no undertaking of ours"), hint=N_("This lists them:\ndetente undertakings"), ref=str(place.ref))
    if found.status == "confirmed":
        raise Unfit(
            "re", N_("the performance of %(ref)s has been confirmed already"), hint=N_("detente show %(ref)s"), ref=str(place.ref)
        )  # fmt: skip
    return {"kind": "perform", **about(place.re), **texts(given, "text")}


# ---- notes ----


def note(place: Place, given: Given) -> Fields:
    """Send a note; closed, only a commitment to its text is shared, and the node keeps the text."""
    needed(given, "form", "text")
    for party in given.get("to") or []:
        member(place.room, "to", party)
    if given.get("closed") and (given.get("title") or given.get("files")):
        raise Unfit("closed", N_("a closed note shares nothing but a commitment; it has no title and no files"))
    shared = {"kind": "note", **pick(given, "form", "about", "urgent"), **texts(given, "number", "title"), **listed(given, "to")}
    if not given.get("closed"):
        return {**shared, **texts(given, "text")}
    return {**shared, "commitment": _keep_closed(place.node, written(given["text"]))}


def disclose(place: Place, _given: Given) -> Fields:
    """Open a closed note of ours."""
    room, ref = place.room, place.ref
    opened = room.fold.register.commitments.get(ref)
    if opened is None or ref.party != room.party:
        raise Unfit("re", N_("%(ref)s is no closed note of ours"), hint=N_("detente note list"), ref=str(ref))
    if opened:
        raise Unfit("re", N_("the note %(ref)s was opened in %(entry)s"), ref=str(ref), entry=str(opened[0].ref))
    raw = place.node.store.get_meta(closed_note_key(str(room.entry(ref).kept["commitment"])))
    if raw is None:
        raise Unfit(
            "re", N_("the text of the closed note %(ref)s is not in this node, and nothing else can open it"),
            hint=N_("Look for it in the node that wrote the note, or in a backup of that node."), ref=str(ref),
        )  # fmt: skip
    kept = msgspec.json.decode(raw)
    return {"kind": "disclose", **about((ref,)), "text": kept["text"], "salt": kept["salt"]}


def check(_place: Place, _given: Given) -> Fields:
    """Ask whether the line works."""
    return {"kind": "check"}


def _keep_closed(node: Node, text: str) -> str:
    """Keep the text of a closed note with a new salt in this node; what is shared of it, in base64."""
    salt = node.random(SALT_BYTES)
    commitment = encode_base64(note_digest(salt, text))
    node.store.set_meta(closed_note_key(commitment), msgspec.json.encode({"salt": encode_base64(salt), "text": text}))
    return commitment
